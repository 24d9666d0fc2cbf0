import { ActivityCancellationType } from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import type { AlertActivities } from '../activities/alerts';
import type { ScheduleActivities } from '../activities/bulk/schedules';
import type { OrderRecordsActivities } from '../activities/orders/records';
import type { MailActivities } from '../activities/mail';
import type { OutletHookActivities } from '../activities/outlets/hook';
import type { OutletRecordsActivities } from '../activities/outlets/records';
import type { OutletStoreActivities } from '../activities/outlets/store';
import type { PaymentActivities } from '../activities/payments';
import type { WebhooksActivities } from '../activities/webhooks';
import { priorityLevel } from '../contract/lanes';
import type { Lane } from '../contract/lanes';
import { DELIVERY_PAUSES } from '../contract/webhooks';
import { summarisedActivities } from './summaries';

/**
 * Provider lanes have no schedule-to-close and no schedule-to-start time-out: those count the time in the queue and would
 * end orders that wait in a shut lane. A killed worker is noticed by its heartbeat. How long a busy provider is waited for is
 * bounded by the activity itself.
 */
const provider: ActivityOptions = {
  startToCloseTimeout: '20 minutes',
  heartbeatTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
};

/** Postgres only, on lane `records`: retried without end, since nothing is lost by waiting for it. */
export const reading: ActivityOptions = {
  taskQueue: 'records',
  startToCloseTimeout: '40 seconds',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
};

/** Whose work it is, for the server's order of dispatch. */
export interface Share {
  tenantId: string;
  /** 1–10, larger is sooner. */
  priority: number;
  weight: number;
}

/** Paid work: a result is saved under its key first and found again by a repetition. */
export function paid(lane: Lane, share: Share): ActivityOptions {
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

/** Work in a store, whose own limit it shares with the store's other orders. A weight would multiply that limit, so all have weight 1. */
export function publishing(share: Share, storeKey: string): ActivityOptions {
  return {
    ...paid('publishing', share),
    priority: { priorityKey: priorityLevel(share.priority), fairnessKey: storeKey, fairnessWeight: 1 },
  };
}

/** What orders of every kind write in Postgres. */
export const records = summarisedActivities<OrderRecordsActivities>(reading);

/** A delivery is tried again by the server, with pauses that the activity sets. */
const delivering = {
  startToCloseTimeout: '20 minutes',
  heartbeatTimeout: '10 seconds',
  retry: {
    initialInterval: DELIVERY_PAUSES.firstMs,
    backoffCoefficient: 2,
    maximumInterval: DELIVERY_PAUSES.longestMs,
  },
} as const satisfies ActivityOptions;

/** The sending of one mail. */
export function mailActivities() {
  return summarisedActivities<MailActivities>({ taskQueue: 'mail', ...delivering });
}

/** What Stripe is asked about one checkout or refund. */
export function paymentActivities() {
  return summarisedActivities<PaymentActivities>({ taskQueue: 'payments', ...delivering });
}

/** What is written in Postgres of articles that go out. */
export const outletRecords = summarisedActivities<OutletRecordsActivities>(reading);

/** What is written in Postgres of schedules that were due. */
export const schedules = summarisedActivities<ScheduleActivities>(reading);

/** The delivery of an article. Each store and each site has the same share of its lane, however many articles it publishes. */
export function outletActivities(fairnessKey: string) {
  const priority = { fairnessKey, fairnessWeight: 1 };
  return {
    store: summarisedActivities<OutletStoreActivities>({ ...provider, taskQueue: 'publishing', priority }),
    hook: summarisedActivities<OutletHookActivities>({ ...delivering, taskQueue: 'webhooks', priority }),
  };
}

/** The sending of one alert: a webhook like any other, with a share of the lane of its own. */
export function alertActivities() {
  return summarisedActivities<AlertActivities>({
    taskQueue: 'webhooks',
    ...delivering,
    priority: { fairnessKey: 'alerts', fairnessWeight: 1 },
  });
}

/** What one webhook is sent. Each webhook has the same share of the lane, however many orders it hears of. */
export function webhookActivities(webhookId: string) {
  return summarisedActivities<WebhooksActivities>({
    taskQueue: 'webhooks',
    ...delivering,
    priority: { fairnessKey: webhookId, fairnessWeight: 1 },
  });
}
