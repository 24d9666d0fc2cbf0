import { comparable } from './compare';
import { graphemesOf } from './text';

/** Writing systems without spaces between words, where a phrase may start and end anywhere. */
const SPACELESS = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;

/** A word character in a writing system that separates words. */
const IN_WORD = String.raw`(?!${SPACELESS})[\p{L}\p{N}\p{M}]`;

const STARTS_IN_WORD = new RegExp(`^${IN_WORD}`, 'u');
const ENDS_IN_WORD = new RegExp(`${IN_WORD}$`, 'u');

/** A global pattern for the comparable form of texts; undefined if the phrase has no visible characters. */
function patternOf(phrase: string): RegExp | undefined {
  const form = comparable(phrase);
  if (form === '') return undefined;
  const body = form.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(' ', ' +');
  const before = STARTS_IN_WORD.test(form) ? `(?<!${IN_WORD})` : '';
  const after = ENDS_IN_WORD.test(form) ? `(?!${IN_WORD})` : '';
  return new RegExp(before + body + after, 'gu');
}

/**
 * A test for whether texts in their comparable form contain a phrase: whole words, in any spelling, but with no other endings.
 * Undefined if the phrase has no visible characters.
 */
export function phraseTest(phrase: string): ((comparableText: string) => boolean) | undefined {
  const pattern = patternOf(phrase);
  return pattern && ((text) => text.search(pattern) >= 0);
}

/** Whether a text contains a phrase, in any spelling; false for a phrase without visible characters. */
export function holdsPhrase(text: string, phrase: string): boolean {
  return phraseTest(phrase)?.(comparable(text)) ?? false;
}

/** Where a text, as it is written, first contains a phrase, in UTF-16 units; undefined if it does not. */
export function placeOfPhrase(text: string, phrase: string): { start: number; end: number } | undefined {
  const pattern = patternOf(phrase);
  if (!pattern) return undefined;
  const places: number[] = [];
  let form = '';
  for (const { segment, index } of graphemesOf(text)) {
    const part = /^\s+$/u.test(segment) ? ' ' : comparable(segment);
    for (let n = 0; n < part.length; n++) places.push(index);
    form += part;
  }
  const hit = pattern.exec(form);
  if (!hit) return undefined;
  const end = hit.index + hit[0].length;
  return { start: places[hit.index] ?? 0, end: places[end] ?? text.length };
}
