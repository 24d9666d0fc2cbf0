import type { MailLocale } from '../../contract/mail';
import { queueMail } from './queue';
import { declinedHash } from './subscriptions';
import type { MailSubscription } from './subscriptions';
import type { Queryable } from '../pool';

/** For how long the link that confirms an address works, in hours. */
export const CONFIRM_HOURS = 72;

/** Mails that ask to confirm: to one address, of whichever tenant, and of one tenant, within a time in hours. */
const TO_ADDRESS = { most: 3, hours: 24 };
const OF_TENANT = { most: 30, hours: 24 };

/** A limit of the mails that ask to confirm is reached: whose, and after how many seconds there is room again. */
export interface TooManyConfirmations {
  of: 'address' | 'tenant';
  retryAfterSeconds: number;
}

/** Which mails count against a limit. Letters that differ in capitals only reach the same person. */
const COUNTED = { tenant: 'tenant_id = $1', address: 'lower(recipient) = lower($1)' } as const;

/** Seconds until fewer than `most` such mails are in the window; 0 if they are fewer now. */
async function secondsUntilRoom(
  tx: Queryable,
  where: (typeof COUNTED)[TooManyConfirmations['of']],
  value: string,
  { most, hours }: { most: number; hours: number },
): Promise<number> {
  const result = await tx.query<{ seconds: number }>(
    `select extract(epoch from created_at + make_interval(hours => $3) - clock_timestamp())::float8 as seconds
       from webhook_deliveries
      where channel = 'mail' and event_type = 'confirm_address' and ${where}
        and created_at > statement_timestamp() - make_interval(hours => $3)
      order by created_at desc offset $2 - 1 limit 1`,
    [value, most, hours],
  );
  return Math.max(0, Math.ceil(result.rows[0]?.seconds ?? 0));
}

/**
 * Mails the link that confirms a subscription's address, unless too many were mailed lately; an earlier link stops working. Must run in a
 * transaction that has locked the subscription.
 */
export async function mailConfirmation(
  tx: Queryable,
  ask: { subscription: MailSubscription; token: string; tokenHash: Buffer; facts: Record<string, string> },
): Promise<TooManyConfirmations | undefined> {
  const { id, tenantId, address, locale } = ask.subscription;
  // Two tenants that name one address at once are counted one after the other.
  await tx.query(
    'select pg_advisory_xact_lock(hashtextextended($1, 1)), pg_advisory_xact_lock(hashtextextended(lower($2), 2))',
    [tenantId, address],
  );
  const limits = [
    ['tenant', tenantId, OF_TENANT],
    ['address', address, TO_ADDRESS],
  ] as const;
  for (const [of, value, limit] of limits) {
    const retryAfterSeconds = await secondsUntilRoom(tx, COUNTED[of], value, limit);
    if (retryAfterSeconds > 0) return { of, retryAfterSeconds };
  }
  await tx.query(
    `update mail_subscriptions set confirm_hash = $2, confirm_until = clock_timestamp() + make_interval(hours => $3),
        consent = 'pending' where id = $1`,
    [id, ask.tokenHash, CONFIRM_HOURS],
  );
  const rounds = await tx.query<{ round: string }>(
    `select coalesce(max(round), 0) + 1 as round from webhook_deliveries
      where channel = 'mail' and event_type = 'confirm_address' and about = $1`,
    [id],
  );
  await queueMail(tx, {
    ...{ kind: 'confirm_address', about: id, round: Number(rounds.rows[0]!.round), tenantId, orderId: null },
    ...{ to: address, locale, facts: ask.facts, secret: ask.token, subscriptionId: id },
  });
  return undefined;
}

/** What a page behind a link in a mail says of its subscription. */
export interface LinkedSubscription {
  locale: MailLocale;
  tenantName: string;
}

const LINKED = `s.locale, (select t.name from tenants t where t.id = s.tenant_id) as "tenantName"`;

/** The subscription that a link confirms; undefined where the link is used up, too old or unknown. Changes nothing. */
export async function findConfirmable(
  db: Queryable,
  link: { tokenHash: Buffer },
): Promise<LinkedSubscription | undefined> {
  const result = await db.query<LinkedSubscription>(
    `select ${LINKED} from mail_subscriptions s
      where s.confirm_hash = $1 and s.confirm_until > statement_timestamp() and s.deleted_at is null`,
    [link.tokenHash],
  );
  return result.rows[0];
}

/** Confirms a subscription, once; its reader has then declined nothing of the tenant any more. What happened before is not told. */
export async function useConfirmation(
  db: Queryable,
  link: { tokenHash: Buffer },
): Promise<LinkedSubscription | undefined> {
  const result = await db.query<LinkedSubscription>(
    `with confirmed as (
       select tenant_id, ${declinedHash('address')} as hash from mail_subscriptions
        where confirm_hash = $1 and confirm_until > statement_timestamp() and deleted_at is null),
     agreed as (
       update mail_subscriptions d set declined_hash = null from confirmed c
        where d.tenant_id = c.tenant_id and d.declined_hash = c.hash and d.confirm_hash is distinct from $1)
     update mail_subscriptions s set consent = 'given', confirm_hash = null, confirm_until = null, declined_hash = null,
        digested_until = clock_timestamp(), updated_at = clock_timestamp()
      where s.confirm_hash = $1 and s.confirm_until > statement_timestamp() and s.deleted_at is null returning ${LINKED}`,
    [link.tokenHash],
  );
  return result.rows[0];
}

/** The subscription that a link ends; also one that has ended. Changes nothing. */
export async function findUnsubscribable(
  db: Queryable,
  link: { tokenHash: Buffer },
): Promise<LinkedSubscription | undefined> {
  const result = await db.query<LinkedSubscription>(
    `select ${LINKED} from mail_subscriptions s where s.unsubscribe_hash = $1`,
    [link.tokenHash],
  );
  return result.rows[0];
}

/** Ends a subscription on behalf of whoever reads its mail; once more is the same. */
export async function useUnsubscribe(
  db: Queryable,
  link: { tokenHash: Buffer },
): Promise<LinkedSubscription | undefined> {
  const result = await db.query<LinkedSubscription>(
    `update mail_subscriptions s set consent = 'unsubscribed', confirm_hash = null, confirm_until = null,
        declined_hash = case when s.deleted_at is null then ${declinedHash('s.address')} else s.declined_hash end,
        updated_at = clock_timestamp()
      where s.unsubscribe_hash = $1 returning ${LINKED}`,
    [link.tokenHash],
  );
  return result.rows[0];
}
