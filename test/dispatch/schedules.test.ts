import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { temporalScheduleIdOf } from '../../src/contract/schedules';
import type { WantedSchedule } from '../../src/db/bulk/schedule-sync';
import { compareSchedules, removeStraySchedules, syncSchedules } from '../../src/dispatch/schedule-sync';
import { createDispatcher } from '../../src/dispatch/temporal';
import { createTemporalClient } from '../../src/clients/temporal';
import { readCron } from '../../src/domain/bulk/cron';
import type { CronTimes } from '../../src/domain/bulk/cron';
import { silentLogger } from '../../src/telemetry/logger';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { makeSchedule, makeTemplate, tenantOf } from '../support/schedules';

let galley: Galley;
let tenantId: string;
let template: Awaited<ReturnType<typeof makeTemplate>>;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  tenantId = await tenantOf(galley);
  template = await makeTemplate(galley, { tenantId });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const log = silentLogger();
const deps = () => ({ pool: galley.database.pool, schedules: galley.dispatcher.schedules, log });
const read = (scheduleId: string) => galley.db.bulkSchedules.findSchedule({ scheduleId, tenantId });
const handleOf = (scheduleId: string) =>
  galley.temporal.schedule.getHandle(temporalScheduleIdOf({ scheduleId }));

/** Waits until the sweep has brought a schedule to Temporal. */
async function synced(scheduleId: string) {
  return until('the schedule at Temporal', async () => {
    const schedule = await read(scheduleId);
    return schedule?.isSynced && schedule;
  });
}

const isGone = (scheduleId: string): Promise<boolean> =>
  handleOf(scheduleId)
    .describe()
    .then(
      () => false,
      (error: Error) => error.name === 'ScheduleNotFoundError',
    );

async function remove(scheduleId: string): Promise<void> {
  await galley.db.transaction((tx) => tx.bulkSchedules.deleteSchedule({ scheduleId }));
  await until('nothing at Temporal', () => isGone(scheduleId));
}

async function wanted(scheduleId: string): Promise<WantedSchedule> {
  const result = await galley.database.pool.query<WantedSchedule>(
    `select id as "scheduleId", version, cron, every_seconds as "everySeconds", time_zone as "timeZone", paused, false as deleted
       from bulk_schedules where id = $1`,
    [scheduleId],
  );
  return result.rows[0]!;
}

/** Changes a schedule as the API does, without bringing it to Temporal. */
async function edit(scheduleId: string, change: { paused?: boolean; cron?: string }): Promise<void> {
  await galley.db.transaction(async (tx) => {
    const row = await tx.bulkSchedules.lockSchedule({ scheduleId, tenantId });
    const times = change.cron ? { cron: change.cron, everySeconds: null } : {};
    await tx.bulkSchedules.changeSchedule({ scheduleId }, { ...row!, ...change, ...times });
  });
}

test('what was committed reaches Temporal though whoever committed it has ended, and leaves nothing when it is deleted', async () => {
  const scheduleId = await makeSchedule(galley, template, {
    cron: '30 9 * * 1-5',
    everySeconds: null,
    timeZone: 'Europe/Berlin',
  });
  const { nextRuns } = await synced(scheduleId);
  const described = await handleOf(scheduleId).describe();
  expect(nextRuns).toEqual(described.info.nextActionTimes);
  expect(nextRuns).toHaveLength(10);
  expect(described).toMatchObject({
    spec: { timezone: 'Europe/Berlin' },
    action: { workflowType: 'scheduledBulkJob', args: [{ scheduleId, version: 1 }] },
    policies: { overlap: 'ALLOW_ALL' },
    state: { paused: false },
  });

  await edit(scheduleId, { paused: true });
  expect((await synced(scheduleId)).nextRuns).toEqual([]);
  expect((await handleOf(scheduleId).describe()).state.paused).toBe(true);
  await remove(scheduleId);
  expect(await read(scheduleId)).toBeUndefined();
});

test('what is older never overwrites what is newer', async () => {
  const scheduleId = await makeSchedule(galley, template);
  await synced(scheduleId);
  const old = await wanted(scheduleId);
  await edit(scheduleId, { paused: true });
  await synced(scheduleId);
  // Somebody who was frozen since it was read.
  const { schedules } = galley.dispatcher;
  expect(await schedules.put(old)).toMatchObject({ version: 2 });
  expect((await handleOf(scheduleId).describe()).state.paused).toBe(true);
  // The server drops what was made from an older state, whatever it says.
  await Promise.all([
    edit(scheduleId, { paused: false }),
    ...Array.from({ length: 4 }, () => syncSchedules(deps(), { most: 1, scheduleId })),
  ]);
  await synced(scheduleId);
  expect((await handleOf(scheduleId).describe()).state.paused).toBe(false);
  // One who was frozen before it was deleted, and makes it again.
  const late = await wanted(scheduleId);
  await remove(scheduleId);
  await schedules.put(late);
  expect(await isGone(scheduleId)).toBe(false);
  await removeStraySchedules(deps());
  await until('nothing at Temporal', async () => {
    await removeStraySchedules(deps());
    return isGone(scheduleId);
  });
});

test('a schedule that was changed or deleted at Temporal is put right', async () => {
  const scheduleId = await makeSchedule(galley, template);
  await synced(scheduleId);
  await handleOf(scheduleId).pause('by an operator');
  await until('a schedule that goes on', async () => {
    await compareSchedules(deps(), { quietMs: 0, most: 100 });
    await syncSchedules(deps(), { most: 100 });
    const { state } = await handleOf(scheduleId).describe();
    return !state.paused && (await read(scheduleId))?.isSynced;
  });
  // One that is as it should be is left alone.
  const { version } = await wanted(scheduleId);
  await compareSchedules(deps(), { quietMs: 0, most: 100 });
  expect((await wanted(scheduleId)).version).toBe(version);

  await handleOf(scheduleId).delete();
  await until('a schedule that is there again', async () => {
    await compareSchedules(deps(), { quietMs: 0, most: 100 });
    return !(await isGone(scheduleId));
  });
  await remove(scheduleId);
});

test('a database that was restored gets its schedules back', async () => {
  const scheduleId = await makeSchedule(galley, template);
  await synced(scheduleId);
  for (const paused of [true, false, true]) {
    await edit(scheduleId, { paused });
    await synced(scheduleId);
  }
  await galley.database.pool.query(
    'update bulk_schedules set version = 1, synced_version = 1, paused = false where id = $1',
    [scheduleId],
  );
  await compareSchedules(deps(), { quietMs: 0, most: 100 });
  await synced(scheduleId);
  expect((await handleOf(scheduleId).describe()).state.paused).toBe(false);
  await remove(scheduleId);
});

test('what Temporal refuses is told, and does not hold up the others', async () => {
  const refused = await makeSchedule(galley, template, { timeZone: 'Mars/Olympus' });
  await until('the refusal', async () => (await read(refused))?.syncProblem === 'refused');
  const { json } = await galley.stores[0]!.call('GET', `/api/bulk-schedules/${refused}`);
  expect(json).toMatchObject({ synced: false, problem: 'refused', nextRuns: [] });
  const other = await makeSchedule(galley, template);
  await synced(other);
  await Promise.all([remove(refused), remove(other)]);
});

test('a change is answered while Temporal is away, and follows later', async () => {
  const temporal = createTemporalClient({
    ...{ address: '127.0.0.1:1', namespace: 'default', tls: false, apiKey: undefined },
  });
  const { schedules } = createDispatcher({ client: temporal.client, identity: 'test' });
  const scheduleId = await makeSchedule(galley, template, { cron: '0 0 1 1 *', everySeconds: null });
  await synced(scheduleId);
  await galley.database.pool.query(
    `update bulk_schedules set version = 2, sync_at = 'infinity' where id = $1`,
    [scheduleId],
  );
  await expect(syncSchedules({ ...deps(), schedules }, { most: 1, scheduleId })).rejects.toThrow();
  expect((await read(scheduleId))?.isSynced).toBe(false);
  await syncSchedules(deps(), { most: 1, scheduleId });
  await synced(scheduleId);
  await remove(scheduleId);
  await temporal.close();
}, 60_000);

/** All values that ranges of the server name. */
function valuesIn(
  ranges: ReadonlyArray<{ start?: number | null; end?: number | null; step?: number | null }>,
): number[] {
  const values = new Set<number>();
  for (const { start, end, step } of ranges)
    for (let n = start ?? 0; n <= Math.max(end ?? 0, start ?? 0); n += step || 1) values.add(n);
  return [...values].sort((a, b) => a - b);
}

/** The times of the only calendar of a schedule, as the server has them. */
async function timesAtServer(scheduleId: string): Promise<CronTimes> {
  const { schedule } = await galley.temporal.workflowService.describeSchedule({
    ...{ namespace: galley.temporal.options.namespace, scheduleId },
  });
  const calendar = schedule!.spec!.structuredCalendar![0]!;
  return {
    minutes: valuesIn(calendar.minute!),
    hours: valuesIn(calendar.hour!),
    days: valuesIn(calendar.dayOfMonth!),
    months: valuesIn(calendar.month!),
    weekdays: valuesIn(calendar.dayOfWeek!),
  };
}

const part = (least: number, most: number, words: string[] = []) => {
  const value = fc.integer({ min: least, max: most });
  return fc
    .tuple(
      fc.oneof(
        value.map(String),
        fc.constantFrom('*', ...words),
        fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
      ),
      fc.option(fc.integer({ min: 1, max: most }), { nil: undefined }),
    )
    .map(([what, step]) => (step === undefined ? what : `${what}/${step}`));
};

const field = (...[least, most, words]: Parameters<typeof part>) =>
  fc.array(part(least, most, words), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(','));

test('a cron expression means the times that the server reads in it, and is given to it as these', async () => {
  // Steps from a single weekday on are left out: the server ends them with 7, and takes `1/1` and `1-7` for Monday to Saturday.
  const weekday = fc.constantFrom(
    '*',
    '0',
    '1',
    '2-5',
    '1,3,5',
    '0-6',
    '*/2',
    'mon',
    'sat,sun',
    'mon-fri',
    '7',
    '5-7',
  );
  const expression = fc
    .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12, ['jan', 'dec']), weekday)
    .map((fields) => fields.join(' '));
  const service = galley.temporal.workflowService;
  const { namespace } = galley.temporal.options;
  await fc.assert(
    fc.asyncProperty(expression, async (cron) => {
      const mine = readCron(cron);
      fc.pre('times' in mine);
      const times = 'times' in mine && mine.times;
      const ids = { scheduleId: randomUUID(), tenantId: randomUUID() };
      const row = { ...ids, version: 1, cron, everySeconds: null, timeZone: 'UTC' };
      await galley.dispatcher.schedules.put({ ...row, paused: true, deleted: false });
      expect(await timesAtServer(temporalScheduleIdOf(row))).toEqual(times);
      await galley.dispatcher.schedules.remove(row.scheduleId);

      const scheduleId = `read-by-the-server-${row.scheduleId}`;
      const action = { workflowId: 'x', workflowType: { name: 'x' }, taskQueue: { name: 'x' } };
      const schedule = {
        spec: { cronString: [cron] },
        action: { startWorkflow: action },
        state: { paused: true },
      };
      await service.createSchedule({ namespace, scheduleId, schedule, requestId: scheduleId });
      expect(await timesAtServer(scheduleId)).toEqual(times);
      await service.deleteSchedule({ namespace, scheduleId });
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('Monday to Sunday has a Sunday', async () => {
  const scheduleId = await makeSchedule(galley, template, { cron: '0 9 * * 1-7', everySeconds: null });
  const { nextRuns } = await synced(scheduleId);
  expect(new Set(nextRuns.map((run) => run.getUTCDay()))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
  await remove(scheduleId);
});
