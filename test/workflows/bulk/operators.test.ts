import { advanceSignal, pauseSignal, resumeSignal } from '../../../src/contract/messages';
import { endLost } from '../../../src/db/orders/lost-runs';
import { prepareRestored } from '../../../src/db/restore';
import { createReconciler } from '../../../src/dispatch/reconciler';
import { silentLogger } from '../../../src/telemetry/logger';
import { until } from '../../support/api-client';
import { acting, HeldTexts, jobIs, jobOf, jobReaches, placeJob, textReaches } from '../../support/bulk';
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

const runOf = (job: PlacedJob) => galley.temporal.workflow.getHandle(`bulk:${job.id}`);
const faultsOf = (job: PlacedJob) => timelineFaults(galley.database.pool, { id: job.id, concurrency: 1 });

const reconciler = () =>
  createReconciler({ pool: galley.database.pool, dispatcher: galley.dispatcher, log: silentLogger() });

test('an operator pauses and resumes from the command line, which is on record', async () => {
  const job = await placeJob(galley);
  const gate = texts.hold(job.topics[1]!);
  await gate.reached;
  await runOf(job).signal(pauseSignal, {});
  await jobReaches(galley, job, 'pausing');
  await runOf(job).signal(advanceSignal, {});
  gate.release();
  await jobReaches(galley, job, 'paused');
  await runOf(job).signal(resumeSignal, { actId: 'nobody knows it' });
  await runOf(job).signal(resumeSignal, {});
  await jobReaches(galley, job, 'completed');
  const { rows } = await galley.database.pool.query(
    'select kind, actor from actions where order_id = $1 order by created_at',
    [job.id],
  );
  expect(rows).toEqual([
    { kind: 'pause', actor: 'operator:signal' },
    { kind: 'resume', actor: 'operator:signal' },
  ]);
  expect(await faultsOf(job)).toEqual([]);
});

test('another priority of a job is that of its items, of the one that is written, too; an item has none of its own', async () => {
  const job = await placeJob(galley);
  const gate = texts.hold(job.topics[1]!);
  await gate.reached;
  const asked = { ...acting(job.id), priority: 9 };
  expect(await galley.db.bulkActions.reprioritiseJob(asked)).toMatchObject({ outcome: 'done' });
  const items = await galley.db.contentItems.itemsOfJob({ jobId: job.id });
  expect(items.map(({ priority }) => priority)).toEqual([5, 9, 9, 9]);
  const own = { ...acting(job.itemIds[2]!), priority: 1 };
  expect(await galley.db.actions.reprioritise(own)).toMatchObject({ outcome: 'conflict' });
  gate.release();
  await jobReaches(galley, job, 'completed');
});

test('a job whose run is lost has failed: what is written finishes, and its retry writes the rest', async () => {
  const job = await placeJob(galley);
  const gate = texts.hold(job.topics[1]!);
  await gate.reached;
  await runOf(job).terminate('gone');
  expect(await reconciler().check({ kind: 'bulk', orderId: job.id })).toBe('lost');
  expect(await jobOf(galley, job)).toMatchObject({ status: 'failed', processing: 1, cancelled: 2 });
  gate.release();
  await textReaches(galley, job.itemIds[1]!, 'completed');
  expect(await roundsTold(galley.database.pool, job.id)).toEqual([1]);
  expect(await galley.db.bulkActions.retryJob(acting(job.id))).toMatchObject({ outcome: 'done' });
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: 4, round: 2 });
  expect(await roundsTold(galley.database.pool, job.id)).toEqual([1, 2]);
  expect(await faultsOf(job)).toEqual([]);
});

test('an item whose run is lost has failed, and its job goes on', async () => {
  const job = await placeJob(galley);
  await texts.hold(job.topics[1]!).reached;
  await galley.temporal.workflow.getHandle(`content:${job.itemIds[1]}`).terminate('gone');
  expect(await reconciler().check({ kind: 'content', orderId: job.itemIds[1]! })).toBe('lost');
  texts.releaseAll();
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: 3, failed: 1 });
  expect(await faultsOf(job)).toEqual([]);
});

test('an item that was admitted and has no run is not lost; its job starts it, or its job’s end does', async () => {
  await galley.stopWorkers();
  const [going, over] = [await placeJob(galley), await placeJob(galley)];
  for (const { id: orderId } of [going, over]) {
    await galley.db.bulkRuns.openJob({ orderId, startNo: 1 });
    const step = await galley.db.bulkRuns.advanceJob({ orderId, startNo: 1 });
    // Asked again, it is named again.
    expect(await galley.db.bulkRuns.advanceJob({ orderId, startNo: 1 })).toEqual(step);
  }
  const admitted = { orderId: going.itemIds[0]!, startNo: 1 };
  expect(await endLost(galley.database.pool, admitted)).toBe(false);
  expect(await reconciler().check({ kind: 'content', ...admitted })).toBe('fine');
  await galley.db.bulkActions.cancelJob(acting(over.id));
  expect(await jobOf(galley, over)).toMatchObject({ status: 'cancelled', processing: 1, cancelled: 3 });
  await galley.startWorkers();
  await jobReaches(galley, going, 'completed');
  await textReaches(galley, over.itemIds[0]!, 'completed');
  expect(await roundsTold(galley.database.pool, over.id)).toEqual([1]);
  for (const job of [going, over]) expect(await answeredTwice(galley.database.pool, job.id)).toEqual([]);
}, 60_000);

test('a restored database goes on: a running job is done, a paused one stays paused, what a cancelled one was writing is written', async () => {
  const [running, paused, cancelled] = [
    await placeJob(galley),
    await placeJob(galley),
    await placeJob(galley),
  ];
  const gates = [running, paused, cancelled].map((job) => texts.hold(job.topics[1]!));
  await Promise.all(gates.map(({ reached }) => reached));
  await galley.db.bulkActions.pauseJob(acting(paused.id));
  await galley.db.bulkActions.cancelJob(acting(cancelled.id));
  await galley.stopWorkers();
  texts.releaseAll();
  await prepareRestored(galley.database.pool);
  // As if Temporal had been lost, too.
  for (const job of [running, paused, cancelled])
    for (const id of [`bulk:${job.id}`, `content:${job.itemIds[1]}`])
      await galley.temporal.workflow
        .getHandle(id)
        .terminate('restored')
        .catch(() => undefined);
  await galley.startWorkers();
  expect(await jobReaches(galley, running, 'completed')).toMatchObject({ completed: 4 });
  await jobIs(galley, cancelled, 'over', ({ completed }) => completed === 2);
  expect(await jobOf(galley, paused)).toMatchObject({ status: 'paused', completed: 1, queued: 3 });
  await galley.db.bulkActions.resumeJob(acting(paused.id));
  expect(await jobReaches(galley, paused, 'completed')).toMatchObject({ completed: 4 });
}, 90_000);

test('a run of an item that was not admitted ends without touching it', async () => {
  const job = await placeJob(galley);
  await texts.hold(job.topics[0]!).reached;
  const orderId = job.itemIds[2]!;
  const handle = await galley.temporal.workflow.start('contentItem', {
    ...{ taskQueue: 'orders', workflowId: `content:${orderId}` },
    args: [{ orderId, tenantId: job.tenantId, priority: 5, startNo: 1 }],
  });
  await until('the run is over', async () => (await handle.describe()).status.name === 'FAILED');
  expect(await galley.db.contentItems.findContent({ orderId })).toMatchObject({ status: 'queued' });
  texts.releaseAll();
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: 4 });
  expect(await faultsOf(job)).toEqual([]);
});
