import type { MailKind, MailLocale } from '../../contract/mail';
import type { Queryable } from '../pool';

/** A mail that is to be sent. */
export interface PendingMail {
  id: string;
  kind: MailKind;
  to: string;
  locale: MailLocale;
  facts: Record<string, string | number>;
  sealedSecret: Buffer | null;
  /** The subscription that asked for it, with the sealed token of its link to unsubscribe. */
  subscription: { id: string; sealedUnsubscribe: Buffer } | null;
  /** False if the subscription that asked for it has ended or been switched off. */
  isWanted: boolean;
}

/** A mail that is pending; undefined for one that is settled or missing. */
export async function findPendingMail(
  db: Queryable,
  { mailId }: { mailId: string },
): Promise<PendingMail | undefined> {
  const result = await db.query<
    Omit<PendingMail, 'subscription'> & { subscriptionId: string | null; sealedUnsubscribe: Buffer | null }
  >(
    `select d.id, d.event_type as kind, d.recipient as "to", d.locale, d.body as facts, d.sealed_secret as "sealedSecret",
            d.subscription_id as "subscriptionId", s.sealed_unsubscribe as "sealedUnsubscribe",
            d.subscription_id is null
              or coalesce(s.deleted_at is null and s.active and (s.consent = 'given' or d.event_type = 'confirm_address'), false)
              as "isWanted"
       from webhook_deliveries d left join mail_subscriptions s on s.id = d.subscription_id
      where d.id = $1 and d.channel = 'mail' and d.state = 'pending'`,
    [mailId],
  );
  const row = result.rows[0];
  if (!row) return undefined;
  const { subscriptionId, sealedUnsubscribe, ...mail } = row;
  return {
    ...mail,
    subscription:
      subscriptionId !== null && sealedUnsubscribe !== null
        ? { id: subscriptionId, sealedUnsubscribe }
        : null,
  };
}

/**
 * Records an attempt before it is made, so that one which takes its worker down counts as well. Answers whether the mail may be sent: not
 * if it was settled meanwhile, and not once attempts have failed for `giveUpMs`, when it is marked as failed.
 */
export async function beginMailTry(
  db: Queryable,
  attempt: { mailId: string; giveUpMs: number },
): Promise<boolean> {
  const result = await db.query<{ state: string }>(
    `update webhook_deliveries set tries = tries + 1, first_tried_at = coalesce(first_tried_at, clock_timestamp()),
        last_tried_at = clock_timestamp(),
        state = case when clock_timestamp() - first_tried_at >= make_interval(secs => $2 / 1000.0) then 'failed' else 'pending' end,
        sealed_secret = case when clock_timestamp() - first_tried_at >= make_interval(secs => $2 / 1000.0) then null else sealed_secret end
      where id = $1 and channel = 'mail' and state = 'pending' returning state`,
    [attempt.mailId, attempt.giveUpMs],
  );
  return result.rows[0]?.state === 'pending';
}

/** Marks a mail as failed for good; its token is forgotten. */
export async function failMail(
  db: Queryable,
  failed: { mailId: string; status?: number | undefined; problem: string },
): Promise<void> {
  await db.query(
    `update webhook_deliveries set state = 'failed', last_status = $2, last_problem = $3, sealed_secret = null
      where id = $1 and channel = 'mail' and state = 'pending'`,
    [failed.mailId, failed.status ?? null, failed.problem],
  );
}
