import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { orderPage, pageAbout } from '../../support/items';

let galley: Galley;
let store: ApiClient;
let other: ApiClient;

beforeAll(async () => {
  // Nobody works, so that an order stays where a test puts it.
  galley = await startGalley({ lanes: [] });
  [store, other] = galley.stores as [ApiClient, ApiClient];
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

// All orders are counted here, so that these come first.
describe('the list of orders', () => {
  const BASE = '/api/blog-generation';
  /** In the order they were placed. */
  const placed: string[] = [];

  interface Page {
    items: Array<{ id: string; status: string; phase: string; createdAt: string; sourceId: string }>;
    nextCursor: string | null;
  }

  async function page(query: Record<string, string | number>, client = store): Promise<Page> {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const answer = await client.call('GET', `${BASE}?${search.toString()}`);
    expect(answer.status).toBe(200);
    return answer.json as unknown as Page;
  }

  /** Reads all pages, doing something between each two. */
  async function readAll(
    query: Record<string, string | number>,
    between: () => Promise<unknown> = async () => undefined,
  ) {
    const pages: Page[] = [];
    for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)!.nextCursor) {
      pages.push(await page({ ...query, ...(cursor ? { cursor } : {}) }));
      if (pages.length > 50) throw new Error('The pages do not end.');
      await between();
    }
    return pages;
  }

  const idsOf = (pages: Page[]) => pages.flatMap((one) => one.items.map((item) => item.id));

  beforeAll(async () => {
    for (let n = 0; n < 23; n += 1) placed.push(await store.order({ sourceId: `order ${n}` }));
    await other.order();
  });

  test('the newest order comes first', async () => {
    const { items, nextCursor } = await page({});
    expect(items.map((item) => item.id)).toEqual([...placed].reverse());
    expect(nextCursor).toBeNull();
  });

  test.each([1, 5, 22])('pages of %d hold every order once, in the same order', async (limit) => {
    const pages = await readAll({ limit });
    expect(idsOf(pages)).toEqual([...placed].reverse());
    expect(pages.slice(0, -1).every((one) => one.items.length === limit)).toBe(true);
    expect(pages.at(-1)!.items.length).toBeGreaterThan(0);
  });

  test('a page that holds exactly all is the last one', async () => {
    expect((await page({ limit: 23 })).nextCursor).toBeNull();
    expect((await page({ limit: 22 })).nextCursor).not.toBeNull();
  });

  test('orders of the very same moment are neither lost nor repeated between pages', async () => {
    const { pool } = galley.database;
    await pool.query(
      `update orders set created_at = '2026-01-01T00:00:00.123456Z' where id = any($1) and id in (select order_id from blog_orders where source_id like 'order 1%')`,
      [placed],
    );
    const pages = await readAll({ limit: 2 });
    expect([...idsOf(pages)].sort()).toEqual([...placed].sort());
    const times = pages.flatMap((one) => one.items.map((item) => item.createdAt));
    expect(times).toEqual([...times].sort().reverse());
  });

  test('pages have no gaps and no repeats while new orders come in', async () => {
    const fresh: string[] = [];
    const pages = await readAll({ limit: 4 }, async () =>
      fresh.push(await store.order(), await store.order()),
    );
    const ids = idsOf(pages);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => placed.includes(id))).toHaveLength(placed.length);
    expect(ids.filter((id) => fresh.includes(id))).toEqual([]);
    // The next look from the top sees them.
    expect((await page({ limit: fresh.length })).items.map((item) => item.id)).toEqual([...fresh].reverse());
  });

  test('a filter holds over all pages', async () => {
    const cancelled = placed.filter((_, index) => index % 3 === 0);
    for (const id of cancelled) await store.act(id, 'cancel');
    expect([...idsOf(await readAll({ limit: 3, status: 'CANCELLED' }))].sort()).toEqual(
      [...cancelled].sort(),
    );
    expect([...idsOf(await readAll({ limit: 3, phase: 'cancelled' }))].sort()).toEqual([...cancelled].sort());
    expect(idsOf(await readAll({ status: 'PENDING', phase: 'cancelled' }))).toEqual([]);
    const both = await readAll({ limit: 9, phase: 'cancelled,accepted,queued' });
    expect(idsOf(both).filter((id) => placed.includes(id))).toHaveLength(placed.length);
    expect((await store.call('GET', `${BASE}?phase=lost,accepted`)).status).toBe(400);
    const pending = await readAll({ limit: 7, status: 'PENDING', phase: 'accepted,queued' });
    expect(idsOf(pending).filter((id) => cancelled.includes(id))).toEqual([]);
  });

  test('limits of 1 and 200 are taken', async () => {
    expect((await page({ limit: 1 })).items).toHaveLength(1);
    expect((await page({ limit: 200 })).nextCursor).toBeNull();
  });

  test('a cursor of one store shows another store nothing that is not its own', async () => {
    const { nextCursor } = await page({ limit: 1 });
    const { items } = await page({ limit: 200, cursor: nextCursor! }, other);
    expect(items.filter((item) => placed.includes(item.id))).toEqual([]);
  });

  test('an operator sees the orders of all stores', async () => {
    const { items } = await page({ limit: 200 }, galley.operator);
    const own = await page({ limit: 200 });
    const theirs = await page({ limit: 200 }, other);
    expect(theirs.items.length).toBeGreaterThan(0);
    expect(items).toHaveLength(own.items.length + theirs.items.length);
  });

  describe('the timeline of an order', () => {
    test('is read oldest first, page by page, each entry once', async () => {
      const id = await store.order();
      for (let n = 0; n < 3; n += 1) {
        await store.act(id, 'cancel');
        await store.act(id, 'retry');
      }
      const types: string[] = [];
      let cursor: string | null = '0';
      while (cursor !== null) {
        const answer = await store.call('GET', `${BASE}/${id}/events?limit=2&cursor=${cursor}`);
        types.push(...(answer.json['items'] as Array<{ type: string }>).map((event) => event.type));
        cursor = answer.json['nextCursor'] as string | null;
      }
      const round = ['order.cancelled', 'order.retried'];
      expect(types).toEqual(['order.accepted', ...round, ...round, ...round]);
    });

    test('says when, of which round and in order', async () => {
      const id = await store.order();
      await store.act(id, 'cancel');
      await store.act(id, 'retry');
      const events = await store.events(id);
      expect(events.map((event) => event.round)).toEqual([1, 1, 2]);
      const times = events.map((event) => event.at);
      expect(times).toEqual([...times].sort());
      expect(times[0]).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    });
  });

  test('a store’s orders are listed alone, under its name', async () => {
    const { items } = (await store.call('GET', '/api/stores')).json as {
      items: Array<{ id: string; name: string }>;
    };
    const own = await page({ storeId: items[0]!.id, limit: 200 }, galley.operator);
    const all = await page({ limit: 200 }, galley.operator);
    expect(own.items.map((item) => item.id)).toEqual(
      (await page({ limit: 200 })).items.map((item) => item.id),
    );
    expect(own.items[0]).toMatchObject({ storeId: items[0]!.id, storeName: items[0]!.name, title: null });
    expect(all.items.length).toBeGreaterThan(own.items.length);
    expect((await page({ storeId: items[0]!.id }, other)).items).toEqual([]);
  });
});

describe('a batch of blog orders', () => {
  const BASE = '/api/blog-generation';
  const SUBJECTS = Array.from({ length: 20 }, (_, n) => `subject ${n}`);
  const body = { items: SUBJECTS.map((sourceId) => ({ sourceType: 'keyword', sourceId })) };
  let batchId: string;
  let ids: string[];
  const get = async (path: string, client = store) => (await client.call('GET', `${BASE}${path}`)).json;

  beforeAll(async () => {
    const headers = { 'idempotency-key': 'ordered' };
    const first = await store.call('POST', `${BASE}/batch`, { body, headers });
    const again = await store.call('POST', `${BASE}/batch`, { body, headers });
    expect(first.status).toBe(202);
    expect(again.json).toEqual(first.json);
    batchId = String(first.json['batchId']);
    expect(first.headers.get('location')).toBe(`${BASE}/batch/${batchId}`);
    const items = first.json['items'] as Array<{ id: string; batchId: string }>;
    expect(new Set(items.map((item) => item.batchId))).toEqual(new Set([batchId]));
    ids = items.map(({ id }) => id);
    await store.order({ sourceId: 'after the batch' });
  });

  test('is listed alone and in the order sent, newest first, over pages too', async () => {
    const listed: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await get(`?batchId=${batchId}&limit=7${cursor && `&cursor=${cursor}`}`);
      listed.push(...(page['items'] as Array<{ sourceId: string }>).map(({ sourceId }) => sourceId));
      cursor = page['nextCursor'] as string | null;
    }
    expect(listed).toEqual([...SUBJECTS].reverse());
    const all = (await get('?limit=21'))['items'] as Array<{ id: string }>;
    expect(all.slice(1).map(({ id }) => id)).toEqual([...ids].reverse());
  });

  test('is started in the order sent', async () => {
    const starts = await galley.database.pool.query<{ id: string }>(
      `select order_id as id from outbox where order_id = any($1) and kind = 'start' order by next_at, seq`,
      [ids],
    );
    expect(starts.rows.map(({ id }) => id)).toEqual(ids);
  });

  test('tells how far it is, and never goes back', async () => {
    expect(await get(`/batch/${batchId}`)).toMatchObject({
      ...{ id: batchId, total: 20, pending: 20, waiting: 0, cancelled: 0, percentComplete: 0, ids },
      etaP50Ms: 5_000,
    });
    await store.act(ids[0]!, 'cancel');
    expect(await get(`/batch/${batchId}`)).toMatchObject({ pending: 19, cancelled: 1, percentComplete: 5 });
    await store.act(ids[0]!, 'retry');
    expect(await get(`/batch/${batchId}`)).toMatchObject({ pending: 20, cancelled: 0, percentComplete: 5 });
  });

  test('is nobody else’s', async () => {
    expect((await other.call('GET', `${BASE}/batch/${batchId}`)).status).toBe(404);
    expect((await get(`?batchId=${batchId}`, other))['items']).toEqual([]);
    expect(await get(`/batch/${batchId}`, galley.operator)).toMatchObject({ total: 20 });
  });

  test('that an operator places for several tenants is none of theirs', async () => {
    const { items } = (await galley.operator.call('GET', '/api/stores')).json as {
      items: Array<{ instanceId: string }>;
    };
    const mixed = items.slice(0, 2).map(({ instanceId }) => ({
      ...{ sourceType: 'keyword', sourceId: 'mixed', instanceId },
    }));
    const placed = await galley.operator.call('POST', `${BASE}/batch`, { body: { items: mixed } });
    const id = String(placed.json['batchId']);
    expect(await get(`/batch/${id}`, galley.operator)).toMatchObject({ total: 2, pending: 2 });
    for (const client of [store, other])
      expect((await client.call('GET', `${BASE}/batch/${id}`)).status).toBe(404);
    expect(placed.json['items']).toMatchObject([{ batchId: null }, { batchId: null }]);
  });
});

describe('search', () => {
  interface Found {
    kind: string;
    id: string;
    title: string;
    status: string | null;
    by: string;
  }

  let kettle: string;
  let picked: string;
  let page: string;
  let batch: string;

  beforeAll(async () => {
    const [own, other] = galley.stores;
    kettle = await own!.order({ sourceId: 'gooseneck kettle' });
    await other!.order({ sourceId: 'gooseneck kettle of another store' });
    page = (await orderPage(own!, pageAbout('100% wool_blanket'))).id;
    const answer = await own!.call('POST', '/api/generation/batch', {
      body: { items: [pageAbout('linen')] },
    });
    batch = String(answer.json['id']);
    picked = await own!.order({ sourceId: 'a product' });
    await galley.database.pool.query(
      `with idea as (
         insert into ideas (id, order_id, round, n, title, angle, outline, keyword, reason)
         select gen_random_uuid(), $1, 1, n, title, '', '[]', '', '' from
           (values (1, 'Warm hands at dawn'), (2, 'Warm hands at dusk')) as t (n, title) returning id, n)
       update blog_orders set idea_id = (select id from idea where n = 1) where order_id = $1`,
      [picked],
    );
  });

  async function find(words: string, who = galley.stores[0]!): Promise<Found[]> {
    const answer = await who.call('GET', `/api/search?q=${encodeURIComponent(words)}`);
    expect(answer.status).toBe(200);
    return answer.json['items'] as Found[];
  }

  test('an order is found by its keyword, whatever its case, by its own store only', async () => {
    expect(await find('NECK kett')).toEqual([
      expect.objectContaining({
        kind: 'blog',
        id: kettle,
        title: 'gooseneck kettle',
        by: 'keyword',
        status: 'PENDING',
      }),
    ]);
    expect(await find('of another store')).toEqual([]);
    expect(await find('gooseneck', galley.operator)).toHaveLength(2);
  });

  test('of the titles of ideas only the picked one counts', async () => {
    expect(await find('warm hands')).toEqual([
      expect.objectContaining({ id: picked, title: 'Warm hands at dawn', by: 'title' }),
    ]);
    expect(await find('at dusk')).toEqual([]);
  });

  test('signs that mean something to a pattern are found as they are', async () => {
    expect((await find('0% wool_')).map(({ id }) => id)).toEqual([page]);
    expect(await find('100_')).toEqual([]);
    expect(await find('%%')).toEqual([]);
    expect(await find('", "')).toEqual([]);
  });

  test.each(['first digits', 'whole'])('everything is found by its id: %s', async (how) => {
    for (const [kind, id] of [
      ['blog', kettle],
      ['item', page],
      ['batch', batch],
    ] as const) {
      const words = how === 'whole' ? id.toUpperCase() : id.slice(0, 13);
      expect(await find(words)).toEqual([expect.objectContaining({ kind, id, by: 'id' })]);
      expect(await find(words, galley.stores[1]!)).toEqual([]);
    }
  });

  test('that there are more matches than asked for is said', async () => {
    const ask = async (limit: number) =>
      (await galley.operator.call('GET', `/api/search?q=gooseneck&limit=${limit}`)).json;
    expect(await ask(1)).toMatchObject({ items: [{ kind: 'blog' }], more: true });
    expect(await ask(2)).toMatchObject({ items: [{}, {}], more: false });
  });

  test('a store is found by its name', async () => {
    const stores = await galley.stores[0]!.call('GET', '/api/stores');
    const [store] = stores.json['items'] as Array<{ id: string; name: string }>;
    expect(await find(store!.name)).toEqual([
      expect.objectContaining({ kind: 'store', id: store!.id, title: store!.name, by: 'title' }),
    ]);
  });

  test.each(['', 'a', 'x'.repeat(101), 'a\u0000b', 'a\u202eb'])('%j is no search', async (words) => {
    const answer = await galley.stores[0]!.call('GET', `/api/search?q=${encodeURIComponent(words)}`);
    expect(answer).toMatchObject({ status: 400, json: { error: 'bad_request' } });
  });
});

describe('the time that is left', () => {
  interface Progress {
    estimatedTimeRemaining: number | null;
    etaP50Ms: number | null;
    etaP90Ms: number | null;
  }

  const progressOf = async (id: string): Promise<Progress> =>
    (await store.read(id)).progress as unknown as Progress;
  const put = (id: string, status: string, phase: string): Promise<unknown> =>
    galley.database.pool.query('update orders set status = $2, phase = $3 where id = $1', [
      id,
      status,
      phase,
    ]);

  test('until stages are measured the planned times are told, up to the next person', async () => {
    const id = await store.order();
    expect(await progressOf(id)).toMatchObject({
      estimatedTimeRemaining: 5_000,
      etaP50Ms: 5_000,
      etaP90Ms: 10_000,
    });
    await put(id, 'AWAITING_SELECTION', 'waiting_person');
    expect(await progressOf(id)).toMatchObject({
      estimatedTimeRemaining: null,
      etaP50Ms: null,
      etaP90Ms: null,
    });
    await put(id, 'GENERATING_CONTENT', 'queued');
    const whole = await progressOf(id);
    expect(whole.etaP50Ms).toBeGreaterThan(60_000);
    expect(whole.etaP90Ms).toBeGreaterThan(whole.etaP50Ms!);
    await galley.database.pool.query(`update blog_orders set publish_mode = 'approve' where order_id = $1`, [
      id,
    ]);
    expect((await progressOf(id)).etaP50Ms).toBeLessThan(whole.etaP50Ms!);
  });

  test('what takes longer than usual says so, and no time', async () => {
    const id = await store.order();
    await put(id, 'GENERATING_IDEAS', 'running');
    await galley.database.pool.query(
      `update orders set work_since = now() - interval '1 minute', moved_at = now() where id = $1`,
      [id],
    );
    expect(await progressOf(id)).toMatchObject({
      estimatedTimeRemaining: null,
      etaP50Ms: null,
      etaP90Ms: null,
      overdue: true,
    });
  });

  test('measured times and the queue are what it goes by, and what waits for somebody else has none', async () => {
    const { pool } = galley.database;
    const id = await store.order();
    await pool.query(
      `insert into order_events (order_id, tenant_id, type, stage, round, at)
       select o.id, o.tenant_id, e.type, 'publishing', n, now() - interval '1 hour' + e.after * interval '1 millisecond'
         from orders o, generate_series(1, 40) n, (values ('stage.started', 0), ('stage.completed', 2000)) as e (type, after)
        where o.id = $1`,
      [id],
    );
    await galley.db.stageTimes.measureStages();
    await put(id, 'PUBLISHING', 'queued');
    expect(await progressOf(id)).toMatchObject({ etaP50Ms: 2_000, etaP90Ms: 2_000 });
    await pool.query(`update lanes set backlog = 30, rate = 2 where lane = 'publishing'`);
    expect((await progressOf(id)).etaP50Ms).toBeGreaterThan(8_000);
    await pool.query(
      `update orders set waiting_type = 'Spending.Capped', waiting_reason = 'daily_cap' where id = $1`,
      [id],
    );
    expect((await progressOf(id)).etaP50Ms).toBeNull();
  });

  describe('learns from work only', () => {
    const STAGE = { kind: 'blog', startNo: 1, round: 1, stage: 'ideas' } as const;
    /** Puts everything that an order is timed by so many minutes into the past. */
    const ago = (orderId: string, minutes: number) =>
      galley.database.pool.query(
        `update orders set work_since = work_since - $2 * interval '1 minute', moved_at = moved_at - $2 * interval '1 minute',
                held_since = held_since - $2 * interval '1 minute' where id = $1`,
        [orderId, minutes],
      );
    const pauseLane = (paused: boolean) =>
      galley.db.transaction((tx) =>
        tx.laneStats.pauseLanes({ lanes: ['ideas'], paused, actor: 'test', reason: 'x' }),
      );
    const setAccount = (state: 'open' | 'closed') =>
      galley.db.transaction((tx) =>
        tx.accounts.changeAccount({ account: 'openai' }, (before) => ({ ...before, state })),
      );
    const served = () =>
      galley.db.lanes.saveWorker({ id: 'host:8:abc', lanes: [{ lane: 'ideas', slots: 1, busy: 0 }] });
    const stoppedAgo = (minutes: number) =>
      galley.database.pool.query(
        `update lane_stops set began_at = began_at - $1 * interval '1 minute' where ended_at is null`,
        [minutes],
      );

    test.each<[string, (orderId: string) => Promise<unknown>]>([
      [
        'a provider that is shut',
        (orderId) =>
          galley.db.orders.requeueOrder({ orderId, type: 'Provider.Closed', reason: 'insufficient_quota' }),
      ],
      [
        'a provider that is busy',
        (orderId) => galley.db.orders.requeueOrder({ orderId, type: 'Provider.Busy', reason: 'http_503' }),
      ],
      [
        'a cap',
        (orderId) => galley.db.orders.requeueOrder({ orderId, type: 'Spending.Capped', reason: 'daily_cap' }),
      ],
      [
        'a store that is lost',
        (orderId) =>
          galley.db.orders.requeueOrder({ orderId, type: 'Provider.Closed', reason: 'store_disconnected' }),
      ],
      ['a pause', () => pauseLane(true)],
      [
        'workers that are all stopped',
        async () => {
          await served();
          await galley.database.pool.query(`update lanes set served_at = served_at - interval '1 hour'`);
        },
      ],
      ['an account that is closed while its orders wait for their turn', () => setAccount('closed')],
    ])('an hour of %s leaves the estimates as they were', async (_, hold) => {
      const orderId = await store.order();
      await galley.db.stages.beginStage({ ...STAGE, orderId });
      await hold(orderId);
      await ago(orderId, 60);
      await stoppedAgo(60);
      await pauseLane(false);
      await setAccount('open');
      await served();
      // It is worked on again, for three minutes.
      await galley.db.stages.beginStage({ ...STAGE, orderId });
      await ago(orderId, 3);
      expect(await galley.db.stages.completeStage({ ...STAGE, orderId })).toBe(true);
      const events = await store.events(orderId);
      const completed = events.find(({ type }) => type === 'stage.completed');
      const worked = Number(completed?.data['workedMs']) / 60_000;
      expect(worked).toBeGreaterThan(2.99);
      expect(worked).toBeLessThan(3.1);
    });

    test('the estimates of the stage are those of the time in which it was worked on', async () => {
      await galley.db.stageTimes.measureStages();
      const { ideas } = await galley.db.stageTimes.readStageTimes({ kind: 'blog' });
      expect(ideas).toMatchObject({ measured: 7 });
      expect(ideas!.p90Ms / 60_000).toBeCloseTo(3, 0);
    });

    test('a person’s time counts for no stage', async () => {
      const orderId = await store.order();
      const publishing = { ...STAGE, orderId, stage: 'publishing' } as const;
      await put(orderId, 'PUBLISHING', 'queued');
      await galley.db.stages.beginStage(publishing);
      await ago(orderId, 1);
      await galley.db.blogRuns.markUnconfirmed({ orderId, startNo: 1, question: '1' });
      await ago(orderId, 600);
      await galley.db.orders.moveOrder({ kind: 'blog', orderId, to: 'PUBLISHING' });
      await ago(orderId, 2);
      await galley.db.stages.beginStage(publishing);
      await galley.db.stages.completeStage(publishing);
      const completed = (await store.events(orderId)).find(({ type }) => type === 'stage.completed');
      expect(Number(completed?.data['workedMs'])).toBeLessThan(30_000);
    });

    test('an outage in the middle of a page leaves the measured steps as they were', async () => {
      const { id: orderId } = await orderPage(galley.stores[2]!, pageAbout('held kettle'));
      const run = { orderId, startNo: 1 };
      const write = async (component: string) => {
        await galley.db.itemRuns.beginComponent({ ...run, component, worker: 'test' });
        await galley.db.transaction((tx) =>
          tx.itemRuns.saveComponent({ ...run, component, heading: 'A', bodyMarkdown: 'B' }),
        );
      };
      await write('introduction');
      await galley.database.pool.query(
        `update item_components set created_at = created_at - interval '1 hour' where order_id = $1`,
        [orderId],
      );
      await galley.database.pool.query(
        `update items set admitted_at = admitted_at - interval '2 hours' where order_id = $1`,
        [orderId],
      );
      await galley.db.itemRuns.beginComponent({ ...run, component: 'benefits', worker: 'test' });
      await galley.db.orders.requeueOrder({ orderId, type: 'Provider.Busy', reason: 'http_503' });
      await ago(orderId, 60);
      await write('benefits');
      const steps = await galley.database.pool.query<{ ms: number }>(
        'select took_ms as ms from item_components where order_id = $1',
        [orderId],
      );
      for (const { ms } of steps.rows) expect(ms).toBeLessThan(30_000);
    });
  });
});
