import { randomUUID } from 'node:crypto';
import type { AdminAlert } from '../../contract/mail';
import type { DeliveryState } from '../../contract/webhooks';
import { enqueueAlert } from '../outbox/outbox';
import { isTransaction } from '../pool';
import type { Queryable } from '../pool';

/** What an alert says is made of these; nothing secret, no address of anybody and no text of an order. */
export type AlertFacts = Readonly<Record<string, string | number>> & { alert: AdminAlert };

/**
 * Writes the alert of an incident for the operators' webhook and its outbox message, within the caller's transaction: one for what it is about
 * and its round. It is there whether or not a webhook is set, as a log of what happened.
 */
export async function queueAlert(
  sql: Queryable,
  incident: { about: string; round: number; facts: AlertFacts },
): Promise<void> {
  if (!isTransaction(sql)) throw new Error('an alert is queued in the transaction of its cause');
  const alertId = randomUUID();
  const inserted = await sql.query(
    `insert into webhook_deliveries (id, channel, event_type, about, round, body)
     values ($1, 'alert', 'admin_alert', $2, $3, $4)
     on conflict (about, round) where channel = 'alert' do nothing`,
    [alertId, incident.about, incident.round, JSON.stringify(incident.facts)],
  );
  if (inserted.rowCount === 1) await enqueueAlert(sql, { alertId });
}

/** The facts of an alert that is pending; undefined for one that is settled or missing. */
export async function findPendingAlert(
  db: Queryable,
  { alertId }: { alertId: string },
): Promise<{ facts: AlertFacts } | undefined> {
  const result = await db.query<{ facts: AlertFacts }>(
    `select body as facts from webhook_deliveries where id = $1 and channel = 'alert' and state = 'pending'`,
    [alertId],
  );
  return result.rows[0];
}

/**
 * Records an attempt before it is made, so that one which takes its worker down counts as well. Answers whether the alert may be sent: not
 * if it was settled meanwhile, and not once attempts have failed for `giveUpMs`, when it is marked as failed.
 */
export async function beginAlertTry(
  db: Queryable,
  attempt: { alertId: string; giveUpMs: number },
): Promise<boolean> {
  const result = await db.query<{ state: string }>(
    `update webhook_deliveries set tries = tries + 1, first_tried_at = coalesce(first_tried_at, clock_timestamp()),
        last_tried_at = clock_timestamp(),
        state = case when clock_timestamp() - first_tried_at >= make_interval(secs => $2 / 1000.0) then 'failed' else 'pending' end
      where id = $1 and channel = 'alert' and state = 'pending' returning state`,
    [attempt.alertId, attempt.giveUpMs],
  );
  return result.rows[0]?.state === 'pending';
}

/** Marks an alert as failed for good. */
export async function failAlert(
  db: Queryable,
  failed: { alertId: string; status?: number | undefined; problem: string },
): Promise<void> {
  await db.query(
    `update webhook_deliveries set state = 'failed', last_status = $2, last_problem = $3
      where id = $1 and channel = 'alert' and state = 'pending'`,
    [failed.alertId, failed.status ?? null, failed.problem],
  );
}

/** An entry of the log of alerts. */
export interface LoggedAlert {
  id: string;
  seq: string;
  alert: AdminAlert;
  orderId: string | null;
  orderKind: string | null;
  account: string | null;
  model: string | null;
  reason: string | null;
  state: DeliveryState;
  tries: number;
  lastStatus: number | null;
  lastProblem: string | null;
  createdAt: Date;
  lastTriedAt: Date | null;
  deliveredAt: Date | null;
}

const COLUMNS = `id, seq::text, body ->> 'alert' as alert, body ->> 'orderId' as "orderId", nullif(body ->> 'orderKind', '') as "orderKind", body ->> 'account' as account,
  body ->> 'model' as model, body ->> 'reason' as reason, state, tries, last_status as "lastStatus", last_problem as "lastProblem",
  created_at as "createdAt", last_tried_at as "lastTriedAt", delivered_at as "deliveredAt"`;

/** A page of the log of alerts, newest first; `before` is the sequence number of the last entry of the previous page. */
export async function listAlerts(
  db: Queryable,
  filter: { state: DeliveryState | undefined; before: string | undefined; limit: number },
): Promise<LoggedAlert[]> {
  const result = await db.query<LoggedAlert>(
    `select ${COLUMNS} from webhook_deliveries
      where channel = 'alert' and ($1::text is null or state = $1) and ($2::bigint is null or seq < $2)
      order by webhook_deliveries.seq desc limit $3`,
    [filter.state ?? null, filter.before ?? null, filter.limit],
  );
  return result.rows;
}

/** Finds an alert in the log. */
export async function findLoggedAlert(
  db: Queryable,
  { alertId }: { alertId: string },
): Promise<LoggedAlert | undefined> {
  const result = await db.query<LoggedAlert>(
    `select ${COLUMNS} from webhook_deliveries where id = $1 and channel = 'alert'`,
    [alertId],
  );
  return result.rows[0];
}

/** Queues a settled alert again, under the same id and with the full retry period. One that is pending is left as it is. */
export async function resendAlert(tx: Queryable, { alertId }: { alertId: string }): Promise<void> {
  const result = await tx.query(
    `update webhook_deliveries set state = 'pending', first_tried_at = clock_timestamp(), delivered_at = null
      where id = $1 and channel = 'alert' and state <> 'pending'`,
    [alertId],
  );
  if (result.rowCount === 1) await enqueueAlert(tx, { alertId });
}
