import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { KindEvent, Told } from '../../kind';
import { replaceIn } from '../../live/patch';
import type { MessageId } from '../../messages/en';
import type { Batch, Item, ItemDetail, ItemPage } from './api';

/** Brings what is known of a page up to date. */
export function patchItem(client: QueryClient, item: Partial<Item> & { id: string }): void {
  client.setQueriesData<InfiniteData<ItemPage>>({ queryKey: ['items'] }, (data) => replaceIn(data, item));
  client.setQueryData<ItemDetail>(['item', item.id], (before) => before && { ...before, ...item });
}

/** Brings what is known of a batch up to date. */
export function patchBatch(client: QueryClient, batch: Partial<Batch> & { id: string }): void {
  client.setQueryData<Batch>(['batch', batch.id], (before) => before && { ...before, ...batch });
}

const nameOf = ({ title, targetKeywords }: Partial<Item>): string => title ?? targetKeywords?.[0] ?? '';

/** Something that moves a page on: lists and counts change with it. */
const moves = (message?: MessageId): KindEvent => ({
  patch: patchItem,
  patched: () => [],
  touches: (id) => [['items'], ['stats'], ['queue'], ['item', id]],
  ...(message ? { says: (say, told: Told & Partial<Item>) => say(message, { name: nameOf(told) }) } : {}),
});

const ofBatch: KindEvent = { patch: patchBatch, patched: (id) => [['batch', id]], touches: () => [] };

/** The stream's names for what happens to pages and their batches. */
export const ITEM_EVENTS: Readonly<Record<string, KindEvent>> = {
  itemAdded: moves('live.added'),
  itemStarted: moves(),
  itemProgress: { patch: patchItem, patched: () => [['items']], touches: (id) => [['item', id]] },
  itemRetrying: moves(),
  itemCompleted: moves('live.completed'),
  itemFailed: moves('live.failed'),
  itemCancelled: moves('live.cancelled'),
  batchAdded: ofBatch,
  batchProgress: ofBatch,
};

/** Takes over the pages and batches of the stream's snapshot. */
export function takeSnapshot(client: QueryClient, snapshot: { items?: Item[]; batches?: Batch[] }): void {
  for (const item of snapshot.items ?? []) patchItem(client, item);
  for (const batch of snapshot.batches ?? []) patchBatch(client, batch);
}
