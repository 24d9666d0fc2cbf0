import type { Principal, Role } from '../../contract/tenancy';
import { MOST_SIGN_INS } from '../../domain/tenants/bounds';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { lockTenant } from './keys';
import { holdPrincipal, tenantOfPrincipal } from './principals';
import type { Holder } from './tenants';

/** Lifetime of a session, in seconds. */
export const SESSION_SECONDS = 7 * 24 * 60 * 60;

/** Who is signed in as a person, and as what. */
export interface SignedInMember {
  personId: string;
  address: string;
  name: string;
}

/** The signed-in key or member, and when the session expires. */
export interface SessionHolder extends Holder {
  tenantName: string;
  tenantKind: string;
  expiresAt: Date;
  /** The session itself, and how long it has left, in milliseconds by the clock of Postgres. */
  sessionId: string;
  leftMs: number;
  /** Null for whoever signed in with a key. */
  member: SignedInMember | null;
}

/** Tables of what signs people in, whose rows belong to a key or member and expire. */
type SignIns = 'sessions' | 'sign_in_links';

/** The column that holds whom such a row belongs to. */
const OWNER = { key: 'key_id', member: 'member_id' } as const satisfies Record<Principal['kind'], string>;

/** Deletes what has expired, without waiting for others who do. */
async function dropExpired(tx: Queryable, table: SignIns): Promise<void> {
  await tx.query(
    `delete from ${table} where word_hash in (
       select word_hash from ${table} where expires_at < statement_timestamp() limit 1000 for update skip locked)`,
  );
}

/** Rows that belong to the same key, or the same person, as `$1`. */
const SAME_OWNER = {
  key: 'key_id = $1',
  member:
    'member_id in (select m.id from members m where m.person_id = (select person_id from members where id = $1))',
} as const satisfies Record<Principal['kind'], string>;

/** Deletes the oldest of a key or person, and of all of a tenant, beyond those they may have. */
async function dropOldest(
  tx: Queryable,
  table: SignIns,
  of: { by: Principal; tenantId: string },
): Promise<void> {
  await tx.query(
    `delete from ${table} where word_hash in (
       select word_hash from ${table} where ${SAME_OWNER[of.by.kind]} order by expires_at desc, word_hash offset $2)`,
    [of.by.id, MOST_SIGN_INS.ofKey],
  );
  await tx.query(
    `delete from ${table} where word_hash in (
       select word_hash from (
         select s.word_hash, s.expires_at from ${table} s join api_keys k on k.id = s.key_id where k.tenant_id = $1
         union all
         select s.word_hash, s.expires_at from ${table} s join members m on m.id = s.member_id
          where m.tenant_id = $1 and m.removed_at is null
       ) of_tenant order by expires_at desc, word_hash offset $2)`,
    [of.tenantId, MOST_SIGN_INS.ofTenant],
  );
}

/**
 * Saves what signs somebody in, identified by the SHA-256 of its token; expired rows and the oldest beyond the limits are deleted.
 * Returns when it expires; undefined if the key has been revoked or the member removed.
 */
async function insertSignIn(
  tx: Queryable,
  table: SignIns,
  row: { wordHash: Buffer; by: Principal; seconds: number; device?: string },
): Promise<Date | undefined> {
  const tenantId = await tenantOfPrincipal(tx, row.by);
  if (tenantId === undefined) return undefined;
  await lockTenant(tx, { tenantId });
  if (!(await holdPrincipal(tx, row.by))) return undefined;
  await dropExpired(tx, table);
  const isSession = table === 'sessions';
  const result = await tx.query<{ expiresAt: Date }>(
    `insert into ${table} (word_hash, ${OWNER[row.by.kind]}, expires_at${isSession ? ', device' : ''})
     values ($1, $2, clock_timestamp() + make_interval(secs => $3)${isSession ? ', $4' : ''})
     returning expires_at as "expiresAt"`,
    [row.wordHash, row.by.id, row.seconds, ...(isSession ? [row.device ?? ''] : [])],
  );
  await dropOldest(tx, table, { by: row.by, tenantId });
  return result.rows[0]!.expiresAt;
}

/** A session as it is started. */
export interface NewSession {
  /** SHA-256 of its token. */
  wordHash: Buffer;
  by: Principal;
  /** Browser and system; empty where unknown. */
  device?: string;
}

/**
 * Starts a session for a key or member; the oldest beyond the limits end. Returns whether it did: not if the key has been revoked or the
 * member removed.
 */
export function insertSession(db: Queryable, session: NewSession): Promise<boolean> {
  return atomically(db, async (tx) => {
    const expiresAt = await insertSignIn(tx, 'sessions', { ...session, seconds: SESSION_SECONDS });
    return expiresAt !== undefined;
  });
}

/** The holder of a session; undefined once it has expired, its key is revoked or its member removed. */
export async function findSession(
  db: Queryable,
  key: { wordHash: Buffer },
): Promise<SessionHolder | undefined> {
  const result = await db.query<SessionHolder>(
    `select case when m.id is null then json_build_object('kind', 'key', 'id', k.id)
                 else json_build_object('kind', 'member', 'id', m.id) end as by,
            t.id as "tenantId", coalesce(m.role, k.role) as role, t.plan, t.name as "tenantName", t.kind as "tenantKind",
            least(coalesce(s.last_used_at, '-infinity'), coalesce(k.last_used_at, m.last_used_at, '-infinity'))
              < statement_timestamp() - interval '1 minute' as "isUseDue",
            s.expires_at as "expiresAt", s.id as "sessionId",
            (extract(epoch from s.expires_at - statement_timestamp()) * 1000)::float8 as "leftMs",
            case when m.id is not null
                 then json_build_object('personId', p.id, 'address', p.address, 'name', m.name) end as member
       from sessions s
       left join api_keys k on k.id = s.key_id and k.revoked_at is null
       left join members m on m.id = s.member_id and m.removed_at is null
       left join people p on p.id = m.person_id
       join tenants t on t.id = coalesce(k.tenant_id, m.tenant_id)
      where s.word_hash = $1 and s.expires_at > statement_timestamp()`,
    [key.wordHash],
  );
  return result.rows[0];
}

/**
 * Those of the given keys and members that have ended or have another role, as `key:<id>` and `member:<id>`, and of the given sessions
 * those that have ended or are somebody else's by now, as `session:<id>`.
 */
export async function findEnded(
  db: Queryable,
  of: {
    principals: ReadonlyArray<{ by: Principal; role: Role }>;
    sessions: ReadonlyArray<{ sessionId: string; by: Principal }>;
  },
): Promise<string[]> {
  const result = await db.query<{ name: string }>(
    `select kind || ':' || id as name from unnest($1::text[], $2::uuid[], $3::text[]) as given (kind, id, role)
      where not exists (
        select 1 from api_keys k
         where given.kind = 'key' and k.id = given.id and k.role = given.role and k.revoked_at is null)
        and not exists (
        select 1 from members m
         where given.kind = 'member' and m.id = given.id and m.role = given.role and m.removed_at is null)
     union all
     select 'session:' || id from unnest($4::uuid[], $5::uuid[]) as given (id, owner)
      where not exists (
        select 1 from sessions s
         where s.id = given.id and s.expires_at > statement_timestamp()
           and coalesce(s.key_id, s.member_id) = given.owner)`,
    [
      of.principals.map(({ by }) => by.kind),
      of.principals.map(({ by }) => by.id),
      of.principals.map(({ role }) => role),
      of.sessions.map(({ sessionId }) => sessionId),
      of.sessions.map(({ by }) => by.id),
    ],
  );
  return result.rows.map(({ name }) => name);
}

/** Ends a session. */
export async function deleteSession(db: Queryable, key: { wordHash: Buffer }): Promise<void> {
  await db.query('delete from sessions where word_hash = $1', [key.wordHash]);
}

/** A session as its owner sees it. */
export interface SessionRow {
  id: string;
  /** Browser and system; empty where unknown. */
  device: string;
  tenantName: string;
  createdAt: Date;
  /** Accurate to the minute; null until it is used. */
  lastUsedAt: Date | null;
  expiresAt: Date;
}

/** A page of the sessions of a key, or of a person at all tenants, newest first. `after` is the last row of the previous page. */
export async function listSessions(
  db: Queryable,
  filter: {
    by: Principal;
    limit: number;
    /** `createdAt` in microseconds since 1970. */
    after?: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<SessionRow & { position: string }>> {
  const result = await db.query<SessionRow & { position: string }>(
    `select s.id, s.device, t.name as "tenantName", s.created_at as "createdAt", s.last_used_at as "lastUsedAt",
            s.expires_at as "expiresAt", (extract(epoch from s.created_at) * 1000000)::bigint::text as position
       from sessions s
       left join api_keys k on k.id = s.key_id
       left join members m on m.id = s.member_id
       join tenants t on t.id = coalesce(k.tenant_id, m.tenant_id)
      where s.${SAME_OWNER[filter.by.kind]} and s.expires_at > statement_timestamp()
        and ($2::bigint is null
          or (s.created_at, s.id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by s.created_at desc, s.id desc limit $4`,
    [filter.by.id, filter.after?.createdAt ?? null, filter.after?.id ?? null, filter.limit],
  );
  return result.rows;
}

/** Ends sessions of a key, or of a person at all tenants: one of them, or all. Returns how many ended. */
export async function endSessions(db: Queryable, of: { by: Principal; sessionId?: string }): Promise<number> {
  const result = await db.query(
    `delete from sessions where ${SAME_OWNER[of.by.kind]} and ($2::uuid is null or id = $2)`,
    [of.by.id, of.sessionId ?? null],
  );
  return result.rowCount ?? 0;
}

/** Lifetime of a sign-in link that a key or member makes, in seconds. */
export const LINK_SECONDS = 60 * 60;

/**
 * Saves a one-time sign-in link, identified by the SHA-256 of its token; the oldest beyond the limits are deleted. Returns when it
 * expires; undefined if the key has been revoked or the member removed.
 */
export function insertSignInLink(
  db: Queryable,
  link: { wordHash: Buffer; by: Principal },
): Promise<Date | undefined> {
  return atomically(db, (tx) => insertSignIn(tx, 'sign_in_links', { ...link, seconds: LINK_SECONDS }));
}

/**
 * Consumes a sign-in link. Returns whom it belongs to; undefined if it was used or has expired, its key is revoked or its member
 * removed.
 */
export async function useSignInLink(
  db: Queryable,
  key: { wordHash: Buffer },
): Promise<Principal | undefined> {
  const result = await db.query<{ keyId: string | null; memberId: string | null }>(
    `delete from sign_in_links l
      where l.word_hash = $1 and l.expires_at > statement_timestamp()
        and (exists (select 1 from api_keys k where k.id = l.key_id and k.revoked_at is null)
          or exists (select 1 from members m where m.id = l.member_id and m.removed_at is null))
      returning l.key_id as "keyId", l.member_id as "memberId"`,
    [key.wordHash],
  );
  const row = result.rows[0];
  if (!row) return undefined;
  return row.memberId === null ? { kind: 'key', id: row.keyId! } : { kind: 'member', id: row.memberId };
}
