import type { EventType } from '../../contract/events';
import type { RefundDecision, RefundReason } from '../../contract/payments';
import { addEvent } from '../events/events';
import type { Queryable } from '../pool';

/** What an order's timeline is told of its refunds. */
export type RefundEvent = Extract<EventType, `refund.${string}`>;

/** Writes on its order's timeline what has just become of a refund, in the transaction that compared and changed its state: so it is once. */
export async function noteRefund(
  tx: Queryable,
  noted: {
    event: RefundEvent;
    id: string;
    orderId: string;
    amount: number;
    currency: string;
    reason: RefundReason;
    resolution?: RefundDecision | null;
  },
): Promise<void> {
  const { event: type, id: refundId, orderId, amount, currency, reason, resolution } = noted;
  const decided = type === 'refund.resolved' ? { resolution } : {};
  await addEvent(tx, { orderId, type, data: { refundId, amount, currency, reason, ...decided } });
}
