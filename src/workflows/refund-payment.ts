import { isUuid } from '../contract/ids';
import type { RefundInput } from '../contract/payments';
import { paymentActivities } from './activity-options';
import { runFailure } from './failures';
import { deliverPending } from './stages/deliver-pending';

/** Has one refund made at Stripe, or looks at what became of it, once more for each wake meanwhile. */
export async function refundPayment(input: RefundInput): Promise<void> {
  // Anybody with a command line can start one.
  if (!isUuid(input?.refundId)) throw runFailure('Order.Invalid', 'bad_input');
  const { makeRefund } = paymentActivities();
  await deliverPending(() => makeRefund(input));
}
