import type { Queryable } from '../pool';

/**
 * Orders by kind and phase: those at work from their index, ended and waiting ones from the running count and what has been added to it since. All of
 * one moment, so that each order is counted once.
 */
export async function countByPhase(
  db: Queryable,
): Promise<Array<{ kind: string; phase: string; orders: number }>> {
  const result = await db.query<{ kind: string; phase: string; orders: number }>(
    `select kind, phase, sum(orders)::int as orders from (
       select kind, phase, count(*) as orders from orders o where o.at_work group by kind, phase
       union all
       select kind, phase, orders from order_counts
       union all
       select kind, phase, sum(change) from order_count_changes group by kind, phase) c
      group by kind, phase order by kind, phase`,
  );
  return result.rows;
}

/** Adds up to `most` of the changes to the running count of ended orders. Answers how many; another process at work leaves none. */
export async function foldCounts(tx: Queryable, fold: { most: number }): Promise<number> {
  const folded = await tx.query<{ changes: number }>(
    `with next as (
       select id from order_count_changes order by id limit $1 for update skip locked),
     gone as (
       delete from order_count_changes c using next where c.id = next.id returning c.kind, c.phase, c.change),
     added as (
       insert into order_counts as c (kind, phase, orders)
       select kind, phase, sum(change) from gone group by kind, phase order by kind, phase
       on conflict (kind, phase) do update set orders = c.orders + excluded.orders)
     select count(*)::int as changes from gone`,
    [fold.most],
  );
  return folded.rows[0]!.changes;
}
