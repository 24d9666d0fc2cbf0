import { createTaskQueues } from '../../src/clients/task-queues';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { startWorkerProcess } from '../support/worker-process';

const BUDGETS = { OPENAI_RPM: '6000', OPENAI_TPM: '6000000', REPLICATE_RPM: '6000' };

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({ lanes: [], env: BUDGETS });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

interface RateController {
  epoch: number;
  holder: string | null;
  silent: number;
}

async function rateController(): Promise<RateController> {
  const rows = await galley.database.pool.query<RateController>(
    `select epoch::int as epoch, holder, coalesce(extract(epoch from clock_timestamp() - beat_at), 1e9)::float8 as silent
       from rate_controller`,
  );
  return rows.rows[0]!;
}

/** The number of the process that sets the limits. */
const processOf = ({ holder }: RateController): number => Number(holder?.split(':').at(-1));

test('one of two workers runs the rate controller; when it is killed, the other takes over, and the last limits hold meanwhile', async () => {
  const queues = createTaskQueues({ client: galley.temporal, identity: 'test' });
  const workers = await Promise.all([
    startWorkerProcess(galley.environment),
    startWorkerProcess(galley.environment),
  ]);
  try {
    const first = await until('one of them sets limits', async () => {
      const now = await rateController();
      return now.silent < 2 && now.epoch > 0 && now;
    });
    await until('limits are set', async () => ((await queues.describe('writing')).rate ?? 0) > 0);
    const limit = (await queues.describe('writing')).rate;
    const controlling = workers.find(({ pid }) => pid === processOf(first))!;
    const other = workers.find(({ pid }) => pid !== processOf(first))!;
    const killedAt = Date.now();
    await controlling.kill();
    expect((await queues.describe('writing')).rate).toBe(limit);
    const next = await until(
      'the other sets limits',
      async () => {
        const now = await rateController();
        return now.epoch > first.epoch && now.silent < 2 && now;
      },
      60_000,
    );
    process.stdout.write(`rate controller replaced after ${Date.now() - killedAt} ms\n`);
    expect(processOf(next)).toBe(other.pid);
    await queues.setRate('writing', 0, 'as if a limit had been left behind');
    await until(
      'limits are set again',
      async () => ((await queues.describe('writing')).rate ?? 0) > 0,
      60_000,
    );

    // Told to stop it leaves at once, and nothing sets limits behind its back.
    const stoppedAt = Date.now();
    expect(await other.stop()).toBe(0);
    process.stdout.write(`the controlling worker stopped after ${Date.now() - stoppedAt} ms\n`);
    const left = await rateController();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await rateController()).epoch).toBe(left.epoch);
    expect((await rateController()).silent).toBeGreaterThan(2);
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()));
  }
}, 150_000);
