import type { PublishMode } from '../../contract/blog';

/** What decides whether a finished post can be published. */
export interface ReleaseFacts {
  mode: PublishMode;
  /** Whether a person has approved the current text and picture. */
  approved: boolean;
  /** Earliest time of publication; null to publish immediately. */
  publishAt: Date | null;
  now: Date;
}

/** The next state of a finished post: waiting for approval, waiting for its scheduled time, or ready to publish. */
export function releaseOf(facts: ReleaseFacts): 'AWAITING_APPROVAL' | 'SCHEDULED' | 'PUBLISHING' {
  if (facts.mode === 'approve' && !facts.approved) return 'AWAITING_APPROVAL';
  if (facts.publishAt && facts.publishAt > facts.now) return 'SCHEDULED';
  return 'PUBLISHING';
}
