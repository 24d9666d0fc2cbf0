import type { Response } from 'express';
import { pageMarkdown } from '../../domain/items/page';
import type { Batch } from '../../db/items/batches';
import type { Item } from '../../db/items/items';
import { scopeOf } from '../http/auth';
import type { AcceptDeps } from '../http/accept-once';
import { ApiError } from '../http/errors';
import { addItemActions } from './actions';
import { addItemCreation, ITEMS_BASE } from './create';
import {
  itemBatchView,
  itemDetail,
  itemParams,
  itemQueueView,
  itemResult,
  itemView,
  listItemsQuery,
  resultQuery,
} from './schemas';
import { pageOfItem, viewBatch, viewItemDetail, viewItems } from './view';
import { addRecords } from '../orders/records';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../blog/schemas';

/** Reads a batch that the request may see; throws where there is none. */
export type OwnBatch = (res: Response, batchId: string) => Promise<Batch>;

/** The routes of generation items and their batches. */
export function itemRoutes(deps: AcceptDeps): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();

  async function ownItem(res: Response, itemId: string): Promise<Item> {
    const item = await db.items.findItem({ itemId, tenantId: scopeOf(res) });
    if (!item) throw new ApiError('not_found', 'Page not found.');
    return item;
  }

  const ownBatch: OwnBatch = async (res, batchId) => {
    const batch = await db.itemBatches.findBatch({ batchId, tenantId: scopeOf(res) });
    if (!batch) throw new ApiError('not_found', 'Batch not found.');
    return batch;
  };

  addItemCreation(routes, deps);

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: ITEMS_BASE,
      summary: 'List pages',
      description: 'Newest first.',
      query: listItemsQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(itemView) } },
    },
    async ({ query, res }) => {
      const items = await db.items.listItems({
        tenantId: scopeOf(res),
        batchId: query.batchId,
        status: query.status,
        pageType: query.type,
        after: query.cursor,
        limit: query.limit + 1,
      });
      const page = items.slice(0, query.limit);
      const more = items.length > query.limit;
      return {
        status: 200,
        json: { items: await viewItems(db, page), nextCursor: more ? page.at(-1)!.seq : null },
      };
    },
  );

  // Before the routes of one item, as these names stand where its identifier does.
  routes.route(
    {
      method: 'get',
      permission: 'queue.read',
      path: `${ITEMS_BASE}/queue`,
      summary: 'Page queue',
      description: 'Pages by status, the workers online, and your limits.',
      answers: {
        200: { description: 'Current figures; ended pages of the last 24 hours.', schema: itemQueueView },
      },
    },
    async ({ res }) => {
      const tenantId = scopeOf(res);
      const [counts, parts, workers, lanes, queues] = await Promise.all([
        db.itemPace.countItems({ tenantId }),
        db.itemPace.partsLately({ tenantId }),
        db.itemPace.itemWorkers({ tenantId }),
        db.laneStats.listLanes(),
        tenantId ? db.itemPace.itemQueues({ tenantIds: [tenantId] }) : undefined,
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
      params: itemParams,
      answers: { 200: { description: 'The batch.', schema: itemBatchView } },
    },
    async ({ params, res }) => ({
      status: 200,
      json: await viewBatch(db, await ownBatch(res, params.id)),
    }),
  );

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${ITEMS_BASE}/:id`,
      summary: 'Get page',
      description: 'One page with its progress and cost.',
      params: itemParams,
      answers: { 200: { description: 'The page.', schema: itemDetail } },
    },
    async ({ params, res }) => ({
      status: 200,
      json: await viewItemDetail(db, await ownItem(res, params.id)),
    }),
  );

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${ITEMS_BASE}/:id/result`,
      summary: 'Get page content',
      description:
        'The content of a completed page, as JSON or as Markdown (`format=markdown`, or the `Accept` header).',
      params: itemParams,
      query: resultQuery,
      answers: {
        200: { description: 'The content.', schema: itemResult },
        409: { description: 'The page is not completed; see `status` and `phase`.' },
      },
    },
    async ({ params, query, req, res }) => {
      const item = await ownItem(res, params.id);
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

  addRecords(routes, deps, {
    base: ITEMS_BASE,
    name: 'a page',
    own: ownItem,
    attempts: (orderId) => db.attempts.listRejectedParts({ orderId }),
  });

  addItemActions(routes, deps, { item: ownItem, batch: ownBatch });
  return routes;
}
