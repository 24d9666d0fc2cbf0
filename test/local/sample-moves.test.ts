import { inTransaction } from '../../src/db/pool';
import { moveTimes } from '../../src/local/sample-times';
import type { Galley } from '../support/galley';
import { startGalley } from '../support/galley';
import { itemReaches, orderPage, pageAbout } from '../support/items';

const DAY_MS = 86_400_000;

/** When a message that has been delivered would be tried again says nothing to anybody. */
const MEANINGLESS = ['outbox.next_at'];

let galley: Galley;
const ended: string[] = [];
let open: string;

beforeAll(async () => {
  galley = await startGalley();
  const [store] = galley.stores;
  const posts = [store!.publish({ sourceId: 'moved kettle' }), store!.publish({ sourceId: 'moved grinder' })];
  const cancelled = await store!.order({ sourceId: 'moved cups' });
  open = await store!.order({ sourceId: 'standing cups' });
  await store!.reaches(cancelled, 'AWAITING_SELECTION');
  await store!.act(cancelled, 'cancel');
  await store!.reaches(cancelled, 'CANCELLED');
  await store!.reaches(open, 'AWAITING_SELECTION');
  const page = await orderPage(store!, pageAbout('moved page'));
  await itemReaches(store!, page.id, 'completed');
  ended.push(...(await Promise.all(posts)).map(({ id }) => id), cancelled, page.id);
}, 60_000);

afterAll(() => galley.stop());

interface Column {
  table: string;
  column: string;
}

/** Every time in the database that belongs to an order, read from the schema itself. */
async function timesOfOrders(): Promise<Column[]> {
  const { rows } = await galley.database.pool.query<Column>(
    `select c.table_name as table, c.column_name as column from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type = 'timestamp with time zone'
        and (c.table_name = 'orders' or exists (select 1 from information_schema.columns k
              where k.table_schema = 'public' and k.table_name = c.table_name and k.column_name = 'order_id'))
      order by 1, 2`,
  );
  return rows;
}

/** The times of these orders that lie in this column. */
async function readTimes({ table, column }: Column, ids: readonly string[]): Promise<number[]> {
  const key = table === 'orders' ? 'id' : 'order_id';
  const { rows } = await galley.database.pool.query<{ at: Date }>(
    `select ${column} as at from ${table} where ${key} = any($1) and ${column} is not null order by ctid`,
    [ids],
  );
  return rows.map(({ at }) => at.getTime());
}

async function eventsInTime(orderId: string): Promise<string[]> {
  const { rows } = await galley.database.pool.query<{ id: string }>(
    'select id from order_events where order_id = $1 order by at, id',
    [orderId],
  );
  return rows.map(({ id }) => id);
}

/** Days on which the money set down for a tenant is not what its requests of that day cost. */
async function wrongDays(): Promise<unknown[]> {
  const { rows } = await galley.database.pool.query(
    `select coalesce(d.day, c.day) as day, d.settled, c.cost
       from (select tenant_id, day, settled_micros::float8 as settled from spend_days where settled_micros <> 0) d
       full join (select tenant_id, spend_day as day, sum(cost_micros)::float8 as cost from provider_calls
                   where cost_micros > 0 group by 1, 2) c on c.tenant_id = d.tenant_id and c.day = d.day
      where d.settled is distinct from c.cost`,
  );
  return rows;
}

test('all times of an ended order move, open orders stay, and spending moves to the day of each request', async () => {
  const now = Date.now();
  const columns = await timesOfOrders();
  expect(columns.length).toBeGreaterThan(20);
  const before = new Map<string, number[]>();
  for (const at of columns) before.set(`${at.table}.${at.column}`, await readTimes(at, [open]));
  const order = await Promise.all(ended.map(eventsInTime));
  const spentToday = (await wrongDays()).length;
  expect(spentToday).toBe(0);

  const moves = ended.map((orderId, n) => ({ orderId, endedMs: now - (n + 1) * DAY_MS }));
  await inTransaction(galley.database.owner, (tx) =>
    moveTimes(tx, [
      ...moves.map(({ orderId, endedMs }) => ({ orderIds: [orderId], endedMs })),
      { orderIds: [open], endedMs: now - DAY_MS },
    ]),
  );

  const left: string[] = [];
  for (const at of columns) {
    const name = `${at.table}.${at.column}`;
    expect([name, await readTimes(at, [open])]).toEqual([name, before.get(name)]);
    if (MEANINGLESS.includes(name)) continue;
    const latest = Math.max(0, ...(await readTimes(at, ended)));
    if (latest > now - DAY_MS / 2) left.push(name);
  }
  expect(left).toEqual([]);

  for (const [n, { orderId, endedMs }] of moves.entries()) {
    const finished = await readTimes({ table: 'orders', column: 'finished_at' }, [orderId]);
    expect(Math.abs(finished[0]! - endedMs)).toBeLessThan(10);
    expect(await eventsInTime(orderId)).toEqual(order[n]);
  }
  expect(await wrongDays()).toEqual([]);
  const { rows } = await galley.database.pool.query<{ days: number }>(
    'select count(*)::int as days from spend_days where settled_micros > 0',
  );
  expect(rows[0]!.days).toBeGreaterThanOrEqual(3);
}, 30_000);
