import type { FailureType } from '../../contract/failures';
import type { ItemStatus } from '../../contract/items';
import type { Admitted, OpenedItem } from '../../db/items/runs';
import type { Ending, RunKey } from '../../db/blog/runs';
import type { ActivityDeps } from '../deps';

/** The activities of generation items on lane `records`: Postgres only. */
export function createItemRecordsActivities(deps: Pick<ActivityDeps, 'store' | 'notify'>) {
  const { itemRuns } = deps.store;

  /** Whoever was let in meanwhile is started at once, not by the next sweep. */
  function told<T extends Admitted>({ admitted, ...answer }: T): Omit<T, 'admitted'> {
    admitted.forEach(deps.notify);
    return answer;
  }

  return {
    /** Asks what an item's run is to do. */
    async openItem(run: RunKey): Promise<OpenedItem> {
      return itemRuns.open(run);
    },
    /** All of an item is written. */
    async finishItem(run: RunKey): Promise<{ status: ItemStatus }> {
      return told(await itemRuns.finish(run));
    },
    /** An attempt at an item has failed; it goes back into the queue, or has failed for good. */
    async failItemAttempt(
      input: RunKey & { attempt: number; failureType: FailureType },
    ): Promise<{ status: ItemStatus }> {
      return told(await itemRuns.failAttempt(input));
    },
    /** Writes how an item's run ended, unless the item has moved on. */
    async endItem(input: RunKey & { ending: Ending }): Promise<{ status: ItemStatus }> {
      return told(await itemRuns.end(input, input.ending));
    },
  };
}

export type ItemRecordsActivities = ReturnType<typeof createItemRecordsActivities>;
