import type { FailureType } from '../../contract/failures';
import type { ItemStatus } from '../../contract/items';
import type { OpenedItem } from '../../db/items/runs';
import type { Ending, RunKey } from '../../db/blog/runs';
import type { ActivityDeps } from '../deps';

/** The activities of generation items on lane `records`: Postgres only. */
export function createItemRecordsActivities(deps: Pick<ActivityDeps, 'db'>) {
  const { itemRuns } = deps.db;

  return {
    /** Asks what an item's run is to do. */
    async openItem(run: RunKey): Promise<OpenedItem> {
      return itemRuns.open(run);
    },
    /** All of an item is written. */
    async finishItem(run: RunKey): Promise<{ status: ItemStatus }> {
      return itemRuns.finish(run);
    },
    /** An attempt at an item has failed; it goes back into the queue, or has failed for good. */
    async failItemAttempt(
      input: RunKey & { attempt: number; failureType: FailureType },
    ): Promise<{ status: ItemStatus }> {
      return itemRuns.failAttempt(input);
    },
    /** Writes how an item's run ended, unless the item has moved on. */
    async endItem(input: RunKey & { ending: Ending }): Promise<{ status: ItemStatus }> {
      return itemRuns.end(input, input.ending);
    },
  };
}

export type ItemRecordsActivities = ReturnType<typeof createItemRecordsActivities>;
