import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../support/api-client';
import { readBooks, readRemains } from '../support/books';
import { startCluster } from '../support/cluster';
import type { Cluster } from '../support/cluster';
import { pageAbout } from '../support/items';
import { readOnlyFor } from '../support/read-only';
import { createPatientClient } from './patient-client';
import { subjectOf } from './subjects';

const ORDERS = 200;
const ITEMS = 200;
const BATCH = 50;
const AT_ONCE = 40;
const PATIENCE_MS = 400_000;

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({
    simulators: { speed: 25 },
    workers: 2,
    env: { ITEMS_AT_ONCE: '20', ITEMS_PER_MINUTE: '100000' },
  });
}, 120_000);

afterAll(async () => {
  await cluster?.stop();
}, 60_000);

async function each(count: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, loop));
}

async function statuses(): Promise<Record<string, number>> {
  const { rows } = await cluster.database.pool.query<{ status: string; n: number }>(
    `select kind || ' ' || status as status, count(*)::int as n from orders group by 1`,
  );
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}

test('through a failover of Postgres, its restart, a frozen Temporal and the loss of all workers, every order ends', async () => {
  const { database, postgres, workers } = cluster;
  const clients = cluster.stores.map((store) => createPatientClient(store, { patienceMs: PATIENCE_MS }));
  const owners = new Map<string, (typeof clients)[number]>();
  await each(ORDERS, async (n) => {
    const client = clients[n % clients.length]!;
    owners.set(await client.order({ sourceType: 'keyword', sourceId: subjectOf(n) }), client);
  });
  // All are placed before anything goes wrong, and picked whenever they ask.
  const picking = each(ORDERS, async (n) => {
    const [id, client] = [...owners][n]!;
    await client.pick(id);
  });
  picking.catch(() => undefined);
  for (let n = 0; n < ITEMS / BATCH; n += 1) {
    const items = Array.from({ length: BATCH }, (_, i) => pageAbout(`batched kettle ${n * BATCH + i}`));
    const answer = await cluster.stores[n % cluster.stores.length]!.call('POST', '/api/generation/batch', {
      body: { items },
    });
    expect(answer.status).toBe(202);
  }
  const met: Record<string, Record<string, number>> = {};
  const finished = (count: number) => async () => {
    const { rows } = await database.pool.query<{ n: number }>(
      'select count(*)::int as n from orders where finished_at is not null',
    );
    return rows[0]!.n >= count;
  };
  const answered = async (): Promise<boolean> => {
    const { rows } = await database.pool.query<{ n: number }>(
      `select count(*)::int as n from provider_calls where state = 'answered'`,
    );
    return rows[0]!.n >= 200;
  };
  await until('work is in full swing', answered, 240_000);
  met['read-only'] = await statuses();
  await readOnlyFor(database.adminUrl, 5_000);
  await pause(2_000);
  met['restart'] = await statuses();
  await postgres.kill();
  await postgres.start();
  await pause(2_000);
  met['freeze'] = await statuses();
  await cluster.freezeTemporal(10_000);
  await pause(2_000);
  met['workers'] = await statuses();
  await Promise.all(workers.map((worker) => worker.kill()));
  await pause(1_000);
  await Promise.all(workers.map((worker) => worker.start()));
  await picking;

  await until('all orders have ended', finished(ORDERS + ITEMS), 480_000);
  const books = await readBooks(cluster);
  const remains = await readRemains(cluster);
  const ends = await statuses();
  process.stdout.write(`failover ${JSON.stringify({ met, ends, ...books, ...remains })}\n`);
  expect(ends).toEqual({ 'blog DONE': ORDERS, 'item completed': ITEMS });
  expect(books).toMatchObject({ paidTwice: 0, posts: ORDERS, drafts: ORDERS, unrecorded: 0 });
  expect(remains).toMatchObject({ doneWithoutPost: 0, strayPosts: 0, strayDrafts: 0, strayPredictions: 0 });
  expect(cluster.faults()).toEqual([]);
}, 900_000);
