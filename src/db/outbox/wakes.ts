import { enqueue } from './outbox';
import type { Queryable } from '../pool';

/**
 * Reasons for `Provider.Closed` that reconnecting a store resolves: the store rejects our app, or the app's own
 * credentials are rejected.
 */
const RECONNECT_REASONS = ['store_disconnected', 'app_refused'];

/** Locks the waiting orders that match a condition, queues a wake for each, and returns their ids. */
async function wake(tx: Queryable, condition: string, values: unknown[]): Promise<string[]> {
  // Always locked in the same order, so that two such transactions cannot deadlock.
  const waiting = await tx.query<{ id: string; startNo: number }>(
    `select id, start_no as "startNo" from orders
      where phase = 'queued' and ${condition} order by id for no key update`,
    values,
  );
  for (const { id: orderId, startNo } of waiting.rows) await enqueue(tx, { orderId, startNo, kind: 'wake' });
  return waiting.rows.map(({ id }) => id);
}

/** Wakes a tenant's orders that wait for its spending cap. */
export async function wakeCapped(tx: Queryable, key: { tenantId: string }): Promise<string[]> {
  return wake(tx, `tenant_id = $1 and waiting_type = 'Spending.Capped'`, [key.tenantId]);
}

/** Wakes an order if it is waiting. */
export async function wakeOrder(tx: Queryable, key: { orderId: string }): Promise<void> {
  await wake(tx, 'id = $1', [key.orderId]);
}

/** Wakes the orders that wait for a closed provider account, whichever it is. Returns their ids. */
export async function wakeClosed(tx: Queryable): Promise<string[]> {
  return wake(tx, `waiting_type = 'Provider.Closed' and waiting_reason <> all($1)`, [RECONNECT_REASONS]);
}

/** Wakes a store's orders that wait for it to be reconnected. */
export async function wakeStore(tx: Queryable, key: { storeId: string }): Promise<string[]> {
  return wake(tx, `store_id = $1 and waiting_type = 'Provider.Closed' and waiting_reason = any($2)`, [
    key.storeId,
    RECONNECT_REASONS,
  ]);
}
