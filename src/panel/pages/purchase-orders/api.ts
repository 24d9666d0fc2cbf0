import type { Answer } from '../../api/answer';

/** An order that was bought, as those who run the system see it; the same for both products. */
export type BoughtOrder = Answer<'/api/backlink-orders'>['items'][number];

/** How an order's payment stands. */
export function paymentOf({ paidAt, status }: BoughtOrder): 'paid' | 'expired' | 'unpaid' {
  if (paidAt) return 'paid';
  return status === 'FAILED' ? 'expired' : 'unpaid';
}
