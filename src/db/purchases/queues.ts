import { PRODUCTS } from '../../contract/orders';
import type { Product } from '../../contract/orders';
import type { Queryable } from '../pool';

/** How much work there is for one product, and how much was done lately. */
export interface PurchaseQueue {
  product: Product;
  /** Texts that wait for their turn, and that are written right now. */
  waiting: number;
  active: number;
  /** Texts that wait for their buyers, and orders that are with the administrators or on their way out. */
  review: number;
  adminReview: number;
  /** Orders that were published, and that could not be done, within 24 hours. */
  completed24h: number;
  failed24h: number;
  /** For how long the oldest of those that wait has done so, in milliseconds; null where none waits. */
  oldestWaitingMs: number | null;
  /** Orders that were published within the last hour. */
  completedPerHour: number;
}

/** Counts the work of each product, all of one moment. Orders that were rejected or never paid for have not failed here. */
export async function purchaseQueues(db: Queryable): Promise<PurchaseQueue[]> {
  const result = await db.query<PurchaseQueue>(
    `select k.product,
            (count(*) filter (where o.status = 'PROCESSING' and o.phase <> 'running'))::int as waiting,
            (count(*) filter (where o.status = 'PROCESSING' and o.phase = 'running'))::int as active,
            (count(*) filter (where o.status = 'QUALITY_CHECK'))::int as review,
            (count(*) filter (where o.status = 'ADMIN_REVIEW'))::int as "adminReview",
            (count(*) filter (where o.status = 'COMPLETED'))::int as "completed24h",
            (count(*) filter (where o.status = 'FAILED' and p.rejected_at is null and (p.paid_at is not null or p.source = 'admin')))::int
              as "failed24h",
            (extract(epoch from statement_timestamp()
               - min(o.moved_at) filter (where o.status = 'PROCESSING' and o.phase <> 'running')) * 1000)::bigint::float8 as "oldestWaitingMs",
            (count(*) filter (where o.status = 'COMPLETED' and o.finished_at > statement_timestamp() - interval '1 hour'))::int
              as "completedPerHour"
       from unnest($1::text[]) with ordinality k (product, n)
       left join (
         select id, kind, status, phase, moved_at, finished_at from orders where finished_at is null and kind = any($1)
         union all
         select id, kind, status, phase, moved_at, finished_at from orders
          where finished_at > statement_timestamp() - interval '24 hours' and kind = any($1)) o on o.kind = k.product
       left join purchases p on p.id = o.id
      group by k.product, k.n order by k.n`,
    [PRODUCTS],
  );
  return result.rows;
}
