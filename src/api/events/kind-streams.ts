import type { OrderKind } from '../../contract/orders';
import type { Db } from '../../db/db';
import { orderStates } from '../../db/events/feed';
import { ITEM_STREAM } from '../items/stream';
import type { KindStream } from './kind-stream';

/** A kind without a form of its own: whatever happens is `orderChanged`, with the order's envelope, and snapshots list it under `orders`. */
const PLAIN: KindStream = {
  name: 'order',
  list: 'orders',
  names: {},
  progress: 'orderChanged',
  read: async (db: Db, ids: string[]) =>
    new Map((await orderStates(db.pool, { ids })).map((state) => [state.id, state])),
};

/** How the stream shows each kind. */
export const KIND_STREAMS: { readonly [K in OrderKind]: KindStream } = {
  blog: PLAIN,
  item: ITEM_STREAM,
};

/** Whether whatever happens to orders of this kind is told with the entry of the timeline it comes from. */
export function tellsFacts(stream: KindStream): boolean {
  return stream === PLAIN;
}
