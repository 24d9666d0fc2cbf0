import { sleep } from '@temporalio/workflow';
import { pauseBefore } from '../run';
import type { Run } from '../run';

/**
 * Tries `attempt` as often as the run's policy allows, with a pause that doubles before each further one. Answers the first result
 * that is not undefined; undefined where all attempts are used up.
 */
export async function withAttempts<T>(
  run: Run,
  attempt: (n: number) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let n = 1; n <= run.policy.draftAttempts; n += 1) {
    run.state.attempt = n;
    if (n > 1)
      await sleep(pauseBefore(n, run.policy.draftBackoffMs), { summary: `Pause before attempt ${n}` });
    const result = await attempt(n);
    if (result !== undefined) return result;
  }
  return undefined;
}
