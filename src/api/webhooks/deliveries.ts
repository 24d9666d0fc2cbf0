import type { Response } from 'express';
import type { z } from 'zod';
import type { Db } from '../../db/db';
import type { LoggedDelivery } from '../../db/webhooks/deliveries';
import type { Webhook } from '../../db/webhooks/webhooks';
import { cutPage } from '../http/cursor';
import { ApiError } from '../http/errors';
import type { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import { deliveryParams, deliveryView, listDeliveriesQuery, webhookParams, WEBHOOKS_BASE } from './schemas';

function viewDelivery(line: LoggedDelivery): z.output<typeof deliveryView> {
  const { id, type, orderId, state, tries, lastStatus, lastProblem, body } = line;
  return {
    ...{ id, type, orderId, state, tries, lastStatus, lastProblem },
    createdAt: line.createdAt.toISOString(),
    lastTriedAt: line.lastTriedAt?.toISOString() ?? null,
    deliveredAt: line.deliveredAt?.toISOString() ?? null,
    body,
  };
}

/** Adds the log of what a webhook was told, and "send again". */
export function addDeliveries(
  routes: DescribedRouter,
  deps: { db: Db },
  ownWebhook: (res: Response, webhookId: string) => Promise<Webhook>,
): void {
  const { db } = deps;

  async function lineOf(webhookId: string, deliveryId: string): Promise<LoggedDelivery> {
    const line = await db.deliveries.findDelivery({ webhookId, deliveryId });
    if (!line) throw new ApiError('not_found', 'Delivery not found.');
    return line;
  }

  routes.route(
    {
      method: 'get',
      permission: 'webhooks.read',
      path: `${WEBHOOKS_BASE}/:id/deliveries`,
      summary: 'List deliveries',
      description: 'Events sent to a webhook with their outcome, newest first.',
      params: webhookParams,
      query: listDeliveriesQuery,
      answers: {
        200: {
          description: 'One page of results.',
          schema: pageOf(deliveryView),
          leadsTo: [
            {
              path: `${WEBHOOKS_BASE}/:id/deliveries/:deliveryId`,
              parameters: { id: '$request.path.id', deliveryId: '$response.body#/items/0/id' },
            },
          ],
        },
      },
    },
    async ({ params, query, res }) => {
      const webhook = await ownWebhook(res, params.id);
      const lines = await db.deliveries.listDeliveries({
        webhookId: webhook.id,
        state: query.state,
        orderId: query.orderId,
        before: query.cursor,
        limit: query.limit + 1,
      });
      const { rows, nextCursor } = cutPage(lines, query.limit, ({ seq }) => seq);
      return { status: 200, json: { items: rows.map(viewDelivery), nextCursor } };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'webhooks.write',
      path: `${WEBHOOKS_BASE}/:id/deliveries/:deliveryId/resend`,
      summary: 'Resend delivery',
      description: 'Sends an event again under the same ID. A pending delivery is left as it is.',
      params: deliveryParams,
      answers: {
        202: { description: 'Queued for delivery.', schema: deliveryView },
        409: { description: 'The webhook is disabled.' },
      },
    },
    async ({ params, res }) => {
      const webhook = await ownWebhook(res, params.id);
      if (!webhook.active)
        throw new ApiError('conflict', 'This webhook is disabled. Enable it before you resend anything.');
      const key = { webhookId: webhook.id, deliveryId: params.deliveryId };
      await lineOf(webhook.id, params.deliveryId);
      await db.transaction((tx) => tx.deliveries.redeliver(key));
      return { status: 202, json: viewDelivery(await lineOf(webhook.id, params.deliveryId)) };
    },
  );
}
