import { findOrder } from '../orders/orders';
import { enqueue } from '../outbox/outbox';
import type { Queryable } from '../pool';

/** What one webhook is told of one order. */
export interface DeliveriesKey {
  webhookId: string;
  orderId: string;
}

/** Orders that one look finds at most; the others follow with the next one. */
const MOST_FOUND = 200;

/**
 * Deliveries, by webhook and order, of which none was tried for this long and that nothing is on its way to begin: a page of them, those
 * after `after`.
 */
export async function stuckDeliveries(
  db: Queryable,
  wait: { quietMs: number; after?: DeliveriesKey | undefined },
): Promise<DeliveriesKey[]> {
  const result = await db.query<DeliveriesKey>(
    `select d.webhook_id as "webhookId", d.order_id as "orderId" from webhook_deliveries d
      where d.channel = 'webhook' and d.state = 'pending' and ($3::uuid is null or (d.webhook_id, d.order_id) > ($3, $4::uuid))
        and not exists (select 1 from outbox m
              where m.order_id = d.order_id and m.state = 'pending' and m.kind = 'deliver')
      group by d.webhook_id, d.order_id
     having max(coalesce(d.last_tried_at, d.created_at)) < statement_timestamp() - make_interval(secs => $1 / 1000.0)
      order by d.webhook_id, d.order_id limit $2`,
    [wait.quietMs, MOST_FOUND, wait.after?.webhookId ?? null, wait.after?.orderId ?? null],
  );
  return result.rows;
}

/** Asks again for what is left to be delivered. */
export async function resumeDeliveries(tx: Queryable, { webhookId, orderId }: DeliveriesKey): Promise<void> {
  const order = await findOrder(tx, { orderId, lock: true });
  if (order) await enqueue(tx, { orderId, startNo: order.startNo, kind: 'deliver', payload: { webhookId } });
}

/** Channels whose deliveries have a workflow each. */
export const SINGLE_CHANNELS = ['mail', 'alert'] as const;
export type SingleChannel = (typeof SINGLE_CHANNELS)[number];

/**
 * Mails or alerts that are pending, were not tried for this long, and that nothing is on its way to begin: a page of their ids, those after
 * `after`.
 */
export async function stuckSingles(
  db: Queryable,
  wait: { channel: SingleChannel; quietMs: number; after?: string | undefined },
): Promise<string[]> {
  const result = await db.query<{ id: string }>(
    `select d.id from webhook_deliveries d
      where d.channel = '${wait.channel}' and d.state = 'pending' and ($3::uuid is null or d.id > $3)
        and coalesce(d.last_tried_at, d.created_at) < statement_timestamp() - make_interval(secs => $1 / 1000.0)
        and not exists (select 1 from outbox m where m.delivery_id = d.id and m.state = 'pending')
      order by d.id limit $2`,
    [wait.quietMs, MOST_FOUND, wait.after ?? null],
  );
  return result.rows.map(({ id }) => id);
}
