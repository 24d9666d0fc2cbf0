import type { Draft } from './draft';
import type { Finding } from './findings';
import { quoteOf } from './draft';
import { found } from './rules';
import type { RuleId } from './rules';
import { MOST_FINDINGS_PER_CHECK } from './thresholds';

/** A phrase that must not occur, as a global pattern, under the id of its rule. */
export interface PhraseRule {
  id: RuleId;
  pattern: RegExp;
  /** What is said instead of the rule's own words. */
  words?: { reason: string; hint: string };
  /** Whether a hit counts, judged by the text before and after it; by default it does. */
  counts?: (before: string, hit: string, after: string) => boolean;
}

/** How much of the text before and after a hit a quotation shows, in UTF-16 units. */
const CONTEXT = 50;

/** The part of a text from `start` to `end` with a little of what stands before and after it, as a finding quotes it. */
export function excerpt(text: string, start: number, end: number): string {
  const before = text
    .slice(Math.max(0, start - CONTEXT), start)
    .replace(start > CONTEXT ? /^\S*\s/ : /^/, '');
  const after = text.slice(end, end + CONTEXT).replace(end + CONTEXT < text.length ? /\s\S*$/ : /$/, '');
  return quoteOf(before + text.slice(start, end) + after);
}

/** The text of a draft in which phrases are looked for: the title, then every passage. */
export function searchedTexts({ input, passages }: Draft): string[] {
  return [input.title, ...passages.map(({ text }) => text)];
}

/** A finding for each different hit of the rules, a few at most for each rule. */
export function findPhrases(texts: string[], rules: readonly PhraseRule[]): Finding[] {
  return rules.flatMap(({ id, pattern, words, counts }) => {
    const hits = new Map<string, Finding>();
    for (const text of texts) {
      for (const match of text.matchAll(pattern)) {
        const end = match.index + match[0].length;
        if (counts && !counts(text.slice(0, match.index), match[0], text.slice(end))) continue;
        const key = match[0].toLowerCase();
        if (hits.has(key)) continue;
        hits.set(key, found(id, { ...words, quote: excerpt(text, match.index, end) }));
        if (hits.size === MOST_FINDINGS_PER_CHECK) return [...hits.values()];
      }
    }
    return [...hits.values()];
  });
}
