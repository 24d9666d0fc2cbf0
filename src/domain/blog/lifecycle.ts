import { MOST_ROUNDS } from '../../contract/orders';
import type { Lifecycle, StatusRule } from '../orders/status-rule';

/** A blog order: ideas, a person's pick, text with quality control, picture, release, publication. */
export const BLOG_LIFECYCLE = {
  log: { worker: 'Blog Worker', order: 'blog', done: 'Published' },
  statuses: {
    PENDING: {
      says: 'Accepted and queued.',
      phase: 'accepted',
      lanes: ['ideas', 'publishing'],
      cancel: true,
    },
    GENERATING_IDEAS: {
      says: 'Ideas are being generated.',
      phase: 'queued',
      step: 'ideas',
      lanes: ['ideas'],
      plannedMs: 5_000,
      label: 'Idea Generation',
      then: 'AWAITING_SELECTION',
      cancel: true,
    },
    AWAITING_SELECTION: {
      says: 'The ideas are ready. Choose one.',
      phase: 'waiting_person',
      step: 'selection',
      then: 'GENERATING_CONTENT',
      cancel: true,
    },
    GENERATING_CONTENT: {
      says: 'The text is being written and checked.',
      phase: 'queued',
      step: 'content',
      lanes: ['writing', 'quality'],
      plannedMs: 15_000,
      label: 'Content Generation',
      then: 'GENERATING_IMAGE',
      cancel: true,
    },
    GENERATING_IMAGE: {
      says: 'The image is being created.',
      phase: 'queued',
      step: 'image',
      lanes: ['images'],
      plannedMs: 45_000,
      label: 'Image Generation',
      also: ['AWAITING_APPROVAL', 'SCHEDULED', 'PUBLISHING'],
      cancel: true,
    },
    AWAITING_APPROVAL: {
      says: 'The post is ready. Approve it, or regenerate its text or image.',
      phase: 'waiting_person',
      also: ['SCHEDULED', 'PUBLISHING'],
      cancel: true,
      gate: true,
    },
    SCHEDULED: {
      says: 'The post is ready and is published at its scheduled time. Until then it can be rescheduled, regenerated or cancelled.',
      phase: 'waiting_person',
      also: ['PUBLISHING'],
      cancel: true,
      gate: true,
    },
    PUBLISHING: {
      says: 'The post is being sent to the store and can no longer be cancelled.',
      phase: 'queued',
      step: 'publishing',
      lanes: ['publishing'],
      plannedMs: 5_000,
      label: 'Publishing',
      then: 'DONE',
      also: ['UNCONFIRMED'],
    },
    // A person has to say what happened at the store.
    UNCONFIRMED: {
      says: 'The store did not confirm the post. Check the store, then resolve the publication.',
      phase: 'waiting_person',
      also: ['PUBLISHING'],
    },
    DONE: {
      says: 'The post is published at `publication.url`, or saved in the store as a draft if `publishMode` is `draft`.',
      phase: 'done',
    },
    FAILED: { says: 'The order ended with `error`. It can be retried.', phase: 'failed', retry: true },
    CANCELLED: {
      says: 'The order was cancelled, by you or because nobody chose an idea or approved the post in time. It can be retried.',
      phase: 'cancelled',
      retry: true,
    },
  },
} as const satisfies Lifecycle;

/** What people see of a blog order. */
export type BlogStatus = keyof typeof BLOG_LIFECYCLE.statuses;

/** Statuses in which a finished post waits to go out and can still be changed. */
export const BEFORE_RELEASE: readonly BlogStatus[] = ['AWAITING_APPROVAL', 'SCHEDULED'];

/**
 * What people may send back, from where, and where the order then stands. Not part of the lifecycle, so that no run can go back on
 * its own, whatever it missed.
 */
export const SEND_BACK = {
  ideas: { from: ['AWAITING_SELECTION'], to: 'GENERATING_IDEAS' },
  text: { from: BEFORE_RELEASE, to: 'GENERATING_CONTENT' },
  picture: { from: BEFORE_RELEASE, to: 'GENERATING_IMAGE' },
} as const satisfies Record<string, { from: readonly BlogStatus[]; to: BlogStatus }>;

/** What people wait to decide, by the status that says so. */
export const BLOG_WAITS = {
  pick: 'AWAITING_SELECTION',
  approval: 'AWAITING_APPROVAL',
  resolve: 'UNCONFIRMED',
} as const satisfies Record<string, BlogStatus>;

/** What a blog order's status allows people to do beyond what every kind does: the last words of the routes that do it. */
const ACTIONS: Partial<Record<BlogStatus, readonly string[]>> = {
  AWAITING_SELECTION: ['select', 'new-ideas'],
  AWAITING_APPROVAL: ['approve', 'regenerate'],
  SCHEDULED: ['regenerate'],
  UNCONFIRMED: ['resolve'],
};

const OPENS_A_ROUND = ['new-ideas', 'regenerate'];

/** What people may do with a blog order: `schedule` as long as it has not left for the store. */
export function blogActions(order: { status: BlogStatus; approved: boolean; round: number }): string[] {
  const { status, approved, round } = order;
  const rule: StatusRule = BLOG_LIFECYCLE.statuses[status];
  const offered = ACTIONS[status] ?? [];
  const isOut = (action: string): boolean =>
    (action === 'approve' && approved) || (OPENS_A_ROUND.includes(action) && round >= MOST_ROUNDS);
  return [...offered.filter((action) => !isOut(action)), ...(rule.cancel ? ['schedule'] : [])];
}
