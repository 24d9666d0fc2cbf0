import { runFailure } from '../failures';
import { enterStage } from '../run';
import { withAttempts } from '../stages/attempts';
import type { BlogRun } from './run';

/** Has a picture made and copied to our own storage; a prediction that ends without one is followed by another. */
export async function makePicture(run: BlogRun): Promise<void> {
  enterStage(run, 'image', 'GENERATING_IMAGE');
  const versionId = run.versionId!;
  let reason = 'failed';
  const made = await withAttempts(run, async (attempt) => {
    const result = await run.lanes().images.makePicture({ ...run.key, round: run.round, attempt, versionId });
    if (result.outcome === 'made') return true;
    reason = result.reason;
    return undefined;
  });
  if (!made) throw runFailure('Picture.Failed', reason);
}
