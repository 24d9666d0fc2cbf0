import type { StageVisit, Work } from '../../domain/orders/stage-lines';
import type { Queryable } from '../pool';

/** Counts of what needs a person's attention. */
export interface Figures {
  unconfirmed: number;
  storesToReconnect: number;
}

/** Counts what needs a person's attention. */
export async function readFigures(db: Queryable): Promise<Figures> {
  const result = await db.query<Figures>(
    `select (select count(*)::int from orders where status = 'UNCONFIRMED') as unconfirmed,
            (select count(*)::int from stores where connection = 'needs_reconnect' and status = 'active') as "storesToReconnect"`,
  );
  return result.rows[0]!;
}

/** Orders that are at work in each status or were there before, and of how many stores they are. */
export async function stageWork(db: Queryable, key: { visits: readonly StageVisit[] }): Promise<Work[]> {
  const result = await db.query<Work>(
    `select kind, status, count(*)::int as orders, count(*) filter (where here)::int as "atWork",
            count(distinct store_id)::int as stores
       from (
         select kind, status, store_id, true as here from orders
          where at_work and phase in ('queued', 'running')
         union all
         select o.kind, v.status, o.store_id, false
           from jsonb_to_recordset($1) as v ("orderId" uuid, status text) join orders o on o.id = v."orderId"
          where not (o.status = v.status and o.phase in ('queued', 'running'))) work
      group by kind, status`,
    [JSON.stringify(key.visits)],
  );
  return result.rows;
}
