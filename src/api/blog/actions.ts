import type { ActionRequest } from '../../db/orders/actions';
import type { AddAction } from '../orders/action-routes';
import { plannedTime } from './planned-time';
import type { BlogRouteDeps } from './base';
import { approveBody, newIdeasBody, regenerateBody, resolveBody, scheduleBody, selectBody } from './schemas';

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
    {
      name: 'select',
      opens: true,
      summary: 'Choose idea',
      description: 'Starts writing from one of the ideas, or under a title of your own.',
      body: selectBody,
    },
    (request, { ideaId, title }) =>
      ideaId
        ? ideaActions.pickIdea({ ...request, ideaId })
        : ideaActions.pickOwnTitle({ ...request, title: title! }),
  );
  add(
    {
      name: 'new-ideas',
      opens: true,
      summary: 'Request new ideas',
      description: 'Generates five new ideas, guided by an optional hint; at most five rounds per order.',
      body: newIdeasBody,
    },
    (request, body) => ideaActions.newIdeas({ ...request, hint: body?.hint ?? '' }),
  );
  add(
    {
      name: 'approve',
      opens: true,
      summary: 'Approve post',
      description: 'Releases a post that awaits approval, with or without its image.',
      body: approveBody,
    },
    (request, body) => releaseActions.approve({ ...request, ...body }),
  );
  add(
    {
      name: 'regenerate',
      opens: true,
      summary: 'Regenerate text or image',
      description:
        'Regenerates one part of a finished post that has not been published yet, guided by an optional hint.',
      body: regenerateBody,
    },
    (request, { part, hint }) => releaseActions.regenerate({ ...request, part, hint: hint ?? '' }),
  );
  add(
    {
      name: 'schedule',
      opens: true,
      summary: 'Schedule post',
      description: 'Sets, moves or removes the publishing time. Possible until publishing starts.',
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
      opens: true,
      summary: 'Resolve publication',
      description: 'Tells us what became of a post whose publication is unconfirmed.',
      body: resolveBody,
    },
    (request, body) => releaseActions.resolve({ ...request, ...body }),
  );
}
