import { setHandler } from '@temporalio/workflow';
import { isUuid } from '../contract/ids';
import { wakeSignal } from '../contract/webhooks';
import type { DeliveriesInput } from '../contract/webhooks';
import { webhookActivities } from './activity-options';
import { runFailure } from './failures';

/**
 * Takes what one webhook is to be told of one order there, oldest first, and ends when nothing is left. A receiver that is away is
 * tried again by the activity's own retries, which add nothing to the history; all else is bounded by what can happen to one order,
 * so the run is never continued as a new one.
 */
export async function deliverWebhooks(input: DeliveriesInput): Promise<void> {
  // Anybody with a command line can start one.
  if (!isUuid(input?.webhookId) || !isUuid(input.about)) throw runFailure('Order.Invalid', 'bad_input');
  let wakes = 0;
  setHandler(wakeSignal, () => void (wakes += 1));
  const { sendNext } = webhookActivities(input.webhookId);
  for (let heard = -1; heard < wakes;) {
    heard = wakes;
    while ((await sendNext(input)).outcome !== 'nothing_left');
  }
}
