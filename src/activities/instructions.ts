import type { SavedFinding } from '../db/blog/findings';
import { ODD_ANSWER, TOO_LONG } from './model-call';

/** Findings that the model can do nothing about. */
const NO_INSTRUCTIONS: readonly string[] = [TOO_LONG, ODD_ANSWER, 'review_unreadable'];

/** Converts findings to instructions for the next attempt, blocking ones first; at most twenty. */
export function instructionsOf(findings: readonly SavedFinding[]): string[] {
  return findings
    .filter((finding) => !NO_INSTRUCTIONS.includes(finding.id))
    .sort((a, b) => Number(b.severity === 'blocking') - Number(a.severity === 'blocking'))
    .map(
      (finding) => `${finding.hint || finding.reason}${finding.quote ? ` (about: "${finding.quote}")` : ''}`,
    )
    .slice(0, 20);
}
