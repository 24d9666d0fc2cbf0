import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import type { ComponentActivities } from '../activities/items/components';
import type { IdeasActivities } from '../activities/blog/ideas';
import type { ImagesActivities } from '../activities/blog/images';
import type { ItemRecordsActivities } from '../activities/items/records';
import type { PublishingActivities } from '../activities/blog/publishing';
import type { QualityActivities } from '../activities/blog/quality';
import type { RecordsActivities } from '../activities/blog/records';
import type { SubjectActivities } from '../activities/blog/subject';
import type { WebhooksActivities } from '../activities/webhooks';
import type { WritingActivities } from '../activities/blog/writing';
import { priorityLevel } from '../contract/lanes';
import type { Lane } from '../contract/lanes';
import { DELIVERY_PAUSES } from '../contract/webhooks';

/**
 * Provider lanes have no schedule-to-close and no schedule-to-start time-out: those count the time in the queue and would
 * end orders that wait in a shut lane. A killed worker is noticed by its heartbeat. Only a provider's patience is bounded,
 * and that by the activity itself.
 */
const provider: ActivityOptions = {
  startToCloseTimeout: '20 minutes',
  heartbeatTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
};

/** Postgres only: retried without end, since nothing is lost by waiting for it. */
const reading: ActivityOptions = {
  startToCloseTimeout: '40 seconds',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
};

/** Whose work it is, for the server's order of dispatch. */
export interface Share {
  tenantId: string;
  /** The store, where the lane's limit is the store's own. */
  storeKey: string;
  /** 1–10, larger is sooner. */
  priority: number;
  weight: number;
}

/** Paid work: a result is saved under its key first and found again by a repetition. */
function paid(lane: Lane, share: Omit<Share, 'storeKey'>): ActivityOptions {
  return {
    ...provider,
    taskQueue: lane,
    priority: {
      priorityKey: priorityLevel(share.priority),
      fairnessKey: share.tenantId,
      fairnessWeight: share.weight,
    },
  };
}

/** Postgres-only activities, on lane `records`. */
export const records = proxyActivities<RecordsActivities>({ ...reading, taskQueue: 'records' });

/** The same for generation items. */
export const itemRecords = proxyActivities<ItemRecordsActivities>({ ...reading, taskQueue: 'records' });

/** What is told to one webhook. Each webhook has the same share of the lane, however many orders it hears of. */
export function webhookActivities(webhookId: string) {
  return proxyActivities<WebhooksActivities>({
    taskQueue: 'webhooks',
    startToCloseTimeout: '20 minutes',
    heartbeatTimeout: '10 seconds',
    retry: {
      initialInterval: DELIVERY_PAUSES.firstMs,
      backoffCoefficient: 2,
      maximumInterval: DELIVERY_PAUSES.longestMs,
    },
    priority: { fairnessKey: webhookId, fairnessWeight: 1 },
  });
}

/** What writes a generation item's components, with its share. */
export function itemActivities(share: Omit<Share, 'storeKey'>) {
  return proxyActivities<ComponentActivities>(paid('writing', share));
}

/** The activities of a run's provider lanes, with its share. */
export function laneActivities(share: Share) {
  return {
    ideas: proxyActivities<IdeasActivities>(paid('ideas', share)),
    writing: proxyActivities<WritingActivities>(paid('writing', share)),
    quality: proxyActivities<QualityActivities>(paid('quality', share)),
    images: proxyActivities<ImagesActivities>(paid('images', share)),
    // A weight would multiply the store's own limit, so every store has weight 1 here.
    publishing: proxyActivities<SubjectActivities & PublishingActivities>({
      ...paid('publishing', share),
      priority: {
        priorityKey: priorityLevel(share.priority),
        fairnessKey: share.storeKey,
        fairnessWeight: 1,
      },
    }),
  };
}

export type LaneActivities = ReturnType<typeof laneActivities>;
