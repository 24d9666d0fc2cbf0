import type { Response } from 'express';
import type { ActionRequest } from '../../db/orders/actions';
import type { Order } from '../../db/orders/orders';
import { actionAdder } from '../orders/action-routes';
import { BLOG_BASE } from './create';
import type { BlogRouteDeps } from './create';
import { viewOrder } from './view';
import { plannedTime } from './planned-time';
import type { DescribedRouter } from '../http/route';
import {
  actionView,
  emptyBody,
  newIdeasBody,
  priorityBody,
  regenerateBody,
  resolveBody,
  scheduleBody,
  selectBody,
} from './schemas';

/** Adds the routes by which people act on an order: one transaction each, and the same act again gets the same answer. */
export function addActions(
  routes: DescribedRouter,
  deps: BlogRouteDeps,
  ownOrder: (res: Response, orderId: string) => Promise<Order>,
): void {
  const { actions } = deps.db;

  /** The zone in which an order's times are meant where a request names none: the order's, or else its store's. */
  async function zoneOf({ orderId, actor }: ActionRequest): Promise<string> {
    const order = await deps.db.orders.findOrder({ orderId, tenantId: actor.tenantId });
    if (order?.timeZone) return order.timeZone;
    const shop = order?.storeId ? await deps.db.stores.storeById({ storeId: order.storeId }) : undefined;
    return shop?.timeZone ?? 'UTC';
  }

  const addAction = actionAdder(routes, {
    base: BLOG_BASE,
    name: 'order',
    answer: actionView,
    view: async (res, id) => viewOrder(await ownOrder(res, id)),
  });

  addAction(
    { name: 'select', summary: 'Pick one of the ideas, or write a title of your own', body: selectBody },
    (request, { ideaId, title }) =>
      ideaId ? actions.pickIdea({ ...request, ideaId }) : actions.pickOwnTitle({ ...request, title: title! }),
  );
  addAction(
    {
      name: 'new-ideas',
      summary: 'Ask for five other ideas, with a hint; at most five rounds in all',
      body: newIdeasBody,
    },
    (request, body) => actions.newIdeas({ ...request, hint: body?.hint ?? '' }),
  );
  addAction(
    { name: 'approve', summary: 'Let a finished post that waits for approval go out', body: emptyBody },
    (request) => actions.approve(request),
  );
  addAction(
    {
      name: 'regenerate',
      summary: 'Have the text or the picture of a finished post made again before it goes out',
      body: regenerateBody,
    },
    (request, { part, hint }) => actions.regenerate({ ...request, part, hint: hint ?? '' }),
  );
  addAction(
    {
      name: 'schedule',
      summary: 'Plan, move or drop the time at which the post goes out, until it is on its way',
      body: scheduleBody,
    },
    async (request, body) => {
      const zone = body.timeZone ?? (await zoneOf(request));
      const publishAt = body.publishAt === null ? null : plannedTime(body.publishAt, zone, deps.now());
      return actions.reschedule({ ...request, publishAt, timeZone: publishAt ? zone : null });
    },
  );
  addAction(
    {
      name: 'priority',
      summary: 'Change how soon an order is worked on, also for what waits already',
      body: priorityBody,
    },
    (request, { priority }) => actions.reprioritise({ ...request, priority }),
  );
  addAction(
    { name: 'cancel', summary: 'Cancel an order that is not being published yet', body: emptyBody },
    (request) => actions.cancel(request),
  );
  addAction(
    {
      name: 'retry',
      summary: 'Start a failed or cancelled order again; finished stages stay finished',
      body: emptyBody,
    },
    (request) => actions.retry(request),
  );
  addAction(
    {
      name: 'resolve',
      summary: 'Say what became of a post whose publication is unconfirmed',
      body: resolveBody,
    },
    (request, body) => actions.resolve({ ...request, ...body }),
  );
}
