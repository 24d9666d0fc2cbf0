import type { SavedFinding } from './findings';

/** Why an attempt brought nothing that can be used. */
export type Unusable =
  | {
      outcome: 'unusable';
      reason: string;
      problems: string[];
      /** What the next attempt is told to do about each problem; by default to answer in the right shape. */
      hint?: string;
    }
  | { outcome: 'refused'; reason: string };

const SHAPE_HINT = 'Answer with one complete JSON document of the shape asked for.';

/** What an unusable attempt means: try again, or give up with this reason. */
export type UnusableAttempt = { outcome: 'rejected' } | { outcome: 'refused'; reason: string };

const REFUSED = 'refused:';

/** What findings make of their attempt. */
export function attemptOf(findings: readonly SavedFinding[]): UnusableAttempt {
  const refused = findings.find((finding) => finding.id.startsWith(REFUSED));
  return refused ? { outcome: 'refused', reason: refused.id.slice(REFUSED.length) } : { outcome: 'rejected' };
}

/** What an answer that cannot be used counts as. */
export function unusableFindings(read: Unusable): SavedFinding[] {
  return read.outcome === 'refused'
    ? [{ id: `${REFUSED}${read.reason}`, severity: 'blocking', reason: 'The model declined.', hint: '' }]
    : read.problems.map((problem) => ({
        id: read.reason,
        severity: 'blocking' as const,
        reason: problem,
        hint: `${read.hint ?? SHAPE_HINT} ${problem}`,
      }));
}

/** Findings that stay true for every later attempt, whatever that one was like. */
const LASTING = ['context_length'];

/** Whether a finding holds for every later attempt, too. */
export function isLasting(finding: SavedFinding): boolean {
  return LASTING.includes(finding.id);
}
