import type { Lifecycle } from '../orders/status-rule';

/** A bulk job: its items are written in order; people pause, resume and cancel it. */
export const BULK_LIFECYCLE = {
  log: { worker: 'Bulk Worker', order: 'bulk job', done: 'Completed' },
  statuses: {
    queued: { phase: 'accepted', cancel: true, also: ['paused'], says: 'Accepted; no item has begun.' },
    processing: {
      phase: 'running',
      step: 'items',
      cancel: true,
      then: 'completed',
      also: ['pausing', 'paused'],
      says: 'Items are written, one after another.',
    },
    pausing: {
      phase: 'running',
      cancel: true,
      also: ['processing', 'paused', 'completed'],
      says: 'No further item begins; what is being written is finished.',
    },
    paused: {
      phase: 'waiting_person',
      cancel: true,
      also: ['processing', 'completed'],
      says: 'Somebody has to resume it.',
    },
    completed: { phase: 'done', retry: true, says: 'Every item has ended.' },
    failed: { phase: 'failed', retry: true, says: 'The job was lost; what is not written can be retried.' },
    cancelled: { phase: 'cancelled', says: 'Cancelled; what was being written is finished and counts.' },
  },
} as const satisfies Lifecycle;

/** What people see of a bulk job. */
export type BulkStatus = keyof typeof BULK_LIFECYCLE.statuses;
