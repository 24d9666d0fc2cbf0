import { sleep } from '@temporalio/workflow';
import { runFailure } from '../failures';
import { enterStage, pauseBefore } from '../run';
import type { Run } from '../run';

/** Has ideas made, in as many attempts as the order allows. Afterwards the order waits for a person's pick. */
export async function generateIdeas(run: Run): Promise<void> {
  enterStage(run, 'ideas', 'GENERATING_IDEAS');
  for (let attempt = 1; attempt <= run.policy.draftAttempts; attempt += 1) {
    run.standing.attempt = attempt;
    if (attempt > 1) await sleep(pauseBefore(attempt, run.policy.draftBackoffMs));
    const result = await run.lanes().ideas.generateIdeas({ ...run.key, round: run.round, attempt });
    if (result.outcome === 'ready') return;
    if (result.outcome === 'refused') throw runFailure('Draft.Refused', result.reason);
  }
  throw runFailure('Draft.Rejected', 'ideas');
}
