import { advanceSignal } from '../../../src/contract/messages';
import { until } from '../../support/api-client';
import { HeldTexts, jobReaches, placeJob } from '../../support/bulk';
import { answeredTwice, roundsTold, timelineFaults } from '../../support/bulk-timeline';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { runsOf } from '../../support/runs';

/** More than the history after which the server suggests to go on as a new run (4,096 events). */
const SIGNALS = 4_500;
const AT_ONCE = 20;

let galley: Galley;
const texts = new HeldTexts();

beforeAll(async () => {
  galley = await startGalley({ deps: texts.deps });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('a job whose history has grown long goes on as a new run, while its item is written on', async () => {
  const job = await placeJob(galley);
  const gate = texts.hold(job.topics[1]!);
  await gate.reached;
  const handle = galley.temporal.workflow.getHandle(`bulk:${job.id}`);
  const isRenewed = async (): Promise<boolean> =>
    (await runsOf(galley, job.id, 'bulk')).some(({ status }) => status === 'CONTINUED_AS_NEW');
  for (let sent = 0; sent < SIGNALS; sent += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, () => handle.signal(advanceSignal, {})));
  await until('there is a new run', isRenewed, 60_000);
  gate.release();
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: 4 });
  expect(await timelineFaults(galley.database.pool, { id: job.id, concurrency: 1 })).toEqual([]);
  expect(await answeredTwice(galley.database.pool, job.id)).toEqual([]);
  expect(await roundsTold(galley.database.pool, job.id)).toEqual([1]);
}, 240_000);
