import { isCancellation, patched } from '@temporalio/workflow';
import { PICTURE_FLAGGED } from '../../contract/failures';
import type { FailureType } from '../../contract/failures';
import { makingSteps } from '../../domain/orders/lifecycle';
import { blogRecords } from './activities';
import { failureOf, runFailure } from '../failures';
import { enterStage } from '../run';
import { withAttempts } from '../stages/attempts';
import type { BlogRun } from './run';

/** Failures of a step that say something of its picture, and nothing of its order. */
const ABOUT_THE_PICTURE: readonly FailureType[] = ['Picture.Failed', 'Provider.Busy', 'Internal.Fault'];

/** Whether the post goes on without a picture; Postgres knows what its order and its store allow. */
async function goesWithout(run: BlogRun, reason: string): Promise<boolean> {
  if (!patched('a post may go without its picture')) return false;
  const { skipped } = await blogRecords.skipPicture({ ...run.key, round: run.round, reason });
  return skipped;
}

/** Has pictures tried, as often as the order allows. Answers the reason why there is none; undefined where there is one. */
async function tryPictures(run: BlogRun): Promise<string | undefined> {
  const versionId = run.versionId!;
  let reason = 'failed';
  // Where nothing is made after the picture, its activity asks for the release, too.
  const isLast = run.form >= 2 && makingSteps('blog').at(-1) === 'image';
  const step = { ...run.key, round: run.round, versionId, ...(isLast ? { releases: true } : {}) };
  const made = await withAttempts(run, async (attempt) => {
    const result = await run.lanes().images.makePicture({ ...step, attempt });
    if (result.outcome === 'made') {
      run.release = result.release ?? null;
      return true;
    }
    // What a person can do something about is not hidden by what came after.
    if (reason !== PICTURE_FLAGGED) reason = result.reason;
    return undefined;
  });
  return made ? undefined : reason;
}

/**
 * Has a picture made and copied to our own storage; a prediction that ends without one is followed by another. Where none can be
 * made, the post goes on without one if its order or its store allows that.
 */
export async function makePicture(run: BlogRun): Promise<void> {
  enterStage(run, 'image', 'GENERATING_IMAGE');
  let problem: string | undefined;
  try {
    problem = await tryPictures(run);
  } catch (error) {
    const { type, reason } = failureOf(error);
    if (isCancellation(error) || !ABOUT_THE_PICTURE.includes(type)) throw error;
    if (!(await goesWithout(run, reason ?? type))) throw error;
    return;
  }
  if (problem !== undefined && !(await goesWithout(run, problem)))
    throw runFailure('Picture.Failed', problem);
}
