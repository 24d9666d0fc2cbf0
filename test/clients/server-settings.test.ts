import { Connection } from '@temporalio/client';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { splitLanes, takesTurns } from '../../src/clients/server-settings';
import { LANES } from '../../src/contract/lanes';
import { freePort } from '../../src/local/ports';
import { userCacheDir } from '../../src/local/cache-dir';
import { ensureTemporalBinary } from '../../src/local/temporal-binary';
import { startTemporal, TEMPORAL_SETTINGS } from '../../src/local/temporal-server';
import { until } from '../support/api-client';
import { createNamespace } from '../support/namespace';
import { sharedServers } from '../support/servers';

test('a server with our settings has fairness and unpartitioned lanes; no runs are left behind', async () => {
  const namespace = await createNamespace();
  const connection = await Connection.connect({ address: sharedServers().temporalAddress });
  try {
    const server = { connection, namespace };
    expect(await takesTurns(server)).toBe(true);
    expect(await splitLanes(server)).toEqual([]);
    // The server's list follows a deletion some time later.
    await until('no run is listed', async () => {
      const { executions } = await connection.workflowService.listWorkflowExecutions({ namespace });
      return (executions ?? []).every(({ status }) => status !== 1);
    });
  } finally {
    await connection.close();
  }
});

test('missing settings of a default server are detected', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'galley-settings-'));
  const log = (): void => undefined;
  const cacheDir = userCacheDir({ env: process.env, platform: process.platform });
  const { path: binary } = await ensureTemporalBinary({ cacheDirs: [{ path: cacheDir, from: 'HOME' }], env: process.env, log });
  const server = await startTemporal({
    ...{ binary, log },
    port: await freePort({ wanted: 27_433, host: '127.0.0.1' }),
    settings: { ...TEMPORAL_SETTINGS, 'matching.enableFairness': 'false' },
    logFile: join(dir, 'temporal.log'),
  });
  const connection = await Connection.connect({ address: server.address });
  try {
    expect(await takesTurns({ connection, namespace: 'default' })).toBe(false);
  } finally {
    await connection.close();
    await server.stop();
  }
  const second = await startTemporal({
    ...{ binary, log },
    port: await freePort({ wanted: 27_533, host: '127.0.0.1' }),
    settings: {
      ...TEMPORAL_SETTINGS,
      'matching.numTaskqueueReadPartitions': '4',
      'matching.numTaskqueueWritePartitions': '4',
    },
    logFile: join(dir, 'second.log'),
  });
  const again = await Connection.connect({ address: second.address });
  try {
    expect(await splitLanes({ connection: again, namespace: 'default' })).toEqual([...LANES]);
  } finally {
    await again.close();
    await second.stop();
    await rm(dir, { recursive: true, force: true });
  }
}, 60_000);
