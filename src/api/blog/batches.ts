import type { z } from 'zod';
import type { BlogBatch } from '../../db/blog/batches';
import type { ShownBlogOrder } from '../../db/blog/orders';
import type { Db } from '../../db/db';
import { batchEta } from '../../domain/orders/eta';
import type { Eta } from '../../domain/orders/eta';
import { scopeOf } from '../http/auth';
import { ApiError } from '../http/errors';
import type { DescribedRouter } from '../http/route';
import { orderParams } from '../http/schemas';
import { etaFields, orderEtas } from '../orders/eta';
import { BLOG_BASE } from './base';
import { blogBatchView } from './schemas';

type BatchView = z.output<typeof blogBatchView>;

/** How long orders still take until they are done or it is a person's turn, in the order given. */
function blogEtas(db: Db, orders: readonly ShownBlogOrder[]): Promise<Array<Eta | null>> {
  return orderEtas(
    db,
    'blog',
    orders.map((order) => ({
      order,
      asksFirst: order.publishMode === 'approve' || order.publishAt !== null,
      leavesOut: order.withoutPicture ? ['image'] : [],
    })),
  );
}

/** How long an order still takes until it is done or it is a person's turn. */
export async function blogEta(db: Db, order: ShownBlogOrder): Promise<Eta | null> {
  return (await blogEtas(db, [order]))[0]!;
}

/** The times until the last orders of batches are done or wait for a person, by batch; none where none can be said. */
async function etasOfBatches(db: Db, batches: readonly BlogBatch[]): Promise<Map<string, Eta>> {
  const batchIds = batches.filter(({ pending, inProgress }) => pending + inProgress > 0).map(({ id }) => id);
  const etas = new Map(
    batches
      .filter(({ pending, inProgress, waiting }) => pending + inProgress + waiting === 0)
      .map(({ id }) => [id, batchEta([])]),
  );
  const lastOnes = await db.blogBatches.lastOrders({ batchIds });
  const orders = await db.blogOrders.blogOrdersByIds({ ids: [...lastOnes.keys()] });
  const known = new Map<string, Eta[]>();
  for (const [n, eta] of (await blogEtas(db, orders)).entries()) {
    const batchId = lastOnes.get(orders[n]!.id)!;
    if (eta) known.set(batchId, [...(known.get(batchId) ?? []), eta]);
  }
  for (const [batchId, ofBatch] of known) etas.set(batchId, batchEta(ofBatch));
  return etas;
}

/** Batches, and the times until their last orders are done or wait for a person. Asks as often for many as for one. */
async function viewBlogBatches(db: Db, batches: readonly BlogBatch[]): Promise<BatchView[]> {
  const etas = await etasOfBatches(db, batches);
  return batches.map(({ totalSteps, doneSteps, createdAt, ...counts }) => ({
    ...counts,
    percentComplete: Math.floor((doneSteps / totalSteps) * 1_000) / 10,
    ...etaFields(etas.get(counts.id) ?? null),
    createdAt: createdAt.toISOString(),
  }));
}

/** Batches by their ids, as the live stream shows them: with the ids of their orders only when they are new. */
export async function blogBatchesById(
  db: Db,
  ids: string[],
  { isNew }: { isNew: boolean },
): Promise<Map<string, object>> {
  const views = await viewBlogBatches(db, await db.blogBatches.batchesByIds({ ids }));
  return new Map(
    views.map(({ ids: orders, ...shown }) => [
      shown.id,
      isNew ? { ...shown, count: shown.total, ids: orders } : shown,
    ]),
  );
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
      return { status: 200, json: (await viewBlogBatches(db, [batch]))[0]! };
    },
  );
}
