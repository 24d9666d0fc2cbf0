import type { Attempted } from '../../activities/blog/ideas';
import { runFailure } from '../failures';
import { enterStage } from '../run';
import { withAttempts } from '../stages/attempts';
import type { BlogRun } from './run';

/**
 * Has ideas made, in as many attempts as the order allows. Afterwards the order waits for a person's pick. `first`: what the first attempt
 * came to, where there was one.
 */
export async function generateIdeas(run: BlogRun, first?: Attempted): Promise<void> {
  enterStage(run, 'ideas', 'GENERATING_IDEAS');
  const ready = await withAttempts(run, async (attempt) => {
    const result =
      attempt === 1 && first
        ? first
        : await run.lanes().ideas.generateIdeas({ ...run.key, round: run.round, attempt });
    if (result.outcome === 'refused') throw runFailure('Draft.Refused', result.reason);
    return result.outcome === 'ready' ? true : undefined;
  });
  if (!ready) throw runFailure('Draft.Rejected', 'ideas');
}
