import { randomUUID } from 'node:crypto';
import type { ConnectionLike } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { LANES } from '../contract/lanes';
import type { Lane } from '../contract/lanes';

const { TaskQueueKind, TaskQueueType } = temporal.api.enums.v1;

/** A task that waits in a queue is there after this long at most, in milliseconds, and so often it is looked for. */
const QUEUED_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** One look for a task may take this long, in milliseconds. */
const POLL_MS = 5_000;

/** Runs that wait under one fairness key, before the one under another. */
const CROWD = 3;

/** Runs that nobody ended end by themselves after so many seconds. */
const RUN_SECONDS = 60;

/** A server as seen from one namespace. */
export interface AskedServer {
  connection: ConnectionLike;
  namespace: string;
}

/** Lanes that the server splits into partitions; each of them would have an order of its own and a share of the lane's limit. */
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
 * Whether the server hands out tasks in turn among fairness keys, which no call tells: some runs are queued under one key and one under
 * another, on a queue of their own that nobody works on; where keys take turns, both are among the first two tasks. Takes about a
 * quarter of a second; the runs are deleted.
 */
export async function takesTurns(server: AskedServer): Promise<boolean> {
  const { connection, namespace } = server;
  const service = connection.workflowService;
  const identity = 'galley-settings';
  const queue = `settings-${randomUUID()}`;
  const keys = [...Array.from({ length: CROWD }, () => 'crowd'), 'single'];
  const ids = keys.map((key, n) => `${queue}:${n}:${key}`);
  try {
    for (const [n, fairnessKey] of keys.entries())
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

/** The workflow whose task the server hands out next. */
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
