import type { Principal } from '../../contract/tenancy';
import type { Queryable } from '../pool';
import type { Holder } from './tenants';

/** Tables of those who act, with what says that one of them may no longer. */
const TABLES = {
  key: { table: 'api_keys', ended: 'revoked_at' },
  member: { table: 'members', ended: 'removed_at' },
} as const satisfies Record<Principal['kind'], { table: string; ended: string }>;

/** The tenant that a key or member belongs to, whether or not it is still valid. */
export async function tenantOfPrincipal(tx: Queryable, by: Principal): Promise<string | undefined> {
  const result = await tx.query<{ tenantId: string }>(
    `select tenant_id as "tenantId" from ${TABLES[by.kind].table} where id = $1`,
    [by.id],
  );
  return result.rows[0]?.tenantId;
}

/** Whether a key or member is valid, and stays so until the transaction ends. */
export async function holdPrincipal(tx: Queryable, by: Principal): Promise<boolean> {
  const { table, ended } = TABLES[by.kind];
  const result = await tx.query(`select 1 from ${table} where id = $1 and ${ended} is null for share`, [
    by.id,
  ]);
  return result.rowCount === 1;
}

/** Serialises transactions that decide by the number of administrators, until the transaction ends. */
export async function lockAdmins(tx: Queryable): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('galley admin keys', 0))`);
}

/** Whether there is an administrator other than this one: a valid key or a member. */
export async function isAdminLeft(tx: Queryable, but: Principal): Promise<boolean> {
  const result = await tx.query(
    `select 1 from api_keys where role = 'admin' and revoked_at is null and id <> $1
     union all
     select 1 from members where role = 'admin' and removed_at is null and id <> $1 limit 1`,
    [but.id],
  );
  return result.rowCount === 1;
}

/** Updates the time of last use of a key or member, and of its session, each at most once per minute. */
export async function recordUse(
  db: Queryable,
  { by, sessionId }: Pick<Holder, 'by' | 'sessionId'>,
): Promise<void> {
  const isDue = `(last_used_at is null or last_used_at < statement_timestamp() - interval '1 minute')`;
  await db.query(
    `update ${TABLES[by.kind].table} set last_used_at = clock_timestamp() where id = $1 and ${isDue}`,
    [by.id],
  );
  if (sessionId !== undefined)
    await db.query(`update sessions set last_used_at = clock_timestamp() where id = $1 and ${isDue}`, [
      sessionId,
    ]);
}
