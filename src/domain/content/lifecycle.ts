import type { Lifecycle } from '../orders/status-rule';

/** A text that is ordered alone or as an item of a bulk job: it waits for its turn, and is written in up to three attempts. */
export const CONTENT_LIFECYCLE = {
  log: { worker: 'Content Worker', order: 'text', done: 'Completed' },
  statuses: {
    queued: { phase: 'accepted', lanes: ['writing'], cancel: true, says: 'Waiting for its turn.' },
    processing: {
      phase: 'queued',
      step: 'text',
      lanes: ['writing'],
      plannedMs: 120_000,
      plannedMostMs: 240_000,
      then: 'completed',
      cancel: true,
      says: 'Being written.',
    },
    completed: { phase: 'done', says: 'Written.' },
    failed: { phase: 'failed', retry: true, says: 'Not written; `error` says why.' },
    cancelled: { phase: 'cancelled', retry: true, says: 'Cancelled.' },
  },
} as const satisfies Lifecycle;

/** What people see of a text. */
export type ContentStatus = keyof typeof CONTENT_LIFECYCLE.statuses;
