import type { Pool } from 'pg';
import { ORDER_KINDS } from '../../contract/orders';
import type { OrderKind } from '../../contract/orders';
import type { Db } from '../../db/db';
import { countPhases, openOrders } from '../../db/events/feed';
import type { FeedFilter } from '../../db/events/feed';
import { Gone } from '../http/errors';
import { KIND_STREAMS } from './kind-streams';
import type { StreamSource, StreamUpdate } from './stream-update';

/** Reads the things that events are about, as clients see them, by their ids; what is missing has gone. */
export type EventViews = (source: StreamSource, ids: string[]) => Promise<Map<string, object>>;

/** Ids that are read in one query. */
const CHUNK = 500;

/** Orders of each list that a snapshot shows, the newest ones, and batches that these belong to. */
const SNAPSHOT_MOST = 200;
const SNAPSHOT_MOST_BATCHES = 50;

/** The views of every kind. */
export function eventViews(db: Db): EventViews {
  return async ({ kind, of }, ids) => {
    const { read, batches } = KIND_STREAMS[kind];
    if (of === 'order') return read(db, ids);
    return batches ? batches(db, ids, { isNew: of === 'newBatch' }) : new Map();
  };
}

async function readChunks(
  views: EventViews,
  source: StreamSource,
  ids: Iterable<string>,
): Promise<Map<string, object>> {
  const all = [...new Set(ids)];
  const found = new Map<string, object>();
  for (let from = 0; from < all.length; from += CHUNK)
    for (const [id, view] of await views(source, all.slice(from, from + CHUNK))) found.set(id, view);
  return found;
}

/** Reads what updates are about, each thing once. Answers the data of each update. */
export async function readData(
  views: EventViews,
  updates: readonly StreamUpdate[],
): Promise<(update: StreamUpdate) => object> {
  const keyOf = ({ kind, of }: StreamSource): string => `${of}:${kind}`;
  const bySource = new Map<string, { source: StreamSource; ids: string[] }>();
  for (const { source, id } of updates) {
    const group = bySource.get(keyOf(source)) ?? { source, ids: [] };
    group.ids.push(id);
    bySource.set(keyOf(source), group);
  }
  const read = new Map<string, Map<string, object>>();
  for (const [key, { source, ids }] of bySource) read.set(key, await readChunks(views, source, ids));
  return ({ source, id, facts }) => ({ ...(read.get(keyOf(source))?.get(id) ?? { id }), ...facts });
}

/** The kinds that a snapshot lists together, by the member that lists them. */
function kindsByList(): Map<string, OrderKind[]> {
  const lists = new Map<string, OrderKind[]>();
  for (const kind of ORDER_KINDS) {
    const { list } = KIND_STREAMS[kind];
    lists.set(list, [...(lists.get(list) ?? []), kind]);
  }
  return lists;
}

/**
 * What a reader needs to know before anything happens: what is open, the newest first, and how much there is. Asks the database a fixed
 * number of times, one query after the other, and no more once `gone` is aborted; then it throws {@link Gone}.
 */
export async function readSnapshot(options: {
  pool: Pool;
  views: EventViews;
  filter: FeedFilter;
  gone?: AbortSignal | undefined;
}): Promise<object> {
  const { pool, filter, gone } = options;
  const stay = (): void => {
    if (gone?.aborted) throw new Gone();
  };
  const views: EventViews = (source, ids) => {
    stay();
    return options.views(source, ids);
  };
  const lists: Record<string, object[]> = {};
  const batches = new Map<string, object>();
  for (const [list, kinds] of kindsByList()) {
    stay();
    const orders = await openOrders(pool, { filter, kinds, limit: SNAPSHOT_MOST });
    const shown = new Map<string, object>();
    for (const kind of kinds) {
      const ofKind = orders.filter((order) => order.kind === kind);
      const ids = ofKind.map(({ id }) => id);
      for (const [id, view] of await readChunks(views, { kind, of: 'order' }, ids)) shown.set(id, view);
      if (KIND_STREAMS[kind].batchAs) continue;
      const ofBatches = new Set(ofKind.flatMap(({ batchId }) => batchId ?? []));
      const batchIds = [...ofBatches].slice(0, SNAPSHOT_MOST_BATCHES);
      for (const [id, view] of await readChunks(views, { kind, of: 'batch' }, batchIds))
        batches.set(id, view);
    }
    lists[list] = orders.map(({ id }) => shown.get(id) ?? { id });
  }
  stay();
  return { ...lists, batches: [...batches.values()], counts: await countPhases(pool, { filter }) };
}
