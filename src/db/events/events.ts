import type { EventType } from '../../contract/events';
import type { FailureType } from '../../contract/failures';
import { isMailedToPlacer, storeMailOf } from '../../contract/mail';
import { webhookEventOf } from '../../contract/webhooks';
import { alertOfFault } from '../mail/admin-alerts';
import { queueStoreMails } from '../mail/store-mail';
import { queueDeliveries } from '../webhooks/deliveries';
import type { Queryable } from '../pool';

/** An entry of an order's timeline. */
export interface OrderEvent {
  id: string;
  type: EventType;
  stage: string | null;
  round: number | null;
  data: Record<string, unknown>;
  at: Date;
}

/** The content of a new entry; `data` holds only ids, numbers and fixed words. */
export interface NewEvent {
  orderId: string;
  type: EventType;
  stage?: string;
  round?: number;
  data?: Record<string, unknown>;
}

/** What an insert of an entry answers: when it was written, whether any webhook listens to what it tells, and whether anybody is mailed. */
interface Written {
  id: string;
  at: Date;
  isHeard: boolean;
  isMailed: boolean;
}

/** Answers {@link Written}; the entry's webhook event and kind of mail are the placeholders given. */
const written = (
  webhookEvent: string,
  mail: string,
): string => `returning id::text, at, ${webhookEvent}::text is not null and exists (
  select 1 from webhooks w where w.tenant_id = order_events.tenant_id and w.deleted_at is null and w.active
     and (w.event_types = '[]' or w.event_types ? ${webhookEvent})) as "isHeard",
  ${mail}::text is not null and exists (
  select 1 from mail_subscriptions s where s.tenant_id = order_events.tenant_id and s.deleted_at is null and s.active
     and s.consent = 'given' and s.frequency = 'at_once' and s.kinds ? ${mail}) as "isMailed"`;

/** Whether an entry tells of an order that failed by a fault of ours. */
function isFault({ type, data }: NewEvent): boolean {
  return type === 'order.failed' && data?.['failureType'] === ('Internal.Fault' satisfies FailureType);
}

/** Queues webhook deliveries and mail for entries that were actually inserted. */
async function tell(tx: Queryable, event: NewEvent, entries: readonly Written[]): Promise<void> {
  const { orderId, type, data = {} } = event;
  const mail = storeMailOf(type);
  const isPlacerMailed = mail !== undefined && isMailedToPlacer(mail);
  for (const { id, at, isHeard, isMailed } of entries) {
    if (isHeard) await queueDeliveries(tx, { orderId, type, data, at });
    if (isMailed || isPlacerMailed) await queueStoreMails(tx, { id, orderId, type, data });
    if (isFault(event)) await alertOfFault(tx, { orderId });
  }
}

/** Writes an entry. Must run in its cause's transaction, because webhook deliveries and mail are queued in it. */
export async function addEvent(tx: Queryable, event: NewEvent): Promise<void> {
  const entries = await tx.query<Written>(
    `insert into order_events (order_id, tenant_id, type, stage, round, data)
     select o.id, o.tenant_id, $2, $3, coalesce($4::int, o.round), $5 from orders o where o.id = $1 ${written('$6', '$7')}`,
    [
      event.orderId,
      event.type,
      event.stage ?? null,
      event.round ?? null,
      JSON.stringify(event.data ?? {}),
      webhookEventOf(event.type)?.type ?? null,
      storeMailOf(event.type) ?? null,
    ],
  );
  await tell(tx, event, entries.rows);
}

/** Writes an entry unless one with the same type, stage and round exists, so that retried steps appear once. */
export async function addEventOnce(tx: Queryable, event: NewEvent & { round: number }): Promise<void> {
  const entries = await tx.query<Written>(
    `insert into order_events (order_id, tenant_id, type, stage, round, data)
     select o.id, o.tenant_id, $2, $3, $4, $5 from orders o
      where o.id = $1 and not exists (
        select 1 from order_events e
         where e.order_id = $1 and e.type = $2 and e.stage is not distinct from $3 and e.round = $4)
     ${written('$6', '$7')}`,
    [
      event.orderId,
      event.type,
      event.stage ?? null,
      event.round,
      JSON.stringify(event.data ?? {}),
      webhookEventOf(event.type)?.type ?? null,
      storeMailOf(event.type) ?? null,
    ],
  );
  await tell(tx, event, entries.rows);
}

/** Writes an entry about a draft, unless one of its type tells the same of it. */
export async function addDraftEventOnce(
  tx: Queryable,
  event: NewEvent & { data: { draftId: string; removed: boolean } },
): Promise<void> {
  const { orderId, type, data } = event;
  const told = await tx.query(
    'select 1 from order_events where order_id = $1 and type = $2 and data @> $3::jsonb',
    [orderId, type, JSON.stringify(data)],
  );
  if (told.rowCount === 0) await addEvent(tx, event);
}

/** An order's timeline, oldest first, starting after an entry's id. */
export async function listEvents(
  db: Queryable,
  filter: { orderId: string; afterId?: string | undefined; limit: number },
): Promise<OrderEvent[]> {
  const result = await db.query<OrderEvent>(
    `select id::text, type, stage, round, data, at from order_events
      where order_id = $1 and id > $2 order by order_events.id limit $3`,
    [filter.orderId, filter.afterId ?? '0', filter.limit],
  );
  return result.rows;
}
