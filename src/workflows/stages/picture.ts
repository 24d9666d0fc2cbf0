import { sleep } from '@temporalio/workflow';
import { runFailure } from '../failures';
import { enterStage, pauseBefore } from '../run';
import type { Run } from '../run';

/** Has a picture made and copied to our own storage; a prediction that ends without one is followed by another. */
export async function makePicture(run: Run, versionId: string): Promise<void> {
  enterStage(run, 'image', 'GENERATING_IMAGE');
  let reason = 'failed';
  for (let attempt = 1; attempt <= run.policy.draftAttempts; attempt += 1) {
    run.standing.attempt = attempt;
    if (attempt > 1) await sleep(pauseBefore(attempt, run.policy.draftBackoffMs));
    const result = await run.lanes().images.makePicture({ ...run.key, round: run.round, attempt, versionId });
    if (result.outcome === 'made') return;
    reason = result.reason;
  }
  throw runFailure('Picture.Failed', reason);
}
