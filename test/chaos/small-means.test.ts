import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { ActivityDeps } from '../../src/activities/deps';
import { until } from '../support/api-client';
import { readBooks, readRemains } from '../support/books';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { startWorkerProcess } from '../support/worker-process';
import type { WorkerProcess } from '../support/worker-process';
import { createPatientClient } from './patient-client';
import { subjectOf } from './subjects';

const ORDERS = 6;
const PATIENCE_MS = 60_000;

/** A disk for pictures that is full for a while. */
const disk = { full: false, refused: 0, saved: 0 };

function onDisk(deps: ActivityDeps): ActivityDeps {
  const { pictureStore } = deps;
  return {
    ...deps,
    pictureStore: {
      ...pictureStore,
      async save(picture) {
        if (disk.full) {
          disk.refused += 1;
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
        }
        disk.saved += 1;
        return pictureStore.save(picture);
      },
    },
  };
}

let galley: Galley;
let worker: WorkerProcess | undefined;

beforeEach(async () => {
  galley = await startGalley({ lanes: [], simulators: { speed: 60 }, deps: onDisk });
}, 60_000);

afterEach(async () => {
  await worker?.kill();
  worker = undefined;
  await galley?.stop();
}, 30_000);

async function publishAll(from: number): Promise<void> {
  await Promise.all(
    Array.from({ length: ORDERS }, async (_, n) => {
      const store = createPatientClient(galley.stores[n % galley.stores.length]!, {
        patienceMs: PATIENCE_MS,
      });
      const id = await store.order({ sourceType: 'keyword', sourceId: subjectOf(from + n) });
      await store.pick(id);
      await until(`order ${id} is done`, async () => (await store.read(id)).status === 'DONE', PATIENCE_MS);
    }),
  );
}

async function expectGoodBooks(name: string): Promise<void> {
  const books = await readBooks(galley);
  const remains = await readRemains(galley);
  process.stdout.write(`${name} ${JSON.stringify({ ...books, ...remains })}\n`);
  expect(books).toMatchObject({ paidTwice: 0, unrecorded: 0, posts: ORDERS, drafts: ORDERS });
  expect(remains).toMatchObject({ done: ORDERS, doneWithoutPost: 0, strayPosts: 0, strayDrafts: 0 });
  expect(books.predictions).toBe(ORDERS);
}

/** Connections of the worker processes. */
async function connectionsOfWorkers(): Promise<number> {
  const result = await galley.database.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
      where datname = current_database() and application_name = 'galley-workers'`,
  );
  return result.rows[0]!.n;
}

test('one database connection is enough for a worker', async () => {
  worker = await startWorkerProcess({ ...galley.environment, DB_POOL_MAX: '1', DB_POOL_MIN: '0' });
  let most = 0;
  const watch = setInterval(() => {
    void connectionsOfWorkers().then((n) => (most = Math.max(most, n)));
  }, 100);
  try {
    await publishAll(0);
  } finally {
    clearInterval(watch);
  }
  await expectGoodBooks('one-connection');
  expect(most).toBe(1);
}, 90_000);

test('repeatedly cutting idle database connections stops no order', async () => {
  worker = await startWorkerProcess(galley.environment);
  const admin = new Client({ connectionString: galley.database.url, application_name: 'cutter' });
  await admin.connect();
  let cut = 0;
  let events = 0;
  let isCutting = true;
  /**
   * Ends all idle sessions, those within a transaction, too, unless nothing has been done since the last time: on a slow machine no
   * transaction might be short enough for a fixed pace.
   */
  async function cutIdle(): Promise<void> {
    const { rows } = await admin.query<{ n: number }>('select count(*)::int as n from order_events');
    if (rows[0]!.n === events) return;
    events = rows[0]!.n;
    const ended = await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and state like 'idle%' and pid <> pg_backend_pid()`,
    );
    cut += ended.rowCount ?? 0;
  }
  const cutting = (async () => {
    for (; isCutting; await pause(250)) await cutIdle();
  })();
  try {
    await publishAll(ORDERS);
  } finally {
    isCutting = false;
    await cutting;
    await admin.end();
  }
  expect(cut).toBeGreaterThan(ORDERS);
  // A broken connection must not end the process either.
  expect(await worker.stop()).toBe(0);
  worker = undefined;
  await expectGoodBooks(`cut-connections (${cut} cut)`);
}, 90_000);

test('a full disk for pictures makes orders wait, and no picture is paid for twice', async () => {
  disk.full = true;
  await galley.startWorkers();
  const all = publishAll(2 * ORDERS);
  all.catch(() => undefined);
  await until('every picture was refused three times', async () => disk.refused >= 3 * ORDERS, 40_000);
  const waiting = await galley.database.pool.query<{ status: string }>('select status from orders');
  expect(new Set(waiting.rows.map(({ status }) => status))).toEqual(new Set(['GENERATING_IMAGE']));
  disk.full = false;
  await all;
  expect(disk.saved).toBe(ORDERS);
  await expectGoodBooks('full-disk');
}, 90_000);
