import type { Role } from '../../contract/tenancy';
import { MOST_SIGN_INS } from '../../domain/tenants/bounds';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { holdKey, lockTenant } from './keys';
import type { KeyHolder } from './tenants';

/** Lifetime of a session, in seconds. */
export const SESSION_SECONDS = 7 * 24 * 60 * 60;

/** The signed-in key holder, and when the session expires. */
export interface SessionHolder extends KeyHolder {
  tenantName: string;
  tenantKind: string;
  expiresAt: Date;
  /** The session itself, and how long it has left, in milliseconds by the clock of Postgres. */
  sessionId: string;
  leftMs: number;
}

/** Tables of what signs people in, whose rows belong to a key and expire. */
type SignIns = 'sessions' | 'sign_in_links';

/** Deletes what has expired, without waiting for others who do. */
async function dropExpired(tx: Queryable, table: SignIns): Promise<void> {
  await tx.query(
    `delete from ${table} where word_hash in (
       select word_hash from ${table} where expires_at < statement_timestamp() limit 1000 for update skip locked)`,
  );
}

/** Deletes the oldest of a key, and of all keys of its tenant, beyond those they may have. */
async function dropOldest(
  tx: Queryable,
  table: SignIns,
  of: { keyId: string; tenantId: string },
): Promise<void> {
  await tx.query(
    `delete from ${table} where word_hash in (
       select word_hash from ${table} where key_id = $1 order by expires_at desc, word_hash offset $2)`,
    [of.keyId, MOST_SIGN_INS.ofKey],
  );
  await tx.query(
    `delete from ${table} where word_hash in (
       select s.word_hash from ${table} s join api_keys k on k.id = s.key_id
        where k.tenant_id = $1 order by s.expires_at desc, s.word_hash offset $2)`,
    [of.tenantId, MOST_SIGN_INS.ofTenant],
  );
}

/**
 * Saves what signs somebody in, identified by the SHA-256 of its token; expired rows and the oldest beyond the limits are deleted.
 * Returns when it expires; undefined if the key has been revoked.
 */
async function insertSignIn(
  tx: Queryable,
  table: SignIns,
  row: { wordHash: Buffer; keyId: string; seconds: number },
): Promise<Date | undefined> {
  const owner = await tx.query<{ tenantId: string }>(
    'select tenant_id as "tenantId" from api_keys where id = $1',
    [row.keyId],
  );
  const tenantId = owner.rows[0]?.tenantId;
  if (tenantId === undefined) return undefined;
  await lockTenant(tx, { tenantId });
  if (!(await holdKey(tx, row))) return undefined;
  await dropExpired(tx, table);
  const result = await tx.query<{ expiresAt: Date }>(
    `insert into ${table} (word_hash, key_id, expires_at)
     values ($1, $2, clock_timestamp() + make_interval(secs => $3)) returning expires_at as "expiresAt"`,
    [row.wordHash, row.keyId, row.seconds],
  );
  await dropOldest(tx, table, { keyId: row.keyId, tenantId });
  return result.rows[0]!.expiresAt;
}

/**
 * Starts a session for a key, identified by the SHA-256 of its token; the oldest beyond the limits end. Returns whether it did: not if
 * the key has been revoked.
 */
export function insertSession(db: Queryable, session: { wordHash: Buffer; keyId: string }): Promise<boolean> {
  return atomically(db, async (tx) => {
    const expiresAt = await insertSignIn(tx, 'sessions', { ...session, seconds: SESSION_SECONDS });
    return expiresAt !== undefined;
  });
}

/** The holder of a session; undefined once it has expired or its key is revoked. */
export async function findSession(
  db: Queryable,
  key: { wordHash: Buffer },
): Promise<SessionHolder | undefined> {
  const result = await db.query<SessionHolder>(
    `select k.id as "keyId", k.tenant_id as "tenantId", k.role, t.plan, t.name as "tenantName", t.kind as "tenantKind",
            (k.last_used_at is null or k.last_used_at < statement_timestamp() - interval '1 minute') as "isUseDue",
            s.expires_at as "expiresAt", s.id as "sessionId",
            (extract(epoch from s.expires_at - statement_timestamp()) * 1000)::float8 as "leftMs"
       from sessions s join api_keys k on k.id = s.key_id join tenants t on t.id = k.tenant_id
      where s.word_hash = $1 and s.expires_at > statement_timestamp() and k.revoked_at is null`,
    [key.wordHash],
  );
  return result.rows[0];
}

/**
 * Those of the given keys that are revoked or have another role, and of the given sessions that have ended, as `key:<id>` and
 * `session:<id>`.
 */
export async function findEnded(
  db: Queryable,
  of: { keys: ReadonlyArray<{ keyId: string; role: Role }>; sessionIds: readonly string[] },
): Promise<string[]> {
  const result = await db.query<{ name: string }>(
    `select 'key:' || id as name from unnest($1::uuid[], $2::text[]) as given (id, role)
      where not exists (
        select 1 from api_keys k where k.id = given.id and k.role = given.role and k.revoked_at is null)
     union all
     select 'session:' || id from unnest($3::uuid[]) as given (id)
      where not exists (select 1 from sessions s where s.id = given.id and s.expires_at > statement_timestamp())`,
    [of.keys.map(({ keyId }) => keyId), of.keys.map(({ role }) => role), of.sessionIds],
  );
  return result.rows.map(({ name }) => name);
}

/** Ends a session. */
export async function deleteSession(db: Queryable, key: { wordHash: Buffer }): Promise<void> {
  await db.query('delete from sessions where word_hash = $1', [key.wordHash]);
}

/** Lifetime of a sign-in link, in seconds. */
export const LINK_SECONDS = 60 * 60;

/**
 * Saves a one-time sign-in link, identified by the SHA-256 of its token; the oldest beyond the limits are deleted. Returns when it
 * expires; undefined if the key has been revoked.
 */
export function insertSignInLink(
  db: Queryable,
  link: { wordHash: Buffer; keyId: string },
): Promise<Date | undefined> {
  return atomically(db, (tx) => insertSignIn(tx, 'sign_in_links', { ...link, seconds: LINK_SECONDS }));
}

/**
 * Consumes a sign-in link. Returns the key it belongs to; undefined if it was used or has expired, or its key is
 * revoked.
 */
export async function useSignInLink(
  db: Queryable,
  key: { wordHash: Buffer },
): Promise<{ keyId: string } | undefined> {
  const result = await db.query<{ keyId: string }>(
    `delete from sign_in_links l using api_keys k
      where l.word_hash = $1 and l.expires_at > statement_timestamp() and k.id = l.key_id and k.revoked_at is null
      returning l.key_id as "keyId"`,
    [key.wordHash],
  );
  return result.rows[0];
}
