import type { Criterion, FaultAction, ReviewFinding, Scores } from '../core/fault-types';

/** A review as in a `draft_review` answer. */
export interface Review {
  /** 0 to 10 points. */
  scores: Scores;
  findings: Required<ReviewFinding>[];
}

const goodScores: Scores = { accuracy: 9, usefulness: 8, structure: 8, language: 9, brand_fit: 8 };
const badScores: Scores = { accuracy: 3, usefulness: 3, structure: 4, language: 4, brand_fit: 3 };

/** Score of a criterion with a blocking finding. */
const spoiltScore = 3;

const signs: { pattern: RegExp; criterion: Criterion; reason: string; hint: string }[] = [
  {
    pattern: /[^.!?\n]*\bcures? (?:all|every|any) (?:known )?(?:diseases?|illness(?:es)?)\b[^.!?\n]*[.!?]?/i,
    criterion: 'accuracy',
    reason: 'This is a health claim that nobody can support.',
    hint: 'Remove the claim and describe what the product is made for instead.',
  },
  {
    pattern: /[^.!?\n]*\bas an ai (?:language )?model\b[^.!?\n]*[.!?]?/i,
    criterion: 'brand_fit',
    reason: 'The text speaks about the machine that wrote it.',
    hint: 'Remove the sentence; write as the store.',
  },
  {
    pattern: /[^.!?\n]*\b(?:lorem ipsum|\[insert [^\]]*\])[^.!?\n]*[.!?]?/i,
    criterion: 'usefulness',
    reason: 'This is filler that was never replaced.',
    hint: 'Write the missing passage.',
  },
  {
    pattern: /[^.!?\n]*\b(?:100 ?% guaranteed|guaranteed results|risk[- ]free forever)\b[^.!?\n]*[.!?]?/i,
    criterion: 'accuracy',
    reason: 'This promises something that cannot be promised.',
    hint: 'Say what buyers can expect and under which conditions.',
  },
];

/** Reviews a draft: good scores unless it has an obvious flaw, which is then quoted. */
export function reviewDraft(draft: string): Review {
  const findings = signs.flatMap(({ pattern, criterion, reason, hint }): Review['findings'] => {
    const quote = pattern.exec(draft)?.[0].trim();
    return quote ? [{ severity: 'blocking', criterion, quote, reason, hint }] : [];
  });
  const spoilt = Object.fromEntries(findings.map(({ criterion }) => [criterion, spoiltScore]));
  return { scores: { ...goodScores, ...spoilt }, findings };
}

/** The review that a fault specifies; without scores, a draft that is not approved gets low ones. */
export function orderedReview(fault: FaultAction & { type: 'verdict' }): Review {
  const findings = fault.findings.map((finding) => ({ criterion: 'usefulness' as const, ...finding }));
  return { scores: fault.scores ?? (fault.approved ? goodScores : badScores), findings };
}

/** The criteria that a `link_review` answer scores. */
const linkCriteria = ['fit', 'truth', 'language', 'neutrality', 'safety'] as const;

/** A review of a sentence with a link, as in a `link_review` answer. */
export interface LinkReview {
  scores: Record<(typeof linkCriteria)[number], number>;
  findings: { severity: string; criterion: string; quote: string; reason: string; hint: string }[];
}

const linkScores = (points: number): LinkReview['scores'] =>
  Object.fromEntries(linkCriteria.map((name) => [name, points])) as LinkReview['scores'];

/** What a sentence says that advertises. */
const praise = /\b(?:best|cheapest|unbeatable|buy now|order now|günstigste|jetzt kaufen)\b/i;

/** Reviews a sentence with a link: good scores unless it advertises. */
export function reviewSentence(sentence: string): LinkReview {
  const quote = praise.exec(sentence)?.[0];
  if (quote === undefined) return { scores: linkScores(9), findings: [] };
  const finding = {
    ...{ severity: 'blocking', criterion: 'neutrality', quote },
    ...{ reason: 'The sentence advertises.', hint: 'Say what readers learn there instead.' },
  };
  return { scores: { ...linkScores(9), neutrality: 3 }, findings: [finding] };
}

/** The review of a sentence that a fault specifies. */
export function orderedLinkReview(fault: FaultAction & { type: 'verdict' }): LinkReview {
  const findings = fault.findings.map((finding) => ({ ...finding, criterion: 'fit' }));
  return { scores: linkScores(fault.approved ? 9 : 3), findings };
}
