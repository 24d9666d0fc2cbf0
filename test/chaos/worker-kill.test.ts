import { until } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { readBooks } from '../support/books';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { ledgerGaps } from '../support/ledger';
import { startWorkerProcess } from '../support/worker-process';

const ORDERS = 20;

const subjects = [
  'grinder',
  'kettle',
  'notebook',
  'daypack',
  'shears',
  'blanket',
  'soap',
  'tent',
  'pen',
  'mug',
];

let galley: Galley;

beforeAll(async () => {
  // Slow enough that a kill meets orders in every stage.
  galley = await startGalley({ lanes: [], simulators: { speed: 15 } });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('a worker killed in the middle of twenty orders loses nothing and pays for nothing twice', async () => {
  const first = await startWorkerProcess(galley.environment);
  const placed: Array<{ store: ApiClient; id: string }> = await Promise.all(
    Array.from({ length: ORDERS }, async (_, n) => {
      const store = galley.stores[n % galley.stores.length]!;
      const sourceId = `${['compact', 'quiet'][Math.floor(n / 10)]} ${subjects[n % 10]}`;
      return { store, id: await store.order({ sourceId }) };
    }),
  );
  const picks = Promise.all(placed.map(({ store, id }) => store.pick(id)));

  const statuses = async (): Promise<string[]> =>
    (await galley.database.pool.query<{ status: string }>('select status from orders')).rows.map(
      (row) => row.status,
    );
  await until('some orders are at their picture while others are behind or ahead', async () => {
    const now = await statuses();
    return now.filter((status) => ['GENERATING_IMAGE', 'PUBLISHING', 'DONE'].includes(status)).length >= 8;
  });
  const atKill = await statuses();
  await first.kill();
  expect(new Set(atKill).size).toBeGreaterThan(1);

  const second = await startWorkerProcess(galley.environment);
  await picks;
  for (const { store, id } of placed) await store.reaches(id, 'DONE', 60_000);
  expect(await second.stop()).toBe(0);

  const books = await readBooks(galley);
  expect(books).toMatchObject({ paidTwice: 0, posts: ORDERS, drafts: ORDERS, predictions: ORDERS });
  // Every request that reached the provider has its row, also those whose answer the kill destroyed.
  expect(books.rows).toBeGreaterThanOrEqual(books.requests);
  expect(books.rows - books.requests).toBeLessThanOrEqual(books.destroyed);
  // What a killed worker never ended is still set aside, and nothing else is.
  expect(await ledgerGaps(galley.database.pool)).toEqual([]);
}, 120_000);
