import type { Response } from 'express';
import { principalName } from '../../contract/tenancy';
import type { Db, Tx } from '../../db/db';
import type { Decided } from '../../db/payments/refund-decisions';
import type { Logger } from '../../telemetry/logger';
import { holderOf } from '../http/auth';
import { pageByCreation } from '../http/cursor';
import { envelopeOf, inEnvelope } from '../http/envelope';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import type { RouteAnswer } from '../http/route';
import { emptyBody, pageOf } from '../http/schemas';
import { listRefundsQuery, refundParams, refundView, resolveRefundBody, viewRefund } from './refund-schemas';

/** Where operators see what is given back. */
export const REFUNDS = '/api/v1/admin/refunds';

const notFound = (): ApiError => new ApiError('not_found', 'Refund not found.');

/** The routes by which operators see refunds, and administrators settle those that need a person. */
export function refundRoutes(deps: { db: Db; log: Logger }): DescribedRouter {
  const { db, log } = deps;
  const routes = new DescribedRouter();

  /** Has a person's decision made, whole or not at all, and answers how the refund stands then. */
  async function decide(
    res: Response,
    refundId: string,
    work: (tx: Tx, actor: string) => Promise<Decided>,
  ): Promise<RouteAnswer> {
    const actor = principalName(holderOf(res).by);
    const { decided, refund } = await db.transaction(async (tx) => ({
      decided: await work(tx, actor),
      refund: await tx.refundLog.findListedRefund({ refundId }),
    }));
    if (!refund || decided.outcome === 'unknown') throw notFound();
    if (decided.outcome === 'id_taken')
      throw new ApiError('conflict', 'This refund in Stripe belongs to another payment, or failed.', {
        state: refund.state,
      });
    if (decided.outcome === 'wrong_state')
      throw new ApiError('conflict', `The refund is ${decided.state}.`, { state: decided.state });
    if (decided.outcome === 'decided')
      log.info('a person decided about a refund', { refundId, resolution: refund.resolution, actor });
    const isSettled = refund.state === 'succeeded';
    return inEnvelope(
      isSettled ? 'The money is back.' : 'The refund is asked for again.',
      viewRefund(refund),
    );
  }

  routes.route(
    {
      method: 'get',
      permission: 'refunds.read',
      path: REFUNDS,
      summary: 'List refunds',
      description: 'What is or was given back to buyers, newest first.',
      query: listRefundsQuery,
      answers: {
        200: {
          description: 'One page of results.',
          schema: envelopeOf(pageOf(refundView)),
        },
      },
    },
    async ({ query }) => {
      const { state } = query;
      const page = await pageByCreation(
        query,
        (where) => db.refundLog.listAllRefunds({ state, ...where }),
        viewRefund,
      );
      return inEnvelope(page.items.length === 0 ? 'No refunds found.' : 'Refunds found.', page);
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'refunds.write',
      path: `${REFUNDS}/:refundId/resolve`,
      summary: 'Resolve refund',
      description:
        'Says what became of an unconfirmed refund, once it was looked up in Stripe. Said again, it is the same answer.',
      params: refundParams,
      body: resolveRefundBody,
      answers: {
        200: { description: 'The refund as it is then.', schema: envelopeOf(refundView) },
        409: {
          description:
            'It is not unconfirmed; `state` says what it is. Or the refund in Stripe is another one.',
        },
      },
    },
    async ({ params: { refundId }, body, res }) =>
      decide(res, refundId, (tx, actor) => tx.refundDecisions.resolveRefund({ refundId, ...body, actor })),
  );

  routes.route(
    {
      method: 'post',
      permission: 'refunds.write',
      path: `${REFUNDS}/:refundId/retry`,
      summary: 'Retry refund',
      description:
        'Asks again for a refund that failed, after reading Stripe’s list. Asked again, it is the same answer.',
      params: refundParams,
      body: emptyBody,
      answers: {
        200: { description: 'The refund as it is then.', schema: envelopeOf(refundView) },
        409: { description: 'It has not failed; `state` says what it is.' },
      },
    },
    async ({ params: { refundId }, res }) =>
      decide(res, refundId, (tx, actor) => tx.refundDecisions.retryRefund({ refundId, actor })),
  );

  return routes;
}
