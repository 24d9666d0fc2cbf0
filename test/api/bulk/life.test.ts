import { contentMarkdown } from '../../../src/domain/content/markdown';
import type { ApiClient } from '../../support/api-client';
import { until } from '../../support/api-client';
import { HeldTexts } from '../../support/bulk';
import { BULK, jobReaches, orderJob, readJob } from '../../support/bulk-api';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { SseReader } from '../../support/sse';

let galley: Galley;
let store: ApiClient;
const texts = new HeldTexts();

beforeAll(async () => {
  galley = await startGalley({ deps: texts.deps, env: { BULK_ITEM_DELAY_MS: '20' } });
  store = galley.stores[0]!;
}, 60_000);

afterEach(() => texts.releaseAll());

afterAll(async () => {
  await galley?.stop();
});

test('a job of ten is paused while an item is written, resumed, and done in its order', async () => {
  const reader = await SseReader.begun(store);
  const gate = texts.hold('Quinces of place 3');
  const id = await orderJob(store, {
    items: Array.from({ length: 10 }, (_, n) => ({ topic: `Quinces of place ${n + 1}!`, word_count: 300 })),
  });
  await gate.reached;
  const act = (action: string) => store.call('POST', `${BULK}/${id}/${action}`, { body: {} });

  expect((await act('pause')).json).toMatchObject({ message: 'Bulk job paused', status: 'pausing' });
  const running = await readJob(store, id);
  expect(running.progress).toMatchObject({ completed: 2, remaining: 8, percentage: 20 });
  expect(running.jobs.map(({ status }) => status).slice(0, 4)).toEqual([
    ...['completed', 'completed', 'processing', 'queued'],
  ]);
  gate.release();
  const paused = await jobReaches(store, id, 'paused');
  expect(paused.progress).toMatchObject({ completed: 3, remaining: 7, percentage: 30 });

  expect((await act('resume')).json).toMatchObject({ message: 'Bulk job resumed', status: 'processing' });
  const done = await jobReaches(store, id, 'completed');
  expect(done.progress).toEqual({
    ...{ total: 10, completed: 10, failed: 0, cancelled: 0, remaining: 0, percentage: 100 },
  });
  expect(done.bulk_job).toMatchObject({ completed_items: 10, error_summary: [], may: [] });
  const item = (await galley.db.contentItems.findContent({ orderId: done.jobs[2]!.id }))!;
  const document = await fetch(`${galley.apiUrl}${done.jobs[2]!.result_url!}?format=markdown`, {
    headers: { authorization: `Bearer ${store.key}` },
  });
  expect(await document.text()).toBe(
    contentMarkdown({ title: item.title!, bodyMarkdown: item.bodyMarkdown! }),
  );
  const costs = await store.call('GET', `${BULK}/${id}/costs`);
  // The simulated model writes a text now and then that does not pass.
  const retries = done.jobs.reduce((sum, job) => sum + job.retry_count, 0);
  expect(costs.json['stages']).toMatchObject([{ stage: 'text', calls: 10 + retries }]);

  await until(
    'the end is told',
    async () =>
      reader.named('contentCompleted').length === 10 &&
      reader.named('bulkProgress').some(({ data }) => data['status'] === 'completed'),
  );
  const told = reader
    .named('bulkProgress')
    .map(({ data }) => data as { id: string; progress: { percentage: number } });
  expect(told.every((one) => one.id === id)).toBe(true);
  const percentages = told.map(({ progress }) => progress.percentage);
  expect(percentages).toEqual([...percentages].sort((a, b) => a - b));
  // Each item is told of once as added and once as completed, in their order, with the job that it belongs to.
  for (const name of ['contentAdded', 'contentCompleted']) {
    const items = reader.named(name);
    expect(items.map(({ data }) => data['id'])).toEqual(done.jobs.map((job) => job.id));
    expect(items.every(({ data }) => data['bulk_job_id'] === id)).toBe(true);
  }
  reader.close();
}, 60_000);
