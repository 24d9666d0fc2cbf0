import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { z } from 'zod';
import { canonicalSiteIds } from '../../contract/platforms';
import { DEFAULT_POLICY } from '../../contract/orders';
import { PLAN_PRIORITY } from '../../contract/tenancy';
import type { NewBlogOrder, ShownBlogOrder } from '../../db/blog/orders';
import type { Tx } from '../../db/db';
import type { Store } from '../../db/stores/stores';
import { normaliseWhitespace } from '../../domain/text/text';
import { holderOf, scopeOf } from '../http/auth';
import { ApiError } from '../http/errors';
import { plannedTime } from './planned-time';
import type { createBlogBody } from './schemas';

type OrderBody = z.output<typeof createBlogBody>;

async function storeFor(tx: Tx, scope: string | undefined, instanceId: string | undefined): Promise<Store> {
  const found = await tx.stores.findStore({
    tenantId: scope,
    instanceIds: instanceId === undefined ? undefined : canonicalSiteIds(instanceId),
  });
  if (found === 'ambiguous')
    throw new ApiError('bad_request', 'You have more than one store. Send instanceId to choose one.');
  if (!found) throw new ApiError('bad_request', 'Store not found.');
  if (found.status === 'archived')
    throw new ApiError('conflict', 'This store is archived and accepts no new orders.');
  return found;
}

/** The order that supplies defaults (`basedOn`). */
async function baseOf(
  tx: Tx,
  scope: string | undefined,
  body: OrderBody,
): Promise<ShownBlogOrder | undefined> {
  if (!body.basedOn) return undefined;
  const base = await tx.blogOrders.findBlogOrder({ orderId: body.basedOn, tenantId: scope });
  if (!base) throw new ApiError('bad_request', 'The order named by basedOn does not exist.');
  return base;
}

/** An order as it will be accepted, and whose it is. */
interface ReadyOrder {
  tenantId: string;
  order: NewBlogOrder & { id: string };
}

/** Looks up stores by the id that a request names them by, each once. */
type FindStore = (instanceId: string | undefined) => Promise<Store>;

function storesOf(tx: Tx, scope: string | undefined): FindStore {
  const found = new Map<string | undefined, Promise<Store>>();
  return (instanceId) => {
    const store = found.get(instanceId) ?? storeFor(tx, scope, instanceId);
    found.set(instanceId, store);
    return store;
  };
}

/** What an order is made of by the request, the order it is based on, its store and the plan, in this order. */
async function readyOrder(
  tx: Tx,
  body: OrderBody,
  { scope, findStore, now }: { scope: string | undefined; findStore: FindStore; now: number },
): Promise<ReadyOrder> {
  const base = await baseOf(tx, scope, body);
  const store = await findStore(body.instanceId ?? base?.instanceId);
  const zone = body.timeZone ?? store.timeZone;
  const publishAt = body.publishAt === undefined ? null : plannedTime(body.publishAt, zone, now);
  const picture = body.picture ?? base?.ownPictureMode ?? null;
  return {
    tenantId: store.tenantId,
    order: {
      id: randomUUID(),
      storeId: store.id,
      priority: body.priority ?? base?.priority ?? PLAN_PRIORITY[store.plan],
      sourceType: body.sourceType ?? base!.sourceType,
      sourceId: body.sourceId ?? base!.sourceId,
      policy: { ...DEFAULT_POLICY, ...base?.policy, ...body.policy },
      publishMode: body.publishMode ?? base?.publishMode ?? store.publishMode,
      picture,
      withoutPicture: (picture ?? store.pictures) === 'none',
      publishAt,
      timeZone: publishAt ? zone : null,
      basedOn: base?.id ?? null,
    },
  };
}

/** Accepts orders, those of each tenant at once, and answers them in the order given. */
async function accept(tx: Tx, ready: readonly ReadyOrder[]): Promise<ShownBlogOrder[]> {
  for (const tenantId of new Set(ready.map((one) => one.tenantId))) {
    const orders = ready.filter((one) => one.tenantId === tenantId).map(({ order }) => order);
    await tx.blogOrders.acceptBlogOrders({ tenantId, orders });
  }
  await tx.subjects.insertSubjects(
    ready
      .filter(({ order }) => order.sourceType === 'keyword')
      .map(({ order }) => ({
        orderId: order.id,
        subject: normaliseWhitespace(order.sourceId),
        facts: [],
      })),
  );
  const ids = ready.map(({ order }) => order.id);
  const accepted = new Map((await tx.blogOrders.blogOrdersByIds({ ids })).map((order) => [order.id, order]));
  return ids.map((id) => accepted.get(id)!);
}

/** Accepts one blog order and answers it. */
export async function createBlogOrder(
  tx: Tx,
  res: Response,
  body: OrderBody,
  now: number,
): Promise<ShownBlogOrder> {
  const scope = scopeOf(res);
  const [order] = await accept(tx, [
    await readyOrder(tx, body, { scope, findStore: storesOf(tx, scope), now }),
  ]);
  return order!;
}

/** Accepts a batch and answers its id with its orders, in the order sent. */
export async function createBlogBatch(
  tx: Tx,
  res: Response,
  items: readonly OrderBody[],
  now: number,
): Promise<{ batchId: string; orders: ShownBlogOrder[] }> {
  const scope = scopeOf(res);
  const findStore = storesOf(tx, scope);
  const batchId = await tx.blogBatches.openBatch({ tenantId: holderOf(res).tenantId });
  const ready: ReadyOrder[] = [];
  for (const [place, item] of items.entries()) {
    const { tenantId, order } = await readyOrder(tx, item, { scope, findStore, now });
    ready.push({ tenantId, order: { ...order, batchId, place } });
  }
  const orders = await accept(tx, ready);
  const isTheirs = await tx.blogBatches.closeBatch({ batchId, ids: orders.map(({ id }) => id) });
  return { batchId, orders: orders.map((order) => ({ ...order, batchId: isTheirs ? batchId : null })) };
}
