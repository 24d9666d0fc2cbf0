import { GalleyError } from '../../contract/failures';
import type { Queryable } from '../pool';
import type { Sealer } from '../tenants/seal';
import { storeById } from './stores';
import type { Connection, Store } from './stores';

/** Credentials of an app of the store's own. */
export interface StoreCredentials {
  appId: string;
  appSecret: string;
}

function boundTo(storeId: string): string {
  return `store:${storeId}:credentials`;
}

/** Seals the credentials of a store's own. */
export function sealCredentials(
  sealer: Sealer,
  row: { storeId: string; credentials: StoreCredentials },
): Buffer {
  const { appId, appSecret } = row.credentials;
  return sealer.seal(JSON.stringify({ appId, appSecret }), boundTo(row.storeId));
}

/** A store's own credentials that cannot be opened are asked for again after this long, in milliseconds. */
const UNREADABLE_DELAY_MS = 60_000;

/** The credentials of a store's own, if it has some. With a key that is not at hand they count as refused: the store waits. */
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
      detail: `the credentials of store ${row.id} do not open with the keys at hand`,
    });
  }
}

/** What a store was asked with; a later answer says nothing about others. */
export type Asked = Pick<Store, 'id' | 'platform' | 'instanceId' | 'sealedCredentials'>;

/**
 * Saves what a store's answer showed, unless it was connected otherwise meanwhile. Answers what was thought of it before, or
 * undefined where nothing was saved.
 */
export async function saveChecked(
  tx: Queryable,
  row: Asked & { connection: 'ok' | 'needs_reconnect' },
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
 * Connects a store with what was just found to work, if it still is as it was then (`was`). `taken`: the site has another store.
 */
export async function reconnectStore(
  tx: Queryable,
  row: { was: Asked; instanceId: string; sealedCredentials: Buffer | null },
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
  // What was uploaded lies in the other site's media, and no draft of this one can show it.
  if (row.instanceId !== row.was.instanceId)
    await tx.query(
      `update publications p set media = null from orders o
        where o.id = p.order_id and o.store_id = $1 and p.post_id is null and p.media is not null`,
      [row.was.id],
    );
  return 'done';
}
