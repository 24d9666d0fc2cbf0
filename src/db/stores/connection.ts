import { GalleyError } from '../../contract/failures';
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

/** Delay before undecryptable credentials are tried again, in milliseconds. */
const UNREADABLE_DELAY_MS = 60_000;

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
      detail: `the credentials of store ${row.id} cannot be decrypted with the available keys`,
    });
  }
}

/** The connection data a store was checked with; a result does not apply to any other. */
export type CheckedConnection = Pick<Store, 'id' | 'platform' | 'instanceId' | 'sealedCredentials'>;

/**
 * Saves the result of a connection check, unless the store was reconnected in the meantime. Returns the previous
 * connection state, or undefined if nothing was saved.
 */
export async function saveConnectionCheck(
  tx: Queryable,
  row: CheckedConnection & { connection: 'ok' | 'needs_reconnect' },
): Promise<Connection | undefined> {
  const result = await tx.query<{ before: Connection }>(
    `update stores s set connection = $4, checked_at = clock_timestamp(),
            disconnected_at = case when $4 = 'needs_reconnect' then coalesce(s.disconnected_at, clock_timestamp()) end
       from (select id, connection from stores
              where id = $1 and instance_id = $2 and sealed_credentials is not distinct from $3
                for no key update) old
      where s.id = old.id returning old.connection as before`,
    [row.id, row.instanceId, row.sealedCredentials, row.connection],
  );
  return result.rows[0]?.before;
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
  const isSame =
    now?.instanceId === row.was.instanceId &&
    (now.sealedCredentials?.toString('hex') ?? '') === (row.was.sealedCredentials?.toString('hex') ?? '');
  if (!isSame) return 'changed';
  try {
    await tx.query(
      `update stores set instance_id = $2, sealed_credentials = $3, connection = 'ok', disconnected_at = null,
              checked_at = clock_timestamp(), updated_at = clock_timestamp() where id = $1`,
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
    `update publications p set media = null, draft_id = null, draft_named = false, create_began_at = null
       from orders o
      where o.id = p.order_id and o.store_id = $1 and o.phase <> 'done' and p.post_id is null`,
    [key.storeId],
  );
}
