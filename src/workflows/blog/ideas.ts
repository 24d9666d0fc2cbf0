import { runFailure } from '../failures';
import { enterStage } from '../run';
import { withAttempts } from '../stages/attempts';
import type { BlogRun } from './run';

/** Has ideas made, in as many attempts as the order allows. Afterwards the order waits for a person's pick. */
export async function generateIdeas(run: BlogRun): Promise<void> {
  enterStage(run, 'ideas', 'GENERATING_IDEAS');
  const ready = await withAttempts(run, async (attempt) => {
    const result = await run.lanes().ideas.generateIdeas({ ...run.key, round: run.round, attempt });
    if (result.outcome === 'refused') throw runFailure('Draft.Refused', result.reason);
    return result.outcome === 'ready' ? true : undefined;
  });
  if (!ready) throw runFailure('Draft.Rejected', 'ideas');
}
