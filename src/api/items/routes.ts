import type { AcceptDeps } from '../http/accept-once';
import { cutPage } from '../http/cursor';
import type { DescribedRouter } from '../http/route';
import { kindRoutes } from '../orders/kind-routes';
import { ITEMS_BASE } from './base';
import { createBatch, createItem } from './create';
import { batchCsv } from './csv';
import { addItemRoutes } from './extra-routes';
import {
  createItemBatchBody,
  createItemBody,
  itemActionView,
  itemDetail,
  itemView,
  listItemsQuery,
  newItemBatchView,
  retryItemBody,
} from './schemas';
import { viewItem, viewItemDetail, viewItems, viewNewBatch, viewNewItem } from './view';

/** The routes of generation items and their batches. */
export function itemRoutes(deps: AcceptDeps): DescribedRouter {
  const { db } = deps;
  return kindRoutes(deps, {
    kind: 'item',
    base: ITEMS_BASE,
    name: { one: 'page', a: 'a page', many: 'pages' },
    create: {
      summary: 'Create page',
      description: 'Queues a page of the type product, category, brand, inspire or engage.',
      body: createItemBody,
      accepted: 'Accepted. `Location` is the URL of the page.',
      answer: itemView,
      create: async (tx, res, body) => {
        const item = await createItem(tx, res, body);
        return { json: viewNewItem(item), location: `${ITEMS_BASE}/${item.id}`, orders: 1 };
      },
    },
    batch: {
      summary: 'Create page batch',
      description:
        'Queues up to 1,000 pages, sent as JSON or, one page a line, as `text/csv`. Either all of them are accepted or none.',
      body: createItemBatchBody,
      csv: batchCsv,
      bodySize: 'batch',
      accepted: 'Accepted. `Location` is the URL of the batch.',
      leadsTo: [
        { path: `${ITEMS_BASE}/batch/:id`, parameters: { id: '$response.body#/id' } },
        { path: `${ITEMS_BASE}/:id`, parameters: { id: '$response.body#/ids/0' } },
      ],
      answer: newItemBatchView,
      create: async (tx, res, body) => {
        const { batch, ids } = await createBatch(tx, res, body);
        return {
          json: { ...viewNewBatch(batch), ids },
          location: `${ITEMS_BASE}/batch/${batch.id}`,
          orders: ids.length,
        };
      },
    },
    list: {
      query: listItemsQuery,
      view: itemView,
      page: async ({ batchId, status, type, cursor, limit }, tenantId) => {
        const filter = { tenantId, batchId, status, pageType: type, after: cursor };
        const items = await db.items.listItems({ ...filter, limit: limit + 1 });
        const { rows, nextCursor } = cutPage(items, limit, ({ seq }) => seq);
        return { items: await viewItems(db, rows), nextCursor };
      },
    },
    read: {
      summary: 'Get page',
      description: 'One page with its progress and cost.',
      view: itemDetail,
      detail: (item) => viewItemDetail(db, item),
    },
    find: db.items.findItem,
    view: (item) => viewItem(db, item),
    attempts: (orderId) => db.attempts.listRejectedParts({ orderId }),
    parts: (item) => item.components,
    actions: {
      answer: itemActionView,
      cancel: { summary: 'Cancel page', description: 'Also stops a page that is being written.' },
      retry: {
        summary: 'Retry page',
        description:
          'Restarts a failed or cancelled page, guided by an optional hint. Finished sections are kept and not charged again.',
        asked: {
          body: retryItemBody,
          act: (request, body) => db.itemRetry.retryItem({ ...request, ...body }),
        },
      },
    },
    addRoutes: (routes, own) => addItemRoutes(routes, deps, own),
  });
}
