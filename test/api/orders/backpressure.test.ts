import type { ApiClient, Answer } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const BASE = '/api/blog-generation';

let galley: Galley;

beforeAll(async () => {
  // Nobody works, so that what is accepted stays open.
  galley = await startGalley({ lanes: [] });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const setLimits = (ofAll: number, ofTenant: number) =>
  galley.db.openOrders.setOpenLimits({ ofAll, ofTenant });
const open = (tenantId?: string) => galley.db.openOrders.countOpen({ tenantId });
const place = (client: ApiClient): Promise<Answer> =>
  client.call('POST', BASE, { body: { sourceType: 'keyword', sourceId: 'crowded kettle' } });

/** What is counted is what there is, for each tenant and in all. */
async function expectCounted(): Promise<void> {
  const rows = await galley.database.pool.query(
    `select o.tenant_id, o.orders::int as counted, (select count(*)::int from orders r
        where r.phase in ('accepted', 'queued', 'running')
          and (r.tenant_id = o.tenant_id or o.tenant_id = '00000000-0000-0000-0000-000000000000')) as there
       from open_orders o`,
  );
  expect(
    rows.rows.filter(({ counted, there }: { counted: number; there: number }) => counted !== there),
  ).toEqual([]);
}

test('two hundred orders at once: exactly as many are accepted as may be open, the others are told to come back', async () => {
  await setLimits(120, 1_000);
  const [one, other] = galley.stores as [ApiClient, ApiClient, ApiClient];
  const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => place(n % 2 ? one : other)));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(120);
  const refused = answers.filter(({ status }) => status !== 202);
  expect(refused).toHaveLength(80);
  for (const { status, headers, json } of refused) {
    expect([status, json]).toEqual([
      503,
      {
        error: 'queue_full',
        message: expect.stringMatching(/^[A-Z].*\.$/) as string,
        requestId: expect.any(String) as string,
        queueSize: 120,
        // Fifty a minute until enough have ended to measure it.
        estimatedWaitMinutes: 3,
      },
    ]);
    expect(headers.get('retry-after')).toBe('180');
  }
  expect(await open()).toBe(120);
  await expectCounted();
});

test('whoever ends or waits for a person makes room; what goes on again is never refused', async () => {
  const [one] = galley.stores as [ApiClient, ApiClient, ApiClient];
  expect((await place(one)).status).toBe(503);
  const { rows } = await galley.database.pool.query<{ id: string }>('select id from orders limit 1');
  await galley.database.pool.query(
    `update orders set status = 'AWAITING_SELECTION', phase = 'waiting_person' where id = $1`,
    [rows[0]!.id],
  );
  expect(await open()).toBe(119);
  expect((await place(one)).status).toBe(202);
  expect((await place(one)).status).toBe(503);
  // The one that waited goes on although everything is full.
  await galley.database.pool.query(
    `update orders set status = 'GENERATING_CONTENT', phase = 'queued' where id = $1`,
    [rows[0]!.id],
  );
  expect(await open()).toBe(121);
  await expectCounted();
});

test('a tenant has its own limit, and the others are not held up by it', async () => {
  const [, , third] = galley.stores as [ApiClient, ApiClient, ApiClient];
  await setLimits(10_000, 15);
  const answers = await Promise.all(Array.from({ length: 20 }, () => place(third)));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(15);
  const refused = answers.filter(({ status }) => status !== 202);
  for (const { status, json, headers } of refused) {
    expect([status, json['error'], json['queueSize']]).toEqual([429, 'too_many_orders', 15]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
  await expectCounted();
});

test('a batch is accepted as a whole or not at all', async () => {
  const [, , third] = galley.stores as [ApiClient, ApiClient, ApiClient];
  const before = await open();
  await setLimits(before + 4, 10_000);
  const items = Array.from({ length: 5 }, (_, n) => ({ sourceType: 'keyword', sourceId: `batch ${n}` }));
  expect((await third.call('POST', `${BASE}/batch`, { body: { items } })).status).toBe(503);
  expect(await open()).toBe(before);
  expect((await third.call('POST', `${BASE}/batch`, { body: { items: items.slice(1) } })).status).toBe(202);
  expect(await open()).toBe(before + 4);
  await expectCounted();
});

test('an order that was refused leaves nothing behind, and its key can be used again', async () => {
  const [, , third] = galley.stores as [ApiClient, ApiClient, ApiClient];
  const before = await open();
  await setLimits(before, 10_000);
  const headers = { 'idempotency-key': 'once-more' };
  const body = { sourceType: 'keyword', sourceId: 'refused at first' };
  expect((await third.call('POST', BASE, { body, headers })).status).toBe(503);
  const left = await galley.database.pool.query(
    `select 1 from blog_orders where source_id = 'refused at first'`,
  );
  expect(left.rowCount).toBe(0);
  await setLimits(before + 1, 10_000);
  expect((await third.call('POST', BASE, { body, headers })).status).toBe(202);
});
