import { randomUUID } from 'node:crypto';
import type { ScheduleRunReason, ScheduleRunState } from '../../contract/schedules';
import type { Queryable } from '../pool';

/** What came of one time at which a schedule was due, or at which a person had it run. */
export interface ScheduleRun {
  id: string;
  scheduledAt: Date;
  cause: 'schedule' | 'person';
  state: ScheduleRunState;
  /** Why it waits or has no job. */
  reason: ScheduleRunReason | null;
  jobId: string | null;
}

/** A run (`r`) as JSON. */
export const RUN_JSON = `json_build_object('id', r.id, 'scheduledAt', r.scheduled_at, 'cause', r.cause, 'state', r.state,
    'reason', r.reason, 'jobId', r.job_id)`;

/** A page of a schedule's runs, latest first. `after` is the last row of the previous page, with its time in microseconds since 1970. */
export async function listScheduleRuns(
  db: Queryable,
  filter: {
    scheduleId: string;
    limit: number;
    after: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<ScheduleRun & { position: string }>> {
  const result = await db.query<ScheduleRun & { position: string }>(
    `select id, scheduled_at as "scheduledAt", cause, state, reason, job_id as "jobId",
            (extract(epoch from scheduled_at) * 1000000)::bigint::text as position
       from bulk_schedule_runs
      where schedule_id = $1
        and ($2::bigint is null
          or (scheduled_at, id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by scheduled_at desc, id desc limit $4`,
    [filter.scheduleId, filter.after?.createdAt ?? null, filter.after?.id ?? null, filter.limit],
  );
  return result.rows;
}

/** Records the run that a person had a schedule make, with its job; in the transaction that placed it. */
export async function noteRunByPerson(
  tx: Queryable,
  run: { scheduleId: string; jobId: string },
): Promise<void> {
  await tx.query(
    `insert into bulk_schedule_runs (id, schedule_id, scheduled_at, cause, state, job_id)
     values ($1, $2, clock_timestamp(), 'person', 'placed', $3)`,
    [randomUUID(), run.scheduleId, run.jobId],
  );
}
