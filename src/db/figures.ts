import type { Queryable } from './pool';

/** What operators watch besides orders and lanes. */
export interface Figures {
  openOrders: number;
  unconfirmed: number;
  storesToReconnect: number;
  /** Seconds since the governor gave a sign of life; null where there never was one. */
  governorSilentSeconds: number | null;
}

/** Reads what operators watch, in one question. */
export async function readFigures(db: Queryable): Promise<Figures> {
  const result = await db.query<Figures>(
    `select (select orders::int from open_orders where tenant_id = '00000000-0000-0000-0000-000000000000') as "openOrders",
            (select count(*)::int from orders where phase = 'waiting_person' and status = 'UNCONFIRMED') as unconfirmed,
            (select count(*)::int from stores where connection = 'needs_reconnect' and status = 'active') as "storesToReconnect",
            (select extract(epoch from clock_timestamp() - beat_at)::float8 from governor) as "governorSilentSeconds"`,
  );
  return result.rows[0]!;
}

/** Blog orders at work in a stage, and of how many stores they are. */
export interface StageWork {
  status: string;
  blogs: number;
  stores: number;
}

/** What is at work by stage, for the lines that tell it. */
export async function stageWork(db: Queryable): Promise<StageWork[]> {
  const result = await db.query<StageWork>(
    `select status, count(*)::int as blogs, count(distinct store_id)::int as stores from orders
      where kind = 'blog' and phase in ('queued', 'running')
        and status in ('GENERATING_IDEAS', 'GENERATING_CONTENT', 'GENERATING_IMAGE', 'PUBLISHING')
      group by status`,
  );
  return result.rows;
}
