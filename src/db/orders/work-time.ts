import type { Lane } from '../../contract/lanes';
import type { Queryable } from '../pool';

/**
 * How long a stage is worked on, without what it waits for: a provider or a store that refuses us, a cap, a pause, a worker, a
 * person. The columns `work_since`, `moved_at`, `held_since` and `held_ms` of an order (`o`) keep that up to date with each of its steps.
 */

/** Whether a lane whose worker was last there at this time has none, as SQL: workers speak every second. */
const isUnserved = (servedAt: string): string =>
  `${servedAt} < statement_timestamp() - interval '10 seconds'`;

/** Milliseconds since a time that any of the lanes of a status stood still, as SQL; `lanes` is a jsonb object of lists. */
const stoppedSince = (time: string, lanes: string): string => `
  coalesce((select sum(extract(epoch from upper(r) - lower(r))) * 1000 from unnest((
    select range_agg(tstzrange(greatest(s.began_at, ${time}), coalesce(s.ended_at, clock_timestamp())))
      from (select began_at, ended_at, lanes from lane_stops where ended_at is null or ended_at > ${time}
            union all
            -- Whoever works on it now may be here before its first word.
            select served_at, null, array[lane] from lanes where ${isUnserved('served_at')}) s
     where exists (select 1 from jsonb_array_elements_text(${lanes}) lane where lane = any(s.lanes)))) r), 0)`;

/**
 * The assignments by which a step of an order into a status and phase keeps its times, for an `update` of `orders o`. Entering a status
 * begins anew; what follows there until it runs again was on hold if it said so, or if its lane stood still.
 */
export function workTimes(to: { status: string; phase: string; lanesOfKinds: string }): string {
  const { status, phase, lanesOfKinds } = to;
  const lanes = `coalesce('${lanesOfKinds}'::jsonb -> o.kind -> ${status}, '[]')`;
  const begins = `(o.status <> ${status} or o.work_since is null)`;
  return `
    moved_at = clock_timestamp(),
    work_since = case when ${phase} = 'running' and ${begins} then clock_timestamp()
      when o.status <> ${status} then null else o.work_since end,
    held_ms = case when ${begins} then 0 when ${phase} <> 'running' then o.held_ms
      when o.held_since is not null then o.held_ms + extract(epoch from clock_timestamp() - o.held_since) * 1000
      else o.held_ms + ${stoppedSince('o.moved_at', lanes)} end,
    held_since = case when ${phase} = 'running' then null when ${phase} = 'waiting_person' then clock_timestamp()
      when o.status <> ${status} then null else o.held_since end`;
}

/** Milliseconds that an order's stage has been worked on so far, as SQL; null before it begins. */
export const WORKED_MS = `greatest(1, extract(epoch from clock_timestamp() - o.work_since)::float8 * 1000 - o.held_ms
  - coalesce(extract(epoch from clock_timestamp() - o.held_since)::float8 * 1000, 0))`;

/** Whether no lane at all has stood still since an order `o` last moved, as SQL. */
export const NO_STOP_SINCE_MOVE = `
  not exists (select 1 from lane_stops s where s.ended_at is null or s.ended_at > o.moved_at)
  and not exists (select 1 from lanes l where ${isUnserved('l.served_at')})`;

/** Notes that a worker of these lanes is there, and for how long there was none. A lane that somebody else notes is left to them. */
export async function noteServed(db: Queryable, served: { lanes: readonly Lane[] }): Promise<void> {
  await db.query(
    `with served as (
       select lane, served_at from lanes where lane = any($1) order by lane for no key update skip locked),
     gaps as (
       insert into lane_stops (cause, lanes, began_at, ended_at)
       select 'workers:' || lane, array[lane], served_at, clock_timestamp() from served where ${isUnserved('served_at')})
     update lanes l set served_at = clock_timestamp() from served s where l.lane = s.lane`,
    [served.lanes],
  );
}

/** Forgets stops that no order can still be timed by. */
export async function dropOldStops(db: Queryable): Promise<void> {
  await db.query(`delete from lane_stops where ended_at < statement_timestamp() - interval '30 days'`);
}

/** Notes that lanes stand still for a cause from now on, or no longer do. Saying it twice changes nothing. */
export async function noteStop(
  tx: Queryable,
  stop: { cause: string; lanes: readonly Lane[]; stopped: boolean },
): Promise<void> {
  const { cause, lanes, stopped } = stop;
  if (stopped)
    await tx.query(
      'insert into lane_stops (cause, lanes) values ($1, $2) on conflict (cause) where ended_at is null do nothing',
      [cause, lanes],
    );
  else
    await tx.query(
      'update lane_stops set ended_at = clock_timestamp() where cause = $1 and ended_at is null',
      [cause],
    );
}
