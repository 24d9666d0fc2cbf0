import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from '@temporalio/worker';
import type { NativeConnection, WorkerOptions, WorkflowBundleOption } from '@temporalio/worker';
import type { ActivityDeps } from '../activities/deps';
import { createAlertActivities } from '../activities/alerts';
import { createScheduleActivities } from '../activities/bulk/schedules';
import { createRateControllerActivities } from '../activities/rate-controller';
import { createActivityGate } from '../activities/interceptor';
import { createMailActivities } from '../activities/mail';
import { createPaymentActivities } from '../activities/payments';
import { createOrderRecordsActivities } from '../activities/orders/records';
import { createOutletHookActivities } from '../activities/outlets/hook';
import { createOutletRecordsActivities } from '../activities/outlets/records';
import { createOutletStoreActivities } from '../activities/outlets/store';
import { createWebhooksActivities } from '../activities/webhooks';
import type { TaskQueues } from '../clients/task-queues';
import type { Config } from '../config/config';
import type { Lane } from '../contract/lanes';
import type { Budgets } from '../domain/providers/budget';
import { kindActivities } from './kind-activities';
import { availableMemory, cachedRuns } from './workflow-cache';

/** Dependencies of a lane's activities. */
type LaneDeps = ActivityDeps & {
  queues: TaskQueues;
  budgets: Budgets;
  mailPerMinute: number | undefined;
};

/** The activities of each lane that belong to no kind of order. */
const SHARED_ACTIVITIES: Partial<Record<Lane, (deps: LaneDeps) => object>> = {
  publishing: createOutletStoreActivities,
  webhooks: (deps) => ({
    ...createWebhooksActivities(deps),
    ...createOutletHookActivities(deps),
    ...createAlertActivities(deps),
  }),
  mail: createMailActivities,
  payments: createPaymentActivities,
  records: (deps) => ({
    ...createOrderRecordsActivities(deps),
    ...createOutletRecordsActivities(deps),
    ...createScheduleActivities(deps),
  }),
  'rate-controller': createRateControllerActivities,
};

/** Maximum interval between forwarded heartbeats, so that a cancellation is noticed within about a second. */
const HEARTBEAT_THROTTLE_MS = 1_000;

/** The prebuilt workflow bundle, or the sources if there is none. */
export function workflowSource(): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath' | 'dataConverter'> {
  const codePath = path.join(__dirname, '..', 'workflow-bundle.js');
  if (existsSync(codePath)) return { workflowBundle: { codePath } };
  return {
    workflowsPath: require.resolve('../workflows/index'),
    dataConverter: { payloadConverterPath: require.resolve('../workflows/payload-converter') },
  };
}

/** Options shared by the workers of all lanes. */
export interface LaneWorkerOptions {
  config: Config;
  connection: NativeConnection;
  deps: ActivityDeps;
  /** The server-side settings of the task queues, which the rate controller sets. */
  queues: TaskQueues;
  /** Overrides the source of the workflows; tests bundle them once. */
  workflows?: { workflowBundle: WorkflowBundleOption } | { workflowsPath: string };
}

/** How much a lane's worker takes on, how it polls and what it keeps. Only `orders` runs workflows, and it runs no activities. */
export function workerSettings(
  lane: Lane,
  config: Pick<Config, 'maxCachedWorkflows' | 'openOrders' | 'slots'>,
) {
  if (lane === 'orders')
    return {
      maxCachedWorkflows:
        config.maxCachedWorkflows ??
        cachedRuns({ openOrders: config.openOrders.ofAll, memoryBytes: availableMemory() }),
      maxConcurrentWorkflowTaskExecutions: 40,
      // An eagerly executed activity would bypass its task queue's rate limit.
      maxEagerActivityReservationsPerWorkflowTask: 0,
      workflowTaskPollerBehavior: { type: 'autoscaling', minimum: 2, maximum: 20, initial: 5 },
    } satisfies Partial<WorkerOptions>;
  return {
    maxConcurrentActivityTaskExecutions: config.slots[lane],
    maxHeartbeatThrottleInterval: HEARTBEAT_THROTTLE_MS,
    defaultHeartbeatThrottleInterval: HEARTBEAT_THROTTLE_MS,
    activityTaskPollerBehavior: { type: 'autoscaling', minimum: 1, maximum: 20, initial: 2 },
  } satisfies Partial<WorkerOptions>;
}

/** What a lane's worker runs, by name. */
export function laneActivities(lane: Lane, deps: LaneDeps): object {
  return { ...SHARED_ACTIVITIES[lane]?.(deps), ...kindActivities(lane, deps) };
}

/** Creates a lane's worker. */
export async function createLaneWorker(lane: Lane, options: LaneWorkerOptions): Promise<Worker> {
  const { config, connection, deps } = options;
  const common: WorkerOptions = {
    connection,
    namespace: config.temporal.namespace,
    taskQueue: lane,
    shutdownGraceTime: config.shutdownGraceMs,
    shutdownForceTime: config.shutdownForceMs,
    ...workerSettings(lane, config),
  };
  if (lane === 'orders')
    return Worker.create({ ...common, ...(options.workflows ?? workflowSource()) } as WorkerOptions);
  return Worker.create({
    ...common,
    activities: laneActivities(lane, {
      ...deps,
      queues: options.queues,
      budgets: config.budgets,
      mailPerMinute: config.mail.perMinute,
    }),
    interceptors: { activity: [() => ({ inbound: createActivityGate(deps) })] },
  });
}
