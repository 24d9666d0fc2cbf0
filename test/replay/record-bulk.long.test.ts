import { resumeSignal } from '../../src/contract/messages';
import { until } from '../support/api-client';
import { acting, HeldTexts, jobReaches, placeJob, spoil, textReaches } from '../support/bulk';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { writeHistory } from '../support/replay';
import { runsOf } from '../support/runs';

/** Records the histories of bulk jobs and texts that the replay test plays, only when told to, as those of other orders. */
const recording = process.env['GALLEY_RECORD_HISTORIES'] === '1';

let galley: Galley;
const texts = new HeldTexts();

beforeAll(async () => {
  if (recording) galley = await startGalley({ deps: texts.deps });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

function record(name: string, kind: 'bulk' | 'content', orderId: string): void {
  writeHistory(name, { namespace: galley.config.temporal.namespace, workflowId: `${kind}:${orderId}` });
}

async function recordClosed(name: string, kind: 'bulk' | 'content', orderId: string): Promise<void> {
  await until('the run is closed', async () =>
    (await runsOf(galley, orderId, kind)).every(({ status }) => status !== 'RUNNING'),
  );
  record(name, kind, orderId);
}

(recording ? test : test.skip)(
  'records bulk jobs and their texts',
  async () => {
    const job = await placeJob(galley, { items: 5, concurrency: 2 });
    const gate = texts.hold(job.topics[1]!);
    spoil(galley, job.topics[2]!, 1);
    spoil(galley, job.topics[3]!, 3);
    await gate.reached;
    await galley.db.bulkActions.pauseJob(acting(job.id));
    await galley.db.bulkActions.reprioritiseJob({ ...acting(job.id), priority: 9 });
    gate.release();
    await jobReaches(galley, job, 'paused');
    record('bulk-job-paused', 'bulk', job.id);
    await galley.temporal.workflow.getHandle(`bulk:${job.id}`).signal(resumeSignal, {});
    await jobReaches(galley, job, 'completed');
    await recordClosed('bulk-job-done', 'bulk', job.id);
    await recordClosed('text-completed', 'content', job.itemIds[0]!);
    await recordClosed('text-second-attempt', 'content', job.itemIds[2]!);
    await recordClosed('text-failed', 'content', job.itemIds[3]!);

    const cancelled = await placeJob(galley);
    await texts.hold(cancelled.topics[1]!).reached;
    await galley.db.contentActions.cancelText(acting(cancelled.itemIds[1]!));
    await textReaches(galley, cancelled.itemIds[2]!, 'processing');
    await galley.db.bulkActions.cancelJob(acting(cancelled.id));
    await recordClosed('text-cancelled', 'content', cancelled.itemIds[1]!);
    await recordClosed('bulk-job-cancelled', 'bulk', cancelled.id);
  },
  120_000,
);
