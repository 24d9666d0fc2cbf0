import type { Lane } from '../../contract/lanes';
import type { BlogStatus, Phase } from '../../contract/orders';

/** Statuses an order does not leave unless a person retries it. */
export const ENDED: readonly BlogStatus[] = ['DONE', 'FAILED', 'CANCELLED'];

/** Statuses in which a person may still cancel. From `PUBLISHING` on there is no way back. */
export const CANCELLABLE: readonly BlogStatus[] = [
  'PENDING',
  'GENERATING_IDEAS',
  'AWAITING_SELECTION',
  'GENERATING_CONTENT',
  'GENERATING_IMAGE',
  'AWAITING_APPROVAL',
  'SCHEDULED',
];

/** Statuses in which a finished post waits to go out and can still be changed. */
export const BEFORE_RELEASE: readonly BlogStatus[] = ['AWAITING_APPROVAL', 'SCHEDULED'];

/** Statuses from which a person may start the order again. */
export const RETRYABLE: readonly BlogStatus[] = ['FAILED', 'CANCELLED'];

/**
 * What people may send back, from where, and where the order then stands. Apart from {@link NEXT}, so that no run can go back by
 * itself, whatever it missed.
 */
export const SEND_BACK = {
  ideas: { from: ['AWAITING_SELECTION'], to: 'GENERATING_IDEAS' },
  text: { from: BEFORE_RELEASE, to: 'GENERATING_CONTENT' },
  picture: { from: BEFORE_RELEASE, to: 'GENERATING_IMAGE' },
} as const satisfies Record<string, { from: readonly BlogStatus[]; to: BlogStatus }>;

/**
 * Where each status may go by itself or by a person's act; a retry goes through {@link RETRYABLE}, what is sent back through
 * {@link SEND_BACK}.
 */
export const NEXT: Record<BlogStatus, readonly BlogStatus[]> = {
  PENDING: [
    'GENERATING_IDEAS',
    'AWAITING_SELECTION',
    'GENERATING_CONTENT',
    'GENERATING_IMAGE',
    'FAILED',
    'CANCELLED',
  ],
  GENERATING_IDEAS: ['GENERATING_IDEAS', 'AWAITING_SELECTION', 'FAILED', 'CANCELLED'],
  AWAITING_SELECTION: ['GENERATING_CONTENT', 'FAILED', 'CANCELLED'],
  GENERATING_CONTENT: ['GENERATING_CONTENT', 'GENERATING_IMAGE', 'FAILED', 'CANCELLED'],
  GENERATING_IMAGE: [
    'GENERATING_IMAGE',
    'AWAITING_APPROVAL',
    'SCHEDULED',
    'PUBLISHING',
    'FAILED',
    'CANCELLED',
  ],
  AWAITING_APPROVAL: ['SCHEDULED', 'PUBLISHING', 'FAILED', 'CANCELLED'],
  SCHEDULED: ['PUBLISHING', 'FAILED', 'CANCELLED'],
  PUBLISHING: ['PUBLISHING', 'DONE', 'FAILED', 'UNCONFIRMED'],
  UNCONFIRMED: ['PUBLISHING', 'FAILED'],
  DONE: [],
  FAILED: ['PENDING'],
  CANCELLED: ['PENDING'],
};

/** The statuses from which `to` may be reached: the left side of the compare-and-set. */
export function statusesBefore(to: BlogStatus): BlogStatus[] {
  return (Object.keys(NEXT) as BlogStatus[]).filter((from) => NEXT[from].includes(to));
}

/** The lanes that an order in this status needs for its next step; the first is the one it mostly waits for. */
export const LANES_OF_STATUS: Partial<Record<BlogStatus, readonly [Lane, ...Lane[]]>> = {
  PENDING: ['ideas', 'publishing'],
  GENERATING_IDEAS: ['ideas'],
  GENERATING_CONTENT: ['writing', 'quality'],
  GENERATING_IMAGE: ['images'],
  PUBLISHING: ['publishing'],
};

/** Whether an order in this status has ended. */
export function isEnded(status: BlogStatus): boolean {
  return ENDED.includes(status);
}

/** What is already saved of an order when a run opens. */
export interface SavedFacts {
  hasIdeas: boolean;
  hasPick: boolean;
  hasApprovedVersion: boolean;
}

/** Where a run that opens with these facts stands: a retry asks nobody again and pays for nothing again. */
export function standingOf(facts: SavedFacts): { status: BlogStatus; phase: Phase } {
  if (facts.hasApprovedVersion) return { status: 'GENERATING_IMAGE', phase: 'queued' };
  if (facts.hasPick) return { status: 'GENERATING_CONTENT', phase: 'queued' };
  if (facts.hasIdeas) return { status: 'AWAITING_SELECTION', phase: 'waiting_person' };
  return { status: 'PENDING', phase: 'queued' };
}
