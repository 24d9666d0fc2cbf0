import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../src/local/ports';
import { userCacheDir } from '../../src/local/cache-dir';
import { ensureTemporalBinary } from '../../src/local/temporal-binary';
import { startTemporal } from '../../src/local/temporal-server';
import type { TemporalServer } from '../../src/local/temporal-server';

const { TaskQueueType, TaskQueueKind, IndexedValueType } = temporal.api.enums.v1;

describe('a local Temporal server', () => {
  let dir: string;
  let server: TemporalServer;
  let connection: Connection;
  let binary: string;
  const log = (): void => undefined;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'galley-temporal-'));
    const cacheDir = userCacheDir({ env: process.env, platform: process.platform });
    binary = (
      await ensureTemporalBinary({ cacheDirs: [{ path: cacheDir, from: 'HOME' }], env: process.env, log })
    ).path;
    const port = await freePort({ wanted: 27_233, host: '127.0.0.1' });
    server = await startTemporal({
      ...{ binary, port, log },
      namespaces: ['second'],
      logFile: join(dir, 'temporal.log'),
    });
    connection = await Connection.connect({ address: server.address });
  }, 120_000);
  afterAll(async () => {
    await connection?.close();
    await server?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  test('has every requested namespace, and a Web UI only on request', async () => {
    const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: 'second' });
    expect(namespaceInfo?.name).toBe('second');
    expect(server.uiUrl).toBeNull();
  });

  test.each(['default', 'second'])('knows the search attributes in %s', async (namespace) => {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    expect(customAttributes).toMatchObject({
      OrderKind: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
      OrderPhase: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
      OrderStatus: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
      Tenant: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
      OrderStore: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
      OrderBatch: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    });
  });

  test('statistics reflect a changed queue limit within a second and a half', async () => {
    const queue = { namespace: 'default', taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY };
    const limit = async (): Promise<number | null | undefined> => {
      const described = await connection.workflowService.describeTaskQueue({
        ...queue,
        taskQueue: { name: 'lane', kind: TaskQueueKind.TASK_QUEUE_KIND_NORMAL },
        reportStats: true,
        reportConfig: true,
      });
      return described.config?.queueRateLimit?.rateLimit?.requestsPerSecond;
    };
    expect(await limit()).toBeFalsy();
    await connection.workflowService.updateTaskQueueConfig({
      ...queue,
      identity: 'test',
      taskQueue: 'lane',
      updateQueueRateLimit: { rateLimit: { requestsPerSecond: 7 }, reason: 'test' },
    });
    await pause(1_500);
    expect(await limit()).toBe(7);
  });

  test('hundreds of stores take turns exactly', async () => {
    const [stores, namespace, queue] = [250, 'default', 'many-stores'];
    const service = connection.workflowService;
    const taskQueue = { name: queue, kind: TaskQueueKind.TASK_QUEUE_KIND_NORMAL };
    const tasks = Array.from({ length: stores }, (_, store) => [`${store}:first`, `${store}:second`]).flat();
    while (tasks.length > 0)
      await Promise.all(
        tasks.splice(0, 20).map((workflowId) =>
          service.startWorkflowExecution({
            ...{ namespace, taskQueue, workflowId, requestId: randomUUID(), identity: 'test' },
            workflowType: { name: 'turns' },
            workflowRunTimeout: { seconds: 120 as never },
            priority: { priorityKey: 3, fairnessKey: workflowId.split(':')[0]!, fairnessWeight: 1 },
          }),
        ),
      );
    const queued = async (): Promise<number> => {
      const { stats } = await service.describeTaskQueue({
        ...{ namespace, taskQueue, reportStats: true },
        taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
      });
      return Number(stats?.approximateBacklogCount ?? 0);
    };
    while ((await queued()) < 2 * stores) await pause(50);
    const firstRound = new Set<string>();
    for (let n = 0; n < stores; n += 1) {
      const task = await connection.withDeadline(Date.now() + 5_000, () =>
        service.pollWorkflowTaskQueue({ namespace, taskQueue, identity: 'test' }),
      );
      firstRound.add(task.workflowExecution!.workflowId!.split(':')[0]!);
    }
    expect(firstRound.size).toBe(stores);
  }, 60_000);

  test('a binary that is not a server is an error with the end of its log', async () => {
    const attempt = startTemporal({
      binary: '/bin/sh',
      port: await freePort({ wanted: 27_300, host: '127.0.0.1' }),
      logFile: join(dir, 'other', 'temporal.log'),
      log,
    });
    await expect(attempt).rejects.toThrow(/exited before it was ready: .*server.*\(log: /);
  });
});
