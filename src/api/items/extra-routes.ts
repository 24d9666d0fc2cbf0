import type { Response } from 'express';
import type { Batch } from '../../db/items/batches';
import type { Item } from '../../db/items/items';
import { pageMarkdown } from '../../domain/items/page';
import type { AcceptDeps } from '../http/accept-once';
import { scopeOf } from '../http/auth';
import { ApiError } from '../http/errors';
import type { DescribedRouter } from '../http/route';
import { emptyBody, orderParams } from '../http/schemas';
import { actionRequestOf } from '../orders/action-request';
import { iso } from '../orders/envelope';
import { ITEMS_BASE } from './base';
import { cancelledBatchView, itemBatchView, itemQueueView, itemResult, resultQuery } from './schemas';
import { pageOfItem, viewBatch } from './view';

/** Pages that ended last, as many as are shown. */
const MOST_ENDED = 10;

/** Adds the routes that only generation items have: their queue, their batches and their finished pages. */
export function addItemRoutes(
  routes: DescribedRouter,
  deps: Pick<AcceptDeps, 'db'>,
  own: (res: Response, id: string) => Promise<Item>,
): void {
  const { db } = deps;

  async function ownBatch(res: Response, batchId: string): Promise<Batch> {
    const batch = await db.itemBatches.findBatch({ batchId, tenantId: scopeOf(res) });
    if (!batch) throw new ApiError('not_found', 'Batch not found.');
    return batch;
  }

  routes.route(
    {
      method: 'get',
      permission: 'queue.read',
      path: `${ITEMS_BASE}/queue`,
      summary: 'Page queue',
      description:
        'Your pages by status, the workers online and what they have of yours, the pages that ended last, and your limits.',
      answers: {
        200: { description: 'Current figures; ended pages of the last 24 hours.', schema: itemQueueView },
      },
    },
    async ({ res }) => {
      const tenantId = scopeOf(res);
      const [counts, parts, workers, lanes, queues, own, ended] = await Promise.all([
        db.itemPace.countItems({ tenantId }),
        db.itemPace.partsLately({ tenantId }),
        db.itemPace.itemWorkers({ tenantId }),
        db.laneStats.listLanes(),
        tenantId ? db.itemPace.itemQueues({ tenantIds: [tenantId] }) : undefined,
        tenantId ? db.itemPace.itemsInLane({ tenantId }) : undefined,
        db.itemPace.endedLately({ tenantId, limit: MOST_ENDED }),
      ]);
      const queue = tenantId ? queues?.get(tenantId) : undefined;
      return {
        status: 200,
        json: {
          ...counts,
          workers: workers.map((worker, n) => ({
            id: `worker-${n + 1}`,
            busy: worker.busySlots > 0,
            ...worker,
            currentItem: worker.currentItems[0] ?? null,
          })),
          lanes: lanes
            .filter(({ lane }) => lane === 'writing')
            .map(({ lane, backlog, oldestSeconds, rate, workers: polling, slots, busy }) => ({
              lane,
              backlog,
              oldestSeconds,
              ratePerSecond: rate,
              throughput: parts,
              workers: polling,
              slots,
              busy,
              ...own,
            })),
          recentlyCompleted: ended.map((item) => ({
            ...item,
            startedAt: iso(item.startedAt),
            completedAt: iso(item.completedAt),
          })),
          limits: queue ? { atOnce: queue.atOnce, perMinute: queue.perMinute } : null,
        },
      };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${ITEMS_BASE}/batch/:id`,
      summary: 'Get page batch',
      description: 'Progress of a batch. List its pages with `GET /api/generation?batchId=`.',
      params: orderParams,
      answers: { 200: { description: 'The batch.', schema: itemBatchView } },
    },
    async ({ params, res }) => ({
      status: 200,
      json: await viewBatch(db, await ownBatch(res, params.id)),
    }),
  );

  routes.route(
    {
      method: 'post',
      permission: 'orders.act',
      path: `${ITEMS_BASE}/batch/:id/cancel`,
      summary: 'Cancel page batch',
      description: 'Cancels every page of a batch that has not ended yet.',
      params: orderParams,
      body: emptyBody,
      answers: { 200: { description: 'The updated batch.', schema: cancelledBatchView } },
    },
    async ({ params, req, res }) => {
      const { id: batchId } = await ownBatch(res, params.id);
      const { actor } = actionRequestOf(req, res, batchId);
      const cancelled = await db.itemCancels.cancelBatch({ batchId, actor: actor.name });
      const shown = await viewBatch(db, await ownBatch(res, batchId));
      return { status: 200, json: { ...shown, cancelledNow: cancelled } };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${ITEMS_BASE}/:id/result`,
      summary: 'Get page content',
      description:
        'The content of a completed page, as JSON or as Markdown (`format=markdown`, or the `Accept` header).',
      params: orderParams,
      query: resultQuery,
      answers: {
        200: { description: 'The content.', schema: itemResult },
        409: { description: 'The page is not completed; see `status` and `phase`.' },
      },
    },
    async ({ params, query, req, res }) => {
      const item = await own(res, params.id);
      if (item.status !== 'completed')
        throw new ApiError('conflict', 'This page is not completed yet.', {
          status: item.status,
          phase: item.phase,
        });
      const page = await pageOfItem(db, item);
      const wanted = query.format ?? (req.accepts(['json', 'text/markdown']) || 'json');
      if (wanted === 'json') return { status: 200, json: page };
      res.status(200).type('text/markdown; charset=utf-8').send(pageMarkdown(page));
    },
  );
}
