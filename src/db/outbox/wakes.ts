import { MODEL_REASONS, STORE_REASONS } from '../../contract/failures';
import { lanesOf } from '../../contract/lanes';
import type { Account } from '../../contract/lanes';
import { wakeOutlets } from '../catalogue/outlets';
import { LANES_OF_KINDS } from '../orders/orders';
import { noteMessage } from '../pool';
import type { Queryable } from '../pool';

/**
 * Locks the waiting orders that match a condition, queues a wake for each, and returns their ids: in one statement, since there may be
 * thousands. They are always locked in the same order, so that two such transactions cannot deadlock.
 */
async function wake(tx: Queryable, condition: string, values: unknown[], only = ''): Promise<string[]> {
  const woken = await tx.query<{ orderId: string; tenantId: string }>(
    `with waiting as (
       select id, start_no from orders where at_work and phase = 'queued' and ${condition} order by ${only || 'id'} for no key update)
     insert into outbox (id, order_id, kind, start_no) select gen_random_uuid(), id, 'wake', start_no from waiting
     returning order_id as "orderId", (select o.tenant_id from orders o where o.id = order_id) as "tenantId"`,
    values,
  );
  for (const { orderId, tenantId } of woken.rows) noteMessage(tx, { key: orderId, owner: tenantId });
  return woken.rows.map(({ orderId }) => orderId);
}

/** Wakes a tenant's orders that wait for its spending cap. */
export async function wakeCapped(tx: Queryable, key: { tenantId: string }): Promise<string[]> {
  return wake(tx, `tenant_id = $1 and waiting_type = 'Spending.Capped'`, [key.tenantId]);
}

/** Wakes an order if it is waiting. */
export async function wakeOrder(tx: Queryable, key: { orderId: string }): Promise<void> {
  await wake(tx, 'id = $1', [key.orderId]);
}

/**
 * Wakes orders that wait for a provider account that was closed, or for one of its models. `one`: only the order that was tried least
 * recently. Returns their ids.
 */
export async function wakeClosed(
  tx: Queryable,
  key: { account: Account; of: 'account' | 'model'; one?: boolean },
): Promise<string[]> {
  const isModel = key.of === 'model';
  return wake(
    tx,
    `waiting_type = 'Provider.Closed' and ${isModel ? 'waiting_reason = any($1)' : 'waiting_reason <> all($1)'}
        and '${LANES_OF_KINDS}'::jsonb -> kind -> status ?| $2::text[]`,
    [isModel ? MODEL_REASONS : [...STORE_REASONS, ...MODEL_REASONS], lanesOf(key.account)],
    key.one ? 'updated_at, id limit 1' : '',
  );
}

/** Wakes a store's orders, and the articles of its sites, that wait for it to be reconnected. Returns the orders' ids. */
export async function wakeStore(tx: Queryable, key: { storeId: string }): Promise<string[]> {
  await wakeOutlets(tx, key);
  return wake(tx, `store_id = $1 and waiting_reason = any($2)`, [key.storeId, STORE_REASONS]);
}
