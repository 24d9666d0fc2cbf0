import { z } from 'zod';
import type { AcceptDeps } from '../http/accept-once';
import type { DescribedRouter } from '../http/route';
import { limitOf, uuid } from '../http/schemas';
import { envelopeOf, viewEnvelope } from '../orders/envelope';
import { kindRoutes } from '../orders/kind-routes';

const view = z.object({ ...envelopeOf('bulk'), tenantId: uuid });

/** The routes of bulk jobs. */
export function bulkRoutes(deps: AcceptDeps): DescribedRouter {
  const { db } = deps;
  return kindRoutes(deps, {
    kind: 'bulk',
    base: '/api/bulk-generate',
    name: { one: 'bulk job', a: 'a bulk job', many: 'bulk jobs' },
    list: {
      query: z.strictObject({ limit: limitOf(200, 50) }),
      view,
      page: async ({ limit }, tenantId) => ({
        items: (await db.bulkJobs.listJobs({ tenantId, limit })).map((order) => ({
          ...viewEnvelope(order),
          tenantId: order.tenantId,
        })),
        nextCursor: null,
      }),
    },
    read: {
      summary: 'Get bulk job',
      description: 'One bulk job.',
      view,
      detail: async (order) => ({ ...viewEnvelope(order), tenantId: order.tenantId }),
    },
    find: db.bulkJobs.findJob,
    view: async (order) => ({ ...viewEnvelope(order), tenantId: order.tenantId }),
    attempts: (orderId) => db.attempts.listRejectedParts({ orderId }),
    actions: { answer: view.extend({ actId: z.uuid(), repeated: z.boolean() }) },
  });
}
