import { randomUUID } from 'node:crypto';
import { createLaneMeans } from '../../../src/activities/lane-means';
import { createDb } from '../../../src/db/db';
import type { Db } from '../../../src/db/db';
import { until as waitFor } from '../../support/api-client';
import { createTestDatabase } from '../../support/database';
import type { TestDatabase } from '../../support/database';

let database: TestDatabase;
let db: Db;
let standard: string;
let premium: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.pool);
  [standard, premium] = [randomUUID(), randomUUID()];
  await database.pool.query(
    `insert into tenants (id, kind, name, plan, fairness_weight)
     values ($1, 'store', 'a', 'standard', null), ($2, 'store', 'b', 'premium', null)`,
    [standard, premium],
  );
});

afterAll(async () => {
  await database?.drop();
});

interface Orders {
  kind?: string;
  status: string;
  phase: string;
  tenantId?: string;
  priority?: number;
  raised?: number;
  count?: number;
}

async function insertOrders(orders: Orders): Promise<string> {
  const { kind = 'blog', status, phase, tenantId = standard, priority = 5, raised = 0, count = 1 } = orders;
  const result = await database.pool.query<{ id: string }>(
    `insert into orders (id, kind, tenant_id, status, phase, priority, raised, raised_at)
     select gen_random_uuid(), $1, $2, $3, $4, $5, $6::int, case when $6::int > 0 then clock_timestamp() + interval '1 hour' end
       from generate_series(1, $7::int) returning id`,
    [kind, tenantId, status, phase, priority, raised, count],
  );
  return result.rows[0]!.id;
}

async function insertCalls(orderId: string, stage: string, tokens: number, count: number, secondsAgo = 10) {
  await database.pool.query(
    `insert into provider_calls (id, order_id, tenant_id, lane, provider, stage, round, attempt, charged_tokens, began_at)
     select gen_random_uuid(), $1, $2, 'writing', 'openai', $3, 1, 1, $4, statement_timestamp() - make_interval(secs => $5)
       from generate_series(1, $6::int)`,
    [orderId, standard, stage, tokens, secondsAgo, count],
  );
}

const model = (maxCompletionTokens: number) => ({ model: 'm', maxCompletionTokens });
const models = { ideas: model(1_500), content: model(4_000), quality: model(1_000), component: model(1_200) };
const budgets = { openaiRpm: 450, openaiTpm: 450_000, replicateRpm: 600 };

test('after 500 cheap calls, 440 drafts that wait count with what drafts are charged', async () => {
  const item = await insertOrders({ kind: 'item', status: 'completed', phase: 'done' });
  await insertCalls(item, 'component', 900, 500);
  await insertCalls(item, 'component', 1, 500, 3_600);
  await insertOrders({ status: 'GENERATING_CONTENT', phase: 'queued', count: 440 });
  let now = 0;
  const meanTokensByLane = createLaneMeans({ db, models, budgets, now: () => now });
  const means = await meanTokensByLane();
  // No draft has been charged lately, so the most that one can be charged counts.
  expect(means.get('writing')).toBe(4_000);
  expect(await db.lanes.chargedLately()).toEqual([
    { lane: 'writing', kind: 'item', stage: 'component', calls: 500, meanTokens: 900 },
  ]);

  // Calls are read again after five seconds; what waits is read each time.
  const draft = await insertOrders({ status: 'GENERATING_CONTENT', phase: 'queued' });
  await insertCalls(draft, 'content', 2_000, 500);
  now = 4_999;
  expect((await meanTokensByLane()).get('writing')).toBe(4_000);
  now = 5_000;
  expect((await meanTokensByLane()).get('writing')).toBe(2_000);
});

test('waiting orders are counted by state, tenant and level, with the tenant’s share', async () => {
  await insertOrders({
    status: 'GENERATING_CONTENT',
    phase: 'queued',
    tenantId: premium,
    priority: 10,
    count: 3,
  });
  await insertOrders({
    status: 'GENERATING_IMAGE',
    phase: 'running',
    tenantId: premium,
    priority: 1,
    raised: 2,
  });
  await insertOrders({ status: 'AWAITING_SELECTION', phase: 'waiting_person', tenantId: premium });
  await insertOrders({ status: 'DONE', phase: 'done', tenantId: premium });
  const waiting = await db.lanes.waitingOrders();
  expect(waiting.filter(({ tenantId }) => tenantId === premium)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        status: 'GENERATING_CONTENT',
        phase: 'queued',
        level: 1,
        weight: 2,
        orders: 3,
      }),
      expect.objectContaining({
        status: 'GENERATING_IMAGE',
        phase: 'running',
        level: 3,
        weight: 2,
        orders: 1,
      }),
    ]),
  );
  expect(waiting).toHaveLength(3);
  expect(waiting.find(({ tenantId }) => tenantId === standard)).toMatchObject({
    kind: 'blog',
    level: 3,
    weight: 1,
    orders: 441,
  });
});

test('each call is entered once: from the last look on, when it has been saved for half a second', async () => {
  const order = await insertOrders({ status: 'GENERATING_CONTENT', phase: 'running' });
  const first = await db.charges.chargedSince({ after: null });
  expect(first).toMatchObject({ seconds: 0, lanes: [] });
  const since = (secondsAgo: number): string => new Date(Date.now() - secondsAgo * 1_000).toISOString();
  await insertCalls(order, 'content', 4_000, 3, 7_240);
  await insertCalls(order, 'content', 5_000, 2, 7_240);
  await insertCalls(order, 'content', 1_000_000, 1, -3);
  const entered = await db.charges.chargedSince({ after: since(7_300) });
  const earlier = await db.charges.chargedSince({ after: since(7_200) });
  const of = ({ lanes }: typeof entered) =>
    lanes.find(({ lane }) => lane === 'writing') ?? { calls: 0, tokens: 0 };
  expect(of(entered).calls - of(earlier).calls).toBe(5);
  expect(of(entered).tokens - of(earlier).tokens).toBe(22_000);
  expect(entered.seconds).toBeGreaterThan(7_299);
  // The latest call is not in it, and comes later.
  let until = entered.until;
  const later = await waitFor('it is entered', async () => {
    const next = await db.charges.chargedSince({ after: until });
    ({ until } = next);
    return of(next).calls > 0 && of(next);
  });
  expect(later).toEqual({ lane: 'writing', calls: 1, tokens: 1_000_000 });
  expect(of(await db.charges.chargedSince({ after: until })).calls).toBe(0);
});
