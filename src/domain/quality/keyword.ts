import type { Check, Draft } from './draft';
import type { Finding } from './findings';
import {
  FREE_KEYWORD_MENTIONS,
  KEYWORD_OPENING_WORDS,
  LARGEST_KEYWORD_SHARE,
  STUFFED_FACTOR,
  WORDS_PER_KEYWORD,
} from './thresholds';

/** Words this short are compared letter for letter: "car" is not "care". */
const SHORTEST_INFLECTED = 4;

/** The longest ending ("-s", "-es", "-en") by which two forms of a word may differ. */
const LONGEST_ENDING = 2;

function isSameWord(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return (
    short.length >= SHORTEST_INFLECTED &&
    long.length - short.length <= LONGEST_ENDING &&
    long.startsWith(short)
  );
}

function mentions(words: string[], keyword: string[]): number[] {
  const found: number[] = [];
  for (let at = 0; at + keyword.length <= words.length; at++) {
    if (!keyword.every((word, offset) => isSameWord(word, words[at + offset] ?? ''))) continue;
    found.push(at);
    at += keyword.length - 1;
  }
  return found;
}

function tooRare({ input, words }: Draft, found: number[]): Finding[] {
  const first = found[0] ?? 0;
  const findings: Finding[] = [];
  if (first >= KEYWORD_OPENING_WORDS) {
    findings.push({
      id: 'keyword.late',
      severity: 'minor',
      reason: `"${input.keyword}" is first mentioned after ${first} words.`,
      hint: `Mention "${input.keyword}" in the introduction, within the first ${KEYWORD_OPENING_WORDS} words.`,
    });
  }
  const due = Math.floor(words.length / WORDS_PER_KEYWORD);
  if (found.length < due) {
    findings.push({
      id: 'keyword.rare',
      severity: 'minor',
      reason: `"${input.keyword}" is mentioned ${found.length} times in ${words.length} words.`,
      hint: `Mention "${input.keyword}" at least ${due} times, spread over the text, where it comes naturally.`,
    });
  }
  return findings;
}

function tooOften({ input, words, keyword }: Draft, found: number[]): Finding[] {
  const share = (found.length * keyword.length) / words.length;
  if (found.length <= FREE_KEYWORD_MENTIONS || share <= LARGEST_KEYWORD_SHARE) return [];
  const most = Math.max(
    FREE_KEYWORD_MENTIONS,
    Math.floor((words.length * LARGEST_KEYWORD_SHARE) / keyword.length),
  );
  return [
    {
      id: 'keyword.stuffed',
      severity: share > LARGEST_KEYWORD_SHARE * STUFFED_FACTOR ? 'blocking' : 'minor',
      reason: `"${input.keyword}" is mentioned ${found.length} times in ${words.length} words, ${(share * 100).toFixed(1)} % of the text.`,
      hint: `Mention "${input.keyword}" at most ${most} times; say "it", a synonym or nothing in the other places.`,
    },
  ];
}

/** Whether the draft is about its keyword: mentioned early, often enough and not too often; simple endings are forgiven. */
export const checkKeyword: Check = (draft) => {
  const { keyword, words, input } = draft;
  if (keyword.length === 0 || words.length === 0) return [];
  const found = mentions(words, keyword);
  if (found.length > 0) return [...tooRare(draft, found), ...tooOften(draft, found)];
  return [
    {
      id: 'keyword.missing',
      severity: 'blocking',
      reason: `The text never mentions "${input.keyword}".`,
      hint: `Mention "${input.keyword}" in the introduction and at least once in every ${WORDS_PER_KEYWORD} words.`,
    },
  ];
};
