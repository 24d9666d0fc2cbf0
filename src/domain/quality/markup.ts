import { htmlTagsIn } from '../text/html/tags';
import { walk } from '../text/markdown/parse';
import type { Check, Draft } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { excerpt } from './phrases';
import { found } from './rules';
import { MAX_FINDINGS_PER_CHECK } from './thresholds';

/** A mark of formatting in visible text: two asterisks, underscores or tildes, or backticks. */
const MARK = /(?<![*_~`\\])(?:\*\*|__|~~|`{1,3})(?![*_~`])/gu;

const WORD = /[\p{L}\p{N}\p{M}\p{So}]/u;
/** Letters of scripts without capitals, most of which have no spaces between words, and what opens a quotation there. */
const UNCASED = /[\p{Lo}]/u;
const OPENING = /[\p{Ps}\p{Pi}]/u;

const SPACE = /^\s?$/u;

type Side = 'begins' | 'ends' | 'neither';

/** What a mark was meant to do: one before a word begins something, one after a word ends it. Within a word or alone it is no mark. */
function sideOf(text: string, start: number, end: number): Side {
  const [before, after] = [text[start - 1] ?? '', text[end] ?? ''];
  if (UNCASED.test(before) && (UNCASED.test(after) || OPENING.test(after))) return 'begins';
  if (SPACE.test(before) === SPACE.test(after)) {
    const isBeside = !SPACE.test(before) && WORD.test(before) !== WORD.test(after);
    return isBeside ? (WORD.test(after) ? 'begins' : 'ends') : 'neither';
  }
  return SPACE.test(before) ? 'begins' : 'ends';
}

interface Mark {
  sign: string;
  side: Side;
  quote: string;
}

function marksIn(text: string): Mark[] {
  return [...text.matchAll(MARK)].map((match) => {
    const end = match.index + match[0].length;
    return {
      sign: match[0].slice(0, 2),
      side: sideOf(text, match.index, end),
      quote: excerpt(text, match.index, end),
    };
  });
}

/** Marks that begin something. Where the first of a kind ends a word ("Price**"), they are signs of footnotes. */
function unclosed(texts: readonly string[]): string[] {
  const marks = texts.flatMap(marksIn).filter(({ side }) => side !== 'neither');
  const first = new Map<string, Side>();
  for (const { sign, side } of marks) if (!first.has(sign)) first.set(sign, side);
  return marks
    .filter(({ sign, side }) => side === 'begins' && first.get(sign) !== 'ends')
    .map(({ quote }) => quote);
}

/** Headings without the space that makes them headings. */
function glued({ passages }: Draft): string[] {
  return passages
    .filter(({ kind, text }) => kind === 'paragraph' && /^#{2,6}\p{L}/u.test(text))
    .map(({ text }) => text);
}

/** Paragraphs that four spaces have made code, so that readers see their marks. */
function indented({ written, input }: Draft): string[] {
  const texts: string[] = [];
  walk(written, (node) => {
    const isFenced = /[`~]/.test(input.markdown[node.position?.start.offset ?? 0] ?? '');
    const isCode = node.type === 'code' && !isFenced;
    if (isCode && /\*\*\S|\]\(|^#{1,6} |^[-*] /m.test(node.value)) texts.push(node.value);
  });
  return texts;
}

/** Reports marks of formatting that readers would see. */
export const checkMarkup: Check = (draft): Finding[] => {
  const texts = draft.passages.map(({ text }) => text);
  const tags = texts.flatMap((text) =>
    htmlTagsIn(text)
      .slice(0, 1)
      .map(() => text),
  );
  return [...unclosed(texts), ...glued(draft), ...indented(draft), ...tags]
    .slice(0, MAX_FINDINGS_PER_CHECK)
    .map((text) => found('markup.visible', { quote: quoteOf(text) }));
};
