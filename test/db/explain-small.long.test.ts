import { beginEventEra } from '../../src/db/events/clock';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';
import { explainAll } from '../support/explain';
import { fillWithOrders } from '../support/million';
import { askAll, CASES, LAST_XID } from './explain-cases';
import type { Case, Subject } from './explain-cases';

const ORDERS = 60_000;

/** What a query may look at that needs no more than a page of rows. */
const MOST_ROWS = 2_500;
const MOST_PAGES = 5_000;

let database: TestDatabase;
const subjects = new Map<string, Subject>();

beforeAll(async () => {
  database = await createTestDatabase();
  await fillWithOrders(database.adminUrl, ORDERS);
  await beginEventEra(database.pool, { restored: false });
  const owners = await database.pool.query<Subject & { tenantId: string }>({
    text: `select t.tenant_id as "tenantId",
            (select s.id from stores s join orders o on o.store_id = s.id where s.tenant_id = t.tenant_id
              group by s.id order by count(*) desc limit 1) as "storeId",
            (select o.id from orders o where o.tenant_id = t.tenant_id and o.kind = 'blog' order by o.created_at desc limit 1) as "orderId",
            (select i.batch_id from items i join item_batches b on b.id = i.batch_id where b.tenant_id = t.tenant_id limit 1) as "batchId",
            (select w.id from webhooks w where w.tenant_id = t.tenant_id order by w.id limit 1) as "webhookId",
            (select s.id from mail_subscriptions s where s.tenant_id = t.tenant_id order by s.id limit 1) as "subscriptionId",
            m.id as "memberId", m.person_id as "personId", a.id as "articleId", a.domain_id as "domainId"
       from (select tenant_id, count(*) as orders from orders group by tenant_id) t
       left join lateral (select id, person_id from members m where m.tenant_id = t.tenant_id and m.removed_at is null limit 1) m on true
       cross join (select id, domain_id from articles order by created_at limit 1) a
      order by t.orders desc`,
    query_timeout: 600_000,
  } as { text: string });
  const [busy, quiet] = [owners.rows[0]!, owners.rows.at(-1)!];
  subjects.set('an operator', { ...busy, tenantId: undefined });
  subjects.set('the busiest tenant', busy);
  subjects.set('a quiet tenant', quiet);
}, 1_800_000);

afterAll(async () => {
  await database?.drop();
});

const table = CASES.flatMap((one) =>
  ['an operator', 'the busiest tenant', 'a quiet tenant'].map((who): [string, string, Case] => [
    one.name,
    who,
    one,
  ]),
);

test.each(table)('%s for %s among a million orders: no table is read whole', async (_, who, one) => {
  const readings = await explainAll(database.pool, (db) => askAll(db, one, subjects.get(who)!));
  expect(readings.length > 0 || one.mayAskNothing).toBe(true);
  for (const { sql, whole, rows, pages } of readings) {
    expect({ sql, whole }).toEqual({ sql, whole: [] });
    const { rows: mostRows = MOST_ROWS, pages: mostPages = MOST_PAGES } = one;
    expect({ sql, rows, within: rows <= mostRows }).toMatchObject({ within: true });
    expect({ sql, pages, within: pages <= mostPages }).toMatchObject({ within: true });
  }
});

test('the filled database is the one that the limits are meant for', async () => {
  const counted = await database.pool.query<{ orders: number; open: number; last: string }>(
    `select (select count(*)::int from orders) as orders,
            (select count(*)::int from orders where phase in ('accepted', 'queued', 'running', 'waiting_person')) as open,
            (select max(xid::text::bigint)::text from order_events) as last`,
  );
  const [row] = counted.rows;
  expect(row!.orders).toBe(ORDERS);
  expect(row!.open).toBeGreaterThan(15_000);
  expect(BigInt(row!.last)).toBeGreaterThanOrEqual(LAST_XID);
});
