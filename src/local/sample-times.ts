import type { Queryable } from '../db/pool';

/** Ended orders that are moved together, and when the last of them should have ended, in milliseconds since 1970. */
export interface EndedOrders {
  orderIds: readonly string[];
  endedMs: number;
}

/** Real providers take about this many times as long as simulators in a hurry. */
const STRETCH = 8;

/**
 * Every timestamp that belongs to an order, by table. The order's own come last, because the others are computed from
 * them.
 */
const TIMES: ReadonlyArray<[table: string, columns: readonly string[]]> = [
  ['order_runs', ['opened_at']],
  ['order_events', ['at']],
  ['actions', ['created_at']],
  ['outbox', ['created_at', 'settled_at']],
  ['order_subjects', ['created_at']],
  ['ideas', ['created_at']],
  ['versions', ['created_at', 'sent_back_at']],
  ['unusable_drafts', ['created_at']],
  ['pictures', ['create_began_at', 'created_at', 'sent_back_at']],
  ['publications', ['create_began_at', 'created_at', 'published_at']],
  ['provider_calls', ['began_at', 'ended_at']],
  ['activity_failures', ['at', 'last_at']],
  ['round_hints', ['created_at']],
  ['item_components', ['created_at']],
  ['rejected_components', ['created_at']],
  ['items', ['not_before', 'admitted_at']],
  ['blog_orders', ['approved_at']],
];

/**
 * Backdates all times of ended orders, so that each ended at its given time and took as long as with real providers;
 * spending moves to the matching days. Only for orders whose runs are closed, because a running workflow would see
 * false times.
 */
export async function moveTimes(tx: Queryable, together: readonly EndedOrders[]): Promise<void> {
  await tx.query(
    `create temporary table sample_moves on commit drop as
     select o.id, max(o.finished_at) over (partition by m.n) as seen, to_timestamp(m.ms / 1000.0) as ended
       from jsonb_to_recordset($1) as m (id uuid, n int, ms float8) join orders o on o.id = m.id
      where o.phase in ('done', 'failed', 'cancelled') and o.finished_at is not null`,
    [
      JSON.stringify(
        together.flatMap(({ orderIds, endedMs }, n) => orderIds.map((id) => ({ id, n, ms: endedMs }))),
      ),
    ],
  );
  const moved = (column: string): string => `m.ended - (m.seen - t.${column}) * ${STRETCH}`;
  for (const [table, columns] of TIMES)
    await tx.query(
      `update ${table} t set ${columns.map((column) => `${column} = ${moved(column)}`).join(', ')}
         from sample_moves m where t.order_id = m.id`,
    );
  await tx.query(
    `update order_events e set data = e.data || jsonb_build_object('workedMs', (e.data ->> 'workedMs')::float8 * ${STRETCH})
       from sample_moves m where e.order_id = m.id and e.data ? 'workedMs'`,
  );
  await tx.query(
    `update item_components c set took_ms = c.took_ms * ${STRETCH} from sample_moves m where c.order_id = m.id`,
  );
  await tx.query(
    `update item_batches t set created_at = ${moved('created_at')} from sample_moves m
      where m.id = (select i.order_id from items i where i.batch_id = t.id limit 1)`,
  );
  await tx.query(
    `update blog_batches t set created_at = ${moved('created_at')} from sample_moves m
      where m.id = (select b.order_id from blog_orders b where b.batch_id = t.id order by b.batch_place limit 1)`,
  );
  await tx.query(
    `update orders t set ${['created_at', 'started_at', 'finished_at', 'moved_at', 'work_since', 'held_since']
      .map((column) => `${column} = ${moved(column)}`)
      .join(', ')}, updated_at = ${moved('finished_at')}
       from sample_moves m where t.id = m.id`,
  );
  await moveSpending(tx);
}

/** Moves spending to the day on which each request was made. */
async function moveSpending(tx: Queryable): Promise<void> {
  await tx.query('lock table spend_days in share row exclusive mode');
  await tx.query(
    `with moved as (
       update provider_calls c set spend_day = (c.began_at at time zone 'UTC')::date
         from sample_moves m, provider_calls old
        where c.order_id = m.id and old.id = c.id and c.spend_day is not null
        returning c.tenant_id, old.spend_day as was, c.spend_day as is_now, coalesce(c.cost_micros, 0) as cost),
     sums as (
       select tenant_id, day, sum(cost) as cost from (
         select tenant_id, was as day, -cost as cost from moved union all
         select tenant_id, is_now, cost from moved) both_days group by tenant_id, day)
     insert into spend_days as d (tenant_id, day, settled_micros) select tenant_id, day, cost from sums
     on conflict (tenant_id, day) do update set settled_micros = d.settled_micros + excluded.settled_micros`,
  );
}
