import { enqueueAll } from '../outbox/outbox';
import { addEvent } from '../events/events';
import type { Queryable } from '../pool';

/** Sets how many items of a tenant are worked on at once, and let in within a minute, where it has no numbers of its own. */
export async function setItemLimits(
  db: Queryable,
  limits: { atOnce: number; perMinute: number },
): Promise<void> {
  await db.query('update item_limits set at_once = $1, per_minute = $2', [limits.atOnce, limits.perMinute]);
}

/** What has waited this long counts as one level (two steps of priority) higher, in seconds. */
const AGEING_SECONDS = 600;

/**
 * The order in which items are let in: by priority, which rises with the wait so that nobody waits for ever, and then as they came.
 * Everybody who looks at places in the queue uses this.
 */
export const ITEM_ORDER = `
  least(10, o.priority + 2 * floor(extract(epoch from statement_timestamp() - o.updated_at) / ${AGEING_SECONDS})) desc, i.seq`;

/** What a tenant may still let in. */
interface Room {
  room: number;
}

/**
 * Locks a tenant's queue: whoever holds it sees all that others before have let in. With `skipLocked`, answers false where somebody
 * else holds it.
 */
export async function holdQueue(
  tx: Queryable,
  key: { tenantId: string; skipLocked?: boolean },
): Promise<boolean> {
  await tx.query('insert into item_queues (tenant_id) values ($1) on conflict do nothing', [key.tenantId]);
  const held = await tx.query(
    `select 1 from item_queues where tenant_id = $1 for update ${key.skipLocked ? 'skip locked' : ''}`,
    [key.tenantId],
  );
  return held.rowCount === 1;
}

async function roomOf(tx: Queryable, tenantId: string, skipLocked: boolean): Promise<number> {
  if (!(await holdQueue(tx, { tenantId, skipLocked }))) return 0;
  const result = await tx.query<Room>(
    `select least(
              coalesce(t.items_at_once, l.at_once) - (
                select count(*) from orders where kind = 'item' and tenant_id = $1 and status = 'processing'),
              coalesce(t.items_per_minute, l.per_minute) - (
                select count(*) from item_starts
                 where tenant_id = $1 and at > statement_timestamp() - interval '1 minute'))::int as room
       from tenants t, item_limits l where t.id = $1`,
    [tenantId],
  );
  return result.rows[0]?.room ?? 0;
}

/**
 * Lets a tenant's next items in, as many as its limits allow, over all workers together: they are `processing` from now on, and their
 * runs are started or told. In a transaction that may hold orders: rows that others hold are skipped, so that nobody waits for anybody.
 */
export async function admitItems(
  tx: Queryable,
  key: {
    tenantId: string;
    /** Skips the tenant's lock if it is held; the next completion or sweep admits the item. */
    skipLocked?: boolean;
  },
): Promise<void> {
  const { tenantId, skipLocked = false } = key;
  const room = await roomOf(tx, tenantId, skipLocked);
  if (room <= 0) return;
  const admitted = await tx.query<{ id: string; startNo: number; attempt: number }>(
    `with next as (
       select o.id from orders o join items i on i.order_id = o.id
        where o.kind = 'item' and o.tenant_id = $1 and o.status = 'pending'
          and (i.not_before is null or i.not_before <= statement_timestamp())
          -- Of a batch that is being cancelled none is let in any more.
          and not exists (select 1 from item_batches b where b.id = i.batch_id and b.cancelling_at is not null)
        order by ${ITEM_ORDER} limit $2 for no key update of o skip locked),
     moved as (
       update orders o set status = 'processing', phase = 'queued', updated_at = clock_timestamp(),
              started_at = coalesce(o.started_at, clock_timestamp()), moved_at = clock_timestamp(),
              work_since = clock_timestamp(), held_since = null, held_ms = 0
         from next where o.id = next.id returning o.id),
     noted as (
       update items i set admitted_at = clock_timestamp(), not_before = null
         from moved where i.order_id = moved.id returning i.order_id, i.attempt)
     -- In the same order they are started.
     select o.id, o.start_no as "startNo", noted.attempt from orders o join items i on i.order_id = o.id
       join noted on noted.order_id = o.id order by ${ITEM_ORDER}`,
    [tenantId, room],
  );
  if (admitted.rows.length === 0) return;
  await tx.query(
    `delete from item_starts where tenant_id = $1 and at < statement_timestamp() - interval '1 minute'`,
    [tenantId],
  );
  await tx.query('insert into item_starts (tenant_id) select $1 from generate_series(1, $2::int)', [
    tenantId,
    admitted.rows.length,
  ]);
  for (const { id: orderId, attempt } of admitted.rows)
    await addEvent(tx, { orderId, type: 'order.admitted', data: { attempt } });
  // The run of a first attempt is yet to begin; that of a later one waits to be told.
  await enqueueAll(
    tx,
    admitted.rows.map(({ id: orderId, startNo, attempt }) =>
      attempt === 1
        ? { orderId, startNo, kind: 'start' }
        : { orderId, startNo, kind: 'signal', signal: 'admit', payload: {} },
    ),
  );
}

/** Tenants of whom an item waits that is due. Looks at each tenant with open orders once, not at each item. */
export async function tenantsWithItems(db: Queryable): Promise<string[]> {
  const result = await db.query<{ tenantId: string }>(
    `select t.tenant_id as "tenantId" from open_orders t
      where t.orders > 0 and exists (
        select 1 from orders o join items i on i.order_id = o.id
         where o.kind = 'item' and o.tenant_id = t.tenant_id and o.status = 'pending'
           and (i.not_before is null or i.not_before <= statement_timestamp()))`,
  );
  return result.rows.map(({ tenantId }) => tenantId);
}
