import type { FailureType } from '../../contract/failures';
import type { RunKey } from '../../db/orders/runs';
import type { ActivityDeps } from '../deps';

export type { OpenedItem } from '../../db/items/runs';

/** Activities of lane `records` for generation items: Postgres only. */
export function createItemRecordsActivities(deps: Pick<ActivityDeps, 'db'>) {
  return {
    /** An attempt at an item has failed; it goes back into the queue, or has failed for good. */
    async failItemAttempt(
      input: RunKey & { attempt: number; failureType: FailureType },
    ): Promise<{ status: string }> {
      return deps.db.itemRuns.failAttempt(input);
    },
  };
}

export type ItemRecordsActivities = ReturnType<typeof createItemRecordsActivities>;
