import { createIdeasActivities } from '../activities/blog/ideas';
import { createImagesActivities } from '../activities/blog/images';
import { createPublishingActivities } from '../activities/blog/publishing';
import { createQualityActivities } from '../activities/blog/quality';
import { createBlogRecordsActivities } from '../activities/blog/records';
import { createSubjectActivities } from '../activities/blog/subject';
import { createWritingActivities } from '../activities/blog/writing';
import { createBulkRecordsActivities } from '../activities/bulk/records';
import { createContentRecordsActivities } from '../activities/content/records';
import { createContentWritingActivities } from '../activities/content/writing';
import type { ActivityDeps } from '../activities/deps';
import { createComponentActivities } from '../activities/items/components';
import { createItemRecordsActivities } from '../activities/items/records';
import { createLinkWritingActivities } from '../activities/purchases/linking';
import { createPurchaseQualityActivities } from '../activities/purchases/quality';
import { createPurchaseRecordsActivities } from '../activities/purchases/records';
import { createArticleWritingActivities } from '../activities/purchases/writing';
import type { Lane } from '../contract/lanes';
import type { OrderKind } from '../contract/orders';

type LaneActivities = Partial<Record<Lane, (deps: ActivityDeps) => object>>;

/** The activities of each kind, by the lane whose workers run them. */
export const KIND_ACTIVITIES: { readonly [K in OrderKind]: LaneActivities } = {
  blog: {
    ideas: createIdeasActivities,
    writing: createWritingActivities,
    quality: createQualityActivities,
    images: createImagesActivities,
    publishing: (deps) => ({ ...createSubjectActivities(deps), ...createPublishingActivities(deps) }),
    records: createBlogRecordsActivities,
  },
  item: { writing: createComponentActivities, records: createItemRecordsActivities },
  article: {
    writing: createArticleWritingActivities,
    quality: createPurchaseQualityActivities,
    records: createPurchaseRecordsActivities,
  },
  // What both products need is named once, by the article.
  backlink: { writing: createLinkWritingActivities },
  content: { writing: createContentWritingActivities, records: createContentRecordsActivities },
  bulk: { records: createBulkRecordsActivities },
};

/** What workers of a lane run for orders of all kinds. Activity names are unique over all kinds. */
export function kindActivities(lane: Lane, deps: ActivityDeps): object {
  const activities: Record<string, unknown> = {};
  for (const ofKind of Object.values(KIND_ACTIVITIES))
    for (const [name, activity] of Object.entries(ofKind[lane]?.(deps) ?? {})) {
      if (Object.hasOwn(activities, name)) throw new Error(`two kinds have an activity ${name}`);
      activities[name] = activity;
    }
  return activities;
}
