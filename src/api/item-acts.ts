import type { Response } from 'express';
import type { z } from 'zod';
import type { ActRequest, ActResult } from '../db/act';
import type { Item } from '../db/items';
import type { AcceptDeps } from './accept-once';
import { actRequestOf, heldAct } from './act-request';
import { cancelledBatchView, itemActView, itemParams } from './item-schemas';
import { ITEMS_BASE } from './item-create';
import { viewBatch, viewItem } from './item-view';
import type { OwnBatch } from './items';
import type { DescribedRouter } from './route';
import { emptyBody, priorityBody } from './schemas';

/** Adds the routes by which people act on items and batches. */
export function addItemActs(
  routes: DescribedRouter,
  deps: AcceptDeps,
  own: { item: (res: Response, id: string) => Promise<Item>; batch: OwnBatch },
): void {
  const { store } = deps;
  const { itemActs } = store;

  function addAct<B extends z.ZodType>(
    spec: { name: string; summary: string; body: B },
    act: (request: ActRequest, body: z.output<B>) => Promise<ActResult & { admitted: string[] }>,
  ): void {
    routes.route(
      {
        method: 'post',
        permission: 'orders.act',
        path: `${ITEMS_BASE}/:id/${spec.name}`,
        summary: spec.summary,
        params: itemParams,
        body: spec.body,
        idempotent: true,
        answers: {
          200: {
            description: 'The item after the act; the same act again gets the same answer.',
            schema: itemActView,
          },
          409: { description: 'The item is in another state; `status` and `phase` say which.' },
        },
      },
      async ({ params, body, req, res }) => {
        const result = await act(actRequestOf(req, res, params.id), body);
        const held = heldAct(result, 'item');
        if (held.outcome === 'done') [params.id, ...result.admitted].forEach(deps.kick);
        const shown = await viewItem(store, await own.item(res, params.id));
        return { status: 200, json: { ...shown, actId: held.actId, repeated: held.outcome === 'same' } };
      },
    );
  }

  addAct(
    { name: 'cancel', summary: 'Cancel an item; one that is being written stops', body: emptyBody },
    (request) => itemActs.cancel(request),
  );
  addAct(
    {
      name: 'retry',
      summary: 'Start a failed or cancelled item again; what is written stays written',
      body: emptyBody,
    },
    (request) => itemActs.retry(request),
  );
  addAct(
    {
      name: 'priority',
      summary: 'Change how soon an item is worked on, also of what waits already',
      body: priorityBody,
    },
    (request, { priority }) => itemActs.reprioritise({ ...request, priority }),
  );

  routes.route(
    {
      method: 'post',
      permission: 'orders.act',
      path: `${ITEMS_BASE}/batch/:id/cancel`,
      summary: 'Cancel all items of a batch that have not ended',
      params: itemParams,
      body: emptyBody,
      answers: { 200: { description: 'The batch as it is now.', schema: cancelledBatchView } },
    },
    async ({ params, req, res }) => {
      const { id: batchId, tenantId } = await own.batch(res, params.id);
      const { actor } = actRequestOf(req, res, batchId);
      const { cancelled, told } = await itemActs.cancelBatch({ batchId, tenantId, actor: actor.name });
      told.forEach(deps.kick);
      const shown = await viewBatch(store, await own.batch(res, batchId));
      return { status: 200, json: { ...shown, cancelledNow: cancelled } };
    },
  );
}
