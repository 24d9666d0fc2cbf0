import type { ActionRequest } from '../../db/orders/actions';
import type { AddAction } from '../orders/action-routes';
import { emptyBody } from '../http/schemas';
import { plannedTime } from './planned-time';
import type { BlogRouteDeps } from './base';
import { newIdeasBody, regenerateBody, resolveBody, scheduleBody, selectBody } from './schemas';

/** Adds the actions that only blog orders know. */
export function addBlogActions(add: AddAction, deps: Pick<BlogRouteDeps, 'db' | 'now'>): void {
  const { ideaActions, releaseActions, blogOrders, stores } = deps.db;

  /** The zone in which an order's times are meant where a request names none: the order's, or else its store's. */
  async function zoneOf({ orderId, actor }: ActionRequest): Promise<string> {
    const order = await blogOrders.findBlogOrder({ orderId, tenantId: actor.tenantId });
    if (order?.timeZone) return order.timeZone;
    const store = order && (await stores.storeById({ storeId: order.storeId }));
    return store?.timeZone ?? 'UTC';
  }

  add(
    { name: 'select', summary: 'Pick one of the ideas, or write a title of your own', body: selectBody },
    (request, { ideaId, title }) =>
      ideaId
        ? ideaActions.pickIdea({ ...request, ideaId })
        : ideaActions.pickOwnTitle({ ...request, title: title! }),
  );
  add(
    {
      name: 'new-ideas',
      summary: 'Ask for five other ideas, with a hint; at most five rounds in all',
      body: newIdeasBody,
    },
    (request, body) => ideaActions.newIdeas({ ...request, hint: body?.hint ?? '' }),
  );
  add(
    { name: 'approve', summary: 'Let a finished post that waits for approval go out', body: emptyBody },
    (request) => releaseActions.approve(request),
  );
  add(
    {
      name: 'regenerate',
      summary: 'Have the text or the picture of a finished post made again before it goes out',
      body: regenerateBody,
    },
    (request, { part, hint }) => releaseActions.regenerate({ ...request, part, hint: hint ?? '' }),
  );
  add(
    {
      name: 'schedule',
      summary: 'Plan, move or drop the time at which the post goes out, until it is on its way',
      body: scheduleBody,
    },
    async (request, body) => {
      const zone = body.timeZone ?? (await zoneOf(request));
      const publishAt = body.publishAt === null ? null : plannedTime(body.publishAt, zone, deps.now());
      return releaseActions.reschedule({ ...request, publishAt, timeZone: publishAt ? zone : null });
    },
  );
  add(
    {
      name: 'resolve',
      summary: 'Say what became of a post whose publication is unconfirmed',
      body: resolveBody,
    },
    (request, body) => releaseActions.resolve({ ...request, ...body }),
  );
}
