import type { OrderKind } from '../../contract/orders';
import type { Db } from '../../db/db';
import { orderStates } from '../../db/events/feed';
import { blogBatchesById } from '../blog/batches';
import { BULK_STREAM } from '../bulk/stream';
import { CONTENT_STREAM } from '../content/stream';
import { ITEM_STREAM } from '../items/stream';
import type { KindStream } from './kind-stream';

/** A kind without a form of its own: whatever happens is `orderChanged`, with the order's envelope, and snapshots list it under `orders`. */
const PLAIN: KindStream = {
  name: 'order',
  list: 'orders',
  names: {},
  progress: 'orderChanged',
  tellsFacts: true,
  read: async (db: Db, ids: string[]) =>
    new Map((await orderStates(db.pool, { ids })).map((state) => [state.id, state])),
};

/** How the stream shows each kind. */
export const KIND_STREAMS: { readonly [K in OrderKind]: KindStream } = {
  blog: { ...PLAIN, batches: blogBatchesById },
  item: ITEM_STREAM,
  article: PLAIN,
  backlink: PLAIN,
  content: CONTENT_STREAM,
  bulk: BULK_STREAM,
};
