import { randomUUID } from 'node:crypto';
import type { MailKind } from '../../contract/mail';
import type { Queryable } from '../pool';

/** A mail to one address, as it is queued. */
export interface NewMail {
  kind: MailKind;
  /** What it is about: an order's, member's or link's id. One mail a kind, subject and round. */
  about: string;
  round: number;
  tenantId: string | null;
  orderId: string | null;
  /** One address, already validated and in canonical form. */
  to: string;
  locale: 'en' | 'de';
  /** Values for the template; nothing secret. At most 4 KB of JSON. */
  facts: Readonly<Record<string, string | number>>;
  /** A token for a link in the mail. */
  secret?: string;
}

/** Queues a mail within the caller's transaction. Returns its id, or undefined if that mail exists already. */
export async function queueMail(sql: Queryable, mail: NewMail): Promise<string | undefined> {
  const result = await sql.query<{ id: string }>(
    `insert into queued_mail (id, kind, about, round, tenant_id, order_id, recipient, locale, facts, secret)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (kind, about, round) do nothing returning id`,
    [
      ...[randomUUID(), mail.kind, mail.about, mail.round, mail.tenantId, mail.orderId, mail.to, mail.locale],
      ...[JSON.stringify(mail.facts), mail.secret ?? null],
    ],
  );
  return result.rows[0]?.id;
}
