import { randomUUID } from 'node:crypto';
import { MOST_SCHEDULES, MOST_TEMPLATES } from '../../../src/contract/schedules';
import type { Answer, ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { makeSchedule, tenantOf, topics } from '../../support/schedules';

let galley: Galley;
let store: ApiClient;
let other: ApiClient;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  [store, other] = galley.stores as [ApiClient, ApiClient];
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const TEMPLATES = '/api/bulk-templates';
const SCHEDULES = '/api/bulk-schedules';
const request = { mode: 'topic', items: topics(10) };

async function template(name = `Weekly ${randomUUID()}`): Promise<string> {
  const { status, json } = await store.call('POST', TEMPLATES, { body: { name, request } });
  expect(status).toBe(201);
  return String(json['id']);
}

const schedule = (body: object, client = store): Promise<Answer> =>
  client.call('POST', SCHEDULES, { body: { name: `Mondays ${randomUUID()}`, ...body } });

const problems = ({ json }: Answer) => json['problems'] as Array<{ field: string; problem: string }>;

test('a template is saved, listed, changed and deleted, each name once however it is spelled', async () => {
  const made = await store.call('POST', TEMPLATES, { body: { name: 'Käse der Woche', request } });
  expect(made).toMatchObject({
    status: 201,
    json: {
      name: 'Käse der Woche',
      mode: 'topic',
      totalItems: 10,
      request: { mode: 'topic', concurrency: 1 },
    },
  });
  const path = `${TEMPLATES}/${String(made.json['id'])}`;
  expect(made.headers.get('location')).toBe(path);
  expect(await store.call('GET', path)).toMatchObject({ status: 200, json: made.json });
  const again = await store.call('POST', TEMPLATES, { body: { name: 'KÄSE  DER WOCHE', request } });
  expect(again).toMatchObject({ status: 409, json: { error: 'conflict' } });
  const { json: list } = await store.call('GET', TEMPLATES);
  const [first] = list['items'] as object[];
  expect(first).toMatchObject({ name: 'Käse der Woche', totalItems: 10 });
  expect(first).not.toHaveProperty('request');

  const taken = await template('Brot');
  expect(
    (await store.call('PATCH', `${TEMPLATES}/${taken}`, { body: { name: 'käse der woche' } })).status,
  ).toBe(409);
  const changed = await store.call('PATCH', path, {
    body: { name: 'käse der Woche', request: { ...request, items: topics(11), concurrency: 2 } },
  });
  expect(changed.json).toMatchObject({ name: 'käse der Woche', totalItems: 11, request: { concurrency: 2 } });
  // Its own name is free for another tenant, and again when it is gone.
  expect((await other.call('POST', TEMPLATES, { body: { name: 'Brot', request } })).status).toBe(201);
  for (const [method, body] of [['GET'], ['PATCH', { name: 'x' }], ['DELETE']] as const)
    expect((await other.call(method, path, body ? { body } : {})).status).toBe(404);
  expect(await store.call('DELETE', path)).toMatchObject({ status: 200, json: changed.json });
  expect((await store.call('GET', path)).status).toBe(404);
  await template('Käse der Woche');
});

test('a template takes what a bulk job takes, and nothing else', async () => {
  const few = await store.call('POST', TEMPLATES, {
    body: { name: 'few', request: { ...request, items: topics(9) } },
  });
  expect(few.status).toBe(400);
  expect(problems(few)).toEqual([
    { field: 'body.request.items', problem: 'Bulk generation requires 10-50 items' },
  ]);
  for (const body of [
    { name: 'x', request: { ...request, status: 'completed' } },
    { name: 'x', request: { ...request, mode: 'other' } },
    { name: 'a\u202eb', request },
    { name: 'x' },
    { request },
    { name: 'x', request, tenantId: randomUUID() },
  ])
    expect((await store.call('POST', TEMPLATES, { body })).status).toBe(400);
});

test('a template is run by its address and by its name, once for a key', async () => {
  const name = `Run me ${randomUUID()}`;
  const id = await template(name);
  const headers = { 'idempotency-key': randomUUID() };
  const run = await store.call('POST', `${TEMPLATES}/${id}/run`, { body: {}, headers });
  const jobId = String(run.json['bulk_job_id']);
  expect(run).toMatchObject({
    status: 202,
    json: { success: true, total_items: 10, message: 'Bulk generation queued', id: jobId, status: 'queued' },
  });
  expect(run.headers.get('location')).toBe(`/api/bulk-generate/${jobId}`);
  const repeated = await store.call('POST', `${TEMPLATES}/${id}/run`, { body: {}, headers });
  expect(repeated).toMatchObject({ status: 202, json: run.json });
  const { json } = await store.call('GET', `/api/bulk-generate/${jobId}`);
  expect(json).toMatchObject({
    bulk_job: { template_name: name, schedule_id: null, total_items: 10 },
    jobs: { length: 10 },
  });
  const byName = await store.call('POST', `${TEMPLATES}/run`, { body: { name: name.toUpperCase() } });
  expect(byName.status).toBe(202);
  expect(byName.json['id']).not.toBe(jobId);
  expect((await store.call('POST', `${TEMPLATES}/run`, { body: { name: 'none of these' } })).status).toBe(
    404,
  );
  expect((await other.call('POST', `${TEMPLATES}/run`, { body: { name } })).status).toBe(404);
  expect((await other.call('POST', `${TEMPLATES}/${id}/run`, { body: {} })).status).toBe(404);
});

test('a schedule is made, shown with its next runs, changed, paused, resumed, and deleted', async () => {
  const templateId = await template('Cheese');
  const made = await schedule({
    name: 'Every Monday',
    templateId,
    cron: ' 30  9 * * MON',
    timeZone: 'europe/berlin',
  });
  expect(made).toMatchObject({
    status: 201,
    json: {
      ...{
        name: 'Every Monday',
        templateId,
        templateName: 'Cheese',
        cron: '30 9 * * mon',
        everySeconds: null,
      },
      ...{ timeZone: 'Europe/Berlin', overlap: 'SKIP', catchUpSeconds: 0, paused: false },
      ...{ synced: true, problem: null, lastRun: null },
    },
  });
  const path = `${SCHEDULES}/${String(made.json['id'])}`;
  expect(made.headers.get('location')).toBe(path);
  const nextRuns = made.json['nextRuns'] as string[];
  expect(nextRuns).toHaveLength(10);
  const inBerlin = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: 'Europe/Berlin', weekday: 'short', hour: '2-digit', minute: '2-digit' },
  });
  for (const run of nextRuns) expect(inBerlin.format(new Date(run))).toMatch(/Mon.*09:30/);

  const changed = await store.call('PATCH', path, { body: { everySeconds: 3_600, overlap: 'BUFFER_ONE' } });
  expect(changed.json).toMatchObject({
    ...{ cron: null, everySeconds: 3_600, timeZone: 'Europe/Berlin', overlap: 'BUFFER_ONE', synced: true },
  });
  const paused = await store.call('POST', `${path}/pause`, { body: {} });
  expect(paused.json).toMatchObject({ paused: true, nextRuns: [], synced: true });
  expect((await store.call('POST', `${path}/pause`, { body: {} })).json).toEqual(paused.json);
  // Whoever runs it by hand is not kept by that.
  const run = await store.call('POST', `${path}/run`, { body: {} });
  expect(run).toMatchObject({ status: 202, json: { total_items: 10 } });
  const { json: runs } = await store.call('GET', `${path}/runs`);
  expect(runs['items']).toMatchObject([
    { cause: 'person', state: 'placed', reason: null, jobId: run.json['id'] },
  ]);
  const { json: job } = await store.call('GET', `/api/bulk-generate/${String(run.json['id'])}`);
  expect(job['bulk_job']).toMatchObject({ schedule_id: made.json['id'], template_name: 'Cheese' });
  const resumed = await store.call('POST', `${path}/resume`, { body: {} });
  expect(resumed.json).toMatchObject({
    paused: false,
    nextRuns: { length: 10 },
    lastRun: { cause: 'person' },
  });

  const { json: list } = await store.call('GET', `${SCHEDULES}?templateId=${templateId}`);
  expect(list['items']).toEqual([resumed.json]);
  const kept = await store.call('DELETE', `${TEMPLATES}/${templateId}`);
  expect(kept).toMatchObject({ status: 409, json: { schedules: ['Every Monday'] } });
  expect(kept.json['message']).toContain('Every Monday');
  expect((await schedule({ name: 'EVERY monday', templateId, everySeconds: 600 })).status).toBe(409);

  for (const [method, at] of [
    ['GET', path],
    ['PATCH', path],
    ['DELETE', path],
    ['GET', `${path}/runs`],
    ['POST', `${path}/pause`],
    ['POST', `${path}/run`],
  ] as const)
    expect([method, at, (await other.call(method, at, method === 'GET' ? {} : { body: {} })).status]).toEqual(
      [...[method, at, 404]],
    );
  expect(await store.call('DELETE', path)).toMatchObject({ status: 200, json: { nextRuns: [] } });
  for (const at of [path, `${path}/runs`]) expect((await store.call('GET', at)).status).toBe(404);
  expect((await store.call('DELETE', `${TEMPLATES}/${templateId}`)).status).toBe(200);
});

test('what a schedule cannot be is refused at the door, whichever way it comes', async () => {
  const templateId = await template();
  const made = await schedule({ templateId, everySeconds: 600 });
  expect(made.status).toBe(201);
  const path = `${SCHEDULES}/${String(made.json['id'])}`;
  const refused: Array<[object, string]> = [
    [{ cron: '*/5 * * * *' }, 'body.cron'],
    [{ cron: '0 9 31 2 *' }, 'body.cron'],
    [{ cron: '0 0 9 * * *' }, 'body.cron'],
    [{ everySeconds: 599 }, 'body.everySeconds'],
    [{ everySeconds: 600.5 }, 'body.everySeconds'],
    [{ timeZone: 'Mars/Olympus' }, 'body.timeZone'],
    [{ timeZone: '+02:00' }, 'body.timeZone'],
    [{ overlap: 'TERMINATE_OTHER' }, 'body.overlap'],
    [{ catchUpSeconds: 604_801 }, 'body.catchUpSeconds'],
    [{ name: '' }, 'body.name'],
    [{ cron: '@daily', everySeconds: 600 }, 'body.cron'],
  ];
  for (const [fields, field] of refused) {
    const times = 'cron' in fields || 'everySeconds' in fields ? {} : { everySeconds: 600 };
    for (const answer of [
      await schedule({ templateId, ...times, ...fields }),
      await store.call('PATCH', path, { body: fields }),
    ]) {
      expect([fields, answer.status]).toEqual([fields, 400]);
      expect(problems(answer).map((problem) => problem.field)).toContain(field);
    }
  }
  expect((await schedule({ templateId })).status).toBe(400);
  expect((await schedule({ templateId: randomUUID(), everySeconds: 600 })).status).toBe(404);
  expect((await schedule({ templateId, everySeconds: 600 }, other)).status).toBe(404);
  expect((await store.call('PATCH', path, { body: { paused: true } })).status).toBe(400);
  expect((await store.call('PATCH', path, { body: { templateId: randomUUID() } })).status).toBe(404);
  await store.call('DELETE', path);
});

test('a tenant has a bounded number of templates and schedules', async () => {
  const tenantId = await tenantOf(galley, other);
  const row = { tenantId, request: { mode: 'topic' as const, items: topics(10) }, createdBy: 'test' };
  const { json } = await other.call('GET', `${TEMPLATES}?limit=200`);
  let saved;
  for (let n = (json['items'] as unknown[]).length; n < MOST_TEMPLATES; n += 1)
    saved = await galley.db.bulkTemplates.insertTemplate({ ...row, name: `T ${n}` });
  const oneMore = await other.call('POST', TEMPLATES, { body: { name: 'one more', request } });
  expect(oneMore).toMatchObject({
    status: 409,
    json: { message: expect.stringContaining('200') as unknown },
  });
  for (let n = 0; n < MOST_SCHEDULES; n += 1) await makeSchedule(galley, saved!, { paused: true });
  const full = await schedule({ templateId: saved!.id, everySeconds: 600 }, other);
  expect(full).toMatchObject({ status: 409, json: { message: expect.stringContaining('50') as unknown } });
});
