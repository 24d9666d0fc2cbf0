import { foldedAddress } from '../../domain/tenants/mail-address';
import type { MailConsent, MailFrequency, MailLocale, StoreMailKind } from '../../contract/mail';
import type { Queryable } from '../pool';

/** Who is mailed about a tenant's orders. */
export interface MailSubscription {
  id: string;
  tenantId: string;
  /** Only of this store; of all where null. */
  storeId: string | null;
  address: string;
  locale: MailLocale;
  kinds: StoreMailKind[];
  frequency: MailFrequency;
  timeZone: string;
  active: boolean;
  consent: MailConsent;
  createdAt: Date;
  updatedAt: Date;
}

/** Columns of a subscription. */
export const SUBSCRIPTION_COLUMNS = `id, tenant_id as "tenantId", store_id as "storeId", address, locale, kinds, frequency,
  time_zone as "timeZone", active, consent, created_at as "createdAt", updated_at as "updatedAt"`;

/** Binds the token of the link that unsubscribes to its subscription. */
export function unsubscribeBinding(subscriptionId: string): string {
  return `mail-subscription:${subscriptionId}:unsubscribe`;
}

/** Locks a tenant against concurrent subscriptions, and counts those it has; undefined if there is no such tenant. */
export async function countSubscriptions(
  tx: Queryable,
  key: { tenantId: string },
): Promise<number | undefined> {
  const tenant = await tx.query('select 1 from tenants where id = $1 for no key update', [key.tenantId]);
  if (tenant.rowCount === 0) return undefined;
  const result = await tx.query<{ n: number }>(
    'select count(*)::int as n from mail_subscriptions where tenant_id = $1 and deleted_at is null',
    [key.tenantId],
  );
  return result.rows[0]!.n;
}

/** What is kept of an address whose reader unsubscribed; `address` is SQL. */
export const declinedHash = (address: string): string => `sha256(convert_to(lower(${address}), 'UTF8'))`;

/**
 * Whether an address belongs to a member of the tenant, who has proved it by a mailed link, so that no further confirmation is needed. Not
 * where its reader has unsubscribed from the tenant before.
 */
export async function isProvedAddress(
  db: Queryable,
  key: { tenantId: string; address: string },
): Promise<boolean> {
  const result = await db.query(
    `select 1 from members m join people p on p.id = m.person_id
      where m.tenant_id = $1 and m.removed_at is null and p.folded = $2 and not exists (
        select 1 from mail_subscriptions s where s.tenant_id = $1 and s.declined_hash = ${declinedHash('$3')}) limit 1`,
    [key.tenantId, foldedAddress(key.address), key.address],
  );
  return result.rowCount === 1;
}

/** Inserts a subscription; undefined if the tenant has one for that address and store. */
export async function insertSubscription(
  tx: Queryable,
  row: Omit<MailSubscription, 'active' | 'createdAt' | 'updatedAt'> & {
    unsubscribeHash: Buffer;
    sealedUnsubscribe: Buffer;
    digestAt: Date;
  },
): Promise<MailSubscription | undefined> {
  const result = await tx.query<MailSubscription>(
    `insert into mail_subscriptions
       (id, tenant_id, store_id, address, locale, kinds, frequency, time_zone, consent, unsubscribe_hash, sealed_unsubscribe, digest_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict do nothing returning ${SUBSCRIPTION_COLUMNS}`,
    [
      ...[
        row.id,
        row.tenantId,
        row.storeId,
        row.address,
        row.locale,
        JSON.stringify(row.kinds),
        row.frequency,
      ],
      ...[row.timeZone, row.consent, row.unsubscribeHash, row.sealedUnsubscribe, row.digestAt],
    ],
  );
  return result.rows[0];
}

/** Finds a subscription that is not deleted; with a tenant, only if it is that tenant's. `lock` for a change that depends on it. */
export async function findSubscription(
  db: Queryable,
  key: { subscriptionId: string; tenantId: string | undefined; lock?: boolean },
): Promise<MailSubscription | undefined> {
  const result = await db.query<MailSubscription>(
    `select ${SUBSCRIPTION_COLUMNS} from mail_subscriptions
      where id = $1 and deleted_at is null and ($2::uuid is null or tenant_id = $2) ${key.lock ? 'for no key update' : ''}`,
    [key.subscriptionId, key.tenantId ?? null],
  );
  return result.rows[0];
}

/** The sealed token of a subscription's link to unsubscribe; undefined if there is no such subscription. */
export async function sealedUnsubscribeOf(
  db: Queryable,
  key: { subscriptionId: string; tenantId: string | undefined },
): Promise<Buffer | undefined> {
  const result = await db.query<{ sealed: Buffer }>(
    `select sealed_unsubscribe as sealed from mail_subscriptions
      where id = $1 and deleted_at is null and ($2::uuid is null or tenant_id = $2)`,
    [key.subscriptionId, key.tenantId ?? null],
  );
  return result.rows[0]?.sealed;
}

/** A page of subscriptions, newest first. `after` is the last row of the page before, with `createdAt` in microseconds since 1970. */
export async function listSubscriptions(
  db: Queryable,
  filter: {
    tenantId: string | undefined;
    limit: number;
    after: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<MailSubscription & { position: string }>> {
  const result = await db.query<MailSubscription & { position: string }>(
    `select ${SUBSCRIPTION_COLUMNS}, (extract(epoch from created_at) * 1000000)::bigint::text as position
       from mail_subscriptions
      where deleted_at is null and ($1::uuid is null or tenant_id = $1)
        and ($2::bigint is null
          or (created_at, id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by created_at desc, id desc limit $4`,
    [filter.tenantId ?? null, filter.after?.createdAt ?? null, filter.after?.id ?? null, filter.limit],
  );
  return result.rows;
}

/** Changes to a subscription; omitted fields stay unchanged. Its address and store are what it is, and never change. */
export interface SubscriptionChange {
  locale?: MailLocale | undefined;
  kinds?: StoreMailKind[] | undefined;
  frequency?: MailFrequency | undefined;
  timeZone?: string | undefined;
  active?: boolean | undefined;
  /** The token of its link to unsubscribe, sealed anew, and its hash where it is another one. */
  sealedUnsubscribe?: Buffer | undefined;
  unsubscribeHash?: Buffer | undefined;
  /** When its next digest is due, with a new time zone. */
  digestAt?: Date | undefined;
}

/** Changes a subscription that is not deleted. */
export async function changeSubscription(
  db: Queryable,
  key: { subscriptionId: string; tenantId: string | undefined },
  change: SubscriptionChange,
): Promise<MailSubscription | undefined> {
  const result = await db.query<MailSubscription>(
    `update mail_subscriptions set locale = coalesce($3, locale), kinds = coalesce($4, kinds),
        frequency = coalesce($5, frequency), time_zone = coalesce($6, time_zone),
        -- What happened while it was off is not told later.
        digested_until = case when $7 and not active then clock_timestamp() else digested_until end,
        active = coalesce($7, active), digest_at = coalesce($8, digest_at),
        sealed_unsubscribe = coalesce($9, sealed_unsubscribe), unsubscribe_hash = coalesce($10, unsubscribe_hash),
        updated_at = clock_timestamp()
      where id = $1 and deleted_at is null and ($2::uuid is null or tenant_id = $2) returning ${SUBSCRIPTION_COLUMNS}`,
    [
      key.subscriptionId,
      key.tenantId ?? null,
      change.locale ?? null,
      change.kinds ? JSON.stringify(change.kinds) : null,
      change.frequency ?? null,
      change.timeZone ?? null,
      change.active ?? null,
      change.digestAt ?? null,
      change.sealedUnsubscribe ?? null,
      change.unsubscribeHash ?? null,
    ],
  );
  return result.rows[0];
}

/** Deletes a subscription and forgets its address; its mails stay in the log for their time. Answers what it was, if it existed. */
export async function deleteSubscription(
  tx: Queryable,
  key: { subscriptionId: string; tenantId: string | undefined },
): Promise<MailSubscription | undefined> {
  const found = await findSubscription(tx, { ...key, lock: true });
  if (!found) return undefined;
  await tx.query(
    `update mail_subscriptions set deleted_at = clock_timestamp(), active = false, address = '', confirm_hash = null where id = $1`,
    [found.id],
  );
  return { ...found, active: false };
}
