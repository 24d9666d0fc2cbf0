import type { SavedFinding } from '../db/blog/findings';
import { TOO_LONG } from './model-call';

/** Converts findings to instructions for the next attempt, blocking ones first; at most twenty. */
export function instructionsOf(findings: readonly SavedFinding[]): string[] {
  return findings
    .filter((finding) => finding.id !== TOO_LONG)
    .sort((a, b) => Number(b.severity === 'blocking') - Number(a.severity === 'blocking'))
    .map(
      (finding) => `${finding.hint || finding.reason}${finding.quote ? ` (about: "${finding.quote}")` : ''}`,
    )
    .slice(0, 20);
}
