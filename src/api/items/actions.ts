import type { Response } from 'express';
import type { Item } from '../../db/items/items';
import type { AcceptDeps } from '../http/accept-once';
import { actionRequestOf } from '../orders/action-request';
import { actionAdder } from '../orders/action-routes';
import { cancelledBatchView, itemActView, itemParams } from './schemas';
import { ITEMS_BASE } from './create';
import { viewBatch, viewItem } from './view';
import type { OwnBatch } from './routes';
import type { DescribedRouter } from '../http/route';
import { emptyBody, priorityBody } from '../blog/schemas';

/** Adds the routes by which people act on items and batches. */
export function addItemActions(
  routes: DescribedRouter,
  deps: AcceptDeps,
  own: { item: (res: Response, id: string) => Promise<Item>; batch: OwnBatch },
): void {
  const { db } = deps;
  const { itemActions } = db;

  const addAction = actionAdder(routes, {
    base: ITEMS_BASE,
    name: 'item',
    answer: itemActView,
    view: async (res, id) => viewItem(db, await own.item(res, id)),
  });

  addAction(
    {
      name: 'cancel',
      summary: 'Cancel page',
      description: 'Also stops a page that is being written.',
      body: emptyBody,
    },
    (request) => itemActions.cancel(request),
  );
  addAction(
    {
      name: 'retry',
      summary: 'Retry page',
      description: 'Restarts a failed or cancelled page. Finished sections are kept and not charged again.',
      body: emptyBody,
    },
    (request) => itemActions.retry(request),
  );
  addAction(
    {
      name: 'priority',
      summary: 'Change priority',
      description: 'Also applies to work that is already queued.',
      body: priorityBody,
    },
    (request, { priority }) => itemActions.reprioritise({ ...request, priority }),
  );

  routes.route(
    {
      method: 'post',
      permission: 'orders.act',
      path: `${ITEMS_BASE}/batch/:id/cancel`,
      summary: 'Cancel page batch',
      description: 'Cancels every page of a batch that has not ended yet.',
      params: itemParams,
      body: emptyBody,
      answers: { 200: { description: 'The updated batch.', schema: cancelledBatchView } },
    },
    async ({ params, req, res }) => {
      const { id: batchId, tenantId } = await own.batch(res, params.id);
      const { actor } = actionRequestOf(req, res, batchId);
      const cancelled = await itemActions.cancelBatch({ batchId, tenantId, actor: actor.name });
      const shown = await viewBatch(db, await own.batch(res, batchId));
      return { status: 200, json: { ...shown, cancelledNow: cancelled } };
    },
  );
}
