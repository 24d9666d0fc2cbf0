import { createTaskQueues } from '../../src/clients/task-queues';
import type { TaskQueues } from '../../src/clients/task-queues';
import { LANES } from '../../src/contract/lanes';
import type { Lane } from '../../src/contract/lanes';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };
const BUDGETS = { OPENAI_RPM: '60000', OPENAI_TPM: '60000000', REPLICATE_RPM: '60000' };

let galley: Galley;
let queues: TaskQueues;

beforeAll(async () => {
  galley = await startGalley({ lanes: LANES, env: BUDGETS });
  queues = createTaskQueues({ client: galley.temporal, identity: 'test' });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const rateOf = async (lane: Lane): Promise<number | null> => (await queues.describe(lane)).rate;
const rates = (): Promise<Array<number | null>> =>
  Promise.all((['ideas', 'writing', 'quality'] as const).map(rateOf));
const sumOf = (all: Array<number | null>): number => all.reduce<number>((sum, rate) => sum + (rate ?? 0), 0);
const { requests, total } = { requests: Number(BUDGETS.OPENAI_RPM), total: 61 };

test('the limits of an account’s lanes never add up to more than it lets through, and stand ready when nothing is to be done', async () => {
  await until('limits are set', async () => (await rates()).every((rate) => rate !== null && rate > 0));
  const all = await rates();
  expect(sumOf(all)).toBeLessThanOrEqual(requests / total);
  expect(await rateOf('images')).toBeGreaterThan(0);
  // Lanes without an account are not paced.
  for (const lane of ['publishing', 'webhooks', 'records'] as const) expect(await rateOf(lane)).toBeNull();
});

test('orders go through under it', async () => {
  const [store] = galley.stores;
  const done = await Promise.all(
    Array.from({ length: 6 }, (_, n) => store!.publish({ sourceId: `governed kettle ${n}`, policy })),
  );
  expect(done.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'DONE'));
});

test('a paused lane is stopped, whoever else sets its limit, and goes on when it is resumed', async () => {
  const { pool } = galley.database;
  await pool.query(
    `update lanes set paused_at = now(), paused_by = 'test', paused_reason = 'repairs' where lane = 'writing'`,
  );
  await until('it is stopped', async () => (await rateOf('writing')) === 0);
  await queues.setRate('writing', 50, 'somebody else');
  await until('it is stopped again', async () => (await rateOf('writing')) === 0);
  const [, store] = galley.stores;
  const id = await store!.order({ sourceId: 'paused kettle', policy });
  await store!.pick(id);
  await until('its text waits in the queue', async () => (await queues.describe('writing')).backlog > 0);
  expect(await store!.read(id)).toMatchObject({ status: 'GENERATING_CONTENT', phase: 'queued' });
  await pool.query(
    `update lanes set paused_at = null, paused_by = null, paused_reason = null where lane = 'writing'`,
  );
  await store!.reaches(id, 'DONE');
});

test('a used-up quota shuts the account: one alert, no order fails, nobody is asked but by the probe, and all go on by themselves', async () => {
  const [, , store] = galley.stores;
  const quota = {
    error: {
      message: 'You exceeded your current quota.',
      type: 'insufficient_quota',
      code: 'insufficient_quota',
    },
  };
  galley.simulators.control.addFault({
    provider: 'openai',
    times: -1,
    action: { type: 'respond', status: 429, body: quota },
  });
  const ids = await Promise.all(
    Array.from({ length: 12 }, (_, n) => store!.order({ sourceId: `shut kettle ${n}`, policy })),
  );
  const account = async (): Promise<{ state: string; reason: string | null; probes: number }> => {
    const rows = await galley.database.pool.query<{ state: string; reason: string | null; probes: number }>(
      `select state, reason, probes from provider_accounts where provider = 'openai'`,
    );
    return rows.rows[0]!;
  };
  await until('the account is shut', async () => (await account()).state === 'closed');
  await until('its lanes are stopped', async () => sumOf(await rates()) === 0);
  const asked = (): number => galley.simulators.control.requests({ provider: 'openai' }).length;
  const before = asked();
  await until('it was probed in vain', async () => (await account()).probes >= 1);
  // Nothing but the probe, which comes every five seconds at first.
  expect(asked() - before).toBeLessThanOrEqual(2);
  expect(await account()).toMatchObject({ reason: 'insufficient_quota' });
  for (const id of ids) expect((await store!.read(id)).phase).not.toBe('failed');

  galley.simulators.control.clearFaults();
  await until('it is open', async () => (await account()).state === 'open', 30_000);
  for (const id of ids) await store!.pick(id);
  for (const id of ids) expect((await store!.reaches(id, 'DONE')).round).toBe(1);
  const rejected = await galley.database.pool.query(
    `select 1 from unusable_drafts where order_id = any($1) union all select 1 from versions where order_id = any($1) and attempt > 1`,
    [ids],
  );
  expect(rejected.rowCount).toBe(0);
}, 90_000);

test('a later rate controller takes over, and the earlier one leaves', async () => {
  const { pool } = galley.database;
  const epoch = async (): Promise<number> => {
    const rows = await pool.query<{ epoch: number }>('select epoch::int as epoch from rate_controller');
    return rows.rows[0]!.epoch;
  };
  const before = await epoch();
  // As if another process had taken over: the running one finds its epoch gone and is begun again.
  await galley.db.rateController.claimEpoch({ holder: 'another' });
  await until('a rate controller works again', async () => (await epoch()) === before + 2);
  expect(await epoch()).toBe(before + 2);
});

test('limits of nought from before are set anew by whoever starts', async () => {
  await galley.stopWorkers();
  await Promise.all(
    (['ideas', 'writing', 'quality', 'images'] as const).map((lane) =>
      queues.setRate(lane, 0, 'left behind'),
    ),
  );
  await galley.startWorkers(LANES);
  await until('they are set', async () => (await rates()).every((rate) => rate !== null && rate > 0), 30_000);
  await galley.stores[0]!.publish({ sourceId: 'restarted kettle', policy });
}, 60_000);
