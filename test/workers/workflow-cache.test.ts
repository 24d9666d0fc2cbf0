import { totalmem } from 'node:os';
import { loadConfig } from '../../src/config/config';
import { workerSettings } from '../../src/workers/lane-worker';
import { availableMemory, cachedRuns } from '../../src/workers/workflow-cache';

const GB = 1024 ** 3;

test.each([
  ['all open orders where the memory holds them', 10_000, 16, 10_000],
  ['as many as a quarter of the memory holds', 10_000, 4, 4_096],
  ['few orders on a large machine', 800, 64, 800],
  ['five hundred at the least', 10_000, 0.25, 500],
  ['five hundred even where fewer orders may be open', 50, 16, 500],
])('%s', (_, openOrders, gigabytes, runs) => {
  expect(cachedRuns({ openOrders, memoryBytes: gigabytes * GB })).toBe(runs);
});

test('the memory is that of the container, and never more than that of the machine', () => {
  const limit = jest.spyOn(process, 'constrainedMemory');
  try {
    const memoryAt = (bytes: number | undefined) => {
      limit.mockReturnValue(bytes as number);
      return availableMemory();
    };
    expect(memoryAt(GB / 4)).toBe(GB / 4);
    for (const none of [undefined, 0, 2 ** 63, totalmem()]) expect(memoryAt(none)).toBe(totalmem());
  } finally {
    limit.mockRestore();
  }
});

test('the setting comes before what the memory suggests', () => {
  const cached = (env: Record<string, string>) => {
    const settings = workerSettings('orders', loadConfig(env));
    return 'maxCachedWorkflows' in settings ? settings.maxCachedWorkflows : undefined;
  };
  expect(cached({ MAX_CACHED_WORKFLOWS: '7' })).toBe(7);
  expect(cached({ OPEN_ORDERS_MAX: '501' })).toBe(501);
});
