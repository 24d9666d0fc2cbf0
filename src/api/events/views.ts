import type { Pool } from 'pg';
import { countPhases, openItems, openOrderStates, orderStates } from '../../db/events/feed';
import type { FeedFilter } from '../../db/events/feed';
import type { StreamUpdate, SubjectKind } from './stream-update';

/** Things by their ids as clients see them; what is missing has gone. */
type ReadViews = (ids: string[]) => Promise<Map<string, object>>;

/** How the things that events are about are shown. */
export interface EventViews {
  items: ReadViews;
  orders: ReadViews;
  batches: ReadViews;
}

/** Ids that are read in one query. */
const CHUNK = 500;

/** Orders, and items, that a snapshot shows; the newest ones. */
const SNAPSHOT_MOST = 200;

/** Orders as they stand; of items and batches nothing but the id, until somebody says how they are shown. */
export function plainViews(pool: Pool): EventViews {
  const none: ReadViews = async () => new Map();
  return {
    items: none,
    batches: none,
    orders: async (ids) => new Map((await orderStates(pool, { ids })).map((state) => [state.id, state])),
  };
}

async function readChunks(read: ReadViews, ids: Iterable<string>): Promise<Map<string, object>> {
  const all = [...new Set(ids)];
  const views = new Map<string, object>();
  for (let from = 0; from < all.length; from += CHUNK)
    for (const [id, view] of await read(all.slice(from, from + CHUNK))) views.set(id, view);
  return views;
}

/** Reads what updates are about, each thing once. Answers the data of each update. */
export async function readData(
  views: EventViews,
  updates: readonly StreamUpdate[],
): Promise<(update: StreamUpdate) => object> {
  const idsOf = (kind: SubjectKind): string[] => updates.filter(({ of }) => of === kind).map(({ id }) => id);
  const read: Record<SubjectKind, Map<string, object>> = {
    item: await readChunks(views.items, idsOf('item')),
    order: await readChunks(views.orders, idsOf('order')),
    batch: await readChunks(views.batches, idsOf('batch')),
  };
  return ({ of, id, facts }) => ({ ...(read[of].get(id) ?? { id }), ...facts });
}

/** What a reader needs to know before anything happens: what is open, the newest first, and how much there is. */
export async function readSnapshot(options: {
  pool: Pool;
  views: EventViews;
  filter: FeedFilter;
}): Promise<object> {
  const { pool, views, filter } = options;
  const page = { filter, limit: SNAPSHOT_MOST };
  const items = await openItems(pool, page);
  const orders = await openOrderStates(pool, page);
  const itemViews = await readChunks(
    views.items,
    items.map(({ id }) => id),
  );
  const orderViews = await readChunks(
    views.orders,
    orders.map(({ id }) => id),
  );
  const batchViews = await readChunks(
    views.batches,
    items.flatMap(({ batchId }) => batchId ?? []),
  );
  return {
    items: items.map(({ id }) => itemViews.get(id) ?? { id }),
    orders: orders.map((state) => orderViews.get(state.id) ?? state),
    batches: [...batchViews.values()],
    counts: await countPhases(pool, { filter }),
  };
}
