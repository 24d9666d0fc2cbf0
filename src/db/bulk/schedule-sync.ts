import type { Queryable } from '../pool';

/** What Temporal is to have for a schedule. */
export interface WantedSchedule {
  scheduleId: string;
  tenantId: string;
  version: number;
  cron: string | null;
  everySeconds: number | null;
  timeZone: string;
  paused: boolean;
  deleted: boolean;
}

/** A schedule that Temporal was last seen to have as it is. */
export interface SyncedSchedule extends WantedSchedule {
  syncedAs: string | null;
}

/** What Temporal shows of a schedule. */
export interface SeenSchedule {
  version: number;
  nextRuns: Date[];
  fingerprint: string;
}

const COLUMNS = `id as "scheduleId", tenant_id as "tenantId", version, cron, every_seconds as "everySeconds", time_zone as "timeZone", paused,
  deleted_at is not null as deleted`;

/** Schedules that have changed since Temporal was last seen to follow, the longest waiting first; or one of them. */
export async function schedulesToSync(
  db: Queryable,
  look: { most: number; scheduleId?: string | undefined },
): Promise<WantedSchedule[]> {
  const result = await db.query<WantedSchedule>(
    `select ${COLUMNS} from bulk_schedules
      where synced_version < version and ($2::uuid is null and sync_at <= statement_timestamp() or id = $2)
      order by sync_at, id limit $1`,
    [look.most, look.scheduleId ?? null],
  );
  return result.rows;
}

/**
 * Records that Temporal has this version of a schedule. Where the row has a later one by now, whoever brought that to Temporal may have been
 * overtaken, so it is looked at again.
 */
export async function noteSynced(
  db: Queryable,
  wanted: Pick<WantedSchedule, 'scheduleId' | 'version'>,
  seen: SeenSchedule | undefined,
): Promise<void> {
  await db.query(
    `update bulk_schedules set synced_version = case when version = $2 then $2 else 0 end,
            sync_at = clock_timestamp(), sync_problem = null, synced_as = $3, next_runs = $4, observed_at = clock_timestamp()
      where id = $1`,
    [wanted.scheduleId, wanted.version, seen?.fingerprint ?? null, seen?.nextRuns ?? []],
  );
}

/** Records that a schedule could not be brought to Temporal, and puts off the next try by so many milliseconds. */
export async function noteNotSynced(
  db: Queryable,
  wanted: Pick<WantedSchedule, 'scheduleId' | 'version'>,
  came: { problem: string | null; againMs: number },
): Promise<void> {
  await db.query(
    `update bulk_schedules set sync_problem = $3, sync_at = clock_timestamp() + make_interval(secs => $4 / 1000.0)
      where id = $1 and version = $2`,
    [wanted.scheduleId, wanted.version, came.problem, came.againMs],
  );
}

/** Schedules that nobody has compared with Temporal for so long, the longest first. */
export async function schedulesToCompare(
  db: Queryable,
  look: { quietMs: number; most: number },
): Promise<SyncedSchedule[]> {
  const result = await db.query<SyncedSchedule>(
    `select ${COLUMNS}, synced_as as "syncedAs" from bulk_schedules
      where deleted_at is null and synced_version = version
        and observed_at < statement_timestamp() - make_interval(secs => $1 / 1000.0)
      order by observed_at, id limit $2`,
    [look.quietMs, look.most],
  );
  return result.rows;
}

/** Records what Temporal showed of a schedule that has not changed since it was asked. */
export async function noteSeen(
  db: Queryable,
  wanted: Pick<WantedSchedule, 'scheduleId' | 'version'>,
  seen: Pick<SeenSchedule, 'nextRuns'>,
): Promise<void> {
  await db.query(
    `update bulk_schedules set next_runs = $3, observed_at = clock_timestamp()
      where id = $1 and version = $2 and synced_version = $2`,
    [wanted.scheduleId, wanted.version, seen.nextRuns],
  );
}

/**
 * Has a schedule brought to Temporal again that is not there as it should be, under a version later than the one found there. One that has
 * changed meanwhile is left alone, as that brings it there anyway.
 */
export async function syncAgain(
  db: Queryable,
  wanted: Pick<WantedSchedule, 'scheduleId' | 'version'>,
  found: { version: number } | undefined,
): Promise<void> {
  await db.query(
    `update bulk_schedules set version = greatest(version, $3) + 1, sync_at = clock_timestamp()
      where id = $1 and version = $2`,
    [wanted.scheduleId, wanted.version, found?.version ?? 0],
  );
}

/** Which of these are no schedules of ours, or deleted ones that should be gone from Temporal by now. */
export async function schedulesWithoutRow(db: Queryable, ids: readonly string[]): Promise<string[]> {
  const result = await db.query<{ id: string }>(
    `select n.id from unnest($1::text[]) as n (id)
      where not exists (select 1 from bulk_schedules s where s.id::text = n.id and (s.deleted_at is null or s.synced_version < s.version))`,
    [ids],
  );
  return result.rows.map(({ id }) => id);
}
