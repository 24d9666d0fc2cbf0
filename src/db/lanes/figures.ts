import type { Work } from '../../domain/orders/stage-lines';
import type { Queryable } from '../pool';

/** Counts of what needs a person's attention. */
export interface Figures {
  unconfirmed: number;
  storesToReconnect: number;
}

/** Counts what needs a person's attention. */
export async function readFigures(db: Queryable): Promise<Figures> {
  const result = await db.query<Figures>(
    `select (select count(*)::int from orders where phase = 'waiting_person' and status = 'UNCONFIRMED') as unconfirmed,
            (select count(*)::int from stores where connection = 'needs_reconnect' and status = 'active') as "storesToReconnect"`,
  );
  return result.rows[0]!;
}

/** Orders at work in each status, and of how many stores they are. */
export async function stageWork(db: Queryable): Promise<Work[]> {
  const result = await db.query<Work>(
    `select kind, status, count(*)::int as orders, count(distinct store_id)::int as stores from orders
      where phase in ('queued', 'running') group by kind, status`,
  );
  return result.rows;
}
