import { comparable } from './compare';
import { cutAtGrapheme, graphemesOf } from './text';

/** Writing systems without spaces between words, where a phrase may start and end anywhere. */
const SPACELESS = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;

/** A word character in a writing system that separates words. */
const IN_WORD = String.raw`(?!${SPACELESS})[\p{L}\p{N}\p{M}]`;

const STARTS_IN_WORD = new RegExp(`^${IN_WORD}`, 'u');
const ENDS_IN_WORD = new RegExp(`${IN_WORD}$`, 'u');

/** Longer phrases are looked for by their beginning, in UTF-16 units: what is looked for is compared at each place of a text. */
const LONGEST_PHRASE = 300;

/** A global pattern for the comparable form of texts; undefined if the phrase has no visible characters. */
function patternOf(phrase: string): RegExp | undefined {
  const form = comparable(cutAtGrapheme(phrase.trim(), LONGEST_PHRASE));
  if (form === '') return undefined;
  const body = form.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(' ', ' +');
  const before = STARTS_IN_WORD.test(form) ? `(?<!${IN_WORD})` : '';
  const isWhole = phrase.trim().length <= LONGEST_PHRASE;
  const after = isWhole && ENDS_IN_WORD.test(form) ? `(?!${IN_WORD})` : '';
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

/** A place in a text, in UTF-16 units. */
interface Place {
  start: number;
  end: number;
}

/** Where a text, as it is written, contains a phrase, in UTF-16 units and in order; at most `most` places. */
export function placesOfPhrase(text: string, phrase: string, most = Number.POSITIVE_INFINITY): Place[] {
  const pattern = patternOf(phrase);
  if (!pattern) return [];
  // Of each unit of the form, where the character that it is of begins; only its first unit begins one.
  const places: number[] = [];
  const begins: boolean[] = [];
  // A text has few characters that differ.
  const forms = new Map<string, string>();
  let form = '';
  for (const { segment, index } of graphemesOf(text)) {
    const part = forms.get(segment) ?? (/^\s+$/u.test(segment) ? ' ' : comparable(segment));
    forms.set(segment, part);
    for (let n = 0; n < part.length; n++) {
      places.push(index);
      begins.push(n === 0);
    }
    form += part;
  }
  const found: Place[] = [];
  for (const hit of form.matchAll(pattern)) {
    if (found.length >= most) break;
    const end = hit.index + hit[0].length;
    // A part of what readers see as one character is no place.
    if (!begins[hit.index] || begins[end] === false) continue;
    found.push({ start: places[hit.index] ?? 0, end: places[end] ?? text.length });
  }
  return found;
}

/** Where a text, as it is written, first contains a phrase, in UTF-16 units; undefined if it does not. */
export function placeOfPhrase(text: string, phrase: string): Place | undefined {
  return placesOfPhrase(text, phrase, 1)[0];
}
