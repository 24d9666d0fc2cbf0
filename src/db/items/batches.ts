import { ITEM_ORDER } from './queue';
import { itemsByIds } from './items';
import type { Item } from './items';
import type { Queryable } from '../pool';

/** A batch and how far its items are. */
export interface Batch {
  id: string;
  tenantId: string;
  total: number;
  pending: number;
  inProgress: number;
  completed: number;
  failed: number;
  cancelled: number;
  totalSteps: number;
  /** Steps that are done; an item that has ended counts whole. Never goes back. */
  doneSteps: number;
  createdAt: Date;
}

const SELECT = `
  select b.id, b.tenant_id as "tenantId", b.items as total, b.created_at as "createdAt",
         count(*) filter (where o.status = 'pending')::int as pending,
         count(*) filter (where o.status = 'processing')::int as "inProgress",
         count(*) filter (where o.status = 'completed')::int as completed,
         count(*) filter (where o.status = 'failed')::int as failed,
         count(*) filter (where o.status = 'cancelled')::int as cancelled,
         sum(i.total_steps)::int as "totalSteps",
         greatest(b.shown_steps,
           sum(case when o.status in ('pending', 'processing') then i.completed_steps else i.total_steps end))::int as "doneSteps"
    from item_batches b join items i on i.batch_id = b.id join orders o on o.id = i.order_id`;

/** Reads a batch; with a tenant, only if it is that tenant's. */
export async function findBatch(
  db: Queryable,
  key: { batchId: string; tenantId?: string | undefined },
): Promise<Batch | undefined> {
  const result = await db.query<Batch>(
    `${SELECT} where b.id = $1 and ($2::uuid is null or b.tenant_id = $2) group by b.id`,
    [key.batchId, key.tenantId ?? null],
  );
  return result.rows[0];
}

/** Batches by their ids, in no order. */
export async function batchesByIds(db: Queryable, key: { ids: readonly string[] }): Promise<Batch[]> {
  const result = await db.query<Batch>(`${SELECT} where b.id = any($1) group by b.id`, [key.ids]);
  return result.rows;
}

/** Ids of the items of batches, in the order sent, by batch. */
export async function itemIds(
  db: Queryable,
  key: { batchIds: readonly string[] },
): Promise<Map<string, string[]>> {
  const result = await db.query<{ batchId: string; ids: string[] }>(
    `select batch_id as "batchId", array_agg(order_id::text order by seq) as ids from items
      where batch_id = any($1) group by batch_id`,
    [key.batchIds],
  );
  return new Map(result.rows.map(({ batchId, ids }) => [batchId, ids]));
}

/** The items of batches that are likely to be their last: those being worked on, and of each the one that waits behind all others. */
export async function lastItems(db: Queryable, key: { batchIds: readonly string[] }): Promise<Item[]> {
  const result = await db.query<{ id: string }>(
    `(select o.id from orders o join items i on i.order_id = o.id
       where i.batch_id = any($1) and o.status = 'processing')
     union all
     (select distinct on (batch_id) id from (
        select o.id, i.batch_id, row_number() over (partition by i.batch_id order by ${ITEM_ORDER}) as place
          from orders o join items i on i.order_id = o.id where i.batch_id = any($1) and o.status = 'pending') q
       order by batch_id, place desc)`,
    [key.batchIds],
  );
  return itemsByIds(db, { ids: result.rows.map(({ id }) => id) });
}

/** Keeps what a batch has shown, before one of its ended items counts less again; nothing for an item without one. */
export async function raiseFloor(tx: Queryable, key: { itemId: string }): Promise<void> {
  // Two retries at once must not both look before either has written.
  const locked = await tx.query<{ id: string }>(
    `select b.id from item_batches b join items i on i.batch_id = b.id where i.order_id = $1 for no key update of b`,
    [key.itemId],
  );
  const batchId = locked.rows[0]?.id;
  if (!batchId) return;
  const batch = await findBatch(tx, { batchId });
  await tx.query('update item_batches set shown_steps = greatest(shown_steps, $2) where id = $1', [
    batchId,
    batch?.doneSteps ?? 0,
  ]);
}
