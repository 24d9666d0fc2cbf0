import { isUuid } from '../contract/ids';
import type { CheckoutInput } from '../contract/payments';
import { paymentActivities } from './activity-options';
import { runFailure } from './failures';
import { deliverPending } from './stages/deliver-pending';

/** Looks at one checkout at Stripe, once more for each wake meanwhile. */
export async function checkPayment(input: CheckoutInput): Promise<void> {
  // Anybody with a command line can start one.
  if (!isUuid(input?.checkoutId)) throw runFailure('Order.Invalid', 'bad_input');
  const { lookAtCheckout } = paymentActivities();
  await deliverPending(() => lookAtCheckout(input));
}
