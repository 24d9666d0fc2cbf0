import type { Response } from 'express';
import { z } from 'zod';
import type { Batch } from '../../db/items/batches';
import type { Item } from '../../db/items/items';
import type { LaneStats } from '../../db/lanes/stats';
import { pageMarkdown } from '../../domain/items/page';
import type { AcceptDeps } from '../http/accept-once';
import { scopeOf } from '../http/auth';
import { batchTurn } from '../http/batch-turns';
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

/** The queue of sections; only of the whole one are its rate, its workers and their slots told. */
function viewQueue(
  throughput: number,
  queue: { backlog: number; busy: number; oldestSeconds: number } | LaneStats | undefined,
): z.output<typeof itemQueueView>['lanes'][number] {
  const { backlog, busy, oldestSeconds } = queue ?? { backlog: 0, busy: 0, oldestSeconds: 0 };
  const shown = { lane: 'writing', backlog, busy, oldestSeconds, throughput };
  if (!queue || !('rate' in queue)) return { ...shown, ratePerSecond: null };
  return { ...shown, ratePerSecond: queue.rate, workers: queue.workers, slots: queue.slots };
}

/** Adds the routes that only generation items have: their queue, their batches and their finished pages. */
export function addItemRoutes(
  routes: DescribedRouter,
  deps: Pick<AcceptDeps, 'db' | 'texts'>,
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
        'Your pages by status, the workers that have some of yours, the pages that ended last, and your limits. Operators see all workers and all pages.',
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
        tenantId ? undefined : db.laneStats.listLanes(),
        tenantId ? db.itemPace.itemQueues({ tenantIds: [tenantId] }) : undefined,
        tenantId ? db.itemPace.itemsInLane({ tenantId }) : undefined,
        db.itemPace.endedLately({ tenantId, limit: MOST_ENDED }),
      ]);
      const queue = tenantId ? queues?.get(tenantId) : undefined;
      return {
        status: 200,
        json: {
          ...counts,
          // How many workers there are, and of what size, is for operators to know.
          workers: workers
            .filter(({ busySlots }) => !tenantId || busySlots > 0)
            .map(({ slots, busySlots, currentItems }, n) => ({
              id: `worker-${n + 1}`,
              busy: busySlots > 0,
              busySlots,
              ...(tenantId ? {} : { slots }),
              currentItem: currentItems[0] ?? null,
              currentItems,
            })),
          lanes: [viewQueue(parts, own ?? lanes?.find(({ lane }) => lane === 'writing'))],
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
      guard: ({ res }, work) => batchTurn(res, work),
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
        200: { description: 'The content.', schema: itemResult, also: { 'text/markdown': z.string() } },
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
      const page = await pageOfItem(deps, item);
      const wanted = query.format ?? (req.accepts(['json', 'text/markdown']) || 'json');
      if (wanted === 'json') return { status: 200, json: page };
      return { status: 200, text: pageMarkdown(page), type: 'text/markdown; charset=utf-8' };
    },
  );
}
