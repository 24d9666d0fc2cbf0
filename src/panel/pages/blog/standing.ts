import type { OrderStatus } from '../../api/queries';

/** Until its post is on its way an order can be cancelled, and its time planned. */
export const BEFORE_PUBLISHING: readonly OrderStatus[] = [
  'PENDING',
  'GENERATING_IDEAS',
  'AWAITING_SELECTION',
  'GENERATING_CONTENT',
  'GENERATING_IMAGE',
  'AWAITING_APPROVAL',
  'SCHEDULED',
];

/** A finished post that is not on its way yet can be sent back. */
export const FINISHED: readonly OrderStatus[] = ['AWAITING_APPROVAL', 'SCHEDULED'];

export const ENDED: readonly OrderStatus[] = ['DONE', 'FAILED', 'CANCELLED'];
