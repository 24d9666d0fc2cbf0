import type { ReviewFinding } from '../core/fault-types';

/** The verdict on a draft. */
export interface Review {
  approved: boolean;
  findings: ReviewFinding[];
}

const signs: { pattern: RegExp; reason: string; hint: string }[] = [
  {
    pattern: /[^.!?\n]*\bcures? (?:all|every|any) (?:known )?(?:diseases?|illness(?:es)?)\b[^.!?\n]*[.!?]?/i,
    reason: 'This is a health claim that nobody can support.',
    hint: 'Remove the claim and describe what the product is made for instead.',
  },
  {
    pattern: /[^.!?\n]*\bas an ai (?:language )?model\b[^.!?\n]*[.!?]?/i,
    reason: 'The text speaks about the machine that wrote it.',
    hint: 'Remove the sentence; write as the store.',
  },
  {
    pattern: /[^.!?\n]*\b(?:lorem ipsum|\[insert [^\]]*\])[^.!?\n]*[.!?]?/i,
    reason: 'This is filler that was never replaced.',
    hint: 'Write the missing passage.',
  },
  {
    pattern: /[^.!?\n]*\b(?:100 ?% guaranteed|guaranteed results|risk[- ]free forever)\b[^.!?\n]*[.!?]?/i,
    reason: 'This promises something that cannot be promised.',
    hint: 'Say what buyers can expect and under which conditions.',
  },
];

/** Reviews a draft: approved unless it shows an obvious flaw, which is then quoted. */
export function reviewDraft(draft: string): Review {
  const findings = signs.flatMap(({ pattern, reason, hint }): ReviewFinding[] => {
    const quote = pattern.exec(draft)?.[0].trim();
    return quote ? [{ severity: 'blocking', quote, reason, hint }] : [];
  });
  return { approved: findings.length === 0, findings };
}
