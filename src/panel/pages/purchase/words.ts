import type { Bought } from '../../api/purchase-queries';
import type { Colour } from '../../kind';

/** The colours in which buyers see the statuses of their orders. */
export const STATUS_COLOURS: Readonly<Record<Bought['status'], Colour>> = {
  AWAITING_PAYMENT: 'amber',
  PROCESSING: 'blue',
  QUALITY_CHECK: 'amber',
  ADMIN_REVIEW: 'blue',
  COMPLETED: 'grass',
  FAILED: 'red',
};
