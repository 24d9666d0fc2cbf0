import { GalleyError } from '../../contract/failures';
import { isOutdated } from '../../domain/providers/outdated';
import type { Queryable } from '../pool';
import type { Sealer } from '../tenants/seal';
import { storeById } from './stores';
import type { Connection, Store } from './stores';

/** Credentials of a store's own app. */
export interface StoreCredentials {
  appId: string;
  appSecret: string;
}

function boundTo(storeId: string): string {
  return `store:${storeId}:credentials`;
}

/** Encrypts the credentials of a store's own app. */
export function sealCredentials(
  sealer: Sealer,
  row: { storeId: string; credentials: StoreCredentials },
): Buffer {
  const { appId, appSecret } = row.credentials;
  return sealer.seal(JSON.stringify({ appId, appSecret }), boundTo(row.storeId));
}

/** Pause before undecryptable credentials are tried again, in milliseconds: the first one, and the longest. */
const UNREADABLE_DELAY_MS = 60_000;
const LONGEST_UNREADABLE_DELAY_MS = 30 * 60_000;

/**
 * Decrypts the credentials of a store's own app, if it has one. Throws `Provider.Closed` if the key is not available,
 * so that the order waits.
 */
export function openCredentials(
  sealer: Sealer,
  row: Pick<Store, 'id' | 'sealedCredentials'>,
): StoreCredentials | undefined {
  if (!row.sealedCredentials) return undefined;
  try {
    return JSON.parse(sealer.open(row.sealedCredentials, boundTo(row.id))) as StoreCredentials;
  } catch {
    throw new GalleyError({
      type: 'Provider.Closed',
      reason: 'store_disconnected',
      delayMs: UNREADABLE_DELAY_MS,
      longestDelayMs: LONGEST_UNREADABLE_DELAY_MS,
      detail: `the credentials of store ${row.id} cannot be decrypted with the available keys`,
    });
  }
}

/** The connection data a store is asked with; what it answers applies to no others. */
export type CheckedConnection = Pick<Store, 'id' | 'platform' | 'instanceId' | 'sealedCredentials'>;

function isSame(one: CheckedConnection, other: CheckedConnection): boolean {
  const sealedOf = ({ sealedCredentials }: CheckedConnection): string =>
    sealedCredentials?.toString('hex') ?? '';
  return one.instanceId === other.instanceId && sealedOf(one) === sealedOf(other);
}

/** Saves what a question to a store showed of its connection, with the time of the question. */
async function saveConnection(
  tx: Queryable,
  row: { storeId: string; connection: 'ok' | 'needs_reconnect'; askedAt: number; isCheck: boolean },
): Promise<void> {
  await tx.query(
    `update stores set connection = $2, changed_at = greatest(changed_at, to_timestamp($3::float8 / 1000)),
            checked_at = case when $4 then clock_timestamp() else checked_at end,
            disconnected_at = case when $2 = 'needs_reconnect' then coalesce(disconnected_at, clock_timestamp()) end
      where id = $1`,
    [row.storeId, row.connection, row.askedAt, row.isCheck],
  );
}

/**
 * Saves what an answer of a store showed, unless the store was asked or reconnected since. Returns the previous connection state, or
 * undefined if nothing was saved. `isCheck`: it was asked for the sake of it.
 */
export async function saveAnswer(
  tx: Queryable,
  row: {
    store: CheckedConnection & Pick<Store, 'readAt'>;
    connection: 'ok' | 'needs_reconnect';
    isCheck: boolean;
  },
): Promise<Connection | undefined> {
  const { store, connection, isCheck } = row;
  const askedAt = store.readAt;
  const now = await storeById(tx, { storeId: store.id, lock: true });
  if (!now || isOutdated(now, { askedAt }) || !isSame(now, store)) return undefined;
  await saveConnection(tx, { storeId: now.id, connection, askedAt, isCheck });
  return now.connection;
}

/**
 * Saves that the store of an order refused a request that was made at `askedAt`. `isLost`: because we may not act for it any more.
 * False if the store is connected and was asked or reconnected since, so that the refusal is out of date.
 */
export async function saveRefusal(
  tx: Queryable,
  row: { orderId: string; askedAt: number; isLost: boolean },
): Promise<boolean> {
  const { orderId, askedAt, isLost } = row;
  const found = await tx.query<{ storeId: string | null }>(
    'select store_id as "storeId" from orders where id = $1',
    [orderId],
  );
  const storeId = found.rows[0]?.storeId;
  return storeId ? saveRefusalOfStore(tx, { storeId, askedAt, isLost }) : true;
}

/** The same of a store that was asked for something else than an order. */
export async function saveRefusalOfStore(
  tx: Queryable,
  row: { storeId: string; askedAt: number; isLost: boolean },
): Promise<boolean> {
  const { storeId, askedAt, isLost } = row;
  const now = await storeById(tx, { storeId, lock: true });
  if (!now || now.connection === 'needs_reconnect') return true;
  if (isOutdated(now, { askedAt })) return false;
  if (isLost)
    await saveConnection(tx, { storeId: now.id, connection: 'needs_reconnect', askedAt, isCheck: false });
  return true;
}

/**
 * Reconnects a store with data that was just verified, if its connection data is still the same as then (`was`).
 * `taken`: another store is connected to the site.
 */
export async function reconnectStore(
  tx: Queryable,
  row: { was: CheckedConnection; instanceId: string; sealedCredentials: Buffer | null },
): Promise<'done' | 'changed' | 'taken'> {
  const now = await storeById(tx, { storeId: row.was.id, lock: true });
  if (!now || !isSame(now, row.was)) return 'changed';
  try {
    await tx.query(
      `update stores set instance_id = $2, sealed_credentials = $3, connection = 'ok', disconnected_at = null,
              checked_at = clock_timestamp(), changed_at = clock_timestamp(), updated_at = clock_timestamp()
        where id = $1`,
      [row.was.id, row.instanceId, row.sealedCredentials],
    );
  } catch (error) {
    if ((error as { code?: unknown }).code === '23505') return 'taken';
    throw error;
  }
  if (row.instanceId !== row.was.instanceId) await forgetSite(tx, { storeId: row.was.id });
  return 'done';
}

/**
 * Forgets what belongs to the site that a store was connected to before: its author, categories and tags, and the pictures and drafts
 * of posts that are not out. The orders under way make them anew.
 */
async function forgetSite(tx: Queryable, key: { storeId: string }): Promise<void> {
  await tx.query(`update stores set author_id = null, category_ids = '[]', tag_ids = '[]' where id = $1`, [
    key.storeId,
  ]);
  await tx.query('delete from store_answers where store_id = $1', [key.storeId]);
  await tx.query(
    `update publications p set media = null, pending_media = null, pending_since = null, failed_uploads = 0, draft_id = null, draft_named = false, create_began_at = null
       from orders o
      where o.id = p.order_id and o.store_id = $1 and o.phase <> 'done' and p.post_id is null`,
    [key.storeId],
  );
}
