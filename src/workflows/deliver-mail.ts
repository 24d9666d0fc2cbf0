import { isUuid } from '../contract/ids';
import type { MailInput } from '../contract/mail';
import { mailActivities } from './activity-options';
import { runFailure } from './failures';
import { deliverPending } from './stages/deliver-pending';

/** Delivers one mail and ends, as {@link deliverPending} does for each delivery. */
export async function deliverMail(input: MailInput): Promise<void> {
  // Anybody with a command line can start one.
  if (!isUuid(input?.mailId)) throw runFailure('Order.Invalid', 'bad_input');
  const { sendMail } = mailActivities();
  await deliverPending(() => sendMail(input));
}
