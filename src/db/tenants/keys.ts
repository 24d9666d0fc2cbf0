import { randomUUID } from 'node:crypto';
import type { Principal, Role } from '../../contract/tenancy';
import { MOST_KEYS, MOST_REVOKED_KEYS } from '../../domain/tenants/bounds';
import type { Queryable } from '../pool';
import { holdPrincipal, isAdminLeft, lockAdmins } from './principals';

/** An API key as shown to users; only its hash is stored, and the hash is not shown either. */
export interface ApiKeyRow {
  id: string;
  tenantId: string;
  label: string;
  role: Role;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

const COLUMNS = `id, tenant_id as "tenantId", label, role, created_at as "createdAt",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

/** Serialises transactions that count what belongs to a tenant, until the transaction ends. */
export async function lockTenant(tx: Queryable, key: { tenantId: string }): Promise<void> {
  await tx.query('select 1 from tenants where id = $1 for no key update', [key.tenantId]);
}

/**
 * Adds a key to a tenant on behalf of another key or a member. `full`: the tenant has as many valid keys as it may. `ended`: whoever
 * acts has been revoked or removed meanwhile. Deletes the oldest revoked keys where there are too many.
 */
export async function addKey(
  tx: Queryable,
  row: { id: string; tenantId: string; role: Role; label: string; hash: Buffer; by: Principal },
): Promise<ApiKeyRow | 'full' | 'ended'> {
  await lockTenant(tx, row);
  if (!(await holdPrincipal(tx, row.by))) return 'ended';
  const valid = await tx.query<{ keys: number }>(
    'select count(*)::int as keys from api_keys where tenant_id = $1 and revoked_at is null',
    [row.tenantId],
  );
  if (valid.rows[0]!.keys >= MOST_KEYS) return 'full';
  await tx.query(
    `delete from api_keys where id in (
       select id from api_keys where tenant_id = $1 and revoked_at is not null
        order by revoked_at desc, id offset $2)`,
    [row.tenantId, MOST_REVOKED_KEYS],
  );
  return insertKey(tx, row);
}

/** Adds a key to a tenant, identified by the SHA-256 of the key. */
async function insertKey(
  db: Queryable,
  row: { id: string; tenantId: string; role: Role; label: string; hash: Buffer },
): Promise<ApiKeyRow> {
  const result = await db.query<ApiKeyRow>(
    `insert into api_keys (id, tenant_id, role, label, key_hash) values ($1, $2, $3, $4, $5) returning ${COLUMNS}`,
    [row.id, row.tenantId, row.role, row.label, row.hash],
  );
  return result.rows[0]!;
}

/** A page of a tenant's keys, newest first, including revoked ones. `after` is the last row of the previous page. */
export async function listKeys(
  db: Queryable,
  filter: {
    tenantId: string;
    limit: number;
    /** `createdAt` in microseconds since 1970. */
    after?: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<ApiKeyRow & { position: string }>> {
  const result = await db.query<ApiKeyRow & { position: string }>(
    `select ${COLUMNS}, (extract(epoch from created_at) * 1000000)::bigint::text as position from api_keys
      where tenant_id = $1
        and ($2::bigint is null
          or (created_at, id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by created_at desc, id desc limit $4`,
    [filter.tenantId, filter.after?.createdAt ?? null, filter.after?.id ?? null, filter.limit],
  );
  return result.rows;
}

/** Whether there is a valid key of an administrator. */
export async function hasAdminKey(db: Queryable): Promise<boolean> {
  const result = await db.query(`select 1 from api_keys where role = 'admin' and revoked_at is null limit 1`);
  return result.rowCount === 1;
}

/**
 * Revokes a tenant's key; revoking it again changes nothing. `last`: nobody else is an administrator, neither a key
 * nor a member, so it stays valid.
 */
export async function revokeKey(
  tx: Queryable,
  key: { keyId: string; tenantId: string },
): Promise<ApiKeyRow | 'last' | undefined> {
  await lockAdmins(tx);
  const found = await tx.query<ApiKeyRow>(
    `select ${COLUMNS} from api_keys where id = $1 and tenant_id = $2 for no key update`,
    [key.keyId, key.tenantId],
  );
  const known = found.rows[0];
  if (!known || known.revokedAt) return known;
  if (known.role === 'admin' && !(await isAdminLeft(tx, { kind: 'key', id: known.id }))) return 'last';
  const revoked = await tx.query<ApiKeyRow>(
    `update api_keys set revoked_at = clock_timestamp() where id = $1 returning ${COLUMNS}`,
    [known.id],
  );
  await tx.query('delete from sessions where key_id = $1', [known.id]);
  await tx.query('delete from sign_in_links where key_id = $1', [known.id]);
  return revoked.rows[0];
}

/** Adds an administrator key if there is no valid one. Returns whether it did; of concurrent calls only one does. */
export async function insertFirstAdminKey(
  tx: Queryable,
  row: { hash: Buffer; label: string },
): Promise<boolean> {
  await lockAdmins(tx);
  if (await hasAdminKey(tx)) return false;
  const operators = await tx.query<{ id: string }>(
    `select id from tenants where kind = 'operator' order by created_at, id limit 1`,
  );
  const tenantId = operators.rows[0]?.id ?? randomUUID();
  if (operators.rowCount === 0)
    await tx.query(`insert into tenants (id, kind, name) values ($1, 'operator', 'Operators')`, [tenantId]);
  await insertKey(tx, { id: randomUUID(), tenantId, role: 'admin', ...row });
  return true;
}
