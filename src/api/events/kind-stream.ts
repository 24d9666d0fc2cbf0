import type { EventType } from '../../contract/events';
import type { Db } from '../../db/db';

/** Things by their ids as clients see them; what is missing has gone. */
export type ReadViews = (db: Db, ids: string[]) => Promise<Map<string, object>>;

/** How the live stream shows the orders of one kind. */
export interface KindStream {
  /** What one of its orders is called, and the member of a snapshot that lists the open ones. */
  name: string;
  list: string;
  /** The stream's names for what happens to them. */
  names: Partial<Record<EventType, string>>;
  /** The name of progress and of anything else: only the newest of these is sent. */
  progress: string;
  read: ReadViews;
  /** Whether whatever happens is told with the entry of the timeline it comes from. */
  tellsFacts?: true;
  /** The batches its orders belong to; new ones with the number (`count`) and the `ids` of their orders, in the order sent. */
  batches?: (db: Db, ids: string[], batch: { isNew: boolean }) => Promise<Map<string, object>>;
  /**
   * How their progress is told where these batches are orders of a kind of their own, which snapshots list as such: by the name and with
   * the progress of that kind, so that either collapses with the other.
   */
  batchAs?: { name: string; progress: string };
}
