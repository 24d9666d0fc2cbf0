import { enqueue } from './outbox';
import type { Queryable } from '../pool';

/** Why a store that was lost makes its orders wait: the store refuses our app, or the app's own credentials are refused. */
const RECONNECT_REASONS = ['store_disconnected', 'app_refused'];

/** Locks the waiting orders that a condition picks, tells each of them to try again at once, and answers their ids. */
async function wake(tx: Queryable, condition: string, values: unknown[]): Promise<string[]> {
  // Locked in one order, so that two such transactions cannot wait for each other.
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

/** Wakes one order that waits. */
export async function wakeOrder(tx: Queryable, key: { orderId: string }): Promise<void> {
  await wake(tx, 'id = $1', [key.orderId]);
}

/** Wakes the orders that wait for a provider that was shut, whichever it was. Answers their ids. */
export async function wakeShut(tx: Queryable): Promise<string[]> {
  return wake(tx, `waiting_type = 'Provider.Closed' and waiting_reason <> all($1)`, [RECONNECT_REASONS]);
}

/** Wakes a store's orders that wait for it to be connected again. */
export async function wakeStore(tx: Queryable, key: { storeId: string }): Promise<string[]> {
  return wake(tx, `store_id = $1 and waiting_type = 'Provider.Closed' and waiting_reason = any($2)`, [
    key.storeId,
    RECONNECT_REASONS,
  ]);
}
