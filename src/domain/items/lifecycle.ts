import type { Lifecycle } from '../orders/status-rule';

/** A generation item: it waits for its tenant's turn, and its page is written component by component. */
export const ITEM_LIFECYCLE = {
  log: { worker: 'Generation Worker', order: 'item', done: 'Completed' },
  statuses: {
    pending: { phase: 'accepted', lanes: ['writing'], cancel: true },
    processing: {
      phase: 'queued',
      step: 'component',
      lanes: ['writing'],
      then: 'completed',
      // An attempt that failed goes back into the tenant's queue.
      also: ['pending'],
      cancel: true,
    },
    completed: { phase: 'done' },
    failed: { phase: 'failed', retry: true },
    cancelled: { phase: 'cancelled', retry: true },
  },
} as const satisfies Lifecycle;

/** What people see of a generation item. */
export type ItemStatus = keyof typeof ITEM_LIFECYCLE.statuses;
