import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../src/local/ports';
import { ensureTemporalBinary, userCacheDir } from '../../src/local/temporal-binary';
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
    binary = (await ensureTemporalBinary({ cacheDir, env: process.env, log })).path;
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
      OrderStatus: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
      Tenant: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
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
