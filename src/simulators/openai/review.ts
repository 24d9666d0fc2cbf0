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
