import type { Draft } from './draft';
import type { Finding } from './findings';
import { quoteOf } from './draft';
import { found } from './rules';
import type { RuleId } from './rules';
import { comparable, uniform } from '../text/compare';
import { MAX_FINDINGS_PER_CHECK } from './thresholds';

/** A phrase that must not occur, as a global pattern, with the id of its rule. */
export interface PhraseRule {
  id: RuleId;
  pattern: RegExp;
  /** Overrides the rule's own texts. */
  words?: { reason: string; hint: string };
  /** Decides from the surrounding text whether a match counts; by default it does. */
  counts?: (before: string, hit: string, after: string) => boolean;
  /** Matches within quotation marks do not count. */
  exceptQuoted?: boolean;
}

/** Length of the text quoted before and after a match, in UTF-16 units. */
const CONTEXT = 50;

/** A slice of a text with some context before and after, as quoted in a finding. */
export function excerpt(text: string, start: number, end: number): string {
  const before = text
    .slice(Math.max(0, start - CONTEXT), start)
    .replace(start > CONTEXT ? /^\S*\s/ : /^/, '');
  const after = text.slice(end, end + CONTEXT).replace(end + CONTEXT < text.length ? /\s\S*$/ : /$/, '');
  return quoteOf(before + text.slice(start, end) + after);
}

/** The texts of a draft that phrases are searched in: its title and every passage. */
export function searchedTexts({ input, passages }: Draft): string[] {
  return [input.title, ...passages.map(({ text }) => text)];
}

/** A quotation longer than this, in UTF-16 units, is taken for a mark that was never closed. */
const LONGEST_QUOTATION = 600;

/** Where quotations begin and end in a text with one sign for quotation marks. After a number the sign means inches. */
function quotationsIn(text: string): Array<{ start: number; end: number }> {
  const quotations: Array<{ start: number; end: number }> = [];
  let open: number | undefined;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    if (open !== undefined && at - open <= LONGEST_QUOTATION) {
      quotations.push({ start: open, end: at });
      open = undefined;
    } else if (!/\d/.test(text[at - 1] ?? '')) open = at;
  }
  return quotations;
}

/** Reports each distinct match of the rules, up to a limit per rule. */
export function findPhrases(texts: string[], rules: readonly PhraseRule[]): Finding[] {
  const searched = texts.map(uniform);
  const quotations = searched.map((text) => (text.includes('"') ? quotationsIn(text) : []));
  return rules.flatMap(({ id, pattern, words, counts, exceptQuoted = false }) => {
    const hits = new Map<string, Finding>();
    for (const [number, text] of searched.entries()) {
      const quoted = exceptQuoted ? (quotations[number] ?? []) : [];
      // Matches and quotations both come in order.
      let next = 0;
      for (const match of text.matchAll(pattern)) {
        const end = match.index + match[0].length;
        while (next < quoted.length && quoted[next]!.end < end) next += 1;
        if ((quoted[next]?.start ?? Infinity) < match.index) continue;
        if (counts && !counts(text.slice(0, match.index), match[0], text.slice(end))) continue;
        const key = comparable(match[0]);
        if (hits.has(key)) continue;
        hits.set(key, found(id, { ...words, quote: excerpt(text, match.index, end) }));
        if (hits.size === MAX_FINDINGS_PER_CHECK) return [...hits.values()];
      }
    }
    return [...hits.values()];
  });
}
