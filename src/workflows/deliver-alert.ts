import { isUuid } from '../contract/ids';
import type { AlertInput } from '../contract/mail';
import { alertActivities } from './activity-options';
import { runFailure } from './failures';
import { deliverPending } from './stages/deliver-pending';

/** Delivers one alert to the operators' webhook and ends, as {@link deliverPending} does for each delivery. */
export async function deliverAlert(input: AlertInput): Promise<void> {
  // Anybody with a command line can start one.
  if (!isUuid(input?.alertId)) throw runFailure('Order.Invalid', 'bad_input');
  const { sendAlert } = alertActivities();
  await deliverPending(() => sendAlert(input));
}
