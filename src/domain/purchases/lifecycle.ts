import type { Lifecycle } from '../orders/status-rule';

const MINUTE_MS = 60_000;

/** The statuses of whatever visitors buy. Nobody cancels what was paid for; what happens to a failed order is decided by people. */
const STATUSES = {
  AWAITING_PAYMENT: {
    phase: 'waiting_person',
    then: 'PROCESSING',
    beforeStart: true,
    says: 'The buyer has not paid yet; nothing is done.',
  },
  PROCESSING: {
    phase: 'queued',
    step: 'writing',
    lanes: ['writing', 'quality'],
    plannedMs: 10 * MINUTE_MS,
    plannedMostMs: 30 * MINUTE_MS,
    then: 'QUALITY_CHECK',
    // Administrators' orders have no buyer to look at them, and what was submitted is not submitted again.
    also: ['ADMIN_REVIEW'],
    says: 'It is paid for, and its text is queued or being written.',
  },
  QUALITY_CHECK: {
    phase: 'waiting_person',
    step: 'review',
    then: 'ADMIN_REVIEW',
    also: ['PROCESSING'],
    says: 'The buyer looks at the text.',
  },
  ADMIN_REVIEW: {
    phase: 'waiting_person',
    step: 'approval',
    then: 'COMPLETED',
    // An approved link whose article has changed in a way that leaves no place for its sentence is written again.
    also: ['PROCESSING'],
    says: 'An administrator looks at the text, or has approved it and it is on its way out.',
  },
  COMPLETED: { phase: 'done', says: 'It is published.' },
  FAILED: {
    phase: 'failed',
    retry: true,
    says: 'It was not paid for in time, was rejected, or could not be done. Only what could not be done can be retried, until it is refunded.',
  },
} as const satisfies Lifecycle['statuses'];

/** An article that a buyer ordered for a site. */
export const ARTICLE_LIFECYCLE = {
  log: { worker: 'Article Worker', order: 'article', done: 'Published' },
  statuses: STATUSES,
} as const satisfies Lifecycle;

/** A link that a buyer ordered for a published article. */
export const BACKLINK_LIFECYCLE = {
  log: { worker: 'Backlink Worker', order: 'backlink', done: 'Published' },
  statuses: STATUSES,
} as const satisfies Lifecycle;

/** What people see of an order that was bought. */
export type PurchaseStatus = keyof typeof STATUSES;
