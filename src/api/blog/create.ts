import type { Response } from 'express';
import type { z } from 'zod';
import { DEFAULT_POLICY } from '../../contract/orders';
import { PLAN_PRIORITY } from '../../contract/tenancy';
import type { BlogOrder } from '../../db/blog/orders';
import type { Tx } from '../../db/db';
import type { Store } from '../../db/stores/stores';
import { normaliseWhitespace } from '../../domain/text/text';
import { holderOf, scopeOf } from '../http/auth';
import { ApiError } from '../http/errors';
import { plannedTime } from './planned-time';
import type { createBlogBody } from './schemas';

type OrderBody = z.output<typeof createBlogBody>;

async function storeFor(tx: Tx, scope: string | undefined, instanceId: string | undefined): Promise<Store> {
  const found = await tx.stores.findStore({ tenantId: scope, instanceId });
  if (found === 'ambiguous')
    throw new ApiError('bad_request', 'You have more than one store. Send instanceId to choose one.');
  if (!found) throw new ApiError('bad_request', 'Store not found.');
  if (found.status === 'archived')
    throw new ApiError('conflict', 'This store is archived and accepts no new orders.');
  return found;
}

/** The order that supplies defaults (`basedOn`). */
async function baseOf(tx: Tx, scope: string | undefined, body: OrderBody): Promise<BlogOrder | undefined> {
  if (!body.basedOn) return undefined;
  const base = await tx.blogOrders.findBlogOrder({ orderId: body.basedOn, tenantId: scope });
  if (!base) throw new ApiError('bad_request', 'The order named by basedOn does not exist.');
  return base;
}

/** Accepts one blog order, alone or as a part of a batch, and answers it. */
export async function createBlogOrder(
  tx: Tx,
  res: Response,
  body: OrderBody,
  now: number,
  inBatch: { batchId: string; place: number } | undefined = undefined,
): Promise<BlogOrder> {
  const scope = scopeOf(res);
  const base = await baseOf(tx, scope, body);
  const store = await storeFor(tx, scope, body.instanceId ?? base?.instanceId);
  const sourceType = body.sourceType ?? base!.sourceType;
  const sourceId = body.sourceId ?? base!.sourceId;
  const zone = body.timeZone ?? store.timeZone;
  const publishAt = body.publishAt === undefined ? null : plannedTime(body.publishAt, zone, now);
  const picture = body.picture ?? base?.ownPictureMode ?? null;
  const orderId = await tx.blogOrders.acceptBlogOrder({
    tenantId: store.tenantId,
    storeId: store.id,
    priority: body.priority ?? base?.priority ?? PLAN_PRIORITY[store.plan],
    sourceType,
    sourceId,
    policy: { ...DEFAULT_POLICY, ...base?.policy, ...body.policy },
    publishMode: body.publishMode ?? base?.publishMode ?? store.publishMode,
    picture,
    withoutPicture: (picture ?? store.pictures) === 'none',
    publishAt,
    timeZone: publishAt ? zone : null,
    basedOn: base?.id ?? null,
    ...inBatch,
  });
  if (sourceType === 'keyword')
    await tx.subjects.insertSubject({ orderId, subject: normaliseWhitespace(sourceId), facts: [] });
  return (await tx.blogOrders.findBlogOrder({ orderId }))!;
}

/** Accepts a batch and answers its id with its orders, in the order sent. */
export async function createBlogBatch(
  tx: Tx,
  res: Response,
  items: readonly OrderBody[],
  now: number,
): Promise<{ batchId: string; orders: BlogOrder[] }> {
  const batchId = await tx.blogBatches.openBatch({ tenantId: holderOf(res).tenantId });
  const orders: BlogOrder[] = [];
  for (const [place, item] of items.entries())
    orders.push(await createBlogOrder(tx, res, item, now, { batchId, place }));
  const isTheirs = await tx.blogBatches.closeBatch({ batchId, ids: orders.map(({ id }) => id) });
  return { batchId, orders: orders.map((order) => ({ ...order, batchId: isTheirs ? batchId : null })) };
}
