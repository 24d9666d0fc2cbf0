import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { itemReaches, pageAbout } from '../support/items';
import { ledgerGaps } from '../support/ledger';
import { startWorkerProcess } from '../support/worker-process';

const ITEMS = 8;
const PARTS = ['Introduction', 'Benefits', 'Care'];

let galley: Galley;

beforeAll(async () => {
  // Slow enough that a kill meets items in the middle of their pages.
  galley = await startGalley({ lanes: [], simulators: { speed: 10 } });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('a worker killed in the middle of a batch loses no page and pays for no section twice', async () => {
  const [client] = galley.stores;
  const first = await startWorkerProcess(galley.environment);
  const batch = await client!.call('POST', '/api/generation/batch', {
    body: {
      items: Array.from({ length: ITEMS }, (_, n) => pageAbout(`killed kettle ${n}`, { components: PARTS })),
    },
  });
  const ids = batch.json['ids'] as string[];
  const counted = async (sql: string): Promise<number> =>
    (await galley.database.pool.query<{ n: number }>(`select count(*)::int as n ${sql}`)).rows[0]!.n;
  await until('some parts are written and others are on their way', async () => {
    const written = await counted('from item_components');
    return written >= 5 && (await counted(`from provider_calls where state = 'begun'`)) >= 2;
  });
  await first.kill();
  const destroyed = await counted(`from provider_calls where state = 'begun'`);

  const second = await startWorkerProcess(galley.environment);
  for (const id of ids)
    expect((await itemReaches(client!, id, 'completed', 'failed')).status).toBe('completed');
  expect(await second.stop()).toBe(0);

  expect(await counted('from item_components')).toBe(ITEMS * PARTS.length);
  // What was answered was kept: nobody was asked again but for what the kill destroyed.
  const twice = await galley.database.pool.query(
    `select order_id, basis from provider_calls where state = 'answered' group by 1, 2 having count(*) > 1`,
  );
  expect(twice.rows).toEqual([]);
  expect(await counted('from provider_calls')).toBeLessThanOrEqual(ITEMS * PARTS.length + destroyed);
  expect(await counted(`from provider_calls where state = 'begun'`)).toBeLessThanOrEqual(destroyed);
  expect(await ledgerGaps(galley.database.pool)).toEqual([]);
  expect((await client!.call('GET', `/api/generation/batch/${String(batch.json['id'])}`)).json).toMatchObject(
    {
      completed: ITEMS,
      percentComplete: 100,
    },
  );
}, 120_000);
