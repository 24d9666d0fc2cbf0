import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../src/db/pool';
import { searchAll } from '../../src/db/orders/search';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

const ORDERS = 100_000;
const TENANTS = 250;

let database: TestDatabase;
let tenant: string;
let store: string;

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: Plan[];
}

beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  await pool.query(
    `insert into tenants (id, kind, name) select gen_random_uuid(), 'store', 'T' || n from generate_series(1, $1::int) n`,
    [TENANTS],
  );
  await pool.query(
    `insert into stores (id, tenant_id, instance_id, name) select gen_random_uuid(), id, gen_random_uuid()::text, name from tenants`,
  );
  // The counting of open orders is another matter, and has its own test.
  await pool.query('alter table orders disable trigger orders_counted');
  await pool.query(
    `insert into orders (id, kind, tenant_id, store_id, status, phase, priority, created_at, finished_at, waiting_type, waiting_reason)
     select gen_random_uuid(), 'blog', s.tenant_id, s.id,
            (array['DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'DONE', 'FAILED', 'CANCELLED', 'GENERATING_CONTENT'])[1 + n % 10],
            (array['done', 'done', 'done', 'done', 'done', 'done', 'done', 'failed', 'cancelled', 'queued'])[1 + n % 10],
            5, now() - n * interval '1 minute',
            case when n % 10 < 9 then now() - n * interval '1 minute' end,
            case when n % 1000 = 9 then 'Spending.Capped' end, case when n % 1000 = 9 then 'daily_cap' end
       from generate_series(1, $1::int) n
       join (select row_number() over () as r, id, tenant_id from stores) s on s.r = 1 + n % $2::int`,
    [ORDERS, TENANTS],
  );
  await pool.query(
    `insert into blog_orders (order_id, source_type, source_id, publish_at)
     select id, 'keyword', 'k' || n, case when n % 50 = 0 then now() + n * interval '1 minute' end
       from (select id, row_number() over (order by created_at) as n from orders) o`,
  );
  await pool.query(
    `insert into provider_calls (id, order_id, tenant_id, lane, provider, stage, round, attempt, state, cost_micros, spend_day, began_at)
     select gen_random_uuid(), id, tenant_id, 'writing', 'openai', 'content', 1, 1, 'answered', 20000, created_at::date, created_at from orders`,
  );
  await pool.query('alter table order_events disable trigger order_events_notify');
  await pool.query(
    `insert into order_events (order_id, tenant_id, type) select id, tenant_id, type from orders, (values ('a'), ('b')) as e (type)`,
  );
  await pool.query(
    `insert into outbox (id, order_id, kind, start_no, state) select gen_random_uuid(), id, 'start', 1, 'delivered' from orders`,
  );
  await pool.query('analyze');
  const rows = await pool.query<{ tenant: string; store: string }>(
    'select tenant_id as tenant, id as store from stores limit 1',
  );
  ({ tenant, store } = rows.rows[0]!);
}, 300_000);

afterAll(async () => {
  await database?.drop();
});

function nodes(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodes)];
}

/** Tables that a question reads from end to end. */
async function readWhole(sql: string, values: unknown[]): Promise<string[]> {
  const result = await database.pool.query<{ 'QUERY PLAN': Array<{ Plan: Plan }> }>(
    `explain (format json) ${sql}`,
    values,
  );
  return nodes(result.rows[0]!['QUERY PLAN'][0]!.Plan)
    .filter((node) => node['Node Type'] === 'Seq Scan')
    .map((node) => node['Relation Name'] ?? '')
    .filter((table) => ['orders', 'provider_calls', 'order_events', 'outbox'].includes(table));
}

test.each<[string, string, () => unknown[]]>([
  [
    'a page of a tenant’s orders',
    `select * from orders where kind = 'blog' and tenant_id = $1 order by created_at desc, id desc limit 50`,
    () => [tenant],
  ],
  [
    'a page of all orders',
    `select * from orders where kind = 'blog' order by created_at desc, id desc limit 50`,
    () => [],
  ],
  [
    'open orders by status',
    `select status, count(*) from orders where phase in ('accepted', 'queued', 'running', 'waiting_person') group by status`,
    () => [],
  ],
  [
    'open orders of a tenant',
    `select status, count(*) from orders where phase in ('accepted', 'queued', 'running', 'waiting_person') and tenant_id = $1 group by status`,
    () => [tenant],
  ],
  [
    'orders that ended lately',
    `select count(*) from orders where finished_at > statement_timestamp() - interval '10 minutes'`,
    () => [],
  ],
  [
    'orders that ended in a day',
    `select kind, phase, status from orders where finished_at > statement_timestamp() - interval '1 day'`,
    () => [],
  ],
  [
    'orders that wait for a cap',
    `select id from orders where phase = 'queued' and tenant_id = $1 and waiting_type = 'Spending.Capped' order by id for no key update`,
    () => [tenant],
  ],
  [
    'orders that wait for a store',
    `select id from orders where phase = 'queued' and store_id = $1 and waiting_type = 'Provider.Closed' order by id for no key update`,
    () => [store],
  ],
  [
    'what has waited too long',
    `select id from orders where phase in ('queued', 'running') and waiting_type is null
        and updated_at < statement_timestamp() - interval '10 minutes' order by id limit 200 for no key update skip locked`,
    () => [],
  ],
  [
    'what is at work by stage',
    `select status, count(*), count(distinct store_id) from orders where kind = 'blog' and phase in ('queued', 'running') and status in ('GENERATING_IDEAS', 'GENERATING_CONTENT') group by status`,
    () => [],
  ],
  [
    'unconfirmed orders',
    `select count(*) from orders where phase = 'waiting_person' and status = 'UNCONFIRMED'`,
    () => [],
  ],
  [
    'planned posts of a week',
    `select order_id from blog_orders where publish_at >= now() and publish_at < now() + interval '7 days'`,
    () => [],
  ],
  [
    'the last posts of a store',
    `select v.title from orders o join blog_orders b on b.order_id = o.id join versions v on v.id = b.version_id where o.store_id = $1 and o.id <> $2 and o.status <> 'CANCELLED' order by o.created_at desc limit 50`,
    () => [store, randomUUID()],
  ],
  [
    'calls of the last minute',
    `select count(*), sum(charged_tokens) from provider_calls where provider = 'openai' and began_at > statement_timestamp() - interval '1 minute'`,
    () => [],
  ],
  [
    'what calls were charged lately',
    `select c.lane, o.kind, c.stage, count(*), avg(c.charged_tokens) from provider_calls c join orders o on o.id = c.order_id
      where c.provider in ('openai', 'replicate') and c.began_at > statement_timestamp() - interval '5 minutes' group by 1, 2, 3`,
    () => [],
  ],
  [
    'orders that wait for a lane',
    `select kind, status, phase, tenant_id, priority, count(*) from orders where phase in ('queued', 'running') group by 1, 2, 3, 4, 5`,
    () => [],
  ],
  [
    'calls of killed workers',
    `select id from provider_calls where state = 'begun' and began_at < statement_timestamp() - interval '25 minutes' order by began_at limit 500`,
    () => [],
  ],
  [
    'calls of an order',
    `select sum(cost_micros) from provider_calls where order_id = $1`,
    () => [randomUUID()],
  ],
  [
    'spending of a tenant in a month',
    `select spend_day, sum(cost_micros) from provider_calls where tenant_id = $1 and spend_day between current_date - 30 and current_date group by spend_day`,
    () => [tenant],
  ],
  [
    'the timeline of an order',
    `select * from order_events where order_id = $1 and id > 0 order by id limit 200`,
    () => [randomUUID()],
  ],
  [
    'the next message',
    `select id from outbox m where state = 'pending' and next_at <= statement_timestamp() order by next_at, seq limit 1`,
    () => [],
  ],
])('%s are found among a hundred thousand orders without a full scan', async (_, sql, values) => {
  expect(await readWhole(sql, values())).toEqual([]);
});

test.each<[string, () => string | undefined]>([
  ['a tenant', () => tenant],
  ['an operator', () => undefined],
])('%s finds orders containing a word among a hundred thousand without a full scan', async (_, of) => {
  const asked: Array<[string, unknown[]]> = [];
  const listener = {
    query: async (sql: string, values: unknown[]) => {
      asked.push([sql, values]);
      return { rows: [] };
    },
  } as unknown as Queryable;
  await searchAll(listener, { words: 'k99999', tenantId: of(), withStores: true, limit: 10 });
  const [[sql, values]] = asked as [[string, unknown[]]];
  expect(await readWhole(sql, values)).toEqual([]);
  expect(
    await searchAll(database.pool, { words: 'k99999', tenantId: undefined, withStores: true, limit: 10 }),
  ).toHaveLength(1);
});
