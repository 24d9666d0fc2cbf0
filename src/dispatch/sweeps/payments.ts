import type { Pool } from 'pg';
import { enqueuePayment, enqueueRefund } from '../../db/outbox/outbox';
import { dueCheckouts, findActiveCheckout, lockPaidOrder, unpaidOrders } from '../../db/payments/checkouts';
import { quietRefunds } from '../../db/payments/refund-tries';
import { eachAlone, inTransaction } from '../../db/pool';
import { expireUnpaid } from '../../db/purchases/payment';
import { PAY_WITHIN_DAYS } from '../../domain/purchases/bounds';
import { inTurn } from './in-turn';
import type { Sweep } from './sweep';

/** How often is looked, how long a refund must have been quiet (longer than pauses between tries), in milliseconds. */
const EVERY_MS = 60_000;
const QUIET_REFUND_MS = 15 * 60_000;

/** What one look finds at most of each; the rest follows with the next one. */
const MOST_FOUND = 200;

/**
 * Finds what no webhook told: has Stripe asked about checkouts and refunds that nothing was heard of, and ends orders whose time to be paid is
 * over.
 */
export function paymentsSweep(options: {
  pool: Pool;
  pace?: { everyMs: number; quietRefundMs: number } | undefined;
}): Sweep {
  const { pool, pace = { everyMs: EVERY_MS, quietRefundMs: QUIET_REFUND_MS } } = options;
  return inTurn(
    pool,
    { name: 'look for payments that nothing was heard of', everyMs: pace.everyMs },
    async () => {
      const most = MOST_FOUND;
      const checkouts = await dueCheckouts(pool, { most });
      const refunds = await quietRefunds(pool, { quietMs: pace.quietRefundMs, most });
      const unpaid = await unpaidOrders(pool, { days: PAY_WITHIN_DAYS, most });
      await eachAlone([
        ...checkouts.map(
          (checkoutId) => () => inTransaction(pool, (tx) => enqueuePayment(tx, { checkoutId })),
        ),
        ...refunds.map((refundId) => () => inTransaction(pool, (tx) => enqueueRefund(tx, { refundId }))),
        ...unpaid.map(
          (orderId) => () =>
            inTransaction(pool, async (tx) => {
              // Asked again with the order locked: a checkout may have been opened meanwhile.
              if (!(await lockPaidOrder(tx, { orderId })) || (await findActiveCheckout(tx, { orderId })))
                return;
              await expireUnpaid(tx, { orderId });
            }),
        ),
      ]);
    },
  );
}
