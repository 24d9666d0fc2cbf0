import { randomUUID } from 'node:crypto';
import type { Overlap, ScheduleRunReason, ScheduleRunState } from '../../contract/schedules';
import { decideRun } from '../../domain/bulk/schedule-run';
import type { RunDecision, RunFacts } from '../../domain/bulk/schedule-run';
import { TOO_MANY } from '../orders/open-orders';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { placeTemplate } from './place';
import { findTemplate } from './templates';

/** One time at which a schedule is due; `scheduledAt` in ISO 8601. */
export interface DueRun {
  scheduleId: string;
  scheduledAt: string;
}

/** What came of it: `unknown` where there is no such schedule any more. */
export interface FiredRun {
  state: ScheduleRunState | 'unknown';
  reason: ScheduleRunReason | null;
  jobId: string | null;
}

const UNKNOWN: FiredRun = { state: 'unknown', reason: null, jobId: null };

/** Which reason each refusal of the database is. */
const FULL: Readonly<Record<string, RunFacts['full']>> = {
  [TOO_MANY.ofAll]: 'queue_full',
  [TOO_MANY.ofTenant]: 'too_many_orders',
};

interface Locked {
  tenantId: string;
  templateId: string | null;
  overlap: Overlap;
  catchUpSeconds: number;
  paused: boolean;
  deleted: boolean;
  personId: string | null;
}

interface RunRow {
  id: string;
  state: ScheduleRunState;
  reason: ScheduleRunReason | null;
  jobId: string | null;
  isNew: boolean;
}

/** The row of a run, which is made where there is none yet; its schedule is locked. */
async function rowOf(tx: Queryable, due: DueRun): Promise<RunRow> {
  const made = await tx.query<RunRow>(
    `insert into bulk_schedule_runs (id, schedule_id, scheduled_at, cause, state, reason)
     values ($1, $2, $3, 'schedule', 'waiting', 'missed') on conflict (schedule_id, scheduled_at) do nothing
     returning id, state, reason, null as "jobId", true as "isNew"`,
    [randomUUID(), due.scheduleId, due.scheduledAt],
  );
  if (made.rows[0]) return made.rows[0];
  const known = await tx.query<RunRow>(
    `select id, state, reason, job_id as "jobId", false as "isNew" from bulk_schedule_runs
      where schedule_id = $1 and scheduled_at = $2`,
    [due.scheduleId, due.scheduledAt],
  );
  return known.rows[0]!;
}

async function factsOf(
  tx: Queryable,
  due: DueRun,
  schedule: Locked,
  row: RunRow,
  full: RunFacts['full'],
): Promise<RunFacts> {
  const result = await tx.query<Pick<RunFacts, 'lateSeconds' | 'openJobs' | 'waitingBefore'>>(
    // What waits can be late only since the last job of its schedule has ended.
    `select extract(epoch from clock_timestamp() - greatest($2::timestamptz, case when $3 then null else (
              select max(o.finished_at) from bulk_schedule_runs r join orders o on o.id = r.job_id
               where r.schedule_id = $1) end))::float8 as "lateSeconds",
            (select count(*)::int from bulk_schedule_runs r join orders o on o.id = r.job_id
              where r.schedule_id = $1 and o.finished_at is null) as "openJobs",
            (select count(*)::int from bulk_schedule_runs r
              where r.schedule_id = $1 and r.state = 'waiting' and r.id <> $4 and ($3 or r.scheduled_at < $2)) as "waitingBefore"`,
    [due.scheduleId, due.scheduledAt, row.isNew, row.id],
  );
  const { overlap, catchUpSeconds, paused, deleted } = schedule;
  return {
    ...{ overlap, catchUpSeconds, paused, deleted, full },
    ...result.rows[0]!,
    waitsFor: row.isNew ? null : row.reason,
  };
}

/** Places the job of a run, from the template as it is now. */
async function place(tx: Queryable, due: DueRun, schedule: Locked, itemDelayMs: number): Promise<FiredRun> {
  const { tenantId, templateId, personId } = schedule;
  const { scheduleId } = due;
  // A schedule that is not deleted has a template.
  const template = await findTemplate(tx, { templateId: templateId!, tenantId });
  const placing = { itemDelayMs, placedBy: `schedule:${scheduleId}`, personId, scheduleId };
  const placed = await placeTemplate(tx, { template: template!, ...placing });
  return placed
    ? { state: 'placed', reason: null, jobId: placed.jobId }
    : { state: 'left_out', reason: 'invalid_template', jobId: null };
}

async function settle(tx: Queryable, row: RunRow, came: FiredRun): Promise<FiredRun> {
  await tx.query(
    `update bulk_schedule_runs set state = $2, reason = $3, job_id = $4, updated_at = clock_timestamp() where id = $1`,
    [row.id, came.state, came.reason, came.jobId],
  );
  return came;
}

/** Decides about a run, in one transaction with what follows from it. */
async function decide(
  tx: Queryable,
  due: DueRun,
  { itemDelayMs, full }: { itemDelayMs: number; full: RunFacts['full'] },
): Promise<FiredRun> {
  const locked = await tx.query<Locked>(
    `select tenant_id as "tenantId", template_id as "templateId", overlap, catch_up_seconds as "catchUpSeconds", paused,
            deleted_at is not null as deleted, person_id as "personId"
       from bulk_schedules where id = $1 for update`,
    [due.scheduleId],
  );
  const schedule = locked.rows[0];
  if (!schedule) return UNKNOWN;
  const row = await rowOf(tx, due);
  if (row.state !== 'waiting') return { state: row.state, reason: row.reason, jobId: row.jobId };
  const decision: RunDecision = decideRun(await factsOf(tx, due, schedule, row, full));
  if (decision.state !== 'placed') return settle(tx, row, { ...decision, jobId: null });
  return settle(tx, row, await place(tx, due, schedule, itemDelayMs));
}

/**
 * Has a run of a schedule done: places its job, once however often this is called, or records why not. Whatever is in the way is decided with the
 * schedule locked, so that no two runs overlook each other.
 */
export async function fireSchedule(
  db: Queryable,
  due: DueRun,
  settings: { itemDelayMs: number },
): Promise<FiredRun> {
  try {
    return await atomically(db, (tx) => decide(tx, due, { ...settings, full: null }));
  } catch (error) {
    const full = FULL[String((error as { code?: unknown } | null)?.code)];
    if (!full) throw error;
    return atomically(db, (tx) => decide(tx, due, { ...settings, full }));
  }
}

/** How long a run that found no room is left alone, in seconds. */
const NO_ROOM_SECONDS = 15;

/** Runs that wait and may go on: nothing of their schedule is open any more, or they found no room a while ago. The longest untried first. */
export async function waitingRuns(db: Queryable, look: { most: number }): Promise<DueRun[]> {
  const result = await db.query<{ scheduleId: string; scheduledAt: string }>(
    `select r.schedule_id as "scheduleId",
            to_char(r.scheduled_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "scheduledAt"
       from bulk_schedule_runs r join bulk_schedules s on s.id = r.schedule_id
      where r.state = 'waiting' and not s.paused
        and case r.reason
          when 'overlap' then not exists (
            select 1 from bulk_schedule_runs e join orders o on o.id = e.job_id
             where e.schedule_id = r.schedule_id and o.finished_at is null)
          else r.updated_at < statement_timestamp() - make_interval(secs => $2) end
      order by r.updated_at, r.id limit $1`,
    [look.most, NO_ROOM_SECONDS],
  );
  return result.rows;
}
