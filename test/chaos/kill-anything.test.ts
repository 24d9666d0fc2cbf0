import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../support/api-client';
import { readBooks, readRemains } from '../support/books';
import { startCluster } from '../support/cluster';
import type { Cluster, Part } from '../support/cluster';
import { createPatientClient, sumRepeats } from './patient-client';
import type { PatientClient } from './patient-client';
import { subjectOf } from './subjects';

const ORDERS = 20;
const DOWN_MS = 3_000;
const REQUEST_EVERY_MS = 20;
const PATIENCE_MS = 90_000;

let cluster: Cluster;

beforeAll(async () => {
  // Slow enough that every kill meets orders under way.
  cluster = await startCluster({ simulators: { speed: 8 } });
}, 90_000);

afterAll(async () => {
  await cluster?.stop();
}, 60_000);

async function statuses(): Promise<string[]> {
  const result = await cluster.database.pool.query<{ status: string }>('select status from orders');
  return result.rows.map((row) => row.status);
}

/** Kills these parts at once and starts them again after a while. Answers how many orders were under way. */
async function strike(parts: Part[], downMs: number): Promise<number> {
  const underWay = (await statuses()).filter((status) => !['PENDING', 'DONE'].includes(status)).length;
  await Promise.all(parts.map((part) => part.kill()));
  await pause(downMs);
  await Promise.all(parts.map((part) => part.start()));
  return underWay;
}

test('whatever is killed in the middle of twenty orders, none is lost, duplicated or paid for twice', async () => {
  const { api, temporal, postgres, workers } = cluster;
  const clients: PatientClient[] = cluster.stores.map((store) =>
    createPatientClient(store, { patienceMs: PATIENCE_MS }),
  );
  const place = async (n: number): Promise<void> => {
    const client = clients[n % clients.length]!;
    await client.pick(await client.order({ sourceType: 'keyword', sourceId: subjectOf(n) }));
  };
  const half = Array.from({ length: ORDERS / 2 }, (_, n) => place(n));
  const met: Record<string, number> = {};
  await until('ideas are being made', async () => (await statuses()).includes('GENERATING_IDEAS'));
  met['worker'] = await strike(workers, 0);

  // The other half comes in one by one while the API dies, so that some requests are answered, some cut off and some refused.
  const rest = Array.from({ length: ORDERS / 2 }, async (_, n) => {
    await pause(n * REQUEST_EVERY_MS);
    await place(ORDERS / 2 + n);
  });
  const placed = Promise.all([...half, ...rest]);
  placed.catch(() => undefined);
  await pause((ORDERS / 4) * REQUEST_EVERY_MS);
  met['api'] = await strike([api], 0);
  await until(
    'texts are being written',
    async () => (await statuses()).includes('GENERATING_CONTENT'),
    40_000,
  );
  met['temporal'] = await strike([temporal], DOWN_MS);
  await until('pictures are being made', async () => (await statuses()).includes('GENERATING_IMAGE'), 40_000);
  met['postgres'] = await strike([postgres], DOWN_MS);
  await placed;
  met['worker and postgres'] = await strike([...workers, postgres], DOWN_MS);

  await until(
    'all orders have ended',
    async () => (await statuses()).every((status) => ['DONE', 'FAILED', 'CANCELLED'].includes(status)),
    PATIENCE_MS,
  );
  const books = await readBooks(cluster);
  const remains = await readRemains(cluster);
  const repeats = sumRepeats(clients);
  process.stdout.write(`kill-anything ${JSON.stringify({ met, repeats, ...books, ...remains })}\n`);

  expect(await statuses()).toEqual(Array.from({ length: ORDERS }, () => 'DONE'));
  expect(books).toMatchObject({ paidTwice: 0, posts: ORDERS, drafts: ORDERS, unrecorded: 0 });
  expect(books.rows - books.requests).toBeLessThanOrEqual(books.destroyed);
  expect(remains).toMatchObject({ doneWithoutPost: 0, strayPosts: 0, strayDrafts: 0, strayPredictions: 0 });
  expect(books.predictions).toBe(ORDERS + remains.droppedPredictions + remains.sparePredictions);
  // A kill that met no order would prove nothing.
  expect(Math.min(...Object.values(met))).toBeGreaterThan(0);
  expect(repeats.writes).toBeGreaterThan(0);
  expect(cluster.faults()).toEqual([]);
  expect([api, temporal, postgres, ...workers].map((part) => part.crashes())).toEqual([0, 0, 0, 0]);
}, 240_000);
