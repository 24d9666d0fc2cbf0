import type { Release } from '../../activities/blog/records';
import type { Share } from '../activity-options';
import type { Run } from '../run';
import type { blogActivities } from './activities';

/** What every step of a blog order works with. */
export interface BlogRun extends Run {
  /** Goes up when a person sends something back. */
  round: number;
  /** The activities of provider lanes, with the share and the priority that the order has now. */
  lanes: () => ReturnType<typeof blogActivities>;
  /** Fairness key of the store's own lane. */
  storeKey: string;
  /** The tenant's share of busy lanes. */
  share: () => Share;
  /** The picked idea, once there is one. */
  ideaId: string | null;
  /** The approved text, once there is one. */
  versionId: string | null;
  /** The form of the run's history (`OrderInput.form`). */
  form: number;
  /** Whether the post goes out and how, where the picture's activity has asked that already. */
  release: Release | null;
}
