import { randomUUID } from 'node:crypto';
import { MOST_FACT_BYTES } from '../../contract/mail';
import type { MailKind, MailLocale } from '../../contract/mail';
import { enqueueMail } from '../outbox/outbox';
import { isTransaction } from '../pool';
import type { Queryable } from '../pool';

/** A mail to be sent. */
export interface NewMail {
  kind: MailKind;
  /** What it is about: an order's, member's or link's id. One mail a kind, subject and round. */
  about: string;
  round: number;
  tenantId: string | null;
  orderId: string | null;
  /** One address, already validated and in canonical form (`checkMailAddress`). */
  to: string;
  locale: MailLocale;
  /** Values for the template; nothing secret. At most 4 KB of JSON. */
  facts: Readonly<Record<string, string | number>>;
  /** A token for a link in the mail. Sealed at rest, forgotten once the mail was delivered or given up. */
  secret?: string;
  /** The subscription that asked for it, if one did: the mail then says how to unsubscribe. */
  subscriptionId?: string;
}

/** Binds the token of a mail to its row, so that it cannot be opened for another one. */
export function mailSecretBinding(mailId: string): string {
  return `mail:${mailId}:secret`;
}

/**
 * Writes the mail and its outbox message within the caller's transaction; answers its id, or undefined if that mail exists already.
 * Throws outside of a transaction, for facts that are too long, and for a secret without a sealer.
 */
export async function queueMail(sql: Queryable, mail: NewMail): Promise<string | undefined> {
  if (!isTransaction(sql)) throw new Error('a mail is queued in the transaction of its cause');
  const facts = JSON.stringify(mail.facts);
  if (Buffer.byteLength(facts) > MOST_FACT_BYTES) throw new RangeError('the facts of a mail are too long');
  const mailId = randomUUID();
  let sealed: Buffer | null = null;
  if (mail.secret !== undefined) {
    if (!sql.sealer) throw new Error('a secret cannot be sealed: this pool has no sealer');
    sealed = sql.sealer.seal(mail.secret, mailSecretBinding(mailId));
  }
  const inserted = await sql.query(
    `insert into webhook_deliveries
       (id, channel, event_type, about, round, tenant_id, order_id, recipient, locale, body, sealed_secret, had_secret, subscription_id)
     values ($1, 'mail', $2, $3, $4, $5, $6, $7, $8, $9, $10::bytea, $10::bytea is not null, $11)
     on conflict (event_type, about, round) where channel = 'mail' do nothing`,
    [
      ...[
        mailId,
        mail.kind,
        mail.about,
        mail.round,
        mail.tenantId,
        mail.orderId,
        mail.to,
        mail.locale,
        facts,
      ],
      ...[sealed, mail.subscriptionId ?? null],
    ],
  );
  if (inserted.rowCount !== 1) return undefined;
  await enqueueMail(sql, { mailId });
  return mailId;
}
