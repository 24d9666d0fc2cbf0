import { createTaskQueues } from '../../../src/clients/task-queues';
import { endLost } from '../../../src/db/orders/lost-runs';
import { DEFAULT_COMPONENTS } from '../../../src/domain/items/components';
import { until } from '../../support/api-client';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { itemReaches, orderPage, pageAbout, readItem } from '../../support/items';

let galley: Galley;
let client: ApiClient;

beforeAll(async () => {
  galley = await startGalley();
  client = galley.stores[1]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const typesOf = async (id: string): Promise<string[]> =>
  ((await client.call('GET', `/api/generation/${id}/events`)).json['items'] as Array<{ type: string }>).map(
    ({ type }) => type,
  );

/** Requests for parts of pages about a keyword that reached the model. */
const asked = (keyword: string): Array<{ body: string }> =>
  galley.simulators.control
    .requests({ provider: 'openai' })
    .map((request) => ({ body: JSON.stringify(request) }))
    .filter(({ body }) => body.includes(keyword));

test('a page of the default ten parts is written step by step, in the language and tone ordered', async () => {
  const item = await orderPage(client, {
    pageType: 'category',
    targetKeywords: ['Wasserkocher', 'Teekessel'],
    language: 'de',
    brandVoice: { tone: 'ruhig und sachlich', avoidWords: ['Schnäppchen'] },
  });
  expect(item).toMatchObject({ type: 'category', retryCount: 0, progress: { totalSteps: 10 } });
  const done = await itemReaches(client, item.id, 'completed', 'failed');
  expect(done).toMatchObject({
    status: 'completed',
    phase: 'done',
    progress: { completedSteps: 10, estimatedTimeRemaining: 0 },
  });
  const { json: page } = await client.call('GET', `/api/generation/${item.id}/result`);
  expect(page).toMatchObject({
    title: expect.stringMatching(/Wasserkocher/i),
    metaTitle: expect.any(String),
    metaDescription: expect.any(String),
    slug: expect.stringMatching(/^[a-z0-9-]+$/),
  });
  const parts = page['components'] as Array<{ id: string; heading: string; bodyMarkdown: string }>;
  expect(parts.map(({ id }) => id)).toEqual(DEFAULT_COMPONENTS.category);
  for (const { heading } of parts) expect(page['body']).toContain(`## ${heading}`);
  expect(page['body']).toMatch(/\b(und|oder|der|die|das)\b/);
  const prompts = await galley.database.pool.query<{ calls: number }>(
    `select count(*)::int as calls from provider_calls where order_id = $1 and stage = 'component'`,
    [item.id],
  );
  expect(prompts.rows[0]!.calls).toBe(10);
  expect(await typesOf(item.id)).toEqual([
    'order.accepted',
    'order.admitted',
    ...Array.from({ length: 10 }, () => 'order.progress'),
    'order.done',
  ]);
});

test('a part that does not pass sends the item back, one level lower and after a pause; three times is the end', async () => {
  const keyword = 'spoiled kettle';
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'component',
    match: { contains: keyword },
    times: 1,
    action: { type: 'patch', fields: { bodyMarkdown: 'As an AI language model, I cannot write this.' } },
  });
  const item = await orderPage(client, pageAbout(keyword, { priority: 6 }));
  const waiting = await itemReaches(client, item.id, 'pending');
  expect(waiting).toMatchObject({ retryCount: 1, priority: 4, progress: { details: { attempt: 2 } } });
  const done = await itemReaches(client, item.id, 'completed', 'failed');
  expect(done).toMatchObject({ status: 'completed', retryCount: 1, priority: 4 });
  // 1 to 2 s after the failed attempt, by the item's own clock.
  const { rows } = await galley.database.pool.query<{ seconds: number; pauseMs: number }>(
    `select extract(epoch from (select max(at) from order_events where order_id = $1 and type = 'order.admitted')
       - at)::float8 as seconds, (data->>'pauseMs')::int as "pauseMs"
       from order_events where order_id = $1 and type = 'order.retrying'`,
    [item.id],
  );
  const [{ seconds, pauseMs }] = rows as [(typeof rows)[number]];
  expect(pauseMs).toBeGreaterThanOrEqual(1_000);
  expect(pauseMs).toBeLessThanOrEqual(2_000);
  expect(seconds).toBeGreaterThanOrEqual(pauseMs / 1000 - 0.1);

  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'component',
    match: { contains: 'hopeless kettle' },
    times: -1,
    action: { type: 'patch', fields: { bodyMarkdown: 'As an AI language model, I cannot write this.' } },
  });
  const hopeless = await orderPage(client, pageAbout('hopeless kettle', { priority: 6 }));
  const failed = await itemReaches(client, hopeless.id, 'failed');
  expect(failed).toMatchObject({
    phase: 'failed',
    retryCount: 3,
    priority: 2,
    errorType: 'Draft.Rejected',
    error: expect.any(String),
  });
  expect(asked('hopeless kettle')).toHaveLength(3);
}, 60_000);

test('what is written stays written when an item is tried again', async () => {
  const keyword = 'refused in the middle';
  const fault = {
    provider: 'openai' as const,
    kind: 'component',
    match: { contains: 'Component: Benefits' },
    action: { type: 'refusal' as const, text: 'No.' },
  };
  galley.simulators.control.addFault({ ...fault, times: 1 });
  const item = await orderPage(client, pageAbout(keyword));
  const failed = await itemReaches(client, item.id, 'failed', 'completed');
  expect(failed).toMatchObject({ status: 'failed', errorType: 'Draft.Refused', retryCount: 0 });
  expect(failed.progress.completedSteps).toBe(1);
  const again = await client.call('POST', `/api/generation/${item.id}/retry`);
  expect(again).toMatchObject({ status: 200, json: { repeated: false } });
  await itemReaches(client, item.id, 'completed');
  // The introduction once, the benefits twice.
  expect(asked(keyword)).toHaveLength(3);
});

test('an item that is being written and is cancelled stops its call, and is not tried again', async () => {
  const keyword = 'slow kettle';
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'component',
    match: { contains: keyword },
    action: { type: 'delay', ms: 60_000 },
  });
  const item = await orderPage(client, pageAbout(keyword));
  await until('the model is asked', async () => {
    const { rows } = await galley.database.pool.query(
      `select 1 from provider_calls where order_id = $1 and state = 'begun'`,
      [item.id],
    );
    return rows.length === 1;
  });
  const cancelled = await client.call('POST', `/api/generation/${item.id}/cancel`);
  expect(cancelled).toMatchObject({ status: 200, json: { status: 'cancelled' } });
  const state = await until('the call has ended', async () => {
    const { rows } = await galley.database.pool.query<{ state: string }>(
      'select state from provider_calls where order_id = $1',
      [item.id],
    );
    return rows.every(({ state }) => state !== 'begun') && rows;
  });
  expect(state).toEqual([{ state: 'aborted' }]);
  const handle = galley.temporal.workflow.getHandle(`item:${item.id}`);
  await until('its run has ended', async () => (await handle.describe()).status.name === 'CANCELLED');
  expect(await readItem(client, item.id)).toMatchObject({ status: 'cancelled', retryCount: 0 });
  expect(asked(keyword)).toHaveLength(1);
  // The same again is the same.
  expect(await client.call('POST', `/api/generation/${item.id}/cancel`)).toMatchObject({
    status: 200,
    json: { repeated: true },
  });
});

test('no more items of a tenant than its limit are worked on at once, in the order of their priority', async () => {
  const queues = createTaskQueues({ client: galley.temporal, identity: 'test' });
  const { rows } = await galley.database.pool.query<{ id: string }>(
    `select tenant_id as id from orders where kind = 'item' limit 1`,
  );
  const tenantId = rows[0]!.id;
  const limited = await galley.operator.call('PATCH', `/api/tenants/${tenantId}`, {
    body: { itemsAtOnce: 2, itemsPerMinute: 1_000 },
  });
  expect(limited.json).toMatchObject({ itemsAtOnce: 2, itemsPerMinute: 1_000 });
  await queues.setRate('writing', 0, 'test');
  const priorities = [5, 5, 1, 9, 3, 10, 7];
  const ids: string[] = [];
  for (const priority of priorities)
    ids.push((await orderPage(client, pageAbout(`kettle of ${priority}`, { priority }))).id);
  const statuses = async () => Promise.all(ids.map(async (id) => (await readItem(client, id)).status));
  expect(await statuses()).toEqual(['processing', 'processing', ...Array(5).fill('pending')]);
  const fourth = await readItem(client, ids[4]!);
  expect(fourth.progress.details.ahead).toBe(3);
  // Moved to the very front while it waits.
  await client.call('POST', `/api/generation/${ids[2]}/priority`, { body: { priority: 10 } });
  await queues.setRate('writing', null, 'test');
  for (const id of ids) await itemReaches(client, id, 'completed');
  const started = await galley.database.pool.query<{ id: string; busy: number }>(
    `select e.order_id as id, (select count(*)::int from order_events s
         where s.type = 'order.admitted' and s.tenant_id = e.tenant_id and s.at <= e.at and not exists (
           select 1 from order_events d where d.order_id = s.order_id and d.type = 'order.done' and d.at <= e.at)
           and s.order_id = any($1)) as busy
       from order_events e where e.type = 'order.admitted' and e.order_id = any($1) order by e.id`,
    [ids],
  );
  expect(Math.max(...started.rows.map(({ busy }) => busy))).toBe(2);
  const order = started.rows.map(({ id }) => ids.indexOf(id));
  expect(order).toEqual([0, 1, 2, 5, 3, 6, 4]);
}, 60_000);

test('no more items are begun in a minute than the limit says', async () => {
  const [, , other] = galley.stores;
  const first = await orderPage(other!, pageAbout('limited kettle'));
  const owner = await galley.database.pool.query<{ id: string }>(
    'select tenant_id as id from orders where id = $1',
    [first.id],
  );
  await galley.operator.call('PATCH', `/api/tenants/${owner.rows[0]!.id}`, { body: { itemsPerMinute: 3 } });
  const ids = [first.id];
  for (let n = 0; n < 4; n += 1) ids.push((await orderPage(other!, pageAbout(`limited kettle ${n}`))).id);
  for (const id of ids.slice(0, 3)) await itemReaches(other!, id, 'completed');
  expect((await readItem(other!, ids[3]!)).status).toBe('pending');
  // A minute later.
  await galley.database.pool.query(`update item_starts set at = at - interval '1 minute'`);
  for (const id of ids) await itemReaches(other!, id, 'completed');
});

test('a run that an operator ends by force leaves a failed item, and room for others', async () => {
  const queues = createTaskQueues({ client: galley.temporal, identity: 'test' });
  await queues.setRate('writing', 0, 'test');
  const item = await orderPage(client, pageAbout('terminated kettle'));
  const handle = galley.temporal.workflow.getHandle(`item:${item.id}`);
  await until(
    'it runs',
    async () => (await handle.describe().catch(() => undefined))?.status.name === 'RUNNING',
  );
  await handle.terminate('test');
  await until('its ending is known', async () =>
    endLost(galley.database.pool, { orderId: item.id, startNo: 1 }),
  );
  expect(await readItem(client, item.id)).toMatchObject({ status: 'failed', errorType: 'Run.Lost' });
  await queues.setRate('writing', null, 'test');
});
