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

/** The number of blog orders in a stage, and of the stores they belong to. */
export interface StageWork {
  status: string;
  blogs: number;
  stores: number;
}

/** Counts the blog orders in the given statuses, for the stage summary lines. */
export async function stageWork(db: Queryable, statuses: readonly string[]): Promise<StageWork[]> {
  const result = await db.query<StageWork>(
    `select status, count(*)::int as blogs, count(distinct store_id)::int as stores from orders
      where kind = 'blog' and phase in ('queued', 'running') and status = any($1) group by status`,
    [statuses],
  );
  return result.rows;
}
