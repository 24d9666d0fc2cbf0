import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { Lane } from '../contract/lanes';

const { TaskQueueKind, TaskQueueType } = temporal.api.enums.v1;

/** The server's view of a lane's task queue. */
export interface QueueState {
  backlog: number;
  /** Age of the oldest queued task, in seconds. */
  oldestSeconds: number;
  /** The rate limit, in dispatches per second; null if there is none. */
  rate: number | null;
  /** The same per fairness key. */
  keyRate: number | null;
}

/** The server-side settings of the lanes' task queues. */
export interface TaskQueues {
  describe(lane: Lane): Promise<QueueState>;
  /**
   * Sets a lane's rate limit in dispatches per second; 0 stops it, null removes the limit. Must not be interrupted: the
   * server then rejects further changes for seconds.
   */
  setRate(lane: Lane, rate: number | null, reason: string): Promise<void>;
  /** Sets the rate limit per fairness key of a lane, in dispatches per second; multiplied by a key's weight. */
  setKeyRate(lane: Lane, rate: number, reason: string): Promise<void>;
}

/** Converts a protobuf duration to seconds. */
function secondsOf(duration: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return Number(duration?.seconds ?? 0) + (duration?.nanos ?? 0) / 1e9;
}

/** Creates access to the task queues of a namespace. */
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
