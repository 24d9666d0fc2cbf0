import { randomUUID } from 'node:crypto';
import type { ConnectionLike } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { LANES } from '../contract/lanes';
import type { Lane } from '../contract/lanes';

const { TaskQueueKind, TaskQueueType } = temporal.api.enums.v1;

/** Maximum time until a queued task appears, in milliseconds, and the polling interval. */
const QUEUED_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** Time limit of one poll for a task, in milliseconds. */
const POLL_MS = 5_000;

/** Number of runs queued under the first fairness key, before the one under the other key. */
const CROWD = 3;

/** Timeout of the test runs, in seconds, in case nobody terminates them. */
const RUN_SECONDS = 60;

/** A server and the namespace to use on it. */
export interface AskedServer {
  connection: ConnectionLike;
  namespace: string;
}

/**
 * Lanes whose queues the server partitions; each partition would have its own order and its own share of the rate
 * limit.
 */
export async function splitLanes({ connection, namespace }: AskedServer): Promise<Lane[]> {
  const counts = await Promise.all(
    LANES.map(async (lane) => {
      const { activityTaskQueuePartitions } = await connection.workflowService.listTaskQueuePartitions({
        namespace,
        taskQueue: { name: lane, kind: TaskQueueKind.TASK_QUEUE_KIND_NORMAL },
      });
      return { lane, partitions: activityTaskQueuePartitions?.length ?? 0 };
    }),
  );
  return counts.filter(({ partitions }) => partitions > 1).map(({ lane }) => lane);
}

/**
 * Whether fairness is enabled, which the server's API does not report. Queues runs under two fairness keys on a queue
 * without workers: with fairness, the first two tasks are of different keys. Takes about a quarter of a second; the
 * runs are deleted afterwards.
 */
export async function takesTurns(server: AskedServer): Promise<boolean> {
  const { connection, namespace } = server;
  const service = connection.workflowService;
  const identity = 'galley-settings';
  const queue = `settings-${randomUUID()}`;
  const keys = [...Array.from({ length: CROWD }, () => 'crowd'), 'single'];
  const ids = keys.map((key, n) => `${queue}:${n}:${key}`);
  try {
    for (const [n, fairnessKey] of keys.entries()) {
      // A busy server may queue runs in another order than they were started in, and the single one has to be the last.
      if (n === CROWD) await untilQueued(server, queue, CROWD);
      await service.startWorkflowExecution({
        namespace,
        identity,
        requestId: randomUUID(),
        workflowId: ids[n]!,
        workflowType: { name: 'settingsCheck' },
        taskQueue: { name: queue },
        workflowRunTimeout: { seconds: RUN_SECONDS as never },
        priority: { priorityKey: 3, fairnessKey, fairnessWeight: 1 },
      });
    }
    await untilQueued(server, queue, ids.length);
    const first = [await nextOf(server, queue, identity), await nextOf(server, queue, identity)];
    return first.some((id) => id.endsWith(':single'));
  } finally {
    for (const workflowId of ids)
      await service
        .deleteWorkflowExecution({ namespace, workflowExecution: { workflowId } })
        .catch(() => undefined);
  }
}

async function untilQueued(
  { connection, namespace }: AskedServer,
  queue: string,
  tasks: number,
): Promise<void> {
  const deadline = Date.now() + QUEUED_WITHIN_MS;
  for (;;) {
    const { stats } = await connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: queue, kind: TaskQueueKind.TASK_QUEUE_KIND_NORMAL },
      taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
      reportStats: true,
    });
    if (Number(stats?.approximateBacklogCount ?? 0) >= tasks) return;
    if (Date.now() > deadline) throw new Error('the server queued nothing');
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** The workflow whose task the server dispatches next. */
async function nextOf(
  { connection, namespace }: AskedServer,
  queue: string,
  identity: string,
): Promise<string> {
  const task = await connection.withDeadline(Date.now() + POLL_MS, () =>
    connection.workflowService.pollWorkflowTaskQueue({
      namespace,
      taskQueue: { name: queue, kind: TaskQueueKind.TASK_QUEUE_KIND_NORMAL },
      identity,
    }),
  );
  return task.workflowExecution?.workflowId ?? '';
}
