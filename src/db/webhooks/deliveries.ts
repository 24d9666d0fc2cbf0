import { randomUUID } from 'node:crypto';
import type { EventType } from '../../contract/events';
import { isWebhooked, webhookEventOf } from '../../contract/webhooks';
import type { DeliveryState, WebhookEventType } from '../../contract/webhooks';
import type { OrderKind, Phase } from '../../contract/orders';
import { byKind, toldByItself } from '../orders/kind-sql';
import { findOrder } from '../orders/orders';
import { enqueue } from '../outbox/outbox';
import type { Queryable } from '../pool';
import { changeWebhook } from './webhooks';

/** A timeline entry to be delivered to webhooks. */
export interface DeliveredEvent {
  orderId: string;
  type: EventType;
  data: Record<string, unknown>;
  at: Date;
}

/** An order as its webhook events describe it. */
interface DeliveredOrder {
  id: string;
  kind: OrderKind;
  status: string;
  phase: Phase;
  round: number;
  error: string | null;
  errorType: string | null;
  startNo: number;
  facts: Record<string, unknown> | null;
}

/**
 * Queues a timeline entry for every webhook of the tenant that subscribes to it, in the entry's transaction, unless webhooks are told
 * nothing of the kind, or another order tells of this one. That transaction holds the order's row, so deliveries keep the order of events.
 * The message body is fixed here.
 */
export async function queueDeliveries(tx: Queryable, event: DeliveredEvent): Promise<void> {
  const webhookEvent = webhookEventOf(event.type);
  if (!webhookEvent) return;
  const subscribed = await tx.query<{ id: string }>(
    `select w.id from webhooks w join orders o on o.tenant_id = w.tenant_id
      where o.id = $1 and w.deleted_at is null and w.active
        and (w.event_types = '[]' or w.event_types ? $2) order by w.created_at, w.id`,
    [event.orderId, webhookEvent.type],
  );
  if (subscribed.rows.length === 0) return;
  const found = await tx.query<DeliveredOrder>(
    `select o.id, o.kind, o.status, o.phase, o.round, o.error, o.error_type as "errorType", o.start_no as "startNo",
            ${byKind(({ facts }) => facts)} as facts
       from orders o where o.id = $1 and ${toldByItself()}`,
    [event.orderId],
  );
  const order = found.rows[0];
  if (!order || !isWebhooked(order.kind, webhookEvent.type)) return;
  const { id: orderId, startNo, facts, ...state } = order;
  const body = JSON.stringify({
    type: webhookEvent.type,
    timestamp: event.at.toISOString(),
    data: { ...event.data, ...(webhookEvent.of ? { of: webhookEvent.of } : {}), orderId, ...state, ...facts },
  });
  for (const { id: webhookId } of subscribed.rows) {
    await tx.query(
      'insert into webhook_deliveries (id, webhook_id, order_id, event_type, body) values ($1, $2, $3, $4, $5)',
      [randomUUID(), webhookId, orderId, webhookEvent.type, body],
    );
    await enqueue(tx, { orderId, startNo, kind: 'deliver', payload: { webhookId } });
  }
}

/** The next delivery to make to a webhook. */
export interface NextDelivery {
  id: string;
  body: object;
  url: string;
  sealedSecret: Buffer;
  /** False if the webhook was deleted or disabled. */
  listening: boolean;
}

/** The oldest pending delivery of an order to a webhook. */
export async function nextDelivery(
  db: Queryable,
  key: { webhookId: string; orderId: string },
): Promise<NextDelivery | undefined> {
  const result = await db.query<NextDelivery>(
    `select d.id, d.body, w.url, w.sealed_secret as "sealedSecret", w.active and w.deleted_at is null as listening
       from webhook_deliveries d join webhooks w on w.id = d.webhook_id
      where d.webhook_id = $1 and d.order_id = $2 and d.state = 'pending' order by d.seq limit 1`,
    [key.webhookId, key.orderId],
  );
  return result.rows[0];
}

/** Records that the receiver accepted a delivery. `isCounted`: its attempt was counted when it began. */
export async function markDelivered(
  db: Queryable,
  sent: { deliveryId: string; status: number; isCounted?: boolean },
): Promise<void> {
  await db.query(
    `update webhook_deliveries set state = 'delivered', tries = tries + $3, last_status = $2, last_problem = null, sealed_secret = null,
        first_tried_at = coalesce(first_tried_at, clock_timestamp()), last_tried_at = clock_timestamp(),
        delivered_at = clock_timestamp()
      where id = $1 and state = 'pending'`,
    [sent.deliveryId, sent.status, sent.isCounted ? 0 : 1],
  );
}

/**
 * Records a failed attempt, and marks the delivery as failed once attempts have failed for `giveUpMs`. Returns whether
 * it is still pending. `isCounted`: the attempt was counted when it began.
 */
export async function markTried(
  db: Queryable,
  tried: {
    deliveryId: string;
    status: number | undefined;
    problem: string;
    giveUpMs: number;
    isCounted?: boolean;
  },
): Promise<boolean> {
  const result = await db.query<{ state: DeliveryState }>(
    `update webhook_deliveries set tries = tries + $5, last_status = $2, last_problem = $3,
        first_tried_at = coalesce(first_tried_at, clock_timestamp()), last_tried_at = clock_timestamp(),
        sealed_secret = case when clock_timestamp() - first_tried_at >= make_interval(secs => $4 / 1000.0) then null else sealed_secret end,
        state = case when clock_timestamp() - first_tried_at >= make_interval(secs => $4 / 1000.0)
                     then 'failed' else 'pending' end
      where id = $1 and state = 'pending' returning state`,
    [tried.deliveryId, tried.status ?? null, tried.problem, tried.giveUpMs, tried.isCounted ? 0 : 1],
  );
  return result.rows[0]?.state === 'pending';
}

/** Handles a receiver that is gone for good: marks the delivery as failed and disables the webhook. */
export async function markGone(
  tx: Queryable,
  gone: { webhookId: string; deliveryId: string; status: number; problem: string },
): Promise<void> {
  await tx.query(
    `update webhook_deliveries set state = 'failed', tries = tries + 1, last_status = $2, last_problem = $3,
        first_tried_at = coalesce(first_tried_at, clock_timestamp()), last_tried_at = clock_timestamp()
      where id = $1 and state = 'pending'`,
    [gone.deliveryId, gone.status, gone.problem],
  );
  await changeWebhook(tx, { webhookId: gone.webhookId, tenantId: undefined }, { active: false });
}

/** An entry of a webhook's delivery log. */
export interface LoggedDelivery {
  id: string;
  seq: string;
  type: WebhookEventType;
  orderId: string;
  state: DeliveryState;
  tries: number;
  lastStatus: number | null;
  lastProblem: string | null;
  createdAt: Date;
  lastTriedAt: Date | null;
  deliveredAt: Date | null;
  body: Record<string, unknown>;
}

const LOG_COLUMNS = `id, seq::text, event_type as type, order_id as "orderId", state, tries, last_status as "lastStatus",
  last_problem as "lastProblem", created_at as "createdAt", last_tried_at as "lastTriedAt",
  delivered_at as "deliveredAt", body`;

/**
 * A page of a webhook's delivery log, newest first; `before` is the sequence number of the last entry of the previous
 * page.
 */
export async function listDeliveries(
  db: Queryable,
  filter: {
    webhookId: string;
    state: DeliveryState | undefined;
    orderId: string | undefined;
    before: string | undefined;
    limit: number;
  },
): Promise<LoggedDelivery[]> {
  const result = await db.query<LoggedDelivery>(
    `select ${LOG_COLUMNS} from webhook_deliveries
      where webhook_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or order_id = $3)
        and ($4::bigint is null or seq < $4)
      order by webhook_deliveries.seq desc limit $5`,
    [filter.webhookId, filter.state ?? null, filter.orderId ?? null, filter.before ?? null, filter.limit],
  );
  return result.rows;
}

/** Finds an entry of a webhook's delivery log. */
export async function findDelivery(
  db: Queryable,
  key: { webhookId: string; deliveryId: string },
): Promise<LoggedDelivery | undefined> {
  const result = await db.query<LoggedDelivery>(
    `select ${LOG_COLUMNS} from webhook_deliveries where id = $1 and webhook_id = $2`,
    [key.deliveryId, key.webhookId],
  );
  return result.rows[0];
}

/**
 * Queues a settled delivery again, under the same id and with the full retry period. Returns false if it is still
 * pending or does not exist.
 */
export async function redeliver(
  tx: Queryable,
  key: { webhookId: string; deliveryId: string },
): Promise<boolean> {
  const line = await findDelivery(tx, key);
  const order = line && (await findOrder(tx, { orderId: line.orderId, lock: true }));
  if (!order) return false;
  const result = await tx.query(
    `update webhook_deliveries set state = 'pending', first_tried_at = clock_timestamp(), delivered_at = null
      where id = $1 and state <> 'pending'`,
    [key.deliveryId],
  );
  if (result.rowCount !== 1) return false;
  const { webhookId } = key;
  await enqueue(tx, { orderId: order.id, startNo: order.startNo, kind: 'deliver', payload: { webhookId } });
  return true;
}
