import type { Pool } from 'pg';
import { ORDER_KINDS } from '../contract/orders';
import { isEnded, restartStatus, startedStatuses } from '../domain/orders/lifecycle';
import type { StatusOf } from '../domain/orders/lifecycle';
import { outletsLookFirst } from './catalogue/outlets';
import { beginEventEra } from './events/clock';
import { addEvent } from './events/events';
import { KIND_RULES } from './orders/kinds';
import { findOrder, restartOrder } from './orders/orders';
import { inTransaction } from './pool';

/** What was done to the orders of a restored database. */
export interface Restored {
  /** Orders whose store is searched for their post before anything is created or published there. */
  looking: number;
  /** Open orders that start again from what the database knows. */
  restarted: number;
}

/** Starts an open order again from what is saved. Its earlier run, wherever that was, may no longer touch it. */
async function restart(pool: Pool, orderId: string): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    const order = await findOrder(tx, { orderId, lock: true });
    if (!order || isEnded(order.kind, order.status)) return false;
    const { kind, tenantId } = order;
    await KIND_RULES[kind].beforeRetry(tx, order);
    const to = (await KIND_RULES[kind].restartsAs?.(tx, order)) as StatusOf<typeof kind> | undefined;
    const startNo = await restartOrder(tx, {
      ...{ kind, orderId, from: startedStatuses(kind), to: to ?? restartStatus(kind) },
    });
    if (startNo === undefined) return false;
    await addEvent(tx, { orderId, type: 'order.retried', data: { startNo, by: 'restore' } });
    await KIND_RULES[kind].start(tx, [{ id: orderId, tenantId, startNo }]);
    return true;
  });
}

/**
 * Prepares a database that was restored from a backup, while neither API nor workers run. What happened after the backup has left no
 * trace in it, but posts may have gone out: every blog order that is not known to have one looks at its store first, as does every article on its way. Open orders
 * start again, since Temporal's runs are of another time than the database, and so do the streams of events. May be repeated.
 */
export async function prepareRestored(pool: Pool): Promise<Restored> {
  await beginEventEra(pool, { restored: true });
  const marked = await pool.query(
    `update blog_orders b set look_first = true from orders o
      where o.id = b.order_id and o.phase <> 'done'
        and not exists (select 1 from publications p where p.order_id = o.id and p.post_id is not null)`,
  );
  await outletsLookFirst(pool);
  let restarted = 0;
  for (const kind of ORDER_KINDS) {
    const open = await pool.query<{ id: string }>(
      'select id from orders where kind = $1 and status = any($2) order by created_at, id',
      [kind, startedStatuses(kind)],
    );
    for (const { id } of open.rows) if (await restart(pool, id)) restarted += 1;
  }
  return { looking: marked.rowCount ?? 0, restarted };
}
