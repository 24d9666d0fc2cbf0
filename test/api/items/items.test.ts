import { MOST_BATCH_ITEMS } from '../../../src/contract/items';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { itemReaches, orderPage, pageAbout, readItem } from '../../support/items';
import type { ItemJson } from '../../support/items';

let galley: Galley;
let client: ApiClient;

/** Without workers: nothing moves but by what the tests do. */
beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  client = galley.stores[0]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const post = (path: string, body: unknown, headers?: Record<string, string>) =>
  client.call('POST', path, { body, ...(headers ? { headers } : {}) });

const items = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, n) => pageAbout(`kettle ${n}`, more));

test.each<[string, object, string]>([
  ['no type', { targetKeywords: ['a kettle'] }, 'body.pageType'],
  ['another type', { pageType: 'poem', targetKeywords: ['a kettle'] }, 'body.pageType'],
  ['no keyword', { pageType: 'product', targetKeywords: [] }, 'body.targetKeywords'],
  ['an empty keyword', { pageType: 'product', targetKeywords: [' '] }, 'body.targetKeywords.0'],
  ['a keyword twice', { pageType: 'product', targetKeywords: ['Kettle', 'kettle'] }, 'body.targetKeywords'],
  ['a keyword that deceives', { pageType: 'product', targetKeywords: ['a‮b'] }, 'body.targetKeywords.0'],
  ['no part', pageAbout('a kettle', { components: [] }), 'body.components'],
  [
    'too many parts',
    pageAbout('a kettle', { components: Array.from({ length: 21 }, (_, n) => `Part ${n}`) }),
    'body.components',
  ],
  ['a part twice', pageAbout('a kettle', { components: ['Use cases', 'use-cases'] }), 'body.components'],
  ['no language', pageAbout('a kettle', { language: 'englisch!' }), 'body.language'],
  ['priority 11', pageAbout('a kettle', { priority: 11 }), 'body.priority'],
  ['priority as a word', pageAbout('a kettle', { priority: 'high' }), 'body.priority'],
  ['somebody else’s status', pageAbout('a kettle', { status: 'completed' }), 'body'],
])('%s is refused at the door', async (_, body, field) => {
  const answer = await post('/api/generation', body);
  expect(answer).toMatchObject({ status: 400, json: { error: 'bad_request' } });
  expect((answer.json['problems'] as Array<{ field: string }>).map((one) => one.field)).toContain(field);
});

test('a batch is taken whole or not at all, and the bad lines are named', async () => {
  const bad = [...items(3), { pageType: 'product', targetKeywords: [] }, ...items(1)];
  const refused = await post('/api/generation/batch', { items: bad });
  expect(refused).toMatchObject({
    status: 400,
    json: { problems: [{ field: 'body.items.3.targetKeywords' }] },
  });
  expect((await post('/api/generation/batch', { items: [] })).status).toBe(400);
  const many = await post('/api/generation/batch', { items: items(MOST_BATCH_ITEMS + 1) });
  expect(many.status).toBe(400);
  const list = await client.call('GET', '/api/generation');
  expect(list.json['items']).toEqual([]);
});

test('a batch may be sent as CSV, and what is wrong is told by its lines', async () => {
  const send = (text: string, more: Record<string, string> = {}) =>
    fetch(`${client.url}/api/generation/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.key}`, 'content-type': 'text/csv; charset=utf-8', ...more },
      body: text,
    });
  const csv =
    '\ufefftype;keywords;language\r\nproduct;"15"" sleeve, bags; more";de\r\nbrand;own label;;7\r\n';
  const answer = await send(csv, { 'idempotency-key': 'csv-1' });
  expect(answer.status).toBe(202);
  const { id, ids } = (await answer.json()) as { id: string; ids: string[] };
  expect(await readItem(client, ids[0]!)).toMatchObject({
    targetKeywords: ['15" sleeve', 'bags; more'],
    language: 'de',
  });
  expect(await readItem(client, ids[1]!)).toMatchObject({ type: 'brand', language: 'en', priority: 7 });
  expect(((await (await send(csv, { 'idempotency-key': 'csv-1' })).json()) as { ids: string[] }).ids).toEqual(
    ids,
  );

  const refused = await send('product;a;en\npoem;b\n\nproduct;"c;en');
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    error: 'bad_request',
    problems: [{ field: 'body.line.2' }, { field: 'body.line.4' }],
  });
  // What only the schema knows is told by its line as well.
  const deceiving = await send('product;a\nproduct;x\u202ey');
  expect(await deceiving.json()).toMatchObject({ problems: [{ field: 'body.line.2.targetKeywords.0' }] });
  for (const text of ['', 'type;keywords\n']) expect((await send(text)).status).toBe(400);
  await post(`/api/generation/batch/${id}/cancel`, {});
});

test('a thousand items are one batch; they wait in the order sent, and five are let in', async () => {
  const answer = await post('/api/generation/batch', { items: items(MOST_BATCH_ITEMS), priority: 3 });
  expect(answer).toMatchObject({
    status: 202,
    json: { total: 1_000, pending: 995, inProgress: 5, completed: 0, percentComplete: 0 },
  });
  const ids = answer.json['ids'] as string[];
  expect(new Set(ids).size).toBe(1_000);
  const batchId = answer.json['id'] as string;
  expect(answer.headers.get('location')).toBe(`/api/generation/batch/${batchId}`);
  const [first, sixth, last] = await Promise.all([0, 5, 999].map((n) => readItem(client, ids[n]!)));
  expect(first).toMatchObject({ status: 'processing', batchId, priority: 3 });
  expect(sixth).toMatchObject({ status: 'pending', progress: { details: { ahead: 0 } } });
  expect(last).toMatchObject({ status: 'pending', progress: { details: { ahead: 994 } } });
  expect(last!.progress.etaP90Ms!).toBeGreaterThan(last!.progress.etaP50Ms!);
  expect(last!.progress.etaP50Ms!).toBeGreaterThan(sixth!.progress.etaP50Ms!);
  const events = await galley.database.pool.query<{ type: string; count: number }>(
    `select type, count(*)::int as count from order_events where order_id = any($1) group by type order by type`,
    [ids],
  );
  expect(events.rows).toEqual([
    { type: 'batch.added', count: 1 },
    { type: 'order.accepted', count: 1_000 },
    { type: 'order.admitted', count: 5 },
  ]);
  // Pages of its items, newest first.
  const page = await client.call('GET', `/api/generation?batchId=${batchId}&status=pending&limit=2`);
  expect((page.json['items'] as ItemJson[]).map(({ id }) => id)).toEqual([ids[999], ids[998]]);
  const next = await client.call(
    'GET',
    `/api/generation?batchId=${batchId}&status=pending&limit=2&cursor=${String(page.json['nextCursor'])}`,
  );
  expect((next.json['items'] as ItemJson[]).map(({ id }) => id)).toEqual([ids[997], ids[996]]);
  const cancelled = await post(`/api/generation/batch/${batchId}/cancel`, {});
  expect(cancelled).toMatchObject({
    status: 200,
    json: { cancelledNow: 1_000, cancelled: 1_000, pending: 0, inProgress: 0, percentComplete: 100 },
  });
  expect(await post(`/api/generation/batch/${batchId}/cancel`, {})).toMatchObject({
    json: { cancelledNow: 0, cancelled: 1_000 },
  });
});

test('what a batch has shown never goes back, also when an ended item is started again', async () => {
  const answer = await post('/api/generation/batch', { items: items(4) });
  const [id, ids] = [answer.json['id'] as string, answer.json['ids'] as string[]];
  const percent = async () =>
    (await client.call('GET', `/api/generation/batch/${id}`)).json['percentComplete'];
  await post(`/api/generation/${ids[0]}/cancel`, {});
  expect(await percent()).toBe(25);
  await post(`/api/generation/${ids[0]}/retry`, {});
  expect(await percent()).toBe(25);
  await post(`/api/generation/${ids[1]}/cancel`, {});
  expect(await percent()).toBe(25);
  await post(`/api/generation/${ids[2]}/cancel`, {});
  expect(await percent()).toBe(50);
});

test('the same Idempotency-Key orders once', async () => {
  const headers = { 'idempotency-key': 'one-batch' };
  const body = { items: items(2) };
  const first = await post('/api/generation/batch', body, headers);
  const second = await post('/api/generation/batch', body, headers);
  expect(second.json).toEqual(first.json);
  expect((await post('/api/generation/batch', { items: items(3) }, headers)).status).toBe(422);
});

test('what belongs to somebody else is not there', async () => {
  const [, other] = galley.stores;
  const { id } = await orderPage(client, pageAbout('own kettle'));
  const batch = await post('/api/generation/batch', { items: items(1) });
  const paths = [`/${id}`, `/${id}/result`, `/${id}/events`, `/batch/${String(batch.json['id'])}`];
  for (const path of paths) expect((await other!.call('GET', `/api/generation${path}`)).status).toBe(404);
  const acts = [`/${id}/cancel`, `/${id}/retry`, `/batch/${String(batch.json['id'])}/cancel`];
  for (const path of acts)
    expect((await other!.call('POST', `/api/generation${path}`, { body: {} })).status).toBe(404);
  expect((await other!.call('GET', '/api/generation')).json['items']).toEqual([]);
  expect((await other!.call('GET', '/api/generation/queue')).json).toMatchObject({
    pending: 0,
    processing: 0,
  });
  // An item is no blog order, and a blog order no item.
  const order = await client.order({ sourceType: 'keyword', sourceId: 'blog kettle' });
  expect((await client.call('GET', `/api/generation/${order}`)).status).toBe(404);
  expect((await post(`/api/generation/${order}/cancel`, {})).status).toBe(404);
  expect((await client.call('GET', `/api/blog-generation/${id}`)).status).toBe(404);
  expect((await client.act(id, 'cancel')).status).toBe(404);
  const foreign = { ...pageAbout('a kettle'), tenantId: (await ownerOf(id)) as string };
  expect((await other!.call('POST', '/api/generation', { body: foreign })).status).toBe(400);
  expect((await galley.operator.call('POST', '/api/generation', { body: foreign })).status).toBe(202);
});

async function ownerOf(id: string): Promise<string | undefined> {
  const { rows } = await galley.database.pool.query<{ id: string }>(
    'select tenant_id as id from orders where id = $1',
    [id],
  );
  return rows[0]?.id;
}

test('acts need the right state, and say which it is', async () => {
  const { id } = await orderPage(client, pageAbout('state kettle'));
  expect(await client.call('GET', `/api/generation/${id}/result`)).toMatchObject({
    status: 409,
    json: { error: 'conflict', status: expect.any(String) },
  });
  expect((await post(`/api/generation/${id}/retry`, {})).status).toBe(409);
  await post(`/api/generation/${id}/cancel`, {});
  expect((await post(`/api/generation/${id}/priority`, { priority: 9 })).status).toBe(409);
  const again = await post(`/api/generation/${id}/retry`, {});
  expect(again).toMatchObject({ status: 200, json: { repeated: false, retryCount: 0 } });
  await post(`/api/generation/${id}/cancel`, {});
  expect((await post(`/api/generation/${id}/retry`, { hint: 'a\u0007b' })).status).toBe(400);
  expect((await post(`/api/generation/${id}/retry`, { part: 'text' })).status).toBe(400);
  expect((await post(`/api/generation/${id}/retry`, { hint: 'for campers' })).json).toMatchObject({
    repeated: false,
  });
  expect((await post(`/api/generation/${id}/retry`, { hint: 'for campers' })).json).toMatchObject({
    repeated: true,
  });
  expect((await post(`/api/generation/${id}/retry`, { hint: 'for sailors' })).status).toBe(409);
  expect(await galley.db.hints.hintFor({ orderId: id, part: 'page' })).toBe('for campers');
  expect((await post(`/api/generation/not-an-id/cancel`, {})).status).toBe(400);
  expect((await client.call('GET', '/api/generation?status=lost')).status).toBe(400);
  expect((await client.call('GET', '/api/generation?cursor=x')).status).toBe(400);
});

test('a person’s retry gives an item the priority back that a person gave it last', async () => {
  const [, , third] = galley.stores;
  const prioritised = async (ordered: number, given?: number) => {
    const { id } = await orderPage(third!, pageAbout('lowered kettle', { priority: ordered }));
    if (given !== undefined)
      await third!.call('POST', `/api/generation/${id}/priority`, { body: { priority: given } });
    const seen = [];
    for (const attempt of [1, 2, 3]) {
      await galley.database.pool.query(`update items set not_before = null where order_id = $1`, [id]);
      await galley.db.transaction((tx) =>
        tx.itemRuns.failAttempt({ orderId: id, startNo: 1, attempt, failureType: 'Draft.Rejected' }),
      );
      seen.push((await readItem(third!, id)).priority);
      await galley.database.pool.query(
        `update orders set status = 'processing', phase = 'queued' where id = $1 and status = 'pending'`,
        [id],
      );
    }
    await third!.call('POST', `/api/generation/${id}/retry`, { body: {} });
    seen.push((await readItem(third!, id)).priority);
    await third!.call('POST', `/api/generation/${id}/cancel`, { body: {} });
    return seen;
  };
  expect(await prioritised(5)).toEqual([3, 1, 1, 5]);
  expect(await prioritised(10)).toEqual([8, 6, 6, 10]);
  // No lower than the lowest, and back to what it was.
  expect(await prioritised(2)).toEqual([1, 1, 1, 2]);
  expect(await prioritised(3, 7)).toEqual([5, 3, 3, 7]);
});

test('what waits for the limit of items per minute says so, and until when', async () => {
  const [, fourth] = galley.stores;
  const owner = (await orderPage(fourth!, pageAbout('begun kettle'))).id;
  await galley.database.pool.query(
    `insert into item_starts (tenant_id, at) select o.tenant_id, now() - interval '30 seconds'
       from orders o, generate_series(1, 19) where o.id = $1`,
    [owner],
  );
  const answer = await fourth!.call('POST', '/api/generation/batch', { body: { items: items(3) } });
  const ids = answer.json['ids'] as string[];
  for (const id of ids) {
    const { status, waiting, progress } = await readItem(fourth!, id);
    expect([status, waiting?.reason]).toEqual(['pending', 'rate_limit']);
    const left = Date.parse(waiting!.notBefore!) - Date.now();
    expect(left).toBeGreaterThan(20_000);
    expect(left).toBeLessThan(31_000);
    expect(progress.etaP50Ms!).toBeGreaterThan(left);
  }
  const batch = await fourth!.call('GET', `/api/generation/batch/${String(answer.json['id'])}`);
  expect(Number(batch.json['etaP50Ms'])).toBeGreaterThan(20_000);
  const running = await readItem(fourth!, owner);
  expect(running).toMatchObject({ status: 'processing', waiting: null });
});

test('a worker tells of every item that it has, of each tenant its own', async () => {
  const [first, , third] = galley.stores;
  const ids: string[] = [];
  for (const word of ['one', 'two']) ids.push((await orderPage(third!, pageAbout(`busy ${word}`))).id);
  for (const orderId of ids)
    await galley.db.itemRuns.beginComponent({
      ...{ orderId, startNo: 1 },
      component: 'introduction',
      worker: 'host:7',
    });
  await galley.db.lanes.saveWorker({ id: 'host:7:abc', lanes: [{ lane: 'writing', slots: 50, busy: 9 }] });
  const seenBy = async (who: ApiClient) => (await who.call('GET', '/api/generation/queue')).json['workers'];
  expect(await seenBy(third!)).toMatchObject([
    { busy: true, busySlots: 2, currentItem: ids[1], currentItems: [ids[1], ids[0]] },
  ]);
  // How many workers there are, and how large, only operators see.
  expect(JSON.stringify(await seenBy(third!))).not.toContain('slots');
  expect(await seenBy(first!)).toEqual([]);
  const all = (await seenBy(galley.operator)) as Array<{ busySlots: number; currentItems: string[] }>;
  expect(all[0]).toMatchObject({ busySlots: 9, slots: 50, currentItems: [ids[1], ids[0]] });
  const lanesOf = async (who: ApiClient) => (await who.call('GET', '/api/generation/queue')).json['lanes'];
  const [own] = (await lanesOf(first!)) as object[];
  expect(own).toMatchObject({ lane: 'writing', busy: 0, ratePerSecond: null });
  expect(Object.keys(own!)).not.toEqual(expect.arrayContaining(['workers']));
  expect(Object.keys(own!)).not.toEqual(expect.arrayContaining(['slots']));
  expect(await lanesOf(galley.operator)).toMatchObject([{ workers: 1, slots: 50, busy: 9 }]);
  await galley.db.lanes.dropWorker({ id: 'host:7:abc' });
  for (const id of ids) await third!.call('POST', `/api/generation/${id}/cancel`, { body: {} });
});

test('a body of two hundred kilobytes is read of a batch with a key only', async () => {
  const body = { items: items(900, { brandVoice: 'x'.repeat(200) }) };
  expect(JSON.stringify(body).length).toBeGreaterThan(200_000);
  const anonymous = await fetch(`${galley.apiUrl}/api/generation/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(anonymous.status).toBe(401);
  const accepted = await post('/api/generation/batch', body);
  expect(accepted.status).toBe(202);
  await post(`/api/generation/batch/${String(accepted.json['id'])}/cancel`, {});
  expect((await post('/api/generation', { ...pageAbout('x'), brandVoice: 'x'.repeat(200_000) })).status).toBe(
    413,
  );
});

test('the queue tells what waits and who works; the page comes as JSON and as Markdown', async () => {
  await galley.startWorkers();
  const { id } = await orderPage(galley.stores[2]!, pageAbout('served kettle'));
  await itemReaches(galley.stores[2]!, id, 'completed');
  const queue = await galley.stores[2]!.call('GET', '/api/generation/queue');
  expect(queue.json).toMatchObject({
    pending: 0,
    processing: 0,
    completed: 1,
    throughput: 1,
    limits: { atOnce: 5, perMinute: 20 },
    lanes: [{ lane: 'writing', throughput: 2, backlog: 0, busy: 0 }],
    recentlyCompleted: [{ id, status: 'completed', targetKeywords: ['served kettle'], type: 'product' }],
  });
  const markdown = await fetch(`${galley.apiUrl}/api/generation/${id}/result?format=markdown`, {
    headers: { authorization: `Bearer ${galley.stores[2]!.key}` },
  });
  expect(markdown.headers.get('content-type')).toMatch(/^text\/markdown/);
  expect(await markdown.text()).toMatch(/^# .*\n\n## /);
  await galley.stopWorkers();
}, 60_000);
