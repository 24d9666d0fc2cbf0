import { randomUUID } from 'node:crypto';
import { stepsOf } from '../../domain/orders/lifecycle';
import { addEvent } from '../events/events';
import type { Queryable } from '../pool';

/** Orders that were placed together, and how far they are. */
export interface BlogBatch {
  id: string;
  createdAt: Date;
  total: number;
  /** Accepted or queued. */
  pending: number;
  inProgress: number;
  /** Waiting for a person, or for their time. */
  waiting: number;
  completed: number;
  failed: number;
  cancelled: number;
  /** Steps of all its orders, and those that were ever done; an order that has ever ended counts whole, so that it never goes back. */
  totalSteps: number;
  doneSteps: number;
  /** Ids of its orders, in the order sent. */
  ids: string[];
}

/** Opens a batch of the tenant given, in the transaction that accepts its orders. Answers its id. */
export async function openBatch(tx: Queryable, row: { tenantId: string }): Promise<string> {
  const id = randomUUID();
  await tx.query('insert into blog_batches (id, tenant_id) values ($1, $2)', [id, row.tenantId]);
  return id;
}

/**
 * Closes a batch when all its orders are accepted: it belongs to their tenant. Where they belong to several it stays with whoever
 * placed it, and none of the tenants is told of it. Answers whether it is their tenant's.
 */
export async function closeBatch(
  tx: Queryable,
  batch: { batchId: string; ids: readonly string[] },
): Promise<boolean> {
  const { batchId, ids } = batch;
  const owned = await tx.query(
    `update blog_batches b set tenant_id = o.tenant_id from orders o
      where b.id = $1 and o.id = $2::uuid
        and not exists (select 1 from orders x where x.id = any($3) and x.tenant_id <> o.tenant_id)`,
    [batchId, ids[0], ids],
  );
  if (owned.rowCount !== 1) return false;
  await addEvent(tx, { orderId: ids[0]!, type: 'batch.added', data: { batchId, count: ids.length } });
  return true;
}

const STEPS = stepsOf('blog');

const SELECT = `
  select b.id, b.created_at as "createdAt", count(*)::int as total,
         count(*) filter (where o.phase in ('accepted', 'queued'))::int as pending,
         count(*) filter (where o.phase = 'running')::int as "inProgress",
         count(*) filter (where o.phase = 'waiting_person')::int as waiting,
         count(*) filter (where o.phase = 'done')::int as completed,
         count(*) filter (where o.phase = 'failed')::int as failed,
         count(*) filter (where o.phase = 'cancelled')::int as cancelled,
         (count(*) * ${STEPS.length})::int as "totalSteps", sum(d.steps)::int as "doneSteps",
         array_agg(o.id::text order by x.batch_place) as ids
    from blog_batches b join blog_orders x on x.batch_id = b.id join orders o on o.id = x.order_id
   cross join lateral (
     select case when bool_or(e.type in ('order.done', 'order.failed', 'order.cancelled')) then ${STEPS.length}
            else count(distinct e.stage) filter (where e.type = 'stage.completed') + max((e.type = 'idea.picked')::int)
            end as steps
       from order_events e where e.order_id = o.id) d`;

/** Reads a batch; with a tenant, only if it is that tenant's. */
export async function findBatch(
  db: Queryable,
  key: { batchId: string; tenantId?: string | undefined },
): Promise<BlogBatch | undefined> {
  const result = await db.query<BlogBatch>(
    `${SELECT} where b.id = $1 and ($2::uuid is null or b.tenant_id = $2) group by b.id`,
    [key.batchId, key.tenantId ?? null],
  );
  return result.rows[0];
}

/** Batches by their ids, in no order. */
export async function batchesByIds(db: Queryable, key: { ids: readonly string[] }): Promise<BlogBatch[]> {
  const result = await db.query<BlogBatch>(`${SELECT} where b.id = any($1) group by b.id`, [key.ids]);
  return result.rows;
}

/**
 * Ids of the orders of batches that are likely to be the last ones of ours, each with its batch: in each state the one that was sent
 * last.
 */
export async function lastOrders(
  db: Queryable,
  key: { batchIds: readonly string[] },
): Promise<Map<string, string>> {
  const result = await db.query<{ id: string; batchId: string }>(
    `select distinct on (x.batch_id, o.status, o.phase) o.id, x.batch_id as "batchId"
       from blog_orders x join orders o on o.id = x.order_id
      where x.batch_id = any($1) and o.phase in ('accepted', 'queued', 'running')
      order by x.batch_id, o.status, o.phase, x.batch_place desc`,
    [key.batchIds],
  );
  return new Map(result.rows.map(({ id, batchId }) => [id, batchId]));
}
