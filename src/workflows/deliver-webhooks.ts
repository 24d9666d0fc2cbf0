import { isUuid } from '../contract/ids';
import type { DeliveriesInput } from '../contract/webhooks';
import { webhookActivities } from './activity-options';
import { runFailure } from './failures';
import { deliverPending } from './stages/deliver-pending';

/** Takes what one webhook is to be told of one order there, oldest first, and ends when nothing is left. */
export async function deliverWebhooks(input: DeliveriesInput): Promise<void> {
  // Anybody with a command line can start one.
  if (!isUuid(input?.webhookId) || !isUuid(input.about)) throw runFailure('Order.Invalid', 'bad_input');
  const { sendNext } = webhookActivities(input.webhookId);
  await deliverPending(() => sendNext(input));
}
