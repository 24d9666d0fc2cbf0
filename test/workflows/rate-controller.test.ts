import { execFileSync } from 'node:child_process';
import { createTaskQueues } from '../../src/clients/task-queues';
import type { TaskQueues } from '../../src/clients/task-queues';
import { LANES } from '../../src/contract/lanes';
import type { Lane } from '../../src/contract/lanes';
import { endLost } from '../../src/db/orders/lost-runs';
import type { LogFields } from '../../src/telemetry/logger';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { itemReaches, orderPage, pageAbout } from '../support/items';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };
const BUDGETS = { OPENAI_RPM: '60000', OPENAI_TPM: '60000000', REPLICATE_RPM: '60000' };

let galley: Galley;
let queues: TaskQueues;

/** What the workers have logged, as `LEVEL message`, with the fields of each line. */
const logged: string[] = [];
const fieldsLogged: LogFields[] = [];
const noting =
  (level: string) =>
  (message: string, fields: LogFields = {}): void => {
    logged.push(`${level} ${message}`);
    fieldsLogged.push(fields);
  };
const log = {
  error: noting('ERROR'),
  warn: noting('WARN'),
  info: noting('INFO'),
  debug: () => undefined,
};

beforeAll(async () => {
  galley = await startGalley({
    lanes: LANES,
    env: BUDGETS,
    deps: (plain) => ({ ...plain, log }),
  });
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

describe('the log', () => {
  const linesWith = (text: string): string[] => logged.filter((line) => line.includes(text));
  /** What `tail logs/app.log | grep` prints. */
  const grep = (pattern: string): string[] =>
    execFileSync('grep', [pattern], { input: logged.join('\n'), encoding: 'utf8' })
      .split('\n')
      .filter(Boolean);
  const fault = (keyword: string, kind: 'ideas' | 'component'): unknown =>
    galley.simulators.control.addFault({
      provider: 'openai',
      kind,
      match: { contains: keyword },
      times: -1,
      action: { type: 'refusal', text: 'No, dear sk-secret.' },
    });

  test('has one line at level ERROR for each order that fails, however it fails, and none for a cancelled one', async () => {
    const [one, two] = galley.stores;
    fault('refused kettle', 'ideas');
    fault('refused page', 'component');
    const refused = await one!.order({ sourceId: 'refused kettle', policy });
    const waits = { ...policy, deadlineMs: 60_000 };
    const [lost, cancelled] = await Promise.all([
      two!.order({ sourceId: 'lost kettle', policy: waits }),
      two!.order({ sourceId: 'cancelled kettle', policy: waits }),
    ]);
    const item = await orderPage(one!, pageAbout('refused page'));
    await one!.reaches(refused, 'FAILED');
    await two!.reaches(lost, 'AWAITING_SELECTION');
    // As the reconciler does, in a process that has no log of its own about orders.
    expect(await endLost(galley.database.pool, { orderId: lost, startNo: 1 })).toBe(true);
    await two!.act(cancelled, 'cancel');
    const page = await itemReaches(one!, item.id, 'failed');
    const errors = [
      `ERROR [Blog Worker] Error processing blog ${refused}: Draft.Refused`,
      `ERROR [Blog Worker] Error processing blog ${lost}: Run.Lost`,
      `ERROR [Generation Worker] Error processing item ${item.id}: ${page.errorType}`,
    ];
    await until('all have their lines', async () => errors.every((line) => logged.includes(line)));
    // A repeated ending changes nothing, and an order that fails again fails anew.
    expect(await endLost(galley.database.pool, { orderId: lost, startNo: 1 })).toBe(false);
    await one!.act(refused, 'retry');
    await until('it failed again', async () => linesWith(`blog ${refused}:`).length === 2);
    expect(linesWith(`blog ${lost}:`)).toHaveLength(1);
    expect(linesWith(item.id)).toHaveLength(1);
    expect(linesWith(cancelled)).toEqual([]);
    expect(`${logged.join()} ${JSON.stringify(fieldsLogged)}`).not.toMatch(/sk-secret|kettle|refused page/);
    expect(grep('Error processing blog').every((line) => line.startsWith('ERROR [Blog Worker]'))).toBe(true);
  }, 60_000);

  test('has the lines of stages that begin and end within a second, and of what was published', async () => {
    const [one, two] = galley.stores;
    const before = logged.length;
    const ids = await Promise.all(
      [one!, two!].map(
        async (store, n) => (await store.publish({ sourceId: `logged kettle ${n}`, policy })).id,
      ),
    );
    const draft = await one!.publish({ sourceId: 'logged draft', policy, publishMode: 'draft' });
    const since = (pattern: RegExp): string[] => logged.slice(before).filter((line) => pattern.test(line));
    for (const id of ids)
      await until('it has its line', async () =>
        logged.includes(`INFO [Blog Worker] ✅ Published blog ${id}`),
      );
    await until('so has the draft', async () =>
      logged.includes(`INFO [Blog Worker] ✅ Saved blog ${draft.id} as a draft`),
    );
    for (const stage of ['Idea Generation', 'Content Generation', 'Image Generation', 'Publishing'])
      await until(
        `${stage} has its lines`,
        async () => {
          const processing = since(
            new RegExp(`^INFO \\[Blog Worker\\] ${stage}: Processing [1-9]\\d* blogs from [1-9] store`),
          );
          const complete = since(
            new RegExp(
              `^INFO \\[Blog Worker\\] ${stage} complete: [1-9]\\d* blogs in [\\d.]+s \\([\\d.]+ blogs/sec\\)$`,
            ),
          );
          return processing.length > 0 && complete.length > 0;
        },
        30_000,
      );
    expect(grep('Blog Worker').length).toBeGreaterThanOrEqual(10);
    expect(grep('blogs/sec').length).toBeGreaterThanOrEqual(4);
  }, 90_000);
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
  // Those that were let in before may still be on their way.
  await until('what was begun has ended', async () => {
    const { rows } = await galley.database.pool.query(
      `select 1 from provider_calls where provider = 'openai' and state = 'begun' limit 1`,
    );
    return rows.length === 0;
  });
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
