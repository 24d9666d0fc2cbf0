import type { Queryable } from '../pool';
import type { KeyHolder } from './tenants';

/** Lifetime of a session, in seconds. */
export const SESSION_SECONDS = 7 * 24 * 60 * 60;

/** The signed-in key holder, and when the session expires. */
export interface SessionHolder extends KeyHolder {
  tenantName: string;
  tenantKind: string;
  expiresAt: Date;
}

/** Starts a session for a key, identified by the SHA-256 of its token; expired sessions are deleted. */
export async function insertSession(
  db: Queryable,
  session: { wordHash: Buffer; keyId: string },
): Promise<void> {
  await db.query('delete from sessions where expires_at < statement_timestamp()');
  await db.query(
    `insert into sessions (word_hash, key_id, expires_at) values ($1, $2, clock_timestamp() + make_interval(secs => $3))`,
    [session.wordHash, session.keyId, SESSION_SECONDS],
  );
}

/** The holder of a session; undefined once it has expired or its key is revoked. */
export async function findSession(
  db: Queryable,
  key: { wordHash: Buffer },
): Promise<SessionHolder | undefined> {
  const result = await db.query<SessionHolder>(
    `select k.id as "keyId", k.tenant_id as "tenantId", k.role, t.plan, t.name as "tenantName", t.kind as "tenantKind",
            (k.last_used_at is null or k.last_used_at < statement_timestamp() - interval '1 minute') as "isUseDue",
            s.expires_at as "expiresAt"
       from sessions s join api_keys k on k.id = s.key_id join tenants t on t.id = k.tenant_id
      where s.word_hash = $1 and s.expires_at > statement_timestamp() and k.revoked_at is null`,
    [key.wordHash],
  );
  return result.rows[0];
}

/** Ends a session. */
export async function deleteSession(db: Queryable, key: { wordHash: Buffer }): Promise<void> {
  await db.query('delete from sessions where word_hash = $1', [key.wordHash]);
}

/** Lifetime of a sign-in link, in seconds. */
export const LINK_SECONDS = 60 * 60;

/**
 * Saves a one-time sign-in link, identified by the SHA-256 of its token; expired links are deleted. Returns when it
 * expires.
 */
export async function insertSignInLink(
  db: Queryable,
  link: { wordHash: Buffer; keyId: string },
): Promise<Date> {
  await db.query('delete from sign_in_links where expires_at < statement_timestamp()');
  const result = await db.query<{ expiresAt: Date }>(
    `insert into sign_in_links (word_hash, key_id, expires_at)
     values ($1, $2, clock_timestamp() + make_interval(secs => $3)) returning expires_at as "expiresAt"`,
    [link.wordHash, link.keyId, LINK_SECONDS],
  );
  return result.rows[0]!.expiresAt;
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
