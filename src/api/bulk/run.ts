import type { Request, Response } from 'express';
import { principalName } from '../../contract/tenancy';
import type { Tx } from '../../db/db';
import type { BulkTemplate } from '../../db/bulk/templates';
import { acceptOnce } from '../http/accept-once';
import type { AcceptDeps } from '../http/accept-once';
import { holderOf } from '../http/auth';
import { ApiError } from '../http/errors';
import type { AnswerSpec } from '../http/route';
import { FULL_ANSWERS } from '../orders/action-routes';
import { BULK_BASE } from './base';
import { personOf, placedJob } from './create';
import { newBulkView } from './schemas';

/** How the routes answer that place the job of a template. */
export const RUN_ANSWERS: Record<number, AnswerSpec> = {
  202: {
    description: 'Accepted. `Location` is the URL of the job.',
    schema: newBulkView,
    headers: { Location: 'The URL of what was created.' },
    leadsTo: [{ path: `${BULK_BASE}/:id`, parameters: { id: '$response.body#/id' } }],
  },
  409: { description: 'The template was saved by an older version and has to be saved again.' },
  ...FULL_ANSWERS,
};

/** Makes what places the job of a template for a person: in one transaction, and once for an `Idempotency-Key`. */
export function templateRunner(deps: AcceptDeps & { bulkItemDelayMs: number }) {
  const once = acceptOnce(deps);

  /**
   * `find` reads the template, for how many orders it asks, and then once more in the transaction; `placed` writes what else belongs to it.
   */
  return async (
    request: { req: Request; res: Response; body: unknown; scheduleId?: string },
    find: (tx?: Tx) => Promise<BulkTemplate | undefined>,
    placed: (tx: Tx, jobId: string) => Promise<void> = async () => undefined,
  ) => {
    const { req, res, body, scheduleId } = request;
    const orders = 1 + ((await find())?.request.items.length ?? 0);
    return once(req, { holder: holderOf(res), body, orders, isBatch: true }, async (tx) => {
      const template = await find(tx);
      if (!template) throw new ApiError('not_found', 'Template not found.');
      const job = await tx.bulkPlacing.placeTemplate({
        ...{ template, itemDelayMs: deps.bulkItemDelayMs, placedBy: principalName(holderOf(res).by) },
        personId: await personOf(tx, res),
        ...(scheduleId ? { scheduleId } : {}),
      });
      if (!job)
        throw new ApiError('conflict', 'The template was saved by an older version. Save its job again.');
      await placed(tx, job.jobId);
      const { json, location, orders: accepted } = placedJob(job);
      return { status: 202, json, headers: { location }, orders: accepted };
    });
  };
}
