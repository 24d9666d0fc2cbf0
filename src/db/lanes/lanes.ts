import type { Account, Lane } from '../../contract/lanes';
import type { Queryable } from '../pool';

/** A lane with what is known of its calls and its workers. */
export interface LaneRow {
  lane: Lane;
  isPaused: boolean;
  /** Slots of the workers that poll it, and how many of them are in use. */
  slots: number;
  busy: number;
  /** Calls that the last minutes saw, their mean charge in tokens, and those of the last seconds. */
  calls: number;
  meanTokens: number | null;
  callsASecond: number;
}

/** The workers of each lane: how many, with how many slots, and how many of these are in use. Who said nothing for 5 s is gone. */
export const LIVE_WORKERS = `
  select lane, count(*)::int as workers, sum(slots)::int as slots, sum(busy)::int as busy from lane_workers
   where beat_at > statement_timestamp() - interval '5 seconds' group by lane`;

/** Calls are averaged over this long, and counted for their pace over this long, in seconds. */
const AVERAGED_SECONDS = 300;
const PACED_SECONDS = 10;

/** All lanes as the rate controller sees them. */
export async function observeLanes(db: Queryable): Promise<LaneRow[]> {
  const result = await db.query<LaneRow>(
    `select l.lane, l.paused_at is not null as "isPaused", coalesce(w.slots, 0) as slots, coalesce(w.busy, 0) as busy,
            coalesce(c.calls, 0)::int as calls, c.tokens::float8 as "meanTokens",
            coalesce(c.recent, 0)::float8 / $2 as "callsASecond"
       from lanes l
       left join (${LIVE_WORKERS}) w on w.lane = l.lane
       left join (select lane, count(*) as calls, avg(charged_tokens) as tokens,
                         count(*) filter (where began_at > statement_timestamp() - make_interval(secs => $2)) as recent
                    from provider_calls
                   where provider in ('openai', 'replicate') and began_at > statement_timestamp() - make_interval(secs => $1)
                   group by lane) c on c.lane = l.lane`,
    [AVERAGED_SECONDS, PACED_SECONDS],
  );
  return result.rows;
}

/** Calls of a provider's account within the last seconds, and the tokens they were charged. */
export async function usedOf(
  db: Queryable,
  key: { account: Account; seconds: number },
): Promise<{ calls: number; tokens: number }> {
  const result = await db.query<{ calls: number; tokens: number }>(
    `select count(*)::int as calls, coalesce(sum(charged_tokens), 0)::float8 as tokens from provider_calls
      where provider = $1 and began_at > statement_timestamp() - make_interval(secs => $2)`,
    [key.account, key.seconds],
  );
  return result.rows[0]!;
}

/** What the server said of a lane and what it was told. */
export interface ObservedLane {
  lane: Lane;
  /** Dispatches a second; null for no limit. */
  rate: number | null;
  backlog: number;
  oldestSeconds: number;
  meanTokens: number | null;
}

/** Keeps what one look at the lanes brought. */
export async function saveLanes(db: Queryable, lanes: readonly ObservedLane[]): Promise<void> {
  await db.query(
    `update lanes l set rate = o.rate, backlog = o.backlog, oldest_seconds = o."oldestSeconds", mean_tokens = o."meanTokens"
       from jsonb_to_recordset($1) as o
            (lane text, rate float8, backlog bigint, "oldestSeconds" float8, "meanTokens" float8)
      where l.lane = o.lane`,
    [JSON.stringify(lanes)],
  );
}

/** A worker process says which lanes it polls, with how many slots, and how many of them are in use. */
export async function saveWorker(
  db: Queryable,
  worker: { id: string; lanes: ReadonlyArray<{ lane: Lane; slots: number; busy: number }> },
): Promise<void> {
  await db.query(
    `insert into lane_workers as w (worker, lane, slots, busy)
     select $1, p.lane, p.slots, p.busy from jsonb_to_recordset($2) as p (lane text, slots int, busy int)
     on conflict (worker, lane) do update
       set slots = excluded.slots, busy = excluded.busy, beat_at = clock_timestamp()`,
    [worker.id, JSON.stringify(worker.lanes)],
  );
}

/** A worker process leaves. */
export async function dropWorker(db: Queryable, worker: { id: string }): Promise<void> {
  await db.query('delete from lane_workers where worker = $1', [worker.id]);
}

/** Forgets workers that ended without saying so. */
export async function dropSilentWorkers(db: Queryable): Promise<void> {
  await db.query(`delete from lane_workers where beat_at < statement_timestamp() - interval '1 minute'`);
}
