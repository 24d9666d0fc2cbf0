import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { eventViews, readSnapshot } from '../../../src/api/events/views';
import type { EventType } from '../../../src/contract/events';
import { createDb } from '../../../src/db/db';
import { until } from '../../support/api-client';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { pageAbout } from '../../support/items';
import { fromPanel } from '../../support/signed-in';
import { SseReader } from '../../support/sse';

const BEAT_MS = 100;
let galley: Galley;
let store: ApiClient;
let other: ApiClient;
/** Batches of which a view was read, for they are shown by their owners. */
const shownBatches = async (ids: string[]) => new Map(ids.map((id) => [id, { id, shown: true }]));
const readers: SseReader[] = [];

/** Reads of orders, each of which waits while a test holds them. */
const reads = { begun: 0, under: 0, most: 0, held: Promise.resolve() };

async function readsOf({ kind, of }: { kind: string; of: string }): Promise<void> {
  if (of !== 'order' || kind !== 'blog') return;
  reads.begun += 1;
  reads.under += 1;
  reads.most = Math.max(reads.most, reads.under);
  await reads.held;
  reads.under -= 1;
}

async function begun(client: ApiClient, query?: string): Promise<SseReader> {
  const reader = await SseReader.begun(client, query);
  readers.push(reader);
  return reader;
}

async function reopened(client: ApiClient, lastId: string, query?: string): Promise<SseReader> {
  const reader = await SseReader.open(client, { lastId, ...(query ? { query } : {}) });
  readers.push(reader);
  return reader;
}

const INSERT = `insert into order_events (order_id, tenant_id, type, stage, round, data)
  select id, tenant_id, $2, $3, 1, '{}' from orders where id = $1`;

async function happen(orderId: string, type: EventType, stage: string | null = null): Promise<void> {
  await galley.database.pool.query(INSERT, [orderId, type, stage]);
}

/** An item of a batch, or of none; one that is worked on already, so that nobody else lets it in. */
async function addItem(batchId: string | null): Promise<string> {
  const id = randomUUID();
  await galley.database.pool.query(
    `insert into orders (id, kind, tenant_id, status, phase, priority, policy)
     select $1, 'item', tenant_id, 'processing', 'running', 5, '{}' from orders where id = $2`,
    [id, ordinary],
  );
  await galley.database.pool.query(
    `insert into items (order_id, batch_id, page_type, target_keywords, components, brand_voice, language, total_steps)
     values ($1, $2, 'product', '[]', '[]', '{}', 'en', 10)`,
    [id, batchId],
  );
  return id;
}

async function addBatch(): Promise<string> {
  const id = randomUUID();
  await galley.database.pool.query(
    'insert into item_batches (id, tenant_id, items) select $1, tenant_id, 2 from orders where id = $2',
    [id, ordinary],
  );
  return id;
}

const idsOf = (reader: SseReader) => reader.events.map(({ event, data }) => `${event} ${String(data['id'])}`);
const seen = (reader: SseReader, orderId: string) =>
  until(`an event of ${orderId}`, async () =>
    reader.events.find(({ event, data }) => event !== 'snapshot' && data['id'] === orderId),
  );

/** An order that is there all the time. */
let ordinary: string;

beforeAll(async () => {
  galley = await startGalley({
    lanes: [],
    events: {
      settings: { beatEveryMs: BEAT_MS, mostOfTenant: 6 },
      views: (plain) => async (source, ids) => {
        await readsOf(source);
        return source.of === 'batch' ? shownBatches(ids) : plain(source, ids);
      },
    },
  });
  [store, other] = galley.stores as [ApiClient, ApiClient];
  ordinary = await store.order();
  await until('its start is delivered', async () => (await store.read(ordinary)).phase === 'queued');
}, 60_000);

afterEach(async () => {
  readers.splice(0).forEach((reader) => reader.close());
});

afterAll(async () => {
  await galley?.stop();
});

test('a stream begins with what stands and goes on with what happens', async () => {
  const reader = await begun(store);
  expect(reader.retry).toBe('2000');
  expect(Object.fromEntries(reader.response.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  const [snapshot] = reader.events;
  expect(snapshot).toMatchObject({ event: 'snapshot', data: { counts: { queued: 1 } } });
  expect(snapshot!.data['orders']).toEqual([expect.objectContaining({ id: ordinary, status: 'PENDING' })]);

  await happen(ordinary, 'stage.started', 'ideas');
  expect(await seen(reader, ordinary)).toMatchObject({
    event: 'orderChanged',
    data: {
      kind: 'blog',
      status: 'PENDING',
      phase: 'queued',
      priority: 7,
      type: 'stage.started',
      stage: 'ideas',
    },
  });
});

test('everybody is told of their own only, and operators of all', async () => {
  const [own, foreign, all] = [await begun(store), await begun(other), await begun(galley.operator)];
  const theirs = await other.order();
  const mine = await store.order();
  await Promise.all([seen(own, mine), seen(foreign, theirs), seen(all, theirs), seen(all, mine)]);
  expect(JSON.stringify(own.events)).not.toContain(theirs);
  expect(JSON.stringify(foreign.events)).not.toContain(mine);
});

test('an event that commits late is told although a later one was written before', async () => {
  const reader = await begun(store);
  const [early, late] = [await store.order(), await store.order()];
  await seen(reader, late);
  const mark = reader.lastId;
  reader.events.splice(0);
  const slow = new Client({ connectionString: galley.database.url });
  await slow.connect();
  try {
    await slow.query('begin');
    await slow.query(INSERT, [early, 'stage.started', 'ideas']);
    await happen(late, 'stage.started', 'ideas');
    // Nothing may be told beyond what is still to come; an unfinished look at it takes several rounds of the feed.
    await until('beats', async () => reader.comments.length > 5);
    await pause(500);
    expect(reader.events).toEqual([]);
    await slow.query('commit');
  } finally {
    await slow.end();
  }
  await Promise.all([seen(reader, early), seen(reader, late)]);
  expect(idsOf(reader)).toEqual([`orderChanged ${early}`, `orderChanged ${late}`]);

  const again = await reopened(store, mark);
  await seen(again, late);
  expect(idsOf(again)).toEqual([`orderChanged ${early}`, `orderChanged ${late}`]);
});

test('a reader that comes back gets exactly what it missed, in order', async () => {
  const reader = await begun(store);
  const known = await store.order();
  await seen(reader, known);
  reader.close();
  const missed: string[] = [];
  for (let n = 0; n < 5; n += 1) missed.push(await store.order());
  await other.order();
  const again = await reopened(store, reader.lastId);
  const byQuery = await SseReader.open(store, { query: `?lastEventId=${reader.lastId}` });
  readers.push(byQuery);
  const next = await store.order();
  for (const one of [again, byQuery]) {
    await seen(one, next);
    expect(idsOf(one)).toEqual([...missed, next].map((id) => `orderChanged ${id}`));
  }
});

test.each(['nonsense', '18446744073709551615-1', '0-0-0'])(
  'an id that is none of ours (%s) begins with what stands',
  async (lastId) => {
    const reader = await reopened(store, lastId);
    await until('a snapshot', async () => reader.named('snapshot').length === 1);
  },
);

test('a reader that missed too much begins with what stands', async () => {
  const reader = await begun(store);
  const order = await store.order();
  await seen(reader, order);
  const mark = reader.lastId;
  reader.close();
  const more = (n: number) =>
    galley.database.pool.query(
      `insert into order_events (order_id, tenant_id, type) select o.id, o.tenant_id, 'run.opened'
         from orders o, generate_series(1, $2::int) where o.id = $1`,
      [order, n],
    );
  await more(1_000);
  const atMost = await reopened(store, mark);
  await seen(atMost, order);
  expect(atMost.named('snapshot')).toEqual([]);
  await more(1);
  // The feed has come past them when it tells of a later one.
  await seen(atMost, await store.order());
  const tooMuch = await reopened(store, mark);
  await until('a snapshot', async () => tooMuch.named('snapshot').length === 1);
});

test('an idle stream beats, and its id moves on past what concerns others', async () => {
  const reader = await begun(store);
  await until('beats', async () => reader.comments.filter((line) => line === ': beat').length > 2);
  const { lastId } = reader;
  await other.order();
  await until('a later id', async () => reader.lastId !== lastId);
  expect(reader.events).toHaveLength(1);
});

test('a stream ends soon after its key is revoked, or its holder has signed out', async () => {
  const signedIn = await fetch(`${galley.apiUrl}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: store.key }),
  });
  const cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;
  const stream = await fetch(`${galley.apiUrl}/api/events`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  const ended = (async () => {
    for await (const _ of stream.body!);
  })().catch(() => undefined);
  expect((await fromPanel(galley.apiUrl, 'DELETE', '/api/session', { cookie })).status).toBe(204);
  await ended;
});

test('twenty quick updates of an item come at most once a second, and the last state comes', async () => {
  const reader = await begun(store);
  const item = await addItem(null);
  const began = performance.now();
  await happen(item, 'order.admitted');
  for (let n = 0; n < 20; n += 1) await happen(item, 'order.progress');
  await happen(item, 'order.done');
  await until('the last state', async () => reader.named('itemCompleted').length === 1);
  expect(reader.events.length - 1).toBeLessThanOrEqual((performance.now() - began) / 1_000 + 1);
  // What came in between gave way to the end.
  expect(reader.named('itemStarted')).toHaveLength(1);
  await pause(BEAT_MS);
  expect(reader.events.at(-1)).toMatchObject({ event: 'itemCompleted', data: { id: item } });
});

test('after items of a batch the batch itself is told', async () => {
  const reader = await begun(store);
  const batch = await addBatch();
  const items = [await addItem(batch), await addItem(batch)];
  for (const item of items) await happen(item, 'order.accepted');
  await happen(items[0]!, 'batch.added');
  await until(
    'the batch',
    async () => reader.named('batchAdded').length + reader.named('batchProgress').length > 1,
  );
  expect(reader.named('itemAdded').map(({ data }) => data['id'])).toEqual(items);
  expect(reader.named('batchAdded')).toMatchObject([{ data: { id: batch, count: 2, ids: items } }]);
  for (const { data } of reader.named('batchProgress')) expect(data).toEqual({ id: batch, shown: true });
});

test.each([
  ['/api/generation/batch', ['one', 'two', 'three'].map((word) => pageAbout(`told ${word}`))],
  [
    '/api/blog-generation/batch',
    ['one', 'two', 'three'].map((word) => ({ sourceType: 'keyword', sourceId: `told ${word}` })),
  ],
])(
  'a new batch at %s is told with the number and the ids of its orders, in the order sent',
  async (path, items) => {
    const reader = await begun(store);
    const answer = (await store.call('POST', path, { body: { items } })).json;
    const ids = answer['ids'] ?? (answer['items'] as Array<{ id: string }>).map(({ id }) => id);
    const id = answer['batchId'] ?? answer['id'];
    await until('the batch', async () => reader.named('batchAdded').length > 0);
    expect(reader.named('batchAdded').map(({ data }) => data)).toMatchObject([
      { id, count: 3, ids, total: 3 },
    ]);
  },
);

test('a stream can be confined to a kind or a batch', async () => {
  const batch = await addBatch();
  const [inBatch, alone] = [await addItem(batch), await addItem(null)];
  const blogs = await begun(store, '?kind=blog');
  const items = await begun(store, '?kind=item');
  const one = await begun(store, `?batchId=${batch}`);
  expect(blogs.events[0]!.data['items']).toEqual([]);
  expect(items.events[0]!.data['orders']).toEqual([]);
  expect(one.events[0]!.data).toMatchObject({
    items: [{ id: inBatch }],
    orders: [],
    counts: { running: 1 },
  });
  await happen(alone, 'order.admitted');
  await happen(inBatch, 'order.admitted');
  await happen(ordinary, 'run.opened');
  await Promise.all([seen(blogs, ordinary), seen(items, inBatch), seen(one, inBatch)]);
  expect(idsOf(blogs).slice(1)).toEqual([`orderChanged ${ordinary}`]);
  expect(idsOf(one).slice(1, 2)).toEqual([`itemStarted ${inBatch}`]);
  expect(items.named('itemStarted').map(({ data }) => data['id'])).toEqual([alone, inBatch]);
  expect(items.named('orderChanged')).toEqual([]);
});

test.each(['?kind=unknown', '?batchId=7', '?since=yesterday', `?lastEventId=${'9'.repeat(201)}`])(
  'a query that makes no sense (%s) is refused',
  async (query) => {
    const answer = await store.call('GET', `/api/events${query}`);
    expect([answer.status, answer.json['error']]).toEqual([400, 'bad_request']);
  },
);

test('HEAD is answered without a stream', async () => {
  const answer = await fetch(`${galley.apiUrl}/api/events`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${store.key}` },
  });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
});

test('a tenant has so many streams and no more, until one is closed', async () => {
  for (let n = 0; n < 6; n += 1) await begun(store);
  const refused = await store.call('GET', '/api/events');
  expect([refused.status, refused.json['error']]).toEqual([429, 'too_many_streams']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  // Others have their own.
  await begun(other);
  readers[0]!.close();
  await until('a free place', async () => (await store.call('GET', '/api/events')).status === 200);
});

test('streams opened and closed cost one snapshot at a time, and none for those that have gone', async () => {
  let release = (): void => undefined;
  reads.held = new Promise((resolve) => (release = resolve));
  reads.most = 0;
  reads.begun = 0;
  const open = (gone: AbortController) =>
    fetch(`${galley.apiUrl}/api/events`, {
      headers: { authorization: `Bearer ${store.key}` },
      signal: gone.signal,
    }).catch(() => undefined);
  const first = open(new AbortController());
  await until('a snapshot under way', async () => reads.begun === 1);
  const gone = Array.from({ length: 5 }, () => new AbortController());
  const opened = gone.map(open);
  // The place of one that waits counts like any other.
  await until('all places taken', async () => (await store.call('GET', '/api/events')).status === 429);
  gone.forEach((one) => one.abort());
  await Promise.all(opened);
  // Their places are free again at once; that of the first is not while it is still being worked for.
  const last = begun(store);
  await until('the last one waits', async () => reads.begun === 1);
  release();
  const response = await first;
  await response?.body?.cancel();
  await last;
  expect([reads.begun, reads.most]).toEqual([2, 1]);
});

test('a snapshot asks as often with two hundred batches as with one', async () => {
  const { pool } = galley.database;
  let queries = 0;
  const counting = new Proxy(pool, {
    get(target, name) {
      if (name === 'query') queries += 1;
      return Reflect.get(target, name, target) as unknown;
    },
  });
  const views = eventViews(createDb(counting));
  const tenant = await pool.query<{ id: string }>('select tenant_id as id from orders where id = $1', [
    ordinary,
  ]);
  const filter = { tenantId: tenant.rows[0]!.id };
  async function asked(): Promise<{ queries: number; batches: number }> {
    queries = 0;
    const snapshot = (await readSnapshot({ pool: counting, views, filter })) as { batches: object[] };
    return { queries, batches: snapshot.batches.length };
  }
  const placeBatch = async (): Promise<void> => {
    const items = [{ sourceType: 'keyword', sourceId: 'one of a batch' }];
    const answer = await store.call('POST', '/api/blog-generation/batch', { body: { items } });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.json));
  };
  await pool.query('update item_limits set at_once = 0');
  const pages = await store.call('POST', '/api/generation/batch', { body: { items: [pageAbout('one')] } });
  expect(pages.status).toBe(202);
  await placeBatch();
  const few = await asked();
  for (let n = 0; n < 60; n += 1) await placeBatch();
  const copied = await pool.query(
    `with b as (
       insert into item_batches (id, tenant_id, items) select gen_random_uuid(), tenant_id, 1 from item_batches, generate_series(1, 200)
        where id = $1 returning id),
     made as (select gen_random_uuid() as id, b.id as batch_id from b),
     o as (
       insert into orders (id, kind, tenant_id, status, phase, priority, policy)
       select made.id, 'item', $2, 'pending', 'accepted', 5, '{}' from made)
     insert into items (order_id, batch_id, page_type, target_keywords, components, brand_voice, language, total_steps)
     select id, batch_id, 'product', '[]', '[]', '{}', 'en', 1 from made`,
    [pages.json['id'], filter.tenantId],
  );
  expect(copied.rowCount).toBe(200);
  const many = await asked();
  expect(few.batches).toBeLessThan(50);
  // Of each kind the batches of the newest fifty.
  expect(many).toEqual({ queries: few.queries, batches: 100 });
});

const LISTENER = `application_name like '%-events' and datname = current_database()`;

test('a listener whose connection is cut goes on without a loss', async () => {
  const { pool } = galley.database;
  const listening = async () =>
    (await pool.query<{ pid: number }>(`select pid from pg_stat_activity where ${LISTENER}`)).rows.map(
      ({ pid }) => pid,
    );
  const reader = await begun(store);
  const [cut] = await until('a listener', async () => {
    const pids = await listening();
    return pids.length === 1 && pids;
  });
  const before = await store.order();
  await pool.query('select pg_terminate_backend($1)', [cut]);
  const meanwhile = await store.order();
  await until('another listener', async () => {
    const pids = await listening();
    return pids.length === 1 && pids[0] !== cut;
  });
  const after = await store.order();
  await Promise.all([before, meanwhile, after].map((id) => seen(reader, id)));
  // What came before the snapshot may be told again, where a transaction anywhere on the server was open then.
  const told = idsOf(reader).filter((line) => [before, meanwhile, after].some((id) => line.endsWith(id)));
  expect(told).toEqual([before, meanwhile, after].map((id) => `orderChanged ${id}`));
  // Nobody listens for nobody.
  readers.splice(0).forEach((one) => one.close());
  await until('no listener', async () => (await listening()).length === 0);
});

test('the end of the feed ends every stream, so that a server closes at once', async () => {
  const own = await startGalley({ lanes: [] });
  try {
    const streams = [await begun(own.stores[0]!), await begun(own.operator)];
    await own.feed.stop();
    await until('the end of both', async () => streams.every(({ ended }) => ended));
    const refused = await own.stores[0]!.call('GET', '/api/events');
    expect([refused.status, refused.json['error']]).toEqual([503, 'unavailable']);
  } finally {
    await own.stop();
  }
});

test('a reader that does not read is cut off', async () => {
  const big = 'x'.repeat(2_000_000);
  const own = await startGalley({
    lanes: [],
    events: {
      settings: { mostOfTenant: 1, patienceMs: 200 },
      views: () => async (_source, ids) => new Map(ids.map((id) => [id, { id, big }])),
    },
  });
  const [client] = own.stores as [ApiClient];
  const isOpen = async () => (await client.call('GET', '/api/events')).status === 429;
  const { hostname, port } = new URL(own.apiUrl);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  try {
    socket.write(`GET /api/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${client.key}\r\n\r\n`);
    const [head] = (await once(socket, 'data')) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 200 /);
    // From here on nobody reads, and its own machine keeps only so much for it.
    socket.pause();
    expect(await isOpen()).toBe(true);
    for (let n = 0; n < 15; n += 1) await client.order();
    await until('the cut', async () => !(await isOpen()));
  } finally {
    socket.destroy();
    await own.stop();
  }
});
