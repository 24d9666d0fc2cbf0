import type { PublishMode } from '../../contract/blog';

/** What is known of a finished post that is to go out. */
export interface ReleaseFacts {
  mode: PublishMode;
  /** Whether a person has approved the text and picture that stand now. */
  approved: boolean;
  /** Not before this instant; null for at once. */
  publishAt: Date | null;
  now: Date;
}

/** Where a finished post stands: it waits for a person, it waits for its time, or it may go out. */
export function releaseOf(facts: ReleaseFacts): 'AWAITING_APPROVAL' | 'SCHEDULED' | 'PUBLISHING' {
  if (facts.mode === 'approve' && !facts.approved) return 'AWAITING_APPROVAL';
  if (facts.publishAt && facts.publishAt > facts.now) return 'SCHEDULED';
  return 'PUBLISHING';
}
