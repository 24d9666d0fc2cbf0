import type { EventType } from '../../contract/events';
import type { OrderKind } from '../../contract/orders';
import type { FeedEvent, FeedFilter } from '../../db/events/feed';
import { KIND_STREAMS } from './kind-streams';
import type { Update } from './stream-pace';

/** What the data of an update is: an order of a kind, or the batch it belongs to, as it is when the update is sent; a new batch with its ids. */
export interface StreamSource {
  kind: OrderKind;
  of: 'order' | 'batch' | 'newBatch';
}

/** An update whose data is read when its turn has come. */
export interface StreamUpdate extends Update<StreamUpdate> {
  source: StreamSource;
  id: string;
  /** What happened to the order, where the name of the update does not say. */
  facts?: { type: EventType; stage: string | null; at: Date };
}

/** Every name that an event of the stream can have. */
export const STREAM_EVENTS: readonly string[] = [
  ...new Set([
    'snapshot',
    'batchAdded',
    ...Object.values(KIND_STREAMS).flatMap(({ names, progress }) => [...Object.values(names), progress]),
    'batchProgress',
  ]),
];

/** What a reader is told of an event. */
export function updateOf(event: FeedEvent): StreamUpdate {
  const { kind, orderId, batchId, type, stage, at } = event;
  const stream = KIND_STREAMS[kind];
  const ofBatch = (id: string, of: 'batch' | 'newBatch') => ({
    source: { kind, of },
    id,
    subject: `${stream.batchAs?.name ?? 'batch'}:${id}`,
  });
  if (type === 'batch.added' && batchId)
    return { ...ofBatch(batchId, 'newBatch'), name: 'batchAdded', collapses: false };
  const name = stream.names[type] ?? stream.progress;
  const progressName = stream.batchAs?.progress ?? 'batchProgress';
  return {
    source: { kind, of: 'order' },
    id: orderId,
    subject: `${stream.name}:${orderId}`,
    name,
    collapses: name === stream.progress,
    ...(stream.tellsFacts ? { facts: { type, stage, at } } : {}),
    ...(batchId && stream.batches
      ? { then: { ...ofBatch(batchId, 'batch'), name: progressName, collapses: true } }
      : {}),
  };
}

/** Whether an event is among those a reader asked for and may see. */
export function concerns(event: FeedEvent, filter: FeedFilter): boolean {
  return (
    (filter.tenantId === undefined || filter.tenantId === event.tenantId) &&
    (filter.kind === undefined || filter.kind === event.kind) &&
    (filter.batchId === undefined || filter.batchId === event.batchId)
  );
}
