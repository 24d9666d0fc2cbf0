import { attention } from 'micromark-core-commonmark';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import type { Code, Construct, Extension, Token } from 'micromark-util-types';

const ASTERISK = 42;
const UNDERSCORE = 95;
const TILDE = 126;

/** What stands beside a run of marks: one UTF-16 unit, or nothing at the edge of a line. */
function characterOf(code: Code): string {
  return code === null || code < 0 ? ' ' : String.fromCharCode(code);
}

/** Letters and digits; halves of characters are almost always letters of rarer scripts, or emoji. */
const WORD = /[\p{L}\p{N}\p{M}\ud800-\udfff]/u;

/** Letters of scripts that have capitals, all of which put spaces between words. */
const CASED = /[\p{Lu}\p{Ll}\p{Lt}]/u;

/** Marks that can only be the end of what is emphasised, and those that can only be its beginning. */
const ENDING = /[\p{Pe}\p{Pf}\p{Sc}\p{So}.,:;!?…%‰°·、。，：；！？・～〜]/u;
const BEGINNING = /[\p{Ps}\p{Pi}\p{Sc}\p{So}¿¡#@]/u;

/** Straight quotation marks, which are both. */
const EITHER = /["']/u;

/** The end and the beginning of a factor, as in "(2+3)*4" and "5*$3". */
const FACTOR_ENDS = /[\p{N})\]]/u;
const FACTOR_BEGINS = /[\p{N}([\p{Sc}]/u;

/** Whether a run of marks stands for a multiplication or a range: between factors, or one asterisk between figures and letters. */
function isSign(mark: number, length: number, before: string, after: string): boolean {
  if (mark === UNDERSCORE) return false;
  if (FACTOR_ENDS.test(before) && FACTOR_BEGINS.test(after)) return true;
  const isFigure = /\p{N}/u.test(before + after);
  return length === 1 && isFigure && [before, after].every((one) => /[\p{N}\p{Lu}\p{Ll}\p{Lt}]/u.test(one));
}

function isUncased(character: string): boolean {
  return WORD.test(character) && !CASED.test(character) && !/\p{N}/u.test(character);
}

/**
 * Corrects what a run of marks may do. CommonMark decides that by the spaces around it, which fails beside punctuation in scripts
 * without spaces ("**「重要」**です"), and takes the signs of a multiplication for emphasis ("2*3*4").
 */
function correct(token: Token, mark: number, before: string, after: string): void {
  const length = token.end.offset - token.start.offset;
  if (isSign(mark, length, before, after)) {
    token._open = false;
    token._close = false;
    return;
  }
  // "L*W*H", "d**n"; emphasis may end within a word ("**S**pecific"), but hardly ever begins there.
  if (mark === ASTERISK && CASED.test(before) && CASED.test(after)) token._open = false;
  if (mark === UNDERSCORE && !(length > 1 && (isUncased(before) || isUncased(after)))) return;
  const isSpace = (character: string): boolean => /\s/u.test(character);
  const opens = BEGINNING.test(after) || (EITHER.test(after) && isUncased(before));
  const closes = ENDING.test(before) || (EITHER.test(before) && isUncased(after));
  if (WORD.test(before) && (opens || (mark === UNDERSCORE && !isSpace(after)))) token._open = true;
  if (WORD.test(after) && (closes || (mark === UNDERSCORE && !isSpace(before)))) token._close = true;
}

function corrected(construct: Construct): Construct {
  return {
    ...construct,
    tokenize(effects, ok, nok) {
      const before = characterOf(this.previous);
      let mark = 0;
      const start = construct.tokenize.call(
        this,
        effects,
        (code) => {
          const [, token] = this.events.at(-1)!;
          correct(token, mark, before, characterOf(code));
          return ok(code);
        },
        nok,
      );
      return (code) => {
        mark = code ?? 0;
        return start(code);
      };
    },
  };
}

/** The strikethrough of GFM, by two tildes only: one alone means "about" or "to" ("~5", "90~95"). */
function strikethrough(): Extension {
  const extension = gfmStrikethrough({ singleTilde: false });
  const construct = extension.text?.[TILDE] as Construct;
  return { ...extension, text: { [TILDE]: corrected(construct) } };
}

/** Emphasis, strong emphasis and strikethrough as writers mean them, in every script. Replaces those of CommonMark and GFM. */
export function emphasis(): Extension[] {
  const marks = corrected(attention);
  return [strikethrough(), { text: { [ASTERISK]: marks, [UNDERSCORE]: marks } }];
}
