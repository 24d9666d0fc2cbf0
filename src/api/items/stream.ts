import type { KindStream } from '../events/kind-stream';
import { batchesById, itemsById } from './view';

/** Generation items in the live stream. */
export const ITEM_STREAM: KindStream = {
  name: 'item',
  list: 'items',
  names: {
    'order.accepted': 'itemAdded',
    'order.retried': 'itemAdded',
    'order.admitted': 'itemStarted',
    'order.progress': 'itemProgress',
    'order.retrying': 'itemRetrying',
    'order.done': 'itemCompleted',
    'order.failed': 'itemFailed',
    'order.cancelled': 'itemCancelled',
  },
  // What else happens to an item (it waits, its priority changes) shows in its state.
  progress: 'itemProgress',
  read: itemsById,
  batches: batchesById,
};
