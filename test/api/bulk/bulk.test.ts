import { randomUUID } from 'node:crypto';
import Papa from 'papaparse';
import { readZipEntry } from '../../../src/local/zip';
import { MOST_PAUSES } from '../../../src/contract/bulk';
import type { BulkStatus } from '../../../src/domain/bulk/lifecycle';
import { statusesOf } from '../../../src/domain/orders/lifecycle';
import { until } from '../../support/api-client';
import type { Answer, ApiClient } from '../../support/api-client';
import { BULK, CONTENT, items, orderJob, readJob, setJob, writeItem } from '../../support/bulk-api';
import type { BulkJson } from '../../support/bulk-api';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { SseReader } from '../../support/sse';

let galley: Galley;
let store: ApiClient;
let other: ApiClient;

beforeAll(async () => {
  // Nobody works, so that what is ordered stays as it is.
  galley = await startGalley({ lanes: [] });
  [store, other] = galley.stores as [ApiClient, ApiClient];
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const place = (body: unknown, headers?: Record<string, string>): Promise<Answer> =>
  store.call('POST', BULK, { body, ...(headers ? { headers } : {}) });
const topics = (many: number, more: object = {}): object => ({ mode: 'topic', items: items(many, more) });

/** Sends a text that is no JSON of ours. */
async function sendRaw(path: string, body: string | Buffer, type = 'application/json'): Promise<Answer> {
  const response = await fetch(`${galley.apiUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${store.key}`, 'content-type': type },
    body: body as string,
  });
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as Answer['json'],
  };
}

/** Reads something that is no JSON. */
async function download(path: string, headers: Record<string, string> = {}): Promise<[Response, Buffer]> {
  const response = await fetch(`${galley.apiUrl}${path}`, {
    headers: { authorization: `Bearer ${store.key}`, ...headers },
  });
  return [response, Buffer.from(await response.arrayBuffer())];
}

describe('case 33: ordering a job', () => {
  test.each([
    [9, 400],
    [10, 202],
    [50, 202],
    [51, 400],
  ])('of %i items is answered with %i', async (many, status) => {
    const answer = await place(topics(many));
    expect(answer.status).toBe(status);
    if (status === 400)
      expect([answer.json['error'], answer.json['message']]).toEqual([
        'bad_request',
        'Bulk generation requires 10-50 items',
      ]);
    else
      expect(answer.json).toEqual({
        ...{ success: true, total_items: many, message: 'Bulk generation queued', status: 'queued' },
        bulk_job_id: expect.any(String) as string,
        id: answer.json['bulk_job_id'],
      });
  });

  test.each([
    ['no items', { mode: 'topic' }],
    ['items that are no list', { mode: 'topic', items: 'ten' }],
    ['thousands that are wrong as well', { mode: 'topic', items: Array(5_000).fill(0) }],
  ])('with %s says the same', async (_name, body) => {
    const { status, json } = await place(body);
    expect([status, json['message']]).toEqual([400, 'Bulk generation requires 10-50 items']);
  });

  test.each<[string, object, string]>([
    ['an item that sets userId', topics(10, { userId: randomUUID() }), 'body.items.0'],
    ['an item that sets status', topics(10, { status: 'completed' }), 'body.items.0'],
    ['a job that sets userId', { ...topics(10), userId: randomUUID() }, 'body'],
    ['a job that sets its delay', { ...topics(10), itemDelayMs: 0 }, 'body'],
    ['an unknown mode', { mode: 'news', items: items(10) }, 'body.mode'],
    ['four at once', { ...topics(10), concurrency: 4 }, 'body.concurrency'],
    ['none at once', { ...topics(10), concurrency: 0 }, 'body.concurrency'],
    ['a priority of eleven', { ...topics(10), priority: 11 }, 'body.priority'],
    ['the fields of another mode', topics(10, { keywords: ['a', 'b'] }), 'body.items.0'],
    ['no topic', { mode: 'topic', items: items(10, { topic: ' ' }) }, 'body.items.0.topic'],
    ['a topic of 301 characters', topics(10, { topic: 'x'.repeat(301) }), 'body.items.0.topic'],
    ['a topic of two lines', topics(10, { topic: 'a\nb' }), 'body.items.0.topic'],
    ['a null character', topics(10, { topic: 'a\0b' }), 'body.items.0.topic'],
    ['half a character', topics(10, { tone: 'a\ud800' }), 'body.items.0.tone'],
    ['299 words', topics(10, { word_count: 299 }), 'body.items.0.word_count'],
    ['3,001 words', topics(10, { word_count: 3_001 }), 'body.items.0.word_count'],
    ['half a word', topics(10, { word_count: 800.5 }), 'body.items.0.word_count'],
    ['a language that is none', topics(10, { language: 'english!' }), 'body.items.0.language'],
    ['one keyword', { mode: 'keywords', items: items(10, { keywords: ['a'] }) }, 'body.items.0.keywords'],
    [
      ...['the same keyword twice', { mode: 'keywords', items: items(10, { keywords: ['a', 'A'] }) }],
      'body.items.0.keywords',
    ] as [string, object, string],
    [
      'an unknown intent',
      { mode: 'keywords', items: items(10, { keywords: ['a', 'b'], search_intent: 'buy' }) },
      'body.items.0.search_intent',
    ],
    ['no trends', { mode: 'trends', items: items(10, { trends: [] }) }, 'body.items.0.trends'],
    [
      'a day that does not exist',
      { mode: 'trends', items: items(10, { trends: [{ text: 'x', date: '2026-02-30' }] }) },
      'body.items.0.trends.0.date',
    ],
    [
      'a source that is not public',
      {
        mode: 'trends',
        items: items(10, { trends: [{ text: 'x', date: '2026-02-03', source_url: 'http://127.0.0.1/' }] }),
      },
      'body.items.0.trends.0.source_url',
    ],
    [
      'a source that is a script',
      {
        mode: 'trends',
        items: items(10, { trends: [{ text: 'x', date: '2026-02-03', source_url: 'javascript:1' }] }),
      },
      'body.items.0.trends.0.source_url',
    ],
    ['an empty source', { mode: 'spin', items: items(10, { source_md: '\n' }) }, 'body.items.0.source_md'],
    [
      'a source of 20,001 characters',
      { mode: 'spin', items: items(10, { source_md: 'x'.repeat(20_001) }) },
      'body.items.0.source_md',
    ],
    [
      'a source with a null character',
      { mode: 'spin', items: items(10, { source_md: 'a\0' }) },
      'body.items.0.source_md',
    ],
    [
      'a similarity of one',
      { mode: 'spin', items: items(10, { source_md: 'x', similarity_max: 1 }) },
      'body.items.0.similarity_max',
    ],
  ])('with %s is refused', async (_name, body, field) => {
    const { status, json } = await place(body);
    const [first] = json['problems'] as Array<{ field: string }>;
    expect([status, json['error'], first!.field]).toEqual([400, 'bad_request', field]);
  });

  test('with a name that an object has of itself changes nothing', async () => {
    const list = JSON.stringify(items(10)).replace('{"topic"', '{"__proto__":{"userId":"x"},"topic"');
    const { status, json } = await sendRaw(BULK, `{"mode":"topic","items":${list}}`);
    // JSON makes it a field like any other, and unknown fields are refused.
    expect([status, json['error']]).toEqual([400, 'bad_request']);
    expect(({} as Record<string, unknown>)['userId']).toBeUndefined();
  });

  test('of ten megabytes is not read; fifty sources of the greatest length are', async () => {
    const large = await sendRaw(BULK, Buffer.alloc(10 * 1024 * 1024, 'x'));
    expect([large.status, large.json['error']]).toEqual([413, 'too_large']);
    const source = { source_md: '文'.repeat(20_000) };
    expect((await place({ mode: 'spin', items: items(50, source) })).status).toBe(202);
  });

  test('is done once for an Idempotency-Key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await place(topics(10), headers);
    const again = await place(topics(10), headers);
    expect([again.status, again.json, again.headers.get('location')]).toEqual([
      202,
      first.json,
      `${BULK}/${String(first.json['id'])}`,
    ]);
    const changed = await place(topics(11), headers);
    expect([changed.status, changed.json['error']]).toEqual([422, 'idempotency_key_reused']);
  });

  test('keeps all that each item says, in the order sent', async () => {
    const keywords = { keywords: ['hedge shears', 'secateurs'], search_intent: 'commercial' };
    const id = await orderJob(store, {
      ...{ mode: 'keywords', language: 'de', name: 'Autumn', concurrency: 3, priority: 9 },
      items: [
        ...items(9, keywords),
        { topic: 'Last', word_count: 500, tone: 'dry', language: 'fr', ...keywords },
      ],
    });
    const { bulk_job, jobs } = await readJob(store, id);
    expect(bulk_job).toMatchObject({
      ...{ _id: id, id, mode: 'keywords', total_items: 10, status: 'queued', phase: 'accepted' },
      ...{ template_name: 'Autumn', schedule_id: null, concurrency: 3, priority: 9, error_summary: [] },
      ...{ completed_items: 0, failed_items: 0, cancelled_items: 0, started_at: null, completed_at: null },
      may: ['pause', 'cancel', 'priority'],
    });
    expect(jobs.map((job) => job.queue_position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const last = await store.call('GET', `${CONTENT}/${jobs[9]!.id}`);
    expect(last.json).toMatchObject({
      ...{ bulk_job_id: id, queue_position: 10, mode: 'keywords', priority: 9 },
      ...{ topic: 'Last', word_count: 500, tone: 'dry', language: 'fr', input: keywords },
    });
    const first = await store.call('GET', `${CONTENT}/${jobs[0]!.id}`);
    expect(first.json).toMatchObject({ word_count: 1_200, tone: 'professional', language: 'de' });
  });
});

describe('ordering a job as CSV', () => {
  const lines = (head: string, row: (n: number) => string, many = 10): string =>
    [head, ...Array.from({ length: many }, (_, n) => row(n + 1))].join('\r\n');

  test('is the same as ordering it as JSON, one item a row', async () => {
    const csv = lines('topic;word_count;trends', (n) => `Hedges ${n};800;"They are back|2026-11-02"`);
    const { status, json } = await sendRaw(BULK, `\ufeff${csv}`, 'text/csv');
    expect(status).toBe(202);
    const { jobs } = await readJob(store, String(json['id']));
    expect((await store.call('GET', `${CONTENT}/${jobs[0]!.id}`)).json).toMatchObject({
      ...{ mode: 'trends', topic: 'Hedges 1', word_count: 800 },
      input: { trends: [{ text: 'They are back', date: '2026-11-02', source_url: null }] },
    });
  });

  test.each<[string, string, string, string | undefined]>([
    [
      'nine rows',
      lines('topic', (n) => `Hedges ${n}`, 9),
      'body.items',
      'Bulk generation requires 10-50 items',
    ],
    [
      '51 rows',
      lines('topic', (n) => `Hedges ${n}`, 51),
      'body.items',
      'Bulk generation requires 10-50 items',
    ],
    ['nothing', '', 'body.items', 'Bulk generation requires 10-50 items'],
    ['a column userId', lines('topic;userId', (n) => `Hedges ${n};x`), 'body.line.1', undefined],
    [
      'few words',
      lines('topic;word_count', (n) => `Hedges;${n === 4 ? 5 : 800}`),
      'body.line.5.word_count',
      undefined,
    ],
    ['a null character', lines('topic', (n) => (n === 2 ? 'a\0b' : 'c')), 'body.line.3.topic', undefined],
  ])('with %s is refused by its line', async (_name, csv, field, message) => {
    const { status, json } = await sendRaw(BULK, csv, 'text/csv');
    const [first] = json['problems'] as Array<{ field: string }>;
    expect([status, first!.field]).toEqual([400, field]);
    if (message) expect(json['message']).toBe(message);
  });
});

describe('case 33: a job', () => {
  test('is there for its tenant and for operators, and for nobody else', async () => {
    const id = await orderJob(store);
    const { jobs } = await readJob(store, id);
    const ways = ['', '/export', '/events', '/costs', `/items/${jobs[0]!.id}/result`].map(
      (way) => `${BULK}/${id}${way}`,
    );
    for (const way of ways) expect((await other.call('GET', way)).status).toBe(404);
    for (const act of ['pause', 'resume', 'cancel', 'retry', `items/${jobs[0]!.id}/cancel`])
      expect((await other.call('POST', `${BULK}/${id}/${act}`, { body: {} })).status).toBe(404);
    expect((await galley.operator.call('GET', `${BULK}/${id}`)).status).toBe(200);
    expect((await readJob(store, id)).bulk_job.status).toBe('queued');
  });

  test.each(['not-an-id', '123', `${randomUUID()}x`])('is not asked for by %s', async (id) => {
    for (const [method, way] of [
      ['GET', ''],
      ['GET', '/export'],
      ['POST', '/pause'],
    ] as const)
      expect((await store.call(method, `${BULK}/${id}${way}`)).status).toBe(400);
    expect((await store.call('GET', `${BULK}/${randomUUID()}`)).json['message']).toBe('Bulk job not found.');
  });

  test('has items of its own only', async () => {
    const [one, two] = [await orderJob(store), await orderJob(store)];
    const { jobs } = await readJob(store, two);
    const alone = await store.call('POST', `${CONTENT}/generate/topic`, { body: { topic: 'Hedges' } });
    for (const item of [jobs[0]!.id, String(alone.json['id']), one, randomUUID()]) {
      expect((await store.call('GET', `${BULK}/${one}/items/${item}/result`)).status).toBe(404);
      expect((await store.call('POST', `${BULK}/${one}/items/${item}/cancel`, { body: {} })).status).toBe(
        404,
      );
    }
    expect((await readJob(store, two)).jobs[0]!.status).toBe('queued');
  });

  test('is in the list of its tenant, newest first, in pages and by status', async () => {
    const mine = [await orderJob(store), await orderJob(store), await orderJob(store)].reverse();
    const page = await store.call('GET', `${BULK}?limit=2`);
    const next = await store.call('GET', `${BULK}?limit=1&cursor=${String(page.json['nextCursor'])}`);
    const listed = [page, next].flatMap(({ json }) => json['items'] as Array<{ id: string }>);
    expect(listed.map(({ id }) => id)).toEqual(mine);
    await store.call('POST', `${BULK}/${mine[1]}/pause`, { body: {} });
    const paused = await store.call('GET', `${BULK}?status=paused`);
    expect(paused.json['items']).toEqual([(await readJob(store, mine[1]!)).bulk_job]);
    expect((await other.call('GET', BULK)).json['items']).toEqual([]);
    expect((await store.call('GET', `${BULK}?status=paused&status=queued`)).status).toBe(400);
    expect((await store.call('GET', `${BULK}?cursor=x`)).status).toBe(400);
  });

  test('is found by its name, and its items by their topics', async () => {
    const id = await orderJob(store, {
      name: 'Winter quinces',
      items: items(10, { topic: 'Frosty medlars' }),
    });
    const found = async (q: string) =>
      (await store.call('GET', `/api/search?q=${q}`)).json['items'] as Array<{ kind: string; id: string }>;
    expect(await found('quinces')).toMatchObject([{ kind: 'bulk', id, title: 'Winter quinces' }]);
    expect((await found('medlars')).every(({ kind }) => kind === 'content')).toBe(true);
  });
});

describe('what people do with a job', () => {
  /** Actions by the status before: the status of the answer, and of the job after it. */
  const TABLE: Record<BulkStatus, Record<'pause' | 'resume' | 'cancel' | 'retry', [number, BulkStatus]>> = {
    queued: {
      pause: [200, 'paused'],
      resume: [200, 'queued'],
      cancel: [200, 'cancelled'],
      retry: [409, 'queued'],
    },
    processing: {
      ...{ pause: [200, 'pausing'], resume: [200, 'processing'], cancel: [200, 'cancelled'] },
      retry: [409, 'processing'],
    },
    pausing: {
      ...{ pause: [200, 'pausing'], resume: [200, 'processing'], cancel: [200, 'cancelled'] },
      retry: [409, 'pausing'],
    },
    paused: {
      ...{ pause: [200, 'paused'], resume: [200, 'processing'], cancel: [200, 'cancelled'] },
      retry: [409, 'paused'],
    },
    completed: {
      ...{ pause: [409, 'completed'], resume: [409, 'completed'], cancel: [409, 'completed'] },
      retry: [200, 'queued'],
    },
    failed: {
      ...{ pause: [409, 'failed'], resume: [409, 'failed'], cancel: [409, 'failed'] },
      retry: [200, 'queued'],
    },
    cancelled: {
      ...{ pause: [409, 'cancelled'], resume: [409, 'cancelled'], cancel: [200, 'cancelled'] },
      retry: [409, 'cancelled'],
    },
  };
  const MESSAGES = {
    pause: 'Bulk job paused',
    resume: 'Bulk job resumed',
    cancel: 'Bulk job cancelled',
    retry: 'Failed items queued again',
  };

  const act = (id: string, action: string, headers = {}): Promise<Answer> =>
    store.call('POST', `${BULK}/${id}/${action}`, { body: {}, headers });

  /** A job in a status, with the items that such a job has. */
  async function jobIn(status: BulkStatus): Promise<string> {
    const id = await orderJob(store);
    const isEnded = ['completed', 'failed', 'cancelled'].includes(status);
    const first = status === 'processing' || status === 'pausing' ? 'processing' : 'queued';
    if (status === 'cancelled') await act(id, 'cancel');
    else if (isEnded)
      await setJob(galley.database, id, {
        job: status,
        items: (n) => (n === 1 ? 'failed' : status === 'completed' ? 'completed' : 'cancelled'),
      });
    else await setJob(galley.database, id, { job: status, items: (n) => (n === 1 ? first : 'queued') });
    return id;
  }

  test.each(
    statusesOf('bulk').flatMap((status) =>
      (['pause', 'resume', 'cancel', 'retry'] as const).map((action) => [action, status] as const),
    ),
  )('%s while it is %s', async (action, status) => {
    const id = await jobIn(status);
    const { bulk_job: before } = await readJob(store, id);
    const [expected, after] = TABLE[status][action];
    const { status: code, json } = await act(id, action);
    const { bulk_job, jobs, progress } = await readJob(store, id);
    expect([code, bulk_job.status]).toEqual([expected, after]);
    if (code === 200)
      expect(json).toMatchObject({ success: true, message: MESSAGES[action], status: after, id });
    else
      expect(json).toMatchObject({
        error: 'conflict',
        status,
        message: expect.stringMatching(/\.$/) as string,
      });
    // What is offered is what would be done.
    expect(before.may.includes(action)).toBe(code === 200 && (after !== status || action === 'retry'));
    expect(progress.completed + progress.failed + progress.cancelled + progress.remaining).toBe(10);
    if (action !== 'cancel' || code === 409 || status === 'cancelled') return;
    expect(bulk_job.completed_at).not.toBeNull();
    // The running item goes on; what waited is cancelled with the job.
    const running = status === 'processing' || status === 'pausing' ? 1 : 0;
    expect(jobs.filter((job) => job.status === 'cancelled')).toHaveLength(10 - running);
  });

  test('the same action again under its key gets the same answer, also when it would no longer be possible', async () => {
    const id = await orderJob(store);
    const headers = { 'idempotency-key': randomUUID() };
    const first = await act(id, 'pause', headers);
    await act(id, 'resume');
    const again = await act(id, 'pause', headers);
    expect(again.json).toMatchObject({ actId: first.json['actId'], repeated: true, success: true });
    expect((await readJob(store, id)).bulk_job.status).toBe('processing');
  });

  test('a job that was paused 200 times is not paused again', async () => {
    const id = await orderJob(store);
    await galley.database.pool.query('update bulk_jobs set pauses = $2 where order_id = $1', [
      id,
      MOST_PAUSES,
    ]);
    expect((await readJob(store, id)).bulk_job.may).not.toContain('pause');
    const { status, json } = await act(id, 'pause');
    expect([status, json['error']]).toEqual([409, 'conflict']);
  });

  test('a complete job without failed items has nothing to retry', async () => {
    const id = await orderJob(store);
    await setJob(galley.database, id, { job: 'completed', items: () => 'completed' });
    expect((await readJob(store, id)).bulk_job.may).toEqual([]);
    expect((await act(id, 'retry')).status).toBe(409);
  });

  test('a changed priority holds for its open items as well', async () => {
    const id = await orderJob(store, { priority: 3 });
    const answer = await store.call('POST', `${BULK}/${id}/priority`, { body: { priority: 8 } });
    expect([answer.status, answer.json['success']]).toEqual([200, true]);
    const { rows } = await galley.database.pool.query<{ priority: number }>(
      'select distinct priority from orders where id = $1 or parent_id = $1',
      [id],
    );
    expect(rows).toEqual([{ priority: 8 }]);
  });

  test('an item is cancelled and retried alone, and its job says so', async () => {
    const id = await orderJob(store);
    const item = (await readJob(store, id)).jobs[2]!.id;
    const of = (action: string): Promise<Answer> => act(id, `items/${item}/${action}`);
    const cancelled = await of('cancel');
    expect(cancelled.json).toMatchObject({
      ...{ success: true, message: 'Item cancelled', id: item, status: 'cancelled', may: ['retry'] },
    });
    expect((await readJob(store, id)).progress).toMatchObject({ cancelled: 1, remaining: 9, percentage: 10 });
    expect((await of('retry')).json).toMatchObject({
      status: 'queued',
      queue_position: 3,
      message: 'Item queued again',
    });
    expect((await of('retry')).json).toMatchObject({ repeated: true });
    // What was shown as done is not taken back.
    expect((await readJob(store, id)).progress).toMatchObject({
      cancelled: 0,
      remaining: 10,
      percentage: 10,
    });
    await act(id, 'cancel');
    expect((await readJob(store, id)).jobs[2]!.may).toEqual([]);
    expect((await of('retry')).status).toBe(409);
  });
});

describe('how long a job takes', () => {
  test('is two to four minutes an item and five seconds between two until it has been measured', async () => {
    const { bulk_job } = await readJob(store, await orderJob(store));
    const [p50, p90] = [bulk_job.etaP50Ms!, bulk_job.etaP90Ms!];
    expect(p50).toBeGreaterThanOrEqual(10 * 120_000);
    expect(p50).toBeLessThanOrEqual(10 * 145_000);
    expect(p90).toBeGreaterThan(p50);
    expect(p90).toBeLessThanOrEqual(10 * 245_000);
    const due = Date.parse(bulk_job.estimated_completion!) - Date.now();
    expect(Math.abs(due - p50)).toBeLessThan(5_000);
  });

  test('is nobody’s to say while it is paused, and over once it has ended', async () => {
    const id = await orderJob(store);
    const nothing = { estimated_completion: null, etaP50Ms: null, etaP90Ms: null };
    await store.call('POST', `${BULK}/${id}/pause`, { body: {} });
    expect((await readJob(store, id)).bulk_job).toMatchObject(nothing);
    await store.call('POST', `${BULK}/${id}/cancel`, { body: {} });
    expect((await readJob(store, id)).bulk_job).toMatchObject(nothing);
  });
});

describe('what a job has written', () => {
  const EVIL = '=HYPERLINK("http://evil.example";"x")';
  let id: string;
  let written: string[];

  beforeAll(async () => {
    id = await orderJob(store, { items: [...items(9), { topic: EVIL }] });
    const { jobs } = await readJob(store, id);
    written = jobs.map((job) => job.id);
    await setJob(galley.database, id, { job: 'processing', items: (n) => (n > 7 ? 'completed' : 'queued') });
    await writeItem(galley.database, written[7]!, { title: 'Über Hecken', slug: 'con', body: 'Grün & gut.' });
    await writeItem(galley.database, written[8]!, {
      title: 'Über Hecken',
      slug: 'con',
      metaDescription: '\t=1',
    });
    await writeItem(galley.database, written[9]!, {
      title: '-1+1',
      slug: '../../etc',
      body: '<script>x</script>',
    });
  });

  test('is read as JSON and as Markdown, once it is there', async () => {
    const { jobs } = await readJob(store, id);
    const url = jobs[7]!.result_url!;
    expect(url).toBe(`${BULK}/${id}/items/${written[7]!}/result`);
    expect((await store.call('GET', url)).json).toEqual({
      ...{ id: written[7], mode: 'topic', topic: 'Garden tools 8', language: 'en' },
      ...{ title: 'Über Hecken', slug: 'con', meta_description: '', body: 'Grün & gut.', measured: {} },
    });
    const [markdown, text] = await download(`${url}?format=markdown`);
    expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(text.toString()).toBe('# Über Hecken\n\nGrün & gut.\n');
    expect((await download(url, { accept: 'text/markdown' }))[1]).toEqual(text);
    const early = await store.call('GET', `${BULK}/${id}/items/${written[0]!}/result`);
    expect([jobs[0]!.result_url, early.status, early.json['status']]).toEqual([null, 409, 'queued']);
  });

  test('is exported as a zip archive with a table of all items', async () => {
    const [response, zip] = await download(`${BULK}/${id}/export`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="bulk-${id}.zip"`);
    const table = readZipEntry({ zip, name: 'index.csv' }).toString();
    const { data } = Papa.parse<Record<string, string>>(table.replace('\ufeff', ''), {
      header: true,
      skipEmptyLines: true,
    });
    expect(data.map(({ position, status, file }) => [position, status, file])).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7].map((n) => [String(n), 'queued', '']),
      ['8', 'completed', '08-con.md'],
      ['9', 'completed', '09-con.md'],
      ['10', 'completed', '10-etc.md'],
    ]);
    expect(readZipEntry({ zip, name: '08-con.md' }).toString()).toBe('# Über Hecken\n\nGrün & gut.\n');
    expect(readZipEntry({ zip, name: '10-etc.md' }).toString()).not.toContain('<script>');
  });

  test('is exported as a table that begins with a byte-order mark, and that no spreadsheet runs', async () => {
    const [response, csv] = await download(`${BULK}/${id}/export?format=csv`);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const { data } = Papa.parse<Record<string, string>>(csv.toString().slice(1), {
      header: true,
      skipEmptyLines: true,
    });
    expect(data).toHaveLength(10);
    expect(data[9]).toMatchObject({
      title: "'-1+1",
      result_url: `${BULK}/${id}/items/${written[9]!}/result`,
    });
    expect(data[9]!['topic']).toMatch(/^'=/);
    expect(data[8]!['meta_description']).toMatch(/^'/);
    expect((await store.call('GET', `${BULK}/${id}/export?format=pdf`)).status).toBe(400);
    expect((await store.call('GET', `${BULK}/${id}/export?format=csv&format=zip`)).status).toBe(400);
  });
});

describe('the event stream', () => {
  test('begins with the open jobs and their texts, and tells of a job by its identifier with whatever happens to its items', async () => {
    const id = await orderJob(store);
    const { jobs } = await readJob(store, id);
    const reader = await SseReader.begun(store, `?batchId=${id}`);
    const strange = await SseReader.begun(other);
    const [snapshot] = reader.named('snapshot');
    const ids = (list: unknown): string[] => (list as Array<{ id: string }>).map((one) => one.id);
    expect(ids(snapshot!.data['bulkJobs'])).toEqual([id]);
    expect(ids(snapshot!.data['texts'])).toEqual(jobs.map((job) => job.id).reverse());
    // A job is an order of its own, not a batch besides.
    expect(snapshot!.data['batches']).toEqual([]);
    await orderJob(store);
    await store.call('POST', `${BULK}/${id}/items/${jobs[4]!.id}/cancel`, { body: {} });
    await until('the item and its job are told of', async () => {
      const percentages = reader
        .named('bulkProgress')
        .map(({ data }) => (data['progress'] as BulkJson['progress']).percentage);
      return reader.named('contentCancelled').length > 0 && percentages.includes(10);
    });
    expect(reader.named('bulkProgress').at(-1)!.data).toMatchObject({
      total_items: 10,
      progress: { cancelled: 1 },
    });
    expect(reader.named('contentCancelled')[0]!.data).toMatchObject({ id: jobs[4]!.id, bulk_job_id: id });
    await store.call('POST', `${BULK}/${id}/pause`, { body: {} });
    await until('the pause is told', async () =>
      reader.named('bulkProgress').some(({ data }) => data['status'] === 'paused'),
    );
    expect(reader.named('batchProgress')).toEqual([]);
    expect(reader.named('bulkProgress').every(({ data }) => data['id'] === id)).toBe(true);
    expect(strange.events.filter(({ event }) => event !== 'snapshot')).toEqual([]);
    reader.close();
    strange.close();
  });
});
