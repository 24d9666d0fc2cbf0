import type { PurchaseStatus } from './lifecycle';

/** How an order that was bought has ended. `broke`: it could not be done; `expired`: it was not paid for in time. */
export const OUTCOMES = ['published', 'rejected', 'broke', 'expired'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What tells how an order has ended, and whether anything more can be done. */
export interface EndFacts {
  status: PurchaseStatus;
  source: 'buyer' | 'admin';
  paidAt: Date | null;
  rejectedAt: Date | null;
  /** The refund of what was paid for it, if there is one, in whatever state. */
  refund: object | null;
}

/** How an order has ended; null while it is open. */
export function outcomeOf(order: EndFacts): Outcome | null {
  if (order.status === 'COMPLETED') return 'published';
  if (order.status !== 'FAILED') return null;
  if (order.rejectedAt) return 'rejected';
  return order.paidAt || order.source === 'admin' ? 'broke' : 'expired';
}

/** Why an order cannot be retried that can be by its status, for people; undefined where it can. */
export function retryRefusal(order: EndFacts): string | undefined {
  switch (outcomeOf(order)) {
    case 'rejected':
      return 'The order was rejected. What was rejected is not retried.';
    case 'expired':
      return 'The order was not paid for in time. The buyer can order again.';
    default:
      return order.refund ? 'The payment has been refunded or is about to be.' : undefined;
  }
}
