import type { Response } from 'express';
import type { ActRequest, ActResult } from '../../db/orders/actions';
import type { Order } from '../../db/orders/orders';
import { actAdder } from '../orders/action-routes';
import { BLOG_BASE } from './create';
import type { BlogRouteDeps } from './create';
import { viewOrder } from './view';
import { plannedTime } from './planned-time';
import type { DescribedRouter } from '../http/route';
import {
  actView,
  emptyBody,
  newIdeasBody,
  priorityBody,
  regenerateBody,
  resolveBody,
  scheduleBody,
  selectBody,
} from './schemas';

/** Adds the routes by which people act on an order: one transaction each, and the same act again gets the same answer. */
export function addActs(
  routes: DescribedRouter,
  deps: BlogRouteDeps,
  ownOrder: (res: Response, orderId: string) => Promise<Order>,
): void {
  const { acts } = deps.store;

  /** The zone in which an order's times are meant where a request names none: the order's, or else its store's. */
  async function zoneOf({ orderId, actor }: ActRequest): Promise<string> {
    const order = await deps.store.orders.findOrder(deps.store.pool, { orderId, tenantId: actor.tenantId });
    if (order?.timeZone) return order.timeZone;
    const shop = order?.storeId
      ? await deps.store.stores.storeById(deps.store.pool, { storeId: order.storeId })
      : undefined;
    return shop?.timeZone ?? 'UTC';
  }

  const addAct = actAdder<ActResult>(routes, {
    base: BLOG_BASE,
    name: 'order',
    answer: actView,
    view: async (res, id) => viewOrder(await ownOrder(res, id)),
    onDone: deps.notify,
  });

  addAct(
    { name: 'select', summary: 'Pick one of the ideas, or write a title of your own', body: selectBody },
    (request, { ideaId, title }) =>
      ideaId ? acts.pickIdea({ ...request, ideaId }) : acts.pickOwnTitle({ ...request, title: title! }),
  );
  addAct(
    {
      name: 'new-ideas',
      summary: 'Ask for five other ideas, with a hint; at most five rounds in all',
      body: newIdeasBody,
    },
    (request, body) => acts.newIdeas({ ...request, hint: body?.hint ?? '' }),
  );
  addAct(
    { name: 'approve', summary: 'Let a finished post that waits for approval go out', body: emptyBody },
    (request) => acts.approve(request),
  );
  addAct(
    {
      name: 'regenerate',
      summary: 'Have the text or the picture of a finished post made again before it goes out',
      body: regenerateBody,
    },
    (request, { part, hint }) => acts.regenerate({ ...request, part, hint: hint ?? '' }),
  );
  addAct(
    {
      name: 'schedule',
      summary: 'Plan, move or drop the time at which the post goes out, until it is on its way',
      body: scheduleBody,
    },
    async (request, body) => {
      const zone = body.timeZone ?? (await zoneOf(request));
      const publishAt = body.publishAt === null ? null : plannedTime(body.publishAt, zone, deps.now());
      return acts.reschedule({ ...request, publishAt, timeZone: publishAt ? zone : null });
    },
  );
  addAct(
    {
      name: 'priority',
      summary: 'Change how soon an order is worked on, also for what waits already',
      body: priorityBody,
    },
    (request, { priority }) => acts.reprioritise({ ...request, priority }),
  );
  addAct(
    { name: 'cancel', summary: 'Cancel an order that is not being published yet', body: emptyBody },
    (request) => acts.cancel(request),
  );
  addAct(
    {
      name: 'retry',
      summary: 'Start a failed or cancelled order again; finished stages stay finished',
      body: emptyBody,
    },
    (request) => acts.retry(request),
  );
  addAct(
    {
      name: 'resolve',
      summary: 'Say what became of a post whose publication is unconfirmed',
      body: resolveBody,
    },
    (request, body) => acts.resolve({ ...request, ...body }),
  );
}
