import { until } from '../support/api-client';
import { readBooks, readRemains } from '../support/books';
import { startCluster } from '../support/cluster';
import type { Cluster } from '../support/cluster';
import { createPatientClient } from './patient-client';
import { subjectOf } from './subjects';

const ORDERS = 50;
const PATIENCE_MS = 60_000;

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({ simulators: { speed: 20 } });
}, 120_000);

afterAll(async () => {
  await cluster?.stop();
}, 60_000);

interface Row {
  id: string;
  status: string;
  errorType: string | null;
}

async function rows(): Promise<Row[]> {
  const result = await cluster.database.pool.query<Row>(
    'select id, status, error_type as "errorType" from orders order by created_at, id',
  );
  return result.rows;
}

test('when Temporal has lost everything, each open order fails, is retried, and ends with one post', async () => {
  const clients = cluster.stores.map((store) => createPatientClient(store, { patienceMs: PATIENCE_MS }));
  const owner = new Map<string, (typeof clients)[number]>();
  const place = async (n: number): Promise<string> => {
    const client = clients[n % clients.length]!;
    const id = await client.order({
      sourceType: 'keyword',
      sourceId: subjectOf(n),
      // Some wait for a person, some for their time, and the others are at work.
      ...(n % 5 === 1 ? { publishMode: 'approve' } : {}),
      ...(n % 5 === 2 ? { publishAt: new Date(Date.now() + 600_000).toISOString() } : {}),
    });
    owner.set(id, client);
    return id;
  };
  const placed = await Promise.all(Array.from({ length: ORDERS }, (_, n) => place(n)));
  const pickOf = placed.filter((_, n) => n % 5 !== 0).map((id) => owner.get(id)!.pick(id));
  await until(
    'a third is done or waits',
    async () =>
      (await rows()).filter(({ status }) => ['DONE', 'AWAITING_APPROVAL', 'SCHEDULED'].includes(status))
        .length >=
      ORDERS / 3,
    120_000,
  );
  await Promise.all(pickOf);
  const counts: Record<string, number> = {};
  for (const { status } of await rows()) counts[status] = (counts[status] ?? 0) + 1;
  await cluster.emptyTemporal();

  await until(
    'no order is open any more',
    async () => (await rows()).every(({ status }) => ['DONE', 'FAILED'].includes(status)),
    300_000,
  );
  const lost = (await rows()).filter(({ status }) => status === 'FAILED');
  expect(new Set(lost.map(({ errorType }) => errorType))).toEqual(new Set(['Run.Lost']));
  for (const { id } of lost) expect((await owner.get(id)!.act(id, 'retry')).status).toBe(200);
  const people = async (): Promise<boolean> => {
    for (const { id, status } of await rows()) {
      if (status === 'AWAITING_SELECTION') await owner.get(id)!.pick(id);
      if (status === 'AWAITING_APPROVAL') await owner.get(id)!.act(id, 'approve');
      if (status === 'SCHEDULED') await owner.get(id)!.act(id, 'schedule', { publishAt: null });
    }
    return (await rows()).every(({ status }) => status === 'DONE');
  };
  await until('all orders are done', people, 300_000);
  const books = await readBooks(cluster);
  const remains = await readRemains(cluster);
  process.stdout.write(
    `empty temporal ${JSON.stringify({ before: counts, lost: lost.length, ...books, ...remains })}\n`,
  );
  expect(books).toMatchObject({ posts: ORDERS, drafts: ORDERS });
  expect(remains).toMatchObject({ doneWithoutPost: 0, strayPosts: 0, strayDrafts: 0 });
}, 900_000);
