import { z } from 'zod';
import { ORDER_KINDS } from '../../contract/orders';
import { REFUND_REASONS, REFUND_RESOLUTIONS, REFUND_STATES } from '../../contract/payments';
import type { ListedRefund } from '../../db/payments/refund-log';
import { creationCursor } from '../http/cursor';
import { limitOf, uuid } from '../http/schemas';

export const refundParams = z.strictObject({ refundId: uuid });

export const listRefundsQuery = z.strictObject({
  state: z.enum(REFUND_STATES).optional(),
  limit: limitOf(100, 50),
  cursor: creationCursor.optional(),
});

/** Stripe's id of a refund; of some ways to pay it begins with `pyr_`. */
const stripeRefundId = z
  .string()
  .regex(/^(?:re|pyr)_\w{1,250}$/, 'must be the id of a refund in Stripe, which starts with re_ or pyr_');

export const resolveRefundBody = z
  .strictObject({
    resolution: z
      .enum(REFUND_RESOLUTIONS)
      .describe(
        '`refunded`: the money is back. `not_refunded`: it is not; Stripe’s list is read, and the refund asked for again.',
      ),
    stripeRefundId: stripeRefundId
      .optional()
      .describe('The refund in Stripe that gave it back; left out where it went back in another way'),
  })
  .refine(({ resolution, stripeRefundId: id }) => resolution === 'refunded' || id === undefined, {
    path: ['stripeRefundId'],
    error: 'must be left out for a refund that was not made',
  });

const time = z.iso.datetime().nullable();

export const refundView = z.object({
  id: uuid,
  orderId: uuid,
  orderKind: z.enum(ORDER_KINDS),
  amount: z.int().describe('In the smallest unit of the currency'),
  currency: z.string().describe('ISO 4217'),
  reason: z.enum(REFUND_REASONS),
  state: z
    .enum(REFUND_STATES)
    .describe('`unconfirmed`: nobody knows whether Stripe made it, until a person says so'),
  stripeRefundId: z.string().nullable(),
  tries: z.int(),
  lastProblem: z.string().nullable(),
  createdAt: z.iso.datetime(),
  firstTriedAt: time,
  lastTriedAt: time,
  settledAt: time,
  resolution: z
    .enum([...REFUND_RESOLUTIONS, 'retried'])
    .nullable()
    .describe('What a person decided last'),
  resolvedBy: z.string().nullable(),
  resolvedAt: time,
});

/** A refund as operators see it. */
export function viewRefund(refund: ListedRefund): z.output<typeof refundView> {
  const { id, orderId, orderKind, amount, currency, reason, state, stripeRefundId: madeId } = refund;
  const { tries, lastProblem, resolution, resolvedBy } = refund;
  const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
  return {
    ...{
      id,
      orderId,
      orderKind,
      amount,
      currency,
      reason,
      state,
      stripeRefundId: madeId,
      tries,
      lastProblem,
    },
    createdAt: refund.createdAt.toISOString(),
    firstTriedAt: iso(refund.firstTriedAt),
    lastTriedAt: iso(refund.lastTriedAt),
    settledAt: iso(refund.settledAt),
    ...{ resolution, resolvedBy, resolvedAt: iso(refund.resolvedAt) },
  };
}
