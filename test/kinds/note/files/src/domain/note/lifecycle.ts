import type { Lifecycle } from '../orders/status-rule';

/** A note: one short text, written in one stage. */
export const NOTE_LIFECYCLE = {
  log: { worker: 'Note Worker', order: 'note', done: 'Written' },
  statuses: {
    QUEUED: { phase: 'accepted', lanes: ['writing'], cancel: true },
    WRITING: {
      phase: 'queued',
      step: 'writing',
      lanes: ['writing'],
      plannedMs: 5_000,
      then: 'WRITTEN',
      cancel: true,
    },
    WRITTEN: { phase: 'done' },
    FAILED: { phase: 'failed', retry: true },
    CANCELLED: { phase: 'cancelled', retry: true },
  },
} as const satisfies Lifecycle;
