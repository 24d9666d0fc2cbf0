import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { until } from '../support/api-client';
import { readBooks, readRemains } from '../support/books';
import { startCluster } from '../support/cluster';
import type { Cluster } from '../support/cluster';
import { createStorm } from '../support/storm';
import { createPatientClient, sumRepeats } from './patient-client';
import type { PatientClient } from './patient-client';
import { subjectOf } from './subjects';

const SEED = Number(process.env['GALLEY_STORM_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const ORDERS = Number(process.env['GALLEY_STORM_ORDERS'] ?? 200);

const PATIENCE_MS = 120_000;
const LONGEST_STORM_MS = 150_000;
/** The longest that a step waits between two tries, and some time to work. */
const LONGEST_CALM_MS = 420_000;
const PLACED_AT_ONCE = 8;

/** Endings that bad answers of providers explain; any other failure is a fault of ours. */
const EXPLAINED = ['Picture.Failed', 'Draft.Rejected'];

interface Row {
  id: string;
  status: string;
  errorType: string | null;
}

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({ simulators: { speed: 40, seed: SEED }, workers: 2 });
}, 120_000);

afterAll(async () => {
  await cluster?.stop();
}, 60_000);

/** Does `work` for every number, a few at a time. */
async function each(count: number, atOnce: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
}

async function readRows(pool: Pool): Promise<Row[]> {
  const result = await pool.query<Row>('select id, status, error_type as "errorType" from orders');
  return result.rows;
}

/** Does what the people of all stores do: they pick what there is to pick, and look what became of lost posts. */
async function actAsPeople(clients: PatientClient[], owners: Map<string, number>): Promise<void> {
  const rows = await readRows(cluster.database.pool).catch(() => []);
  for (const { id, status } of rows) {
    const owner = owners.get(id);
    if (owner === undefined) continue;
    const client = clients[owner]!;
    if (status === 'AWAITING_SELECTION') await client.pick(id);
    if (status === 'UNCONFIRMED') await tellWhatTheStoreHolds(client, id);
  }
}

async function tellWhatTheStoreHolds(client: PatientClient, id: string): Promise<void> {
  const order = await client.read(id);
  const draft = cluster.simulators.control
    .drafts()
    .find(({ fields, status }) => fields['title'] === order.post?.title && status === 'UNPUBLISHED');
  await client.act(
    id,
    'resolve',
    draft ? { resolution: 'exists', draftId: draft.id } : { resolution: 'absent' },
  );
}

test('hundreds of orders survive a storm of failures, each with one post', async () => {
  const began = Date.now();
  process.stdout.write(`storm ${JSON.stringify({ seed: SEED, orders: ORDERS })}\n`);
  const { pool } = cluster.database;
  const clients = cluster.stores.map((store) => createPatientClient(store, { patienceMs: PATIENCE_MS }));
  const owners = new Map<string, number>();
  const unconfirmed = new Set<string>();
  const rows = (): Promise<Row[]> => readRows(pool).catch(() => []);
  const ended = ({ status }: { status: string }): boolean => ['DONE', 'FAILED', 'CANCELLED'].includes(status);

  let people = true;
  const peopleAtWork = (async () => {
    while (people) {
      for (const { id, status } of await rows()) if (status === 'UNCONFIRMED') unconfirmed.add(id);
      await actAsPeople(clients, owners);
      await pause(250);
    }
  })();
  peopleAtWork.catch(() => undefined);
  const placing = each(ORDERS, PLACED_AT_ONCE, async (n) => {
    const owner = n % clients.length;
    const id = await clients[owner]!.order({ sourceType: 'keyword', sourceId: subjectOf(n) });
    owners.set(id, owner);
  });
  placing.catch(() => undefined);

  const storm = createStorm({ seed: SEED, cluster });
  await storm.rage({
    enough: async () => (await rows()).filter(({ status }) => status === 'DONE').length >= ORDERS / 2,
    mostMs: LONGEST_STORM_MS,
  });
  const stormMs = Date.now() - began;
  await placing;
  const allEnded = async (): Promise<boolean> => {
    const now = await rows();
    return now.length >= ORDERS && now.every(ended);
  };
  await until('all orders have ended', allEnded, LONGEST_CALM_MS);
  const failed = (await rows()).filter(({ status }) => status !== 'DONE');
  const reasons = failed.map(({ status, errorType }) => (status === 'FAILED' ? errorType : status));
  for (const { id } of failed) await clients[owners.get(id)!]!.act(id, 'retry');
  await until('what was retried has ended', allEnded, PATIENCE_MS);
  people = false;
  await peopleAtWork;

  const books = await readBooks(cluster);
  const remains = await readRemains(cluster);
  const twice = await pool.query(
    `select stage, provider, count(*)::int as calls from provider_calls where state = 'answered' and provider <> 'wix'
      group by order_id, stage, provider, round, attempt, basis having count(*) > 1`,
  );
  const facts = {
    seed: SEED,
    seconds: Math.round((Date.now() - began) / 1_000),
    stormSeconds: Math.round(stormMs / 1_000),
    retried: reasons,
    unconfirmed: unconfirmed.size,
    repeats: sumRepeats(clients),
    ...books,
    ...remains,
    twice: twice.rows,
    storm: storm.tally(),
    crashes: [cluster.api, ...cluster.workers].map((part) => part.crashes()),
  };
  process.stdout.write(`storm ${JSON.stringify(facts)}\n`);

  const last = await rows();
  expect(last.map(({ status }) => status)).toEqual(Array.from({ length: ORDERS }, () => 'DONE'));
  for (const reason of reasons) expect(EXPLAINED).toContain(reason);
  expect(books).toMatchObject({ posts: ORDERS, drafts: ORDERS, unrecorded: 0, paidTwice: 0 });
  expect(remains).toMatchObject({ doneWithoutPost: 0, strayPosts: 0, strayDrafts: 0, strayPredictions: 0 });
  expect(books.predictions).toBe(ORDERS + remains.droppedPredictions + remains.sparePredictions);
  expect(cluster.faults()).toEqual([]);
  expect(facts.crashes).toEqual([0, 0, 0]);
}, 900_000);
