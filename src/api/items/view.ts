import type { z } from 'zod';
import type { Batch } from '../../db/items/batches';
import type { Item } from '../../db/items/items';
import type { Db } from '../../db/db';
import { batchEta } from '../../domain/orders/eta';
import type { Eta } from '../../domain/orders/eta';
import { isStepOverdue, itemEta, waitsForWindow, windowMs } from '../../domain/items/eta';
import type { Page } from '../../domain/items/page';
import { commonActions, isEnded } from '../../domain/orders/lifecycle';
import { iso } from '../orders/envelope';
import { etaFields } from '../orders/eta';
import type { Texts } from '../texts/texts';
import { waitingOf } from '../orders/waiting';
import type { itemBatchView, itemDetail, itemView } from './schemas';

type ItemView = z.output<typeof itemView>;

/** What the times that are left are reckoned with. */
interface Reckoning {
  item: Item;
  ahead: number | null;
  eta: Eta | null;
  /** Until when the limit of items per minute holds it back, in milliseconds since 1970; null where that is not what it waits for. */
  heldUntil: number | null;
}

/** The time that is left of each item, and its place in the queue. */
async function reckon(db: Db, items: readonly Item[]): Promise<Reckoning[]> {
  const isOpen = ({ status }: Item): boolean => !isEnded('item', status);
  const open = items.filter(isOpen);
  if (open.length === 0) return items.map((item) => ({ item, ahead: null, eta: null, heldUntil: null }));
  const tenantIds = [...new Set(open.map(({ tenantId }) => tenantId))];
  const [times, queues, ahead] = await Promise.all([
    db.itemPace.measureSteps(),
    db.itemPace.itemQueues({ tenantIds }),
    db.itemPace.itemsAhead({ tenantIds, ids: open.map(({ id }) => id) }),
  ]);
  const now = Date.now();
  return items.map((item) => {
    const queue = queues.get(item.tenantId);
    const place = ahead.get(item.id) ?? null;
    if (!isOpen(item) || !queue || waitingOf(item)) return { item, ahead: place, eta: null, heldUntil: null };
    const { totalSteps } = item;
    const pauseMs = Math.max(0, (item.notBefore?.getTime() ?? now) - now);
    const isHeld = place !== null && waitsForWindow({ ahead: place, totalSteps, queue, times });
    const isOverdue = place === null && isStepOverdue(now - item.updatedAt.getTime(), times);
    return {
      item,
      ahead: place,
      heldUntil: isHeld ? now + Math.max(pauseMs, windowMs(place, queue)) : null,
      eta: {
        ...(isOverdue ? { isOverdue } : {}),
        ...itemEta({
          ahead: place,
          stepsLeft: item.totalSteps - item.completedSteps,
          totalSteps,
          pauseMs,
          queue,
          times,
        }),
      },
    };
  });
}

/** Why an item waits that the limit of items per minute holds back. */
const heldBack = (until: number): NonNullable<ItemView['waiting']> => ({
  type: 'Queue.RateLimit',
  reason: 'rate_limit',
  message: 'The limit of pages started per minute is reached. The page starts as soon as it allows.',
  notBefore: new Date(until).toISOString(),
});

function view({ item, ahead, eta, heldUntil }: Reckoning): ItemView {
  const current = item.components.find(({ id }) => id === item.currentStep);
  return {
    id: item.id,
    batchId: item.batchId,
    type: item.pageType,
    priority: item.priority,
    status: item.status,
    phase: item.phase,
    retryCount: item.retryCount,
    targetKeywords: item.targetKeywords,
    language: item.language,
    title: item.title,
    error: item.error,
    errorType: item.errorType,
    waiting: waitingOf(item) ?? (heldUntil === null ? null : heldBack(heldUntil)),
    may: commonActions('item', item.status),
    progress: {
      totalSteps: item.totalSteps,
      completedSteps: item.completedSteps,
      currentStep: item.status === 'processing' ? (current?.name ?? '') : '',
      ...etaFields(item.status === 'completed' ? { p50Ms: 0, p90Ms: 0 } : eta),
      details: {
        attempt: item.attempt,
        component: item.currentStep,
        ahead,
        notBefore: iso(item.notBefore),
      },
    },
    createdAt: iso(item.createdAt),
    startedAt: iso(item.startedAt),
    completedAt: iso(item.finishedAt),
  };
}

/** Items as lists show them, in the order given. */
export async function viewItems(db: Db, items: readonly Item[]): Promise<ItemView[]> {
  return (await reckon(db, items)).map(view);
}

/** One item as lists show it. */
export async function viewItem(db: Db, item: Item): Promise<ItemView> {
  return (await viewItems(db, [item]))[0]!;
}

/** An item that was accepted just now: its time is reckoned when it is looked at, as everybody behind it waits for this answer. */
export function viewNewItem(item: Item): ItemView {
  return view({ item, ahead: null, eta: null, heldUntil: null });
}

/** One item with the parts of its page. */
export async function viewItemDetail(db: Db, item: Item): Promise<z.output<typeof itemDetail>> {
  const [shown, written, cost] = await Promise.all([
    viewItem(db, item),
    db.items.writtenComponents({ itemId: item.id }),
    db.providerCalls.costOf({ orderId: item.id }),
  ]);
  const done = new Set(written.map(({ component }) => component));
  return {
    ...shown,
    components: item.components.map(({ id, name }) => ({ id, name, done: done.has(id) })),
    brandVoice: item.brandVoice,
    cost: {
      amountMicros: cost.costMicros,
      unknownMicros: cost.unknownMicros,
      currency: 'USD',
      calls: cost.calls,
    },
  };
}

/** The page of a completed item. */
export async function pageOfItem({ db, texts }: { db: Db; texts: Texts }, item: Item): Promise<Page> {
  const written = await db.items.writtenComponents({ itemId: item.id });
  return texts.page({
    title: item.title ?? '',
    metaTitle: item.metaTitle ?? '',
    metaDescription: item.metaDescription ?? '',
    slug: item.slug ?? '',
    components: item.components.flatMap(({ id, name }) => {
      const found = written.find(({ component }) => component === id);
      return found ? [{ id, name, heading: found.heading, bodyMarkdown: found.bodyMarkdown }] : [];
    }),
  });
}

function batchView(batch: Batch, eta: Eta | null): z.output<typeof itemBatchView> {
  const { tenantId: _, totalSteps, doneSteps, createdAt, ...counts } = batch;
  return {
    ...counts,
    may: counts.pending + counts.inProgress > 0 ? ['cancel'] : [],
    percentComplete: totalSteps === 0 ? 0 : Math.floor((doneSteps / totalSteps) * 1_000) / 10,
    ...etaFields(eta),
    createdAt: createdAt.toISOString(),
  };
}

/** Batches, and the times until their last items are written, in the order given. Asks as often for many as for one. */
async function viewBatches(
  db: Db,
  batches: readonly Batch[],
): Promise<Array<z.output<typeof itemBatchView>>> {
  const isOpen = ({ pending, inProgress }: Batch): boolean => pending + inProgress > 0;
  const lastOnes = await db.itemBatches.lastItems({ batchIds: batches.filter(isOpen).map(({ id }) => id) });
  const reckoned = new Map<string | null, Reckoning[]>();
  for (const one of await reckon(db, lastOnes))
    reckoned.set(one.item.batchId, [...(reckoned.get(one.item.batchId) ?? []), one]);
  return batches.map((batch) => {
    if (!isOpen(batch)) return batchView(batch, batchEta([]));
    const ofBatch = reckoned.get(batch.id) ?? [];
    const etas = ofBatch.flatMap(({ eta }) => (eta ? [eta] : []));
    const isOverdue = etas.some((eta) => eta.isOverdue);
    const known = etas.length > 0 || ofBatch.length === 0 ? batchEta(etas) : null;
    return batchView(batch, known && isOverdue ? { ...known, isOverdue } : known);
  });
}

/** A batch, and the time until its last item is written. */
export async function viewBatch(db: Db, batch: Batch): Promise<z.output<typeof itemBatchView>> {
  return (await viewBatches(db, [batch]))[0]!;
}

/** A batch that was accepted just now; see {@link viewNewItem}. */
export function viewNewBatch(batch: Batch): z.output<typeof itemBatchView> {
  return batchView(batch, null);
}

const byId = <V extends { id: string }>(views: readonly V[]): Map<string, object> =>
  new Map(views.map((shown) => [shown.id, shown]));

/** Items by their ids, as the live stream shows them. */
export async function itemsById(db: Db, ids: string[]): Promise<Map<string, object>> {
  return byId(await viewItems(db, await db.items.itemsByIds({ ids })));
}

/** Batches by their ids, as the live stream shows them: new ones with the ids of their items. */
export async function batchesById(
  db: Db,
  ids: string[],
  { isNew }: { isNew: boolean },
): Promise<Map<string, object>> {
  const batches = await db.itemBatches.batchesByIds({ ids });
  const views = await viewBatches(db, batches);
  if (!isNew) return byId(views);
  const itemIds = await db.itemBatches.itemIds({ batchIds: batches.map(({ id }) => id) });
  return byId(views.map((shown) => ({ ...shown, count: shown.total, ids: itemIds.get(shown.id) ?? [] })));
}
