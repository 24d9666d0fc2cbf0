import type { MailKind } from '../../contract/mail';
import type { DeliveryState } from '../../contract/webhooks';
import { enqueueMail } from '../outbox/outbox';
import type { Queryable } from '../pool';

/** An entry of the log of mails. */
export interface LoggedMail {
  id: string;
  seq: string;
  kind: MailKind;
  to: string;
  orderId: string | null;
  subscriptionId: string | null;
  state: DeliveryState;
  tries: number;
  lastStatus: number | null;
  lastProblem: string | null;
  /** False where its link worked once and is forgotten. */
  canResend: boolean;
  createdAt: Date;
  lastTriedAt: Date | null;
  deliveredAt: Date | null;
}

const COLUMNS = `id, seq::text, event_type as kind, recipient as "to", order_id as "orderId", subscription_id as "subscriptionId",
  state, tries, last_status as "lastStatus", last_problem as "lastProblem",
  state <> 'pending' and not had_secret as "canResend", created_at as "createdAt", last_tried_at as "lastTriedAt",
  delivered_at as "deliveredAt"`;

/** A page of the log of mails, newest first; `before` is the sequence number of the last entry of the previous page. */
export async function listMails(
  db: Queryable,
  filter: {
    tenantId: string | undefined;
    state: DeliveryState | undefined;
    subscriptionId: string | undefined;
    before: string | undefined;
    limit: number;
  },
): Promise<LoggedMail[]> {
  const result = await db.query<LoggedMail>(
    `select ${COLUMNS} from webhook_deliveries
      where channel = 'mail' and ($2::text is null or state = $2)
        -- Mails of a subscription are its tenant's; asked for both, Postgres would take them for few and sort them all.
        and ($1::uuid is null or $3::uuid is not null or tenant_id = $1)
        and ($1::uuid is null or $3::uuid is null
          or exists (select 1 from mail_subscriptions s where s.id = $3 and s.tenant_id = $1))
        and ($3::uuid is null or subscription_id = $3) and ($4::bigint is null or seq < $4)
      order by webhook_deliveries.seq desc limit $5`,
    [
      filter.tenantId ?? null,
      filter.state ?? null,
      filter.subscriptionId ?? null,
      filter.before ?? null,
      filter.limit,
    ],
  );
  return result.rows;
}

/** Finds a mail in the log; with a tenant, only if it is that tenant's. */
export async function findLoggedMail(
  db: Queryable,
  key: { mailId: string; tenantId: string | undefined },
): Promise<LoggedMail | undefined> {
  const result = await db.query<LoggedMail>(
    `select ${COLUMNS} from webhook_deliveries
      where id = $1 and channel = 'mail' and ($2::uuid is null or tenant_id = $2)`,
    [key.mailId, key.tenantId ?? null],
  );
  return result.rows[0];
}

/**
 * Queues a settled mail again, under the same id and with the full retry period. Answers false if it is still pending, does not exist, or
 * had a link that is forgotten.
 */
export async function resendMail(tx: Queryable, { mailId }: { mailId: string }): Promise<boolean> {
  const result = await tx.query(
    `update webhook_deliveries set state = 'pending', first_tried_at = clock_timestamp(), delivered_at = null
      where id = $1 and channel = 'mail' and state <> 'pending' and not had_secret`,
    [mailId],
  );
  if (result.rowCount !== 1) return false;
  await enqueueMail(tx, { mailId });
  return true;
}
