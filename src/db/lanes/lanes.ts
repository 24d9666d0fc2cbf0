import type { Account, Lane } from '../../contract/lanes';
import { PLAN_WEIGHT } from '../../contract/tenancy';
import type { ChargedCalls, WaitingOrders } from '../../domain/providers/mean-tokens';
import { dropOldStops, noteServed } from '../orders/work-time';
import type { Queryable } from '../pool';

/** A lane with statistics on its calls and workers. */
export interface LaneRow {
  lane: Lane;
  isPaused: boolean;
  /** Slots of the workers polling it, and how many are in use. */
  slots: number;
  busy: number;
  /** The call rate over the last seconds. */
  callsPerSecond: number;
}

/**
 * The live workers of each lane, with their total and busy slots. A worker counts as gone after 5 s without a
 * heartbeat.
 */
export const LIVE_WORKERS = `
  select lane, count(*)::int as workers, sum(slots)::int as slots, sum(busy)::int as busy from lane_workers
   where beat_at > statement_timestamp() - interval '5 seconds' group by lane`;

const WEIGHTS = JSON.stringify(PLAN_WEIGHT);

/** Windows for averages and for the call rate, in seconds. */
const AVERAGED_SECONDS = 300;
const RATE_SECONDS = 10;

/** All lanes as the rate controller sees them. */
export async function observeLanes(db: Queryable): Promise<LaneRow[]> {
  const result = await db.query<LaneRow>(
    `select l.lane, l.paused_at is not null as "isPaused", coalesce(w.slots, 0) as slots, coalesce(w.busy, 0) as busy,
            coalesce(c.recent, 0)::float8 / $1 as "callsPerSecond"
       from lanes l
       left join (${LIVE_WORKERS}) w on w.lane = l.lane
       left join (select lane, count(*) as recent from provider_calls
                   where provider in ('openai', 'replicate') and began_at > statement_timestamp() - make_interval(secs => $1)
                   group by lane) c on c.lane = l.lane`,
    [RATE_SECONDS],
  );
  return result.rows;
}

/** What calls on provider accounts were charged lately, by lane, kind of order and stage. */
export async function chargedLately(db: Queryable): Promise<ChargedCalls[]> {
  const result = await db.query<ChargedCalls>(
    `select c.lane, o.kind, c.stage, count(*)::int as calls, avg(c.charged_tokens)::float8 as "meanTokens"
       from provider_calls c join orders o on o.id = c.order_id
      where c.provider in ('openai', 'replicate') and c.began_at > statement_timestamp() - make_interval(secs => $1)
      group by c.lane, o.kind, c.stage`,
    [AVERAGED_SECONDS],
  );
  return result.rows;
}

/** The orders that are queued or at work, by state, tenant and level of priority. */
export async function waitingOrders(db: Queryable): Promise<WaitingOrders[]> {
  const result = await db.query<WaitingOrders>(
    `select o.*, coalesce(t.fairness_weight, ($1::jsonb ->> t.plan)::float8, 1)::float8 as weight
       from (select kind, status, phase, tenant_id as "tenantId", count(*)::int as orders,
                    greatest(1, 6 - ceil(priority / 2.0) - case when raised_at > updated_at then raised else 0 end)::int as level
               from orders where at_work and phase in ('queued', 'running') group by 1, 2, 3, 4, 6) o
       join tenants t on t.id = o."tenantId"`,
    [WEIGHTS],
  );
  return result.rows;
}

/** Calls on a provider account within the last `seconds`, and the tokens they were charged. */
export async function readUsage(
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

/** The state of a lane as read from the server, and the rate set for it. */
export interface ObservedLane {
  lane: Lane;
  /** Dispatches per second; null for no limit. */
  rate: number | null;
  backlog: number;
  oldestSeconds: number;
  meanTokens: number | null;
}

/** Saves the rate controller's latest observation of the lanes. */
export async function saveLanes(db: Queryable, lanes: readonly ObservedLane[]): Promise<void> {
  await db.query(
    `update lanes l set rate = o.rate, backlog = o.backlog, oldest_seconds = o."oldestSeconds", mean_tokens = o."meanTokens"
       from jsonb_to_recordset($1) as o
            (lane text, rate float8, backlog bigint, "oldestSeconds" float8, "meanTokens" float8)
      where l.lane = o.lane`,
    [JSON.stringify(lanes)],
  );
}

/** Saves a worker's heartbeat: the lanes it polls, with its slots and how many are in use. */
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
  await noteServed(db, { lanes: worker.lanes.map(({ lane }) => lane) });
}

/** Removes a worker that shuts down. */
export async function dropWorker(db: Queryable, worker: { id: string }): Promise<void> {
  await db.query('delete from lane_workers where worker = $1', [worker.id]);
}

/** Removes workers that ended without notice, and old times at which lanes stood still. */
export async function dropDeadWorkers(db: Queryable): Promise<void> {
  await db.query(`delete from lane_workers where beat_at < statement_timestamp() - interval '1 minute'`);
  await dropOldStops(db);
}
