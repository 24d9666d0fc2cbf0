import { MOST_PAUSES } from '../../../src/contract/bulk';
import {
  acting,
  HeldTexts,
  jobIs,
  jobOf,
  jobReaches,
  placeJob,
  spoil,
  textReaches,
} from '../../support/bulk';
import type { PlacedJob } from '../../support/bulk';
import { answeredTwice, roundsTold, timelineFaults } from '../../support/bulk-timeline';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

let galley: Galley;
const texts = new HeldTexts();

beforeAll(async () => {
  galley = await startGalley({ deps: texts.deps });
}, 60_000);

afterEach(() => texts.releaseAll());

afterAll(async () => {
  await galley?.stop();
});

const pause = (job: PlacedJob) => galley.db.bulkActions.pauseJob(acting(job.id));
const resume = (job: PlacedJob) => galley.db.bulkActions.resumeJob(acting(job.id));
const cancel = (job: PlacedJob) => galley.db.bulkActions.cancelJob(acting(job.id));
const cancelItem = (job: PlacedJob, n: number) =>
  galley.db.contentActions.cancelText(acting(job.itemIds[n - 1]!));
const retryItem = (job: PlacedJob, n: number) =>
  galley.db.contentActions.retryText(acting(job.itemIds[n - 1]!));
const statusOf = async (job: PlacedJob, n: number): Promise<string> =>
  (await galley.db.contentItems.findContent({ orderId: job.itemIds[n - 1]! }))!.status;

/** Places a job whose n-th item is stopped before its provider, and waits until it is there. */
async function stoppedAt(n: number, options: Parameters<typeof placeJob>[1] = {}) {
  const job = await placeJob(galley, options);
  const gate = texts.hold(job.topics[n - 1]!);
  await gate.reached;
  return { job, gate };
}

/** Nothing of a job's timeline is wrong, its items add up, and it was told of once in each of so many rounds. */
async function isSound(job: PlacedJob, rounds = [1], concurrency = 1): Promise<void> {
  const { completed, failed, cancelled, totalItems } = await jobOf(galley, job);
  expect(completed + failed + cancelled).toBe(totalItems);
  expect(await timelineFaults(galley.database.pool, { id: job.id, concurrency })).toEqual([]);
  expect(await roundsTold(galley.database.pool, job.id)).toEqual(rounds);
  expect(await answeredTwice(galley.database.pool, job.id)).toEqual([]);
}

test('a pause while an item is written lets it finish, and nothing begins until the job is resumed', async () => {
  const { job, gate } = await stoppedAt(2);
  expect(await pause(job)).toMatchObject({ outcome: 'done' });
  expect(await jobOf(galley, job)).toMatchObject({ status: 'pausing', phase: 'running', completed: 1 });
  gate.release();
  const paused = await jobReaches(galley, job, 'paused');
  expect(paused).toMatchObject({ completed: 2, processing: 0, queued: 2, phase: 'waiting_person' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await jobOf(galley, job)).toMatchObject({ status: 'paused', completed: 2, queued: 2 });
  expect(await resume(job)).toMatchObject({ outcome: 'done' });
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: 4 });
  await isSound(job);
});

test('a second pause and a second resume change nothing, and are told so', async () => {
  const { job, gate } = await stoppedAt(1);
  expect(await resume(job)).toMatchObject({ outcome: 'same' });
  const actId = '11111111-1111-4111-8111-111111111111';
  const named = acting(job.id, { actId });
  expect(await galley.db.bulkActions.pauseJob(named)).toEqual({ outcome: 'done', actId });
  expect(await pause(job)).toMatchObject({ outcome: 'same' });
  expect(await jobOf(galley, job)).toMatchObject({ status: 'pausing', pauses: 1 });
  expect(await resume(job)).toMatchObject({ outcome: 'done' });
  expect(await resume(job)).toMatchObject({ outcome: 'same' });
  // The same request again is the same pause, long after somebody has resumed.
  expect(await galley.db.bulkActions.pauseJob(named)).toEqual({ outcome: 'same', actId });
  expect(await jobOf(galley, job)).toMatchObject({ status: 'processing', pauses: 1 });
  expect(await galley.db.bulkActions.resumeJob(named)).toEqual({ outcome: 'reused' });
  gate.release();
  await jobReaches(galley, job, 'completed');
  await isSound(job);
});

test('a job that is paused before it has begun begins when it is resumed', async () => {
  await galley.stopWorkers();
  const job = await placeJob(galley);
  expect(await pause(job)).toMatchObject({ outcome: 'done' });
  expect(await jobOf(galley, job)).toMatchObject({ status: 'paused', queued: 4 });
  await galley.startWorkers();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await jobOf(galley, job)).toMatchObject({ status: 'paused', queued: 4 });
  await resume(job);
  await jobReaches(galley, job, 'completed');
  await isSound(job);
});

test('a cancel while pausing wins: the item that is written finishes and counts, and that is told once', async () => {
  const { job, gate } = await stoppedAt(2);
  await pause(job);
  expect(await cancel(job)).toMatchObject({ outcome: 'done' });
  expect(await jobOf(galley, job)).toMatchObject({
    ...{ status: 'cancelled', phase: 'cancelled', finishedAt: expect.any(Date) },
    ...{ completed: 1, processing: 1, cancelled: 2 },
  });
  expect(await roundsTold(galley.database.pool, job.id)).toEqual([]);
  expect(await cancel(job)).toMatchObject({ outcome: 'same' });
  gate.release();
  await jobIs(galley, job, 'without open items', ({ completed }) => completed === 2);
  expect(await jobOf(galley, job)).toMatchObject({ status: 'cancelled', completed: 2, cancelled: 2 });
  await isSound(job);
});

test('a cancelled job cannot be resumed, paused or retried, nor can its items', async () => {
  const { job, gate } = await stoppedAt(1);
  await pause(job);
  gate.release();
  await jobReaches(galley, job, 'paused');
  expect(await cancel(job)).toMatchObject({ outcome: 'done' });
  const conflict = { outcome: 'conflict', status: 'cancelled' };
  expect(await resume(job)).toMatchObject(conflict);
  expect(await pause(job)).toMatchObject(conflict);
  expect(await galley.db.bulkActions.retryJob(acting(job.id))).toMatchObject(conflict);
  expect(await retryItem(job, 3)).toMatchObject(conflict);
  expect(await jobOf(galley, job)).toMatchObject({ completed: 1, cancelled: 3 });
  await isSound(job);
});

test('a pause on the last item ends with the job, not with a pause', async () => {
  const { job, gate } = await stoppedAt(4);
  await pause(job);
  expect((await jobOf(galley, job)).status).toBe('pausing');
  gate.release();
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: 4 });
  await isSound(job);
});

test('a paused job whose last waiting items are cancelled is over', async () => {
  const { job, gate } = await stoppedAt(2);
  await pause(job);
  gate.release();
  await jobReaches(galley, job, 'paused');
  await cancelItem(job, 3);
  expect((await jobOf(galley, job)).status).toBe('paused');
  await cancelItem(job, 4);
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: 2, cancelled: 2 });
  await isSound(job);
});

test('a job of which every item fails is completed, and its retry writes them all', async () => {
  const job = await placeJob(galley, { concurrency: 3, backoffMs: 5 });
  for (const topic of job.topics) spoil(galley, topic, 3);
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({
    failed: 4,
    completed: 0,
    shownEnded: 4,
  });
  const failed = await galley.db.contentItems.itemsOfJob({ jobId: job.id });
  expect(failed.map(({ retryCount, errorType }) => ({ retryCount, errorType }))).toEqual(
    failed.map(() => ({ retryCount: 2, errorType: 'Draft.Rejected' })),
  );
  expect(await galley.db.bulkJobs.errorSummary({ jobId: job.id })).toEqual(
    job.topics.map((topic, n) => expect.stringMatching(new RegExp(`^${n + 1}\\. ${topic}: .+`))),
  );
  expect(await galley.db.bulkActions.retryJob(acting(job.id))).toMatchObject({ outcome: 'done' });
  // What is shown never goes back.
  expect(await jobOf(galley, job)).toMatchObject({ failed: 0, shownEnded: 4 });
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: 4, failed: 0, round: 2 });
  expect(await galley.db.bulkActions.retryJob(acting(job.id))).toMatchObject({
    ...{ outcome: 'conflict', reason: 'No item of this job has failed.' },
  });
  await isSound(job, [1, 2], 3);
}, 60_000);

test('an item that failed is written again in its place: by a running job, or by one that had ended', async () => {
  const { job, gate } = await stoppedAt(2, { items: 6, backoffMs: 1 });
  spoil(galley, job.topics[5]!, 3);
  expect(await retryItem(job, 1)).toMatchObject({ outcome: 'conflict', status: 'completed' });
  expect(await retryItem(job, 2)).toMatchObject({ outcome: 'conflict', status: 'processing' });
  await cancelItem(job, 3);
  await cancelItem(job, 4);
  expect(await retryItem(job, 3)).toMatchObject({ outcome: 'done' });
  expect(await retryItem(job, 3)).toMatchObject({ outcome: 'same' });
  gate.release();
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: 4, failed: 1, cancelled: 1 });
  expect(await retryItem(job, 6)).toMatchObject({ outcome: 'done' });
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: 5, cancelled: 1, round: 2 });
  await isSound(job, [1, 2]);
});

test('an item that is cancelled as it is written is not tried again, and the next one follows', async () => {
  const { job } = await stoppedAt(2);
  expect(await cancelItem(job, 2)).toMatchObject({ outcome: 'done' });
  expect(await cancelItem(job, 2)).toMatchObject({ outcome: 'same' });
  expect(await cancelItem(job, 1)).toMatchObject({ outcome: 'conflict', status: 'completed' });
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: 3, cancelled: 1 });
  const calls = await galley.database.pool.query('select state from provider_calls where order_id = $1', [
    job.itemIds[1],
  ]);
  expect(calls.rows.map(({ state }: { state: string }) => state)).not.toContain('answered');
  await isSound(job);
});

test('an item fails after two retries with their pauses, keeps its place, and does not stop the job', async () => {
  const job = await placeJob(galley, { backoffMs: 200 });
  spoil(galley, job.topics[1]!, 3);
  spoil(galley, job.topics[3]!, 2);
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: 3, failed: 1 });
  const { rows } = await galley.database.pool.query<{ pause: number; waited: number }>(
    `select (e.data ->> 'pauseMs')::int as pause, extract(epoch from (
       select min(c.began_at) from provider_calls c where c.order_id = e.order_id and c.began_at > e.at) - e.at) * 1000 as waited
       from order_events e where e.order_id = $1 and e.type = 'order.retrying' order by e.id`,
    [job.itemIds[1]],
  );
  expect(rows.map(({ pause: ms }) => ms)).toEqual([200, 400]);
  for (const row of rows) expect(Number(row.waited)).toBeGreaterThanOrEqual(row.pause);
  expect(await galley.db.contentItems.findContent({ orderId: job.itemIds[3]! })).toMatchObject({
    ...{ status: 'completed', retryCount: 2, attempt: 3 },
  });
  await isSound(job);
});

test('a worker that stops while the job is pausing changes nothing of it', async () => {
  const { job, gate } = await stoppedAt(2);
  await pause(job);
  await galley.stopWorkers();
  expect(await jobOf(galley, job)).toMatchObject({ status: 'pausing', processing: 1 });
  gate.release();
  texts.releaseAll();
  await galley.startWorkers();
  await jobIs(galley, job, 'paused', ({ status }) => status === 'paused', 40_000);
  await resume(job);
  await jobReaches(galley, job, 'completed');
  await isSound(job);
}, 90_000);

test('three slots fill in order, each rests between two items, and none is ever more than full', async () => {
  const job = await placeJob(galley, { items: 7, concurrency: 3, delayMs: 250 });
  await jobReaches(galley, job, 'completed');
  await isSound(job, [1], 3);
  const { rows } = await galley.database.pool.query<{ rest: number }>(
    `select extract(epoch from c.admitted_at - lag(c.ended_at) over (partition by c.slot order by c.admitted_at)) * 1000 as rest
       from content_items c join orders o on o.id = c.order_id where o.parent_id = $1`,
    [job.id],
  );
  const rests = rows.flatMap(({ rest }) => (rest === null ? [] : [Number(rest)]));
  expect(rests).toHaveLength(4);
  for (const rest of rests) expect(rest).toBeGreaterThanOrEqual(250);
});

test('a job can be paused 200 times', async () => {
  const { job, gate } = await stoppedAt(1);
  await galley.database.pool.query('update bulk_jobs set pauses = $2 where order_id = $1', [
    job.id,
    MOST_PAUSES - 1,
  ]);
  expect(await pause(job)).toMatchObject({ outcome: 'done' });
  await resume(job);
  expect(await pause(job)).toMatchObject({ outcome: 'conflict', status: 'processing' });
  gate.release();
  await jobReaches(galley, job, 'completed');
  expect(await statusOf(job, 4)).toBe('completed');
});

test('a text that is ordered alone is written at once, and can be cancelled and retried', async () => {
  const { tenantId } = await placeJob(galley);
  const order = async (topic: string): Promise<string> =>
    galley.db.transaction((tx) =>
      tx.contentAccept.acceptContent({
        ...{ tenantId, priority: 5 },
        request: { topic, wordCount: 300, tone: 'calm', language: 'en', input: { mode: 'topic' } },
      }),
    );
  const written = await textReaches(galley, await order('lonekettle'), 'completed', 'failed');
  expect(written).toMatchObject({ status: 'completed', jobId: null, title: expect.any(String) });
  const gate = texts.hold('stoppedkettle');
  const id = await order('stoppedkettle');
  await gate.reached;
  expect(await galley.db.contentActions.cancelText(acting(id))).toMatchObject({ outcome: 'done' });
  await textReaches(galley, id, 'cancelled');
  texts.releaseAll();
  expect(await galley.db.contentActions.retryText(acting(id))).toMatchObject({ outcome: 'done' });
  await textReaches(galley, id, 'completed');
});
