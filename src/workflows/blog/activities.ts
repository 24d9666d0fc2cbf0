import type { IdeasActivities } from '../../activities/blog/ideas';
import type { ImagesActivities } from '../../activities/blog/images';
import type { PublishingActivities } from '../../activities/blog/publishing';
import type { QualityActivities } from '../../activities/blog/quality';
import type { BlogRecordsActivities } from '../../activities/blog/records';
import type { SubjectActivities } from '../../activities/blog/subject';
import type { WritingActivities } from '../../activities/blog/writing';
import { paid, publishing, reading } from '../activity-options';
import type { Share } from '../activity-options';
import { summarisedActivities } from '../summaries';

/** What only blog orders write in Postgres. */
export const blogRecords = summarisedActivities<BlogRecordsActivities>(reading);

/** The activities of a blog order's provider lanes, with its share. `storeKey`: the store whose limit publishing shares. */
export function blogActivities(share: Share & { storeKey: string }) {
  return {
    ideas: summarisedActivities<IdeasActivities>(paid('ideas', share)),
    writing: summarisedActivities<WritingActivities>(paid('writing', share)),
    quality: summarisedActivities<QualityActivities>(paid('quality', share)),
    images: summarisedActivities<ImagesActivities>(paid('images', share)),
    publishing: summarisedActivities<SubjectActivities & PublishingActivities>(
      publishing(share, share.storeKey),
    ),
  };
}
