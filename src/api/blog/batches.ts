import type { z } from 'zod';
import type { BlogBatch } from '../../db/blog/batches';
import type { BlogOrder } from '../../db/blog/orders';
import type { Db } from '../../db/db';
import { batchEta } from '../../domain/orders/eta';
import type { Eta } from '../../domain/orders/eta';
import { scopeOf } from '../http/auth';
import { ApiError } from '../http/errors';
import type { DescribedRouter } from '../http/route';
import { orderParams } from '../http/schemas';
import { etaFields, orderEta } from '../orders/eta';
import { BLOG_BASE } from './base';
import { blogBatchView } from './schemas';

type BatchView = z.output<typeof blogBatchView>;

/** How long an order still takes until it is done or it is a person's turn. */
export function blogEta(db: Db, order: BlogOrder): Promise<Eta | null> {
  return orderEta(db, order, {
    asksFirst: order.publishMode === 'approve' || order.publishAt !== null,
    leavesOut: order.withoutPicture ? ['image'] : [],
  });
}

/** The time until the last order of a batch is done or waits for a person; null where none can be said. */
async function etaOfBatch(
  db: Db,
  { id: batchId, pending, inProgress, waiting }: BlogBatch,
): Promise<Eta | null> {
  if (pending + inProgress === 0) return waiting === 0 ? batchEta([]) : null;
  const etas = await Promise.all(
    (await db.blogBatches.lastOrders({ batchId })).map(async (orderId) => {
      const order = await db.blogOrders.findBlogOrder({ orderId });
      return order ? blogEta(db, order) : null;
    }),
  );
  const known = etas.flatMap((eta) => eta ?? []);
  return known.length > 0 ? batchEta(known) : null;
}

/** A batch, and the time until its last order is done or waits for a person. */
async function viewBlogBatch(db: Db, batch: BlogBatch): Promise<BatchView> {
  const { totalSteps, doneSteps, createdAt, ...counts } = batch;
  return {
    ...counts,
    percentComplete: Math.floor((doneSteps / totalSteps) * 1_000) / 10,
    ...etaFields(await etaOfBatch(db, batch)),
    createdAt: createdAt.toISOString(),
  };
}

/** Batches by their ids, as the live stream shows them: with the ids of their orders only when they are new. */
export async function blogBatchesById(
  db: Db,
  ids: string[],
  { isNew }: { isNew: boolean },
): Promise<Map<string, object>> {
  const batches = await db.blogBatches.batchesByIds({ ids });
  const views = batches.map(async (batch): Promise<[string, object]> => {
    const { ids: orders, ...shown } = await viewBlogBatch(db, batch);
    return [batch.id, isNew ? { ...shown, count: batch.total, ids: orders } : shown];
  });
  return new Map(await Promise.all(views));
}

/** Adds the route that answers how far a batch of orders is. */
export function addBatchRoute(routes: DescribedRouter, { db }: { db: Db }): void {
  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${BLOG_BASE}/batch/:id`,
      summary: 'Get blog post batch',
      description: 'Progress of a batch. List its posts with `GET /api/blog-generation?batchId=`.',
      params: orderParams,
      answers: { 200: { description: 'The batch.', schema: blogBatchView } },
    },
    async ({ params, res }) => {
      const batch = await db.blogBatches.findBatch({ batchId: params.id, tenantId: scopeOf(res) });
      if (!batch) throw new ApiError('not_found', 'Batch not found.');
      return { status: 200, json: await viewBlogBatch(db, batch) };
    },
  );
}
