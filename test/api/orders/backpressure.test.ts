import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { hashApiKey, newApiKey } from '../../../src/api/http/auth';
import { createTenantWithKey } from '../../../src/db/tenants/tenants';
import { phaseOf } from '../../../src/domain/orders/lifecycle';
import { ApiClient } from '../../support/api-client';
import type { Answer } from '../../support/api-client';
import { CONTENT, items, orderJob, readJob, setJob } from '../../support/bulk-api';
import { pageAbout } from '../../support/items';
import { OPENING_NONE, OPENINGS, PURCHASE_OPENINGS, SAVED } from './opening-routes';
import type { Opening } from './opening-routes';
import { SAMPLE_STORES } from '../../../src/simulators/products';
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
const KEYWORD = { sourceType: 'keyword', sourceId: 'crowded kettle' };
const place = (client: ApiClient): Promise<Answer> => client.call('POST', BASE, { body: KEYWORD });

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
  const sizes = new Set<unknown>();
  for (const { status, headers, json } of refused) {
    sizes.add(json['queueSize']);
    expect([status, json]).toEqual([
      503,
      {
        error: 'queue_full',
        message: expect.stringMatching(/^[A-Z].*\.$/) as string,
        requestId: expect.any(String) as string,
        queueSize: expect.any(Number) as number,
        // Fifty a minute until enough have ended to measure it.
        estimatedWaitMinutes: 3,
      },
    ]);
    expect(headers.get('retry-after')).toBe('180');
  }
  expect(await open()).toBe(120);
  await expectCounted();
  // A tenant hears how many orders of its own are open; whoever sees all of them, how many there are.
  expect(Math.max(...([...sizes] as number[]))).toBeLessThan(120);
  const own = (await one.call('GET', '/api/queue/stats')).json['open'];
  expect((await place(one)).json['queueSize']).toBe(own);
  const body = {
    sourceType: 'keyword',
    sourceId: 'crowded kettle',
    instanceId: SAMPLE_STORES[0]!.instanceId,
  };
  expect((await galley.operator.call('POST', BASE, { body })).json).toMatchObject({
    error: 'queue_full',
    queueSize: 120,
  });
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

/** A new store's tenant. */
async function newStore(): Promise<{ store: ApiClient; tenantId: string }> {
  const { key } = newApiKey();
  const tenantId = randomUUID();
  await createTenantWithKey(galley.database.pool, {
    ...{ tenantId, kind: 'store', name: 'limited', plan: 'standard' },
    key: { id: randomUUID(), hash: hashApiKey(key), label: 'test', role: 'store' },
    store: { id: randomUUID(), instanceId: randomUUID(), language: 'en' },
  });
  return { store: new ApiClient(galley.apiUrl, key), tenantId };
}

/** What is acted on: an order, with an idea or an item of it. */
interface ActedOn {
  id: string;
  ideaId: string;
  item?: string;
}

/** Puts a bulk job into a state as if work had brought it there; answers it with its first item. */
async function jobFrom(store: ApiClient, from: Opening['from'] & { kind: 'bulk' }): Promise<ActedOn> {
  const id = await orderJob(store);
  const state = { job: from.status, items: (place: number) => (place === 1 ? from.first : from.others) };
  await setJob(galley.database, id, state);
  return { id, ideaId: '', item: (await readJob(store, id)).jobs[0]!.id };
}

/** The template of a job of ten, or a schedule that uses it. */
async function savedAs(store: ApiClient, is: 'template' | 'schedule'): Promise<ActedOn> {
  const request = { mode: 'topic', items: items(10) };
  await store.call('POST', '/api/bulk-templates', { body: { name: SAVED, request } });
  const templates = (await store.call('GET', '/api/bulk-templates')).json['items'] as Array<{ id: string }>;
  const templateId = templates[0]!.id;
  if (is === 'template') return { id: templateId, ideaId: '' };
  const body = { name: SAVED, templateId, cron: '@weekly' };
  const { json } = await store.call('POST', '/api/bulk-schedules', { body });
  return { id: String(json['id']), ideaId: '' };
}

/** Places an order of a kind and answers its id. */
const PLACE = {
  blog: async (store: ApiClient) => (await place(store)).json['id'],
  item: async (store: ApiClient) =>
    (await store.call('POST', '/api/generation', { body: pageAbout('limited') })).json['id'],
  content: async (store: ApiClient) =>
    (await store.call('POST', `${CONTENT}/generate/topic`, { body: { topic: 'kettles' } })).json['id'],
};

/** Puts an order into a state as if work had brought it there; answers it with one of its ideas. */
async function orderFrom(store: ApiClient, from: Opening['from']): Promise<ActedOn> {
  if (!from) return { id: '', ideaId: '' };
  if (from.kind === 'bulk') return jobFrom(store, from);
  if (from.kind === 'saved') return savedAs(store, from.is);
  const { pool } = galley.database;
  const id = String(await PLACE[from.kind](store));
  const idea = { title: 'T', angle: 'A', outline: ['1', '2', '3'], keyword: 'K', reason: 'R' };
  if (from.kind === 'blog') await galley.db.ideas.insertIdeas({ orderId: id, round: 1, ideas: [idea] });
  await pool.query(
    `update orders set status = $2, phase = $3,
            finished_at = case when $3 in ('failed', 'cancelled') then now() end where id = $1`,
    [id, from.status, phaseOf(from.kind, from.status)],
  );
  const ideas = await pool.query<{ id: string }>('select id from ideas where order_id = $1', [id]);
  return { id, ideaId: ideas.rows[0]?.id ?? '' };
}

const KEPT = [
  ...['blog_orders', 'items', 'content_items', 'bulk_jobs', 'order_events', 'actions', 'outbox', 'ideas'],
  'round_hints',
];

/** An order with its details, and how much there is of its tenant. */
async function keptOf(tenantId: string, orderId: string): Promise<unknown> {
  const ofOrders = (table: string): string =>
    `(select count(*) from ${table} x join orders o on o.id = x.order_id where o.tenant_id = $1) as ${table}`;
  const kept = await galley.database.pool.query(
    `select (select to_jsonb(o) from orders o where o.id = $2) as acted_on,
            (select to_jsonb(b) from blog_orders b where b.order_id = $2) as post,
            (select jsonb_agg(to_jsonb(p) order by p.id) from orders p where p.parent_id = $2) as parts, ${KEPT.map(ofOrders).join(', ')},
            (select count(*) from orders where tenant_id = $1) as orders,
            (select count(*) from item_batches where tenant_id = $1) as pages_batches,
            (select count(*) from blog_batches where tenant_id = $1) as posts_batches`,
    [tenantId, orderId === '' ? null : orderId],
  );
  return kept.rows;
}

describe('whatever a person does that makes an order open', () => {
  let store: ApiClient;
  let tenantId: string;

  beforeAll(async () => {
    await setLimits(100_000, 100_000);
    ({ store, tenantId } = await newStore());
  });

  const ask = async (opening: Opening, on: ActedOn): Promise<Answer> => {
    const path = opening.route.replace('{id}', on.id).replace('{item}', on.item ?? '');
    const body = opening.body(on.ideaId);
    if (!opening.csv) return store.call('POST', path, { body });
    const response = await fetch(`${galley.apiUrl}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${store.key}`, 'content-type': 'text/csv' },
      body: String(body),
    });
    const { status, headers } = response;
    return { status, headers, json: (await response.json()) as Answer['json'] };
  };

  test('is in this table: every route that acts on orders is', async () => {
    const { json } = await store.call('GET', '/openapi.json');
    const paths = json['paths'] as Record<string, Record<string, { 'x-permission'?: string }>>;
    const acting = Object.entries(paths)
      .filter(([, { post }]) => post?.['x-permission']?.startsWith('orders.'))
      .map(([path]) => path);
    expect(acting.sort()).toEqual(
      [...new Set([...OPENINGS.map(({ route }) => route), ...PURCHASE_OPENINGS, ...OPENING_NONE])].sort(),
    );
  });

  test.each(OPENINGS.map((opening) => [`${opening.route}: ${opening.as}`, opening] as const))(
    'is refused at the limit, and nothing has changed: %s',
    async (_name, opening) => {
      await setLimits(100_000, 100_000);
      const on = await orderFrom(store, opening.from);
      const before = await open(tenantId);
      const kept = await keptOf(tenantId, on.id);
      await setLimits(100_000, before + (opening.opens ?? 1) - 1);
      const refused = await ask(opening, on);
      expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
      expect(await keptOf(tenantId, on.id)).toEqual(kept);
      await setLimits((await open()) + (opening.opens ?? 1) - 1, 100_000);
      expect((await ask(opening, on)).status).toBe(503);
      await setLimits(100_000, before + (opening.opens ?? 1));
      expect([200, 202]).toContain((await ask(opening, on)).status);
      expect(await open(tenantId)).toBe(before + (opening.opens ?? 1));
    },
  );

  test('is counted exactly: of twenty at once as many hold as there is room', async () => {
    await setLimits(100_000, 100_000);
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      const status = n % 2 ? 'CANCELLED' : 'AWAITING_SELECTION';
      ids.push((await orderFrom(store, { kind: 'blog', status })).id);
    }
    const before = await open(tenantId);
    await setLimits(100_000, before + 7);
    const answers = await Promise.all(
      ids.map((id, n) => (n % 2 ? store.act(id, 'retry') : store.act(id, 'select', { title: 'Own' }))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(13);
    expect(await open(tenantId)).toBe(before + 7);
    await expectCounted();
  });

  test('is not what an operator signals, or a run does: that is counted, and never refused', async () => {
    await setLimits(100_000, 100_000);
    const { id } = await orderFrom(store, { kind: 'blog', status: 'AWAITING_APPROVAL' });
    const before = await open(tenantId);
    await setLimits(1, 1);
    const actor = { name: 'operator:signal' };
    const result = await galley.db.releaseActions.approve({ orderId: id, actor, signal: false });
    expect(result.outcome).toBe('done');
    expect(await open(tenantId)).toBe(before + 1);
    // What opens nothing is open to people, too.
    expect((await store.act(id, 'priority', { priority: 3 })).status).toBe(200);
    expect((await store.act(id, 'cancel')).status).toBe(200);
    await expectCounted();
  });
});

describe('a batch', () => {
  const pages = (many: number) => Array.from({ length: many }, (_, n) => pageAbout(`page ${n}`));
  let store: ApiClient;
  let tenantId: string;

  beforeAll(async () => {
    await setLimits(100_000, 100_000);
    ({ store, tenantId } = await newStore());
  });

  test('that is refused has written nothing, and has not been read where nothing fits at all', async () => {
    await setLimits(100_000, 999);
    const written = jest.spyOn(Client.prototype, 'query');
    const refused = await store.call('POST', '/api/generation/batch', { body: { items: pages(1_000) } });
    await setLimits(100_000, 0);
    // Nobody has looked at what is wrong with it.
    const unread = await store.call('POST', '/api/generation/batch', { body: { items: 'none' } });
    const inserts = written.mock.calls.filter(([sql]) =>
      /insert into (orders|items|item_batches)/.test(String(sql)),
    );
    written.mockRestore();
    expect([refused.status, refused.json['room'], unread.status, inserts.length]).toEqual([429, 999, 429, 0]);
  });

  test('that was accepted gets its answer again, also when nothing fits any more', async () => {
    await setLimits(100_000, 100_000);
    const send = () =>
      store.call('POST', '/api/generation/batch', {
        body: { items: pages(3) },
        headers: { 'idempotency-key': 'batch' },
      });
    const first = await send();
    await setLimits(100_000, 0);
    expect(first.status).toBe(202);
    expect((await send()).json).toEqual(first.json);
  });

  test('waits for nobody who holds the turn in another process; single orders and other tenants go on', async () => {
    await setLimits(100_000, 100_000);
    const { store: other } = await newStore();
    await galley.db.transaction(async (tx) => {
      expect(await tx.idempotency.holdBatches({ tenantId })).toBe(true);
      const refused = await store.call('POST', `${BASE}/batch`, { body: { items: [KEYWORD] } });
      expect([refused.status, refused.json['error'], refused.headers.get('retry-after')]).toEqual([
        429,
        'too_many_requests',
        '2',
      ]);
      expect((await place(store)).status).toBe(202);
      expect((await other.call('POST', `${BASE}/batch`, { body: { items: [KEYWORD] } })).status).toBe(202);
    });
    expect((await store.call('POST', `${BASE}/batch`, { body: { items: [KEYWORD] } })).status).toBe(202);
  });
});
