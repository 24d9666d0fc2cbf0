import { randomUUID } from 'node:crypto';
import type { Overlap } from '../../contract/schedules';
import { comparable } from '../../domain/text/compare';
import type { Queryable } from '../pool';
import type { ScheduleRun } from './schedule-runs';
import { RUN_JSON } from './schedule-runs';

/** What people say of a schedule: it is due by a cron expression, or each so many seconds since 1970. */
export interface ScheduleFields {
  templateId: string;
  name: string;
  cron: string | null;
  everySeconds: number | null;
  timeZone: string;
  overlap: Overlap;
  catchUpSeconds: number;
}

/** A schedule of a tenant that is not deleted. */
export interface BulkSchedule extends ScheduleFields {
  id: string;
  tenantId: string;
  templateName: string;
  paused: boolean;
  createdAt: Date;
  updatedAt: Date;
  /** Whether Temporal's schedule is what this one says. */
  isSynced: boolean;
  /** Why Temporal refuses it. */
  syncProblem: string | null;
  /** When Temporal will fire it next; empty while paused or not synced. */
  nextRuns: Date[];
  lastRun: ScheduleRun | null;
}

/** A schedule as people may see it: theirs, or anybody's where `tenantId` is undefined. */
export interface ScheduleKey {
  scheduleId: string;
  tenantId: string | undefined;
}

const SELECT = `select s.id, s.tenant_id as "tenantId", s.template_id as "templateId", t.name as "templateName", s.name, s.cron,
    s.every_seconds as "everySeconds", s.time_zone as "timeZone", s.overlap, s.catch_up_seconds as "catchUpSeconds", s.paused,
    s.created_at as "createdAt", s.updated_at as "updatedAt", s.synced_version = s.version as "isSynced",
    s.sync_problem as "syncProblem",
    case when s.paused or s.synced_version < s.version then '{}' else array(
      select n from unnest(s.next_runs) as n where n > statement_timestamp() order by n) end as "nextRuns",
    (select ${RUN_JSON} from bulk_schedule_runs r where r.schedule_id = s.id order by r.scheduled_at desc limit 1) as "lastRun",
    (extract(epoch from s.created_at) * 1000000)::bigint::text as position
  from bulk_schedules s join bulk_templates t on t.id = s.template_id`;

interface Row extends Omit<BulkSchedule, 'lastRun'> {
  position: string;
  lastRun: (Omit<ScheduleRun, 'scheduledAt'> & { scheduledAt: string }) | null;
}

function scheduleOf(row: Row): BulkSchedule & { position: string } {
  const { lastRun } = row;
  return { ...row, lastRun: lastRun && { ...lastRun, scheduledAt: new Date(lastRun.scheduledAt) } };
}

/** Saves a schedule, which Temporal does not have yet. Answers its id; undefined if its tenant has one of that name, however spelled. */
export async function insertSchedule(
  tx: Queryable,
  row: ScheduleFields & { tenantId: string; paused: boolean; createdBy: string; personId: string | null },
): Promise<string | undefined> {
  const result = await tx.query<{ id: string }>(
    `insert into bulk_schedules
       (id, tenant_id, template_id, name, name_form, cron, every_seconds, time_zone, overlap, catch_up_seconds, paused, created_by,
        person_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (tenant_id, name_form) where deleted_at is null do nothing returning id`,
    [
      ...[randomUUID(), row.tenantId, row.templateId, row.name, comparable(row.name), row.cron],
      ...[row.everySeconds, row.timeZone, row.overlap, row.catchUpSeconds, row.paused, row.createdBy],
      row.personId,
    ],
  );
  return result.rows[0]?.id;
}

/** Finds a schedule. */
export async function findSchedule(db: Queryable, key: ScheduleKey): Promise<BulkSchedule | undefined> {
  const result = await db.query<Row>(
    `${SELECT} where s.id = $1 and s.deleted_at is null and ($2::uuid is null or s.tenant_id = $2)`,
    [key.scheduleId, key.tenantId ?? null],
  );
  return result.rows.map(scheduleOf)[0];
}

/**
 * A page of schedules, newest first. `after` is the last row of the previous page, with `createdAt` in microseconds since 1970.
 */
export async function listSchedules(
  db: Queryable,
  filter: {
    tenantId: string | undefined;
    templateId?: string | undefined;
    limit: number;
    after: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<BulkSchedule & { position: string }>> {
  const result = await db.query<Row>(
    `${SELECT} where s.deleted_at is null and ($1::uuid is null or s.tenant_id = $1)
        and ($5::uuid is null or s.template_id = $5)
        and ($2::bigint is null
          or (s.created_at, s.id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by s.created_at desc, s.id desc limit $4`,
    [
      ...[filter.tenantId ?? null, filter.after?.createdAt ?? null, filter.after?.id ?? null, filter.limit],
      filter.templateId ?? null,
    ],
  );
  return result.rows.map(scheduleOf);
}

/** Locks a schedule that is not deleted; undefined if there is none. */
export async function lockSchedule(
  tx: Queryable,
  key: ScheduleKey,
): Promise<(ScheduleFields & { id: string; tenantId: string; paused: boolean }) | undefined> {
  const result = await tx.query<ScheduleFields & { id: string; tenantId: string; paused: boolean }>(
    `select id, tenant_id as "tenantId", template_id as "templateId", name, cron, every_seconds as "everySeconds",
            time_zone as "timeZone", overlap, catch_up_seconds as "catchUpSeconds", paused
       from bulk_schedules where id = $1 and deleted_at is null and ($2::uuid is null or tenant_id = $2) for update`,
    [key.scheduleId, key.tenantId ?? null],
  );
  return result.rows[0];
}

/** Changes a schedule that is locked, to all of these fields; Temporal's follows. `taken` if another one of its tenant has the name. */
export async function changeSchedule(
  tx: Queryable,
  key: { scheduleId: string },
  row: ScheduleFields & { paused: boolean },
): Promise<'changed' | 'taken'> {
  const result = await tx.query(
    `update bulk_schedules s set template_id = $2, name = $3, name_form = $4, cron = $5, every_seconds = $6, time_zone = $7,
            overlap = $8, catch_up_seconds = $9, paused = $10, version = version + 1, sync_problem = null,
            sync_at = clock_timestamp(), updated_at = clock_timestamp()
      where id = $1 and not exists (
        select 1 from bulk_schedules o
         where o.tenant_id = s.tenant_id and o.id <> s.id and o.deleted_at is null and o.name_form = $4)`,
    [
      ...[key.scheduleId, row.templateId, row.name, comparable(row.name), row.cron, row.everySeconds],
      ...[row.timeZone, row.overlap, row.catchUpSeconds, row.paused],
    ],
  );
  return result.rowCount === 1 ? 'changed' : 'taken';
}

/** Deletes a schedule that is locked, and with it the runs that wait; Temporal's follows. What has come of its runs is kept for a while. */
export async function deleteSchedule(tx: Queryable, key: { scheduleId: string }): Promise<void> {
  await tx.query(
    `update bulk_schedules set deleted_at = clock_timestamp(), version = version + 1, sync_problem = null,
            sync_at = clock_timestamp(), updated_at = clock_timestamp()
      where id = $1`,
    [key.scheduleId],
  );
  await tx.query(
    `update bulk_schedule_runs set state = 'left_out', reason = 'deleted', updated_at = clock_timestamp()
      where schedule_id = $1 and state = 'waiting'`,
    [key.scheduleId],
  );
}
