import { z } from 'zod';
import type { AcceptDeps } from '../http/accept-once';
import type { DescribedRouter } from '../http/route';
import { limitOf, uuid } from '../http/schemas';
import { envelopeOf, viewEnvelope } from '../orders/envelope';
import { kindRoutes } from '../orders/kind-routes';

const view = z.object({ ...envelopeOf('content'), tenantId: uuid });

/** The routes of texts. */
export function contentRoutes(deps: AcceptDeps): DescribedRouter {
  const { db } = deps;
  return kindRoutes(deps, {
    kind: 'content',
    base: '/api/content',
    name: { one: 'text', a: 'a text', many: 'texts' },
    list: {
      query: z.strictObject({ limit: limitOf(200, 50) }),
      view,
      page: async ({ limit }, tenantId) => ({
        items: (await db.contentItems.listContent({ tenantId, limit })).map((order) => ({
          ...viewEnvelope(order),
          tenantId: order.tenantId,
        })),
        nextCursor: null,
      }),
    },
    read: {
      summary: 'Get text',
      description: 'One text.',
      view,
      detail: async (order) => ({ ...viewEnvelope(order), tenantId: order.tenantId }),
    },
    find: db.contentItems.findContent,
    view: async (order) => ({ ...viewEnvelope(order), tenantId: order.tenantId }),
    attempts: (orderId) => db.attempts.listRejectedParts({ orderId }),
    actions: { answer: view.extend({ actId: z.uuid(), repeated: z.boolean() }) },
  });
}
