import type { OrderStatus } from '../../api/purchase-queries';
import type { Colour } from '../../kind';
import { en } from '../../messages/en';
import type { MessageId } from '../../messages/en';

/** The colours in which buyers see the statuses of their orders. */
export const STATUS_COLOURS: Readonly<Record<OrderStatus['status'], Colour>> = {
  AWAITING_PAYMENT: 'amber',
  PROCESSING: 'blue',
  QUALITY_CHECK: 'amber',
  ADMIN_REVIEW: 'blue',
  COMPLETED: 'grass',
  FAILED: 'red',
};

/** The message that says how a payment stands. */
export function paymentWord(state: string | null): MessageId {
  const id = `payment.${state ?? 'none'}`;
  return id in en ? (id as MessageId) : 'payment.none';
}
