import { ORDER_KINDS } from '../../contract/orders';
import type { OrderKind } from '../../contract/orders';
import type { MeasuredTimes, StageTimes } from '../../domain/orders/eta';
import { timedStages } from '../../domain/orders/lifecycle';
import type { Queryable } from '../pool';
import { WORKED_MS } from './work-time';

/** Runs of a stage that its times are taken from: the last ones. */
const MOST_RUNS = 200;

/** The stages that are measured, by kind. */
const MEASURED = JSON.stringify(
  ORDER_KINDS.flatMap((kind) => timedStages(kind).map(({ stage }) => ({ kind, stage }))),
);

/**
 * Measures how long each stage of each kind was worked on in its last runs, from the timelines, and keeps it. Entries of older code do
 * not say it; there it is the time from its beginning to its end.
 */
export async function measureStages(db: Queryable): Promise<void> {
  await db.query(
    `insert into stage_times as t (kind, stage, measured, p50_ms, p90_ms, at)
     select kind, stage, count(*), percentile_cont(0.5) within group (order by ms),
            percentile_cont(0.9) within group (order by ms), clock_timestamp()
       from jsonb_to_recordset($2) as s (kind text, stage text)
       cross join lateral (
         select coalesce((e.data ->> 'workedMs')::float8, greatest(1, extract(epoch from e.at - b.at) * 1000)) as ms
           from (select e.order_id, e.round, e.at, e.data from order_events e join orders o on o.id = e.order_id
                  where e.type = 'stage.completed' and e.stage = s.stage and o.kind = s.kind
                  order by e.id desc limit $1) e
           join lateral (select at from order_events b
                          where b.order_id = e.order_id and b.type = 'stage.started' and b.stage = s.stage and b.round = e.round
                          order by id limit 1) b on true) took
      group by kind, stage
     on conflict (kind, stage) do update
       set measured = excluded.measured, p50_ms = excluded.p50_ms, p90_ms = excluded.p90_ms, at = excluded.at`,
    [MOST_RUNS, MEASURED],
  );
}

/** How long each stage of a kind takes, as measured last. */
export async function readStageTimes(db: Queryable, key: { kind: OrderKind }): Promise<MeasuredTimes> {
  const result = await db.query<StageTimes & { stage: string }>(
    `select stage, measured::int as measured, p50_ms as "p50Ms", p90_ms as "p90Ms" from stage_times where kind = $1`,
    [key.kind],
  );
  return Object.fromEntries(result.rows.map(({ stage, ...times }) => [stage, times]));
}

/** How far the stage of an order is, in milliseconds; null where unknown. */
export interface StageProgress {
  /** For how long it has been worked on. */
  elapsedMs: number | null;
  /** The longest that its lane's queue may take it. */
  queueMs: number | null;
}

/** How far the stages of orders are that need these lanes, by order. */
export async function progressInStages(
  db: Queryable,
  key: { orders: ReadonlyArray<{ orderId: string; lane: string }> },
): Promise<Map<string, StageProgress>> {
  const result = await db.query<StageProgress & { orderId: string }>(
    `select n."orderId", case when o.work_since is not null then ${WORKED_MS} end as "elapsedMs",
            l.backlog / nullif(l.rate, 0) * 1000 as "queueMs"
       from jsonb_to_recordset($1) as n ("orderId" uuid, lane text)
       left join orders o on o.id = n."orderId" left join lanes l on l.lane = n.lane`,
    [JSON.stringify(key.orders)],
  );
  return new Map(result.rows.map(({ orderId, ...progress }) => [orderId, progress]));
}
