import { randomUUID } from 'node:crypto';
import type { Answer, ApiClient } from '../../support/api-client';
import { CONTENT, orderJob, readJob, writeItem } from '../../support/bulk-api';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  // Nobody works, so that what is ordered stays as it is.
  galley = await startGalley({ lanes: [] });
  store = galley.stores[0]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const order = (mode: string, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
  store.call('POST', `${CONTENT}/generate/${mode}`, { body, headers });

const TREND = { text: 'Hedges are back', date: '2026-11-02', source_url: 'https://news.example/hedges' };

test.each<[string, object, object]>([
  ['topic', {}, {}],
  ['keywords', { keywords: ['a', 'b'] }, { keywords: ['a', 'b'], search_intent: 'informational' }],
  ['trends', { trends: [TREND] }, { trends: [TREND] }],
  ['spin', { source_md: '# A\n\nb' }, { source_md: '# A\n\nb', similarity_max: 0.6 }],
])('one text can be ordered in mode %s', async (mode, own, input) => {
  const { status, json, headers } = await order(mode, { topic: 'Hedges', ...own });
  expect(status).toBe(202);
  expect(json).toMatchObject({
    ...{ success: true, bulk_job_id: null, queue_position: null, mode, topic: 'Hedges', status: 'queued' },
    ...{ word_count: 1_200, tone: 'professional', language: 'en', retry_count: 0, result_url: null },
  });
  expect(headers.get('location')).toBe(`${CONTENT}/${String(json['id'])}`);
  const read = await store.call('GET', headers.get('location')!);
  expect(read.json).toMatchObject({ id: json['id'], input, may: ['cancel', 'priority'] });
  // Planned for two to four minutes until enough texts have been measured.
  expect(read.json['etaP50Ms']).toBe(120_000);
  expect(read.json['etaP90Ms']).toBe(240_000);
});

test('the mode may be said again, and nothing else may be added', async () => {
  expect((await order('topic', { topic: 'Hedges', mode: 'topic' })).status).toBe(202);
  for (const more of [
    { mode: 'spin' },
    { user_id: 'x' },
    { job_id: 'x' },
    { status: 'done' },
    { source_md: 'x' },
  ])
    expect((await order('topic', { topic: 'Hedges', ...more })).status).toBe(400);
  expect((await order('news', { topic: 'Hedges' })).status).toBe(404);
  expect((await store.call('GET', `${CONTENT}/generate/topic`)).status).toBe(405);
});

test('it is ordered once for an Idempotency-Key', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const first = await order('topic', { topic: 'Hedges' }, headers);
  expect((await order('topic', { topic: 'Hedges' }, headers)).json).toEqual(first.json);
  expect((await order('topic', { topic: 'Shears' }, headers)).status).toBe(422);
});

test('texts are listed newest first, in pages, by mode, status and job', async () => {
  const job = await orderJob(store);
  const alone = String((await order('topic', { topic: 'Last' })).json['id']);
  const list = async (query: string): Promise<{ ids: string[]; cursor: unknown }> => {
    const { json } = await store.call('GET', `${CONTENT}?${query}`);
    return { ids: (json['items'] as Array<{ id: string }>).map(({ id }) => id), cursor: json['nextCursor'] };
  };
  const ofJob = (await readJob(store, job)).jobs.map(({ id }) => id).reverse();
  const page = await list('limit=4');
  expect(page.ids).toEqual([alone, ...ofJob.slice(0, 3)]);
  expect((await list(`limit=7&cursor=${String(page.cursor)}`)).ids).toEqual(ofJob.slice(3));
  expect((await list(`bulk_job_id=${job}`)).ids).toEqual(ofJob);
  expect((await list('alone=true&limit=1')).ids).toEqual([alone]);
  expect((await list('mode=spin&status=queued,failed')).ids).toHaveLength(1);
  expect((await list('status=completed')).ids).toEqual([]);
  const others = await galley.stores[1]!.call('GET', `${CONTENT}?bulk_job_id=${job}`);
  expect(others.json['items']).toEqual([]);
});

test('a text is cancelled and retried, and its content read once it is there', async () => {
  const id = String((await order('topic', { topic: 'Hedges' })).json['id']);
  const act = (action: string): Promise<Answer> =>
    store.call('POST', `${CONTENT}/${id}/${action}`, { body: {} });
  expect((await act('cancel')).json).toMatchObject({
    id,
    status: 'cancelled',
    may: ['retry'],
    repeated: false,
  });
  expect((await act('retry')).json).toMatchObject({ status: 'queued' });
  const early = await store.call('GET', `${CONTENT}/${id}/result`);
  expect([early.status, early.json['error']]).toEqual([409, 'conflict']);
  await galley.database.pool.query(`update orders set status = 'completed', phase = 'done' where id = $1`, [
    id,
  ]);
  await writeItem(galley.database, id, { title: 'Hedges', body: 'Cut them in *June*.' });
  const read = await store.call('GET', `${CONTENT}/${id}`);
  expect(read.json).toMatchObject({ title: 'Hedges', result_url: `${CONTENT}/${id}/result`, etaP50Ms: 0 });
  const result = await store.call('GET', String(read.json['result_url']));
  expect(result.json).toMatchObject({ title: 'Hedges', body: 'Cut them in *June*.' });
  expect((await act('cancel')).status).toBe(409);
});
