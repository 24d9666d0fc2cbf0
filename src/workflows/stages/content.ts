import { sleep } from '@temporalio/workflow';
import { runFailure } from '../failures';
import { enterStage, pauseBefore } from '../run';
import type { Run } from '../run';

/** Reviews of one draft before an unreadable reviewer counts as a rejection. */
const REVIEW_TRIES = 3;

async function isApproved(run: Run, attempt: number, versionId: string): Promise<boolean> {
  for (let reviewTry = 1; reviewTry <= REVIEW_TRIES; reviewTry += 1) {
    const review = await run
      .lanes()
      .quality.reviewDraft({ ...run.key, round: run.round, attempt, versionId });
    if (review.outcome !== 'unreadable') return review.outcome === 'approved';
    await sleep(run.policy.draftBackoffMs);
  }
  return false;
}

/** Has the text written and reviewed, in as many attempts as the order allows, and answers the approved version. */
export async function writeContent(run: Run, ideaId: string): Promise<string> {
  enterStage(run, 'content', 'GENERATING_CONTENT');
  for (let attempt = 1; attempt <= run.policy.draftAttempts; attempt += 1) {
    run.standing.attempt = attempt;
    if (attempt > 1) await sleep(pauseBefore(attempt, run.policy.draftBackoffMs));
    const draft = await run.lanes().writing.writeDraft({ ...run.key, round: run.round, attempt, ideaId });
    if (draft.outcome === 'refused') throw runFailure('Draft.Refused', draft.reason);
    if (draft.outcome === 'approved') return draft.versionId;
    if (draft.outcome === 'written' && (await isApproved(run, attempt, draft.versionId)))
      return draft.versionId;
  }
  throw runFailure('Draft.Rejected', 'content');
}
