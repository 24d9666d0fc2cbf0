import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { Lane } from '../contract/lanes';

const { TaskQueueKind, TaskQueueType } = temporal.api.enums.v1;

/** What the server says of a lane's task queue. */
export interface QueueState {
  backlog: number;
  /** Age of the task that waits longest, in seconds. */
  oldestSeconds: number;
  /** The limit that was set, in dispatches a second; null where none is. */
  rate: number | null;
  /** The same for each fairness key by itself. */
  keyRate: number | null;
}

/** The server's side of lanes. */
export interface TaskQueues {
  describe(lane: Lane): Promise<QueueState>;
  /**
   * Sets a lane's limit in dispatches a second; 0 stops it, null takes the limit away. Never give it up half-way: the server then
   * refuses the next change for seconds.
   */
  setRate(lane: Lane, rate: number | null, reason: string): Promise<void>;
  /** Sets the limit of each fairness key of a lane, in dispatches a second; a key's weight multiplies it. */
  setKeyRate(lane: Lane, rate: number, reason: string): Promise<void>;
}

/** Seconds of a protobuf duration. */
function secondsOf(duration: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return Number(duration?.seconds ?? 0) + (duration?.nanos ?? 0) / 1e9;
}

/** The task queues of a namespace. */
export function createTaskQueues(options: { client: Client; identity: string }): TaskQueues {
  const { client, identity } = options;
  const { namespace } = client.options;
  const service = client.workflowService;
  const taskQueueType = TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY;
  return {
    async describe(lane) {
      const described = await service.describeTaskQueue({
        namespace,
        taskQueue: { name: lane, kind: TaskQueueKind.TASK_QUEUE_KIND_NORMAL },
        taskQueueType,
        reportStats: true,
        reportConfig: true,
      });
      const set = described.config?.queueRateLimit?.rateLimit;
      const ofKeys = described.config?.fairnessKeysRateLimitDefault?.rateLimit;
      return {
        backlog: Number(described.stats?.approximateBacklogCount ?? 0),
        oldestSeconds: secondsOf(described.stats?.approximateBacklogAge),
        rate: set ? (set.requestsPerSecond ?? 0) : null,
        keyRate: ofKeys ? (ofKeys.requestsPerSecond ?? 0) : null,
      };
    },
    async setRate(lane, rate, reason) {
      await service.updateTaskQueueConfig({
        namespace,
        identity,
        taskQueue: lane,
        taskQueueType,
        updateQueueRateLimit: {
          ...(rate === null ? {} : { rateLimit: { requestsPerSecond: rate } }),
          reason,
        },
      });
    },
    async setKeyRate(lane, rate, reason) {
      await service.updateTaskQueueConfig({
        namespace,
        identity,
        taskQueue: lane,
        taskQueueType,
        updateFairnessKeyRateLimitDefault: { rateLimit: { requestsPerSecond: rate }, reason },
      });
    },
  };
}
