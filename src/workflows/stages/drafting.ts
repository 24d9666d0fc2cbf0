import { sleep } from '@temporalio/workflow';
import { runFailure } from '../failures';
import type { Run } from '../run';
import { withAttempts } from './attempts';

/** Reviews of one draft before an unreadable reviewer counts as a rejection. */
const REVIEW_TRIES = 3;

/** What writing one draft brought: `written` passed the deterministic checks and waits for its review. */
export type Drafted =
  | { outcome: 'written' | 'approved'; versionId: string }
  | { outcome: 'rejected' }
  | { outcome: 'refused'; reason: string }
  /** An ordered link has no place in its article, whatever is written. */
  | { outcome: 'unplaced'; reason: string };

/** What is drafted, and how. */
export interface Drafting {
  /** What is being written, for the failure of a draft that never passes. */
  subject: string;
  write: (attempt: number) => Promise<Drafted>;
  review: (
    attempt: number,
    versionId: string,
  ) => Promise<{ outcome: 'approved' | 'rejected' | 'unreadable' }>;
}

async function reviewDraft(
  run: Run,
  attempt: number,
  versionId: string,
  drafting: Drafting,
): Promise<boolean> {
  for (let reviewTry = 1; reviewTry <= REVIEW_TRIES; reviewTry += 1) {
    const review = await drafting.review(attempt, versionId);
    if (review.outcome !== 'unreadable') return review.outcome === 'approved';
    await sleep(run.policy.draftBackoffMs, { summary: 'Pause before the draft is reviewed again' });
  }
  return false;
}

/** Writes and reviews drafts, as often as the run's policy allows, and answers the approved version. */
export async function draftUntilApproved(run: Run, drafting: Drafting): Promise<string> {
  const versionId = await withAttempts(run, async (attempt) => {
    const draft = await drafting.write(attempt);
    if (draft.outcome === 'refused') throw runFailure('Draft.Refused', draft.reason);
    if (draft.outcome === 'unplaced') throw runFailure('Link.Unplaced', draft.reason);
    if (draft.outcome === 'approved') return draft.versionId;
    if (draft.outcome === 'written' && (await reviewDraft(run, attempt, draft.versionId, drafting)))
      return draft.versionId;
    return undefined;
  });
  if (versionId === undefined) throw runFailure('Draft.Rejected', drafting.subject);
  return versionId;
}
