import type { EventType } from '../../contract/events';
import type { FeedEvent, FeedFilter } from '../../db/events/feed';
import type { Update } from './stream-pace';

/** What the data of an update is: an item, a batch or an order as it stands when it is told. */
export type SubjectKind = 'item' | 'batch' | 'order';

/** An update whose data is read when its turn has come. */
export interface StreamUpdate extends Update<StreamUpdate> {
  of: SubjectKind;
  id: string;
  /** What happened to an order, told along with how it stands. */
  facts?: { type: EventType; stage: string | null; at: Date };
}

/** Names of what happens to items; whatever happens to an order of another kind is `orderChanged`. */
const ITEM_NAMES: Partial<Record<EventType, string>> = {
  'item.added': 'itemAdded',
  'item.started': 'itemStarted',
  'item.progress': 'itemProgress',
  'item.retrying': 'itemRetrying',
  'item.completed': 'itemCompleted',
  'item.failed': 'itemFailed',
  'item.cancelled': 'itemCancelled',
};

/** Every name that an event of the stream can have. */
export const STREAM_EVENTS: readonly string[] = [
  'snapshot',
  'batchAdded',
  ...Object.values(ITEM_NAMES),
  'batchProgress',
  'orderChanged',
];

function update(
  of: SubjectKind,
  id: string,
  name: string,
  rest: { collapses: boolean; then?: StreamUpdate },
): StreamUpdate {
  return { of, id, subject: `${of}:${id}`, name, ...rest };
}

/** What a reader is told of an event. */
export function updateOf(event: FeedEvent): StreamUpdate {
  const { orderId, batchId, type, stage, at } = event;
  if (type === 'batch.added' && batchId) return update('batch', batchId, 'batchAdded', { collapses: false });
  // What else happens to an item (it waits, its priority changes) shows in how it stands.
  const name = ITEM_NAMES[type] ?? (event.kind === 'item' ? 'itemProgress' : undefined);
  if (name === undefined)
    return { ...update('order', orderId, 'orderChanged', { collapses: true }), facts: { type, stage, at } };
  return update('item', orderId, name, {
    collapses: name === 'itemProgress',
    ...(batchId ? { then: update('batch', batchId, 'batchProgress', { collapses: true }) } : {}),
  });
}

/** Whether an event is among those a reader asked for and may see. */
export function concerns(event: FeedEvent, filter: FeedFilter): boolean {
  return (
    (filter.tenantId === undefined || filter.tenantId === event.tenantId) &&
    (filter.kind === undefined || filter.kind === event.kind) &&
    (filter.batchId === undefined || filter.batchId === event.batchId)
  );
}
