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
    {
      name: 'select',
      summary: 'Choose idea',
      description: 'Starts writing from one of the ideas, or under a title of your own.',
      body: selectBody,
    },
    (request, { ideaId, title }) =>
      ideaId ? actions.pickIdea({ ...request, ideaId }) : actions.pickOwnTitle({ ...request, title: title! }),
  );
  addAction(
    {
      name: 'new-ideas',
      summary: 'Request new ideas',
      description: 'Generates five new ideas, guided by an optional hint; at most five rounds per order.',
      body: newIdeasBody,
    },
    (request, body) => actions.newIdeas({ ...request, hint: body?.hint ?? '' }),
  );
  addAction(
    {
      name: 'approve',
      summary: 'Approve post',
      description: 'Releases a post that awaits approval.',
      body: emptyBody,
    },
    (request) => actions.approve(request),
  );
  addAction(
    {
      name: 'regenerate',
      summary: 'Regenerate text or image',
      description: 'Regenerates one part of a finished post that has not been published yet.',
      body: regenerateBody,
    },
    (request, { part, hint }) => actions.regenerate({ ...request, part, hint: hint ?? '' }),
  );
  addAction(
    {
      name: 'schedule',
      summary: 'Schedule post',
      description: 'Sets, moves or removes the publishing time. Possible until publishing starts.',
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
      summary: 'Change priority',
      description: 'Also applies to work that is already queued.',
      body: priorityBody,
    },
    (request, { priority }) => actions.reprioritise({ ...request, priority }),
  );
  addAction(
    {
      name: 'cancel',
      summary: 'Cancel post',
      description: 'Possible until publishing starts.',
      body: emptyBody,
    },
    (request) => actions.cancel(request),
  );
  addAction(
    {
      name: 'retry',
      summary: 'Retry post',
      description: 'Restarts a failed or cancelled order. Finished stages are kept and not charged again.',
      body: emptyBody,
    },
    (request) => actions.retry(request),
  );
  addAction(
    {
      name: 'resolve',
      summary: 'Resolve publication',
      description: 'Tells us what became of a post whose publication is unconfirmed.',
      body: resolveBody,
    },
    (request, body) => actions.resolve({ ...request, ...body }),
  );
}
