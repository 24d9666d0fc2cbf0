import type { FailureType } from '../../contract/failures';
import type { RunKey } from '../../db/orders/runs';
import type { ActivityDeps } from '../deps';

export type { OpenedContent } from '../../db/content/runs';

/** Activities of lane `records` for texts: Postgres only. */
export function createContentRecordsActivities(deps: Pick<ActivityDeps, 'db'>) {
  return {
    /** An attempt at a text has failed; another one follows after `pauseMs`, or the text has failed for good. */
    async failTextAttempt(
      input: RunKey & { attempt: number; failureType: FailureType },
    ): Promise<{ status: string; pauseMs: number }> {
      return deps.db.contentRuns.failTextAttempt(input);
    },
  };
}

export type ContentRecordsActivities = ReturnType<typeof createContentRecordsActivities>;
