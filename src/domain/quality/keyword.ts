import type { Check, Draft } from './draft';
import type { Finding } from './findings';
import { stopWordsOf } from './language';
import { found } from './rules';
import {
  FREE_KEYWORD_MENTIONS,
  KEYWORD_OPENING_WORDS,
  MAX_KEYWORD_SHARE,
  MIN_STUFFED_MENTIONS,
  STUFFED_FACTOR,
  WORDS_PER_KEYWORD,
  WORDS_PER_STUFFED_MENTION,
} from './thresholds';

/** Shorter words match only with a plural "s": "car" is not "care". */
const MIN_INFLECTED = 4;

/** Words below this length match exactly: "a" is not "as". */
const MIN_PLURAL = 3;

/** The longest ending in which two forms of a word may differ ("-s", "-es", "-er" for "-en"). */
const MAX_ENDING = 2;

/** A loose mention may differ in longer endings: "how to clean" becomes "cleaning" in a sentence. */
const MAX_LOOSE_ENDING = 3;

/** Maximum number of words between those of a loosely mentioned keyword. */
const LOOSE_GAP = 4;

function isSameWord(a: string, b: string, longestEnding: number = MAX_ENDING): boolean {
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  if (shorter >= MIN_PLURAL && (`${a}s` === b || `${b}s` === a)) return true;
  if (shorter < MIN_INFLECTED || Math.abs(a.length - b.length) > longestEnding) return false;
  let same = 0;
  while (same < shorter && a[same] === b[same]) same++;
  return same >= MIN_INFLECTED && Math.max(a.length, b.length) - same <= longestEnding;
}

/** Words of a text that together may be one word of a keyword, or the other way round ("e-mail", "email"). */
const MAX_JOINED = 3;

/** How many words of the text, from a place on, are the keyword; 0 if it is not there. */
function mentionAt(words: string[], at: number, keyword: string[], joined: string): number {
  if (keyword.every((word, offset) => isSameWord(word, words[at + offset] ?? ''))) return keyword.length;
  let together = '';
  for (let count = 1; count < keyword.length + MAX_JOINED && at + count <= words.length; count++) {
    together += words[at + count - 1];
    if (together === joined) return count;
    if (together.length >= joined.length || !joined.startsWith(together)) return 0;
  }
  return 0;
}

function mentions(words: string[], keyword: string[]): number[] {
  const places: number[] = [];
  const joined = keyword.join('');
  for (let at = 0; at < words.length; at++) {
    const count = mentionAt(words, at, keyword, joined);
    if (count === 0) continue;
    places.push(at);
    at += count - 1;
  }
  return places;
}

/** Positions where all meaningful words of the keyword occur close together, in any order. */
function looseMentions({ words, keyword, input }: Draft): number[] {
  const stopWords = stopWordsOf(input.language);
  const needed = keyword.filter((word) => !stopWords.has(word));
  if (needed.length === 0) return [];
  const isForm = (a: string, b: string): boolean => isSameWord(a, b, MAX_LOOSE_ENDING);
  const reach = keyword.length + LOOSE_GAP;
  const places: number[] = [];
  for (let at = 0; at < words.length; at++) {
    if (!needed.some((word) => isForm(word, words[at] ?? ''))) continue;
    const near = words.slice(at, at + reach);
    if (!needed.every((word) => near.some((candidate) => isForm(word, candidate)))) continue;
    places.push(at);
    at += keyword.length - 1;
  }
  return places;
}

function tooRare({ input, words }: Draft, places: number[]): Finding[] {
  const first = places[0] ?? 0;
  const findings: Finding[] = [];
  if (first >= KEYWORD_OPENING_WORDS) {
    findings.push(
      found('keyword.late', {
        reason: `"${input.keyword}" is first mentioned after ${first} words.`,
        hint: `Mention "${input.keyword}" in the introduction, within the first ${KEYWORD_OPENING_WORDS} words.`,
      }),
    );
  }
  const due = Math.floor(words.length / WORDS_PER_KEYWORD);
  if (places.length < due) {
    findings.push(
      found('keyword.rare', {
        reason: `"${input.keyword}" is mentioned ${places.length} times in ${words.length} words.`,
        hint: `Mention "${input.keyword}" at least ${due} times, spread over the text, where it fits naturally.`,
      }),
    );
  }
  return findings;
}

function tooOften({ input, words, keyword }: Draft, places: number[]): Finding[] {
  const share = (places.length * keyword.length) / words.length;
  if (places.length <= FREE_KEYWORD_MENTIONS || share <= MAX_KEYWORD_SHARE) return [];
  const most = Math.max(
    FREE_KEYWORD_MENTIONS,
    Math.floor((words.length * MAX_KEYWORD_SHARE) / keyword.length),
  );
  return [
    found(isStuffed(places.length, keyword, words) ? 'keyword.stuffed' : 'keyword.frequent', {
      reason: `"${input.keyword}" is mentioned ${places.length} times in ${words.length} words, ${(share * 100).toFixed(1)} % of the text.`,
      hint: `Mention "${input.keyword}" at most ${most} times; elsewhere use "it" or a synonym, or drop it.`,
    }),
  ];
}

/** How often words are a keyword, common endings tolerated. */
export function countMentions(words: string[], keyword: string[]): number {
  return keyword.length === 0 ? 0 : mentions(words, keyword).length;
}

/** Whether so many mentions of a keyword make a text worthless. */
export function isStuffed(count: number, keyword: readonly string[], words: readonly string[]): boolean {
  const share = (count * keyword.length) / words.length;
  if (count <= FREE_KEYWORD_MENTIONS || share <= MAX_KEYWORD_SHARE) return false;
  const isDense = count >= MIN_STUFFED_MENTIONS && count * WORDS_PER_STUFFED_MENTION > words.length;
  return isDense || share > MAX_KEYWORD_SHARE * STUFFED_FACTOR;
}

/** Whether the draft mentions its keyword, at least loosely; true if it has no keyword. */
export function isMentioned(draft: Draft): boolean {
  return (
    draft.keyword.length === 0 ||
    mentions(draft.words, draft.keyword).length > 0 ||
    looseMentions(draft).length > 0
  );
}

/** Reports a keyword that is missing, mentioned late, too rarely or too often. Common endings are tolerated. */
export const checkKeyword: Check = (draft) => {
  const { keyword, words, input } = draft;
  if (keyword.length === 0 || words.length === 0) return [];
  const places = mentions(words, keyword);
  if (places.length > 0) return [...tooRare(draft, places), ...tooOften(draft, places)];
  const loose = looseMentions(draft);
  if (loose.length > 0) {
    return [
      found('keyword.loose', {
        reason: `"${input.keyword}" is mentioned only in another order or with words in between.`,
        hint: `Write "${input.keyword}" exactly like this in the introduction.`,
      }),
      ...tooRare(draft, loose),
    ];
  }
  return [
    found('keyword.missing', {
      reason: `The text never mentions "${input.keyword}".`,
      hint: `Mention "${input.keyword}" in the introduction and at least once in every ${WORDS_PER_KEYWORD} words.`,
    }),
  ];
};
