import type { Queryable } from '../pool';

/** What waits for people of ours or of the stores. */
export interface Figures {
  unconfirmed: number;
  storesToReconnect: number;
}

/** Counts what waits for people. */
export async function readFigures(db: Queryable): Promise<Figures> {
  const result = await db.query<Figures>(
    `select (select count(*)::int from orders where phase = 'waiting_person' and status = 'UNCONFIRMED') as unconfirmed,
            (select count(*)::int from stores where connection = 'needs_reconnect' and status = 'active') as "storesToReconnect"`,
  );
  return result.rows[0]!;
}

/** Blog orders at work in a stage, and of how many stores they are. */
export interface StageWork {
  status: string;
  blogs: number;
  stores: number;
}

/** What is at work in these statuses, for the lines that tell it. */
export async function stageWork(db: Queryable, statuses: readonly string[]): Promise<StageWork[]> {
  const result = await db.query<StageWork>(
    `select status, count(*)::int as blogs, count(distinct store_id)::int as stores from orders
      where kind = 'blog' and phase in ('queued', 'running') and status = any($1) group by status`,
    [statuses],
  );
  return result.rows;
}
