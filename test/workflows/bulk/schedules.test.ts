import { setTimeout as pause } from 'node:timers/promises';
import { temporalScheduleIdOf } from '../../../src/contract/schedules';
import type { ScheduleRun } from '../../../src/db/bulk/schedule-runs';
import { setOpenLimits } from '../../../src/db/orders/open-orders';
import { until } from '../../support/api-client';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { makeSchedule, makeTemplate, tenantOf } from '../../support/schedules';

let galley: Galley;
let store: ApiClient;
let tenantId: string;

/** Runs whose activity has failed once after its commit. */
const lost = new Set<string>();

beforeAll(async () => {
  galley = await startGalley({
    // Nobody writes, so that a job is open until somebody cancels it.
    lanes: ['orders', 'records'],
    deps: (deps) => ({
      ...deps,
      db: {
        ...deps.db,
        bulkFiring: {
          ...deps.db.bulkFiring,
          fireSchedule: async (due, settings) => {
            const came = await deps.db.bulkFiring.fireSchedule(due, settings);
            const run = JSON.stringify(due);
            if (lost.has(run)) return came;
            lost.add(run);
            throw new Error('lost after the commit');
          },
        },
      },
    }),
  });
  store = galley.stores[0]!;
  tenantId = await tenantOf(galley);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** All runs of a schedule, in the order of their times. */
async function runsOf(scheduleId: string): Promise<ScheduleRun[]> {
  const runs = await galley.db.bulkScheduleRuns.listScheduleRuns({
    scheduleId,
    limit: 1_000,
    after: undefined,
  });
  return runs.reverse();
}

const stateOf = ({ state, reason }: ScheduleRun): string => [state, reason].filter(Boolean).join(' ');

async function jobsOf(scheduleId: string): Promise<number> {
  const result = await galley.database.pool.query<{ n: number }>(
    'select count(*)::int as n from bulk_jobs where schedule_id = $1',
    [scheduleId],
  );
  return result.rows[0]!.n;
}

async function act(scheduleId: string, what: string): Promise<Record<string, unknown>> {
  const { status, json } = await store.call('POST', `/api/bulk-schedules/${scheduleId}/${what}`, {
    body: {},
  });
  expect([what, status]).toEqual([what, 200]);
  return json;
}

/** Waits until so many runs of a schedule are decided. */
const decided = (scheduleId: string, count: number): Promise<ScheduleRun[]> =>
  until(`${count} runs`, async () => {
    const runs = await runsOf(scheduleId);
    return runs.length >= count && runs;
  });

async function cancelJob(jobId: string): Promise<void> {
  await galley.db.bulkActions.cancelJob({ orderId: jobId, actor: { name: 'test' } });
}

/** The handle of a schedule at Temporal, once it is there. */
async function atTemporal(scheduleId: string) {
  const handle = galley.temporal.schedule.getHandle(temporalScheduleIdOf({ scheduleId }));
  await until('a schedule at Temporal', async () => {
    const known = await galley.db.bulkSchedules.findSchedule({ scheduleId, tenantId });
    return known?.isSynced;
  });
  return handle;
}

test('a schedule places one job for each of its times, though the activity runs again; none while paused', async () => {
  const template = await makeTemplate(galley, { tenantId });
  const scheduleId = await makeSchedule(galley, template, { everySeconds: 1 });
  await decided(scheduleId, 2);
  expect(await act(scheduleId, 'pause')).toMatchObject({ paused: true, synced: true, nextRuns: [] });
  const handle = galley.temporal.schedule.getHandle(temporalScheduleIdOf({ scheduleId }));
  const { numActionsTaken } = (await handle.describe()).info;
  const runs = await decided(scheduleId, numActionsTaken);
  expect(new Set(runs.map(({ scheduledAt }) => scheduledAt.getTime() % 1_000))).toEqual(new Set([0]));
  const placed = runs.filter(({ state }) => state === 'placed');
  expect(placed.length).toBeGreaterThanOrEqual(2);
  expect(runs.filter(({ state }) => state !== 'placed').map(stateOf)).toEqual(
    runs.filter(({ state }) => state !== 'placed').map(() => 'left_out paused'),
  );
  expect(await jobsOf(scheduleId)).toBe(placed.length);
  const [first] = placed;
  const again = { scheduleId, scheduledAt: first!.scheduledAt.toISOString() };
  expect([...lost]).toContain(JSON.stringify(again));
  const came = await galley.db.bulkFiring.fireSchedule(again, { itemDelayMs: 0 });
  expect(came).toEqual({ state: 'placed', reason: null, jobId: first!.jobId });

  await pause(2_000);
  expect((await runsOf(scheduleId)).length).toBe(runs.length);
  expect(await jobsOf(scheduleId)).toBe(placed.length);
  const job = await galley.db.bulkJobs.findJob({ orderId: first!.jobId! });
  expect(job).toMatchObject({
    ...{ tenantId, scheduleId, templateName: template.name, placedBy: `schedule:${scheduleId}` },
    totalItems: 1,
  });

  expect(await act(scheduleId, 'resume')).toMatchObject({ paused: false });
  await until('a run after the pause', async () => (await runsOf(scheduleId)).length > runs.length);
  await galley.db.transaction((tx) => tx.bulkSchedules.deleteSchedule({ scheduleId }));
  await until('the end at Temporal', async () =>
    handle.describe().then(
      () => false,
      () => true,
    ),
  );
});

test('SKIP leaves out what is due while a job is open, and says so', async () => {
  const template = await makeTemplate(galley, { tenantId });
  const scheduleId = await makeSchedule(galley, template, { everySeconds: 1, overlap: 'SKIP' });
  const runs = await decided(scheduleId, 3);
  await act(scheduleId, 'pause');
  expect(runs.slice(0, 3).map(stateOf).sort()).toEqual(['left_out overlap', 'left_out overlap', 'placed']);
  const { json } = await store.call('GET', `/api/bulk-schedules/${scheduleId}/runs?limit=2`);
  expect(json['items']).toHaveLength(2);
  expect(json['nextCursor']).not.toBeNull();
  const { json: shown } = await store.call('GET', `/api/bulk-schedules/${scheduleId}`);
  expect(shown['lastRun']).toMatchObject({ state: 'left_out', jobId: null });
  expect(await jobsOf(scheduleId)).toBe(1);
});

test('BUFFER_ONE has one run wait until the job has ended', async () => {
  const template = await makeTemplate(galley, { tenantId });
  const scheduleId = await makeSchedule(galley, template, { everySeconds: 1, overlap: 'BUFFER_ONE' });
  const runs = await decided(scheduleId, 3);
  expect(runs.slice(0, 3).map(stateOf).sort()).toEqual(['left_out overlap', 'placed', 'waiting overlap']);
  const placed = runs.find(({ state }) => state === 'placed')!;
  const waits = runs.find(({ state }) => state === 'waiting')!;
  const now = async () => (await runsOf(scheduleId)).find(({ id }) => id === waits.id)!;
  // A paused schedule goes on with nothing.
  await act(scheduleId, 'pause');
  await cancelJob(placed.jobId!);
  await pause(600);
  expect(stateOf(await now())).toBe('waiting overlap');
  await act(scheduleId, 'resume');
  const waited = await until('the job of the run that waited', async () => {
    const run = await now();
    return run.state === 'placed' && run;
  });
  expect(waited.jobId).not.toBeNull();
  await act(scheduleId, 'pause');
});

test('missed runs are caught up or left out, as the schedule says', async () => {
  const template = await makeTemplate(galley, { tenantId });
  const [caughtUp, skipped] = await Promise.all(
    [7_200, 0].map((catchUpSeconds) =>
      makeSchedule(galley, template, { everySeconds: 86_400, catchUpSeconds }),
    ),
  );
  // What Temporal does when it was away, or workers were: it fires for times that have passed.
  const hourAgo = Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000;
  for (const scheduleId of [caughtUp!, skipped!]) {
    const due = { scheduleId, scheduledAt: new Date(hourAgo).toISOString() };
    await galley.db.bulkFiring.fireSchedule(due, { itemDelayMs: 0 });
  }
  expect((await runsOf(caughtUp!)).map(stateOf)).toEqual(['placed']);
  expect((await runsOf(skipped!)).map(stateOf)).toEqual(['left_out missed']);

  // An operator has Temporal run a schedule for days that have passed.
  const handle = await atTemporal(skipped!);
  await handle.backfill({
    start: new Date(Date.now() - 3 * 86_400_000),
    end: new Date(Date.now() - 86_400_000),
    overlap: 'ALLOW_ALL',
  });
  const runs = await decided(skipped!, 3);
  expect(runs.map(stateOf)).toEqual(runs.map(() => 'left_out missed'));
  expect(await jobsOf(skipped!)).toBe(0);
});

test('what was edited while no worker ran holds for the runs that were due meanwhile', async () => {
  const template = await makeTemplate(galley, { tenantId });
  const scheduleId = await makeSchedule(galley, template, { everySeconds: 86_400 });
  const handle = await atTemporal(scheduleId);
  await galley.stopWorkers();
  await handle.trigger();
  await galley.db.transaction(async (tx) => {
    const request = { ...template.request, items: [...template.request.items, ...template.request.items] };
    await tx.bulkTemplates.changeTemplate(template, { request: request as typeof template.request });
  });
  const path = `/api/bulk-schedules/${scheduleId}`;
  const { json } = await store.call('PATCH', path, {
    body: { cron: '0 9 * * *', timeZone: 'Europe/Berlin' },
  });
  expect(json).toMatchObject({
    cron: '0 9 * * *',
    everySeconds: null,
    timeZone: 'Europe/Berlin',
    synced: true,
  });
  expect(json['nextRuns']).toHaveLength(10);
  await galley.startWorkers(['orders', 'records']);
  const [run] = await decided(scheduleId, 1);
  expect(run).toMatchObject({ state: 'placed' });
  expect(await galley.db.bulkJobs.findJob({ orderId: run!.jobId! })).toMatchObject({ totalItems: 2 });
});

test('a run that finds no room waits for some, and nothing is half placed', async () => {
  const template = await makeTemplate(galley, { tenantId });
  const scheduleId = await makeSchedule(galley, template);
  const due = { scheduleId, scheduledAt: new Date().toISOString() };
  const { pool } = galley.database;
  const { ofAll } = galley.config.openOrders;
  await setOpenLimits(pool, { ofAll, ofTenant: 1 });
  try {
    const full = await galley.db.bulkFiring.fireSchedule(due, { itemDelayMs: 0 });
    expect(full).toEqual({ state: 'waiting', reason: 'too_many_orders', jobId: null });
    expect(await jobsOf(scheduleId)).toBe(0);
  } finally {
    await setOpenLimits(pool, galley.config.openOrders);
  }
  // It is tried again after a while.
  await pool.query(
    `update bulk_schedule_runs set updated_at = updated_at - interval '1 minute' where schedule_id = $1`,
    [scheduleId],
  );
  await until('its job', async () => (await runsOf(scheduleId))[0]?.state === 'placed');
  expect(await jobsOf(scheduleId)).toBe(1);
});

test('a workflow that no schedule has started places nothing', async () => {
  const template = await makeTemplate(galley, { tenantId });
  const scheduleId = await makeSchedule(galley, template);
  const run = await galley.temporal.workflow.start('scheduledBulkJob', {
    ...{ workflowId: 'by-hand', taskQueue: 'orders', args: [{ scheduleId, version: 1 }] },
  });
  await expect(run.result()).rejects.toThrow();
  expect(await runsOf(scheduleId)).toEqual([]);
});
