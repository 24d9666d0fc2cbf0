import type { Plan, Role } from '../contract/tenancy';
import type { Queryable } from './pool';

/** Whose key it is and what it may do. */
export interface KeyHolder {
  keyId: string;
  tenantId: string;
  role: Role;
  plan: Plan;
}

/** A store of a tenant. */
export interface StoreRow {
  id: string;
  tenantId: string;
  instanceId: string;
  name: string;
  language: string;
  authorMemberId: string | null;
  categoryIds: string[];
  tagIds: string[];
  connection: 'ok' | 'needs_reconnect';
  /** Plan of the store's tenant. */
  plan: Plan;
}

const STORE_COLUMNS = `id, tenant_id as "tenantId", instance_id as "instanceId", name, language,
  author_member_id as "authorMemberId", category_ids as "categoryIds", tag_ids as "tagIds", connection,
  (select t.plan from tenants t where t.id = stores.tenant_id) as plan`;

/** The holder of an unrevoked key, found by the SHA-256 of the key. */
export async function findKeyHolder(db: Queryable, key: { hash: Buffer }): Promise<KeyHolder | undefined> {
  const result = await db.query<KeyHolder>(
    `select k.id as "keyId", k.tenant_id as "tenantId", k.role, t.plan
       from api_keys k join tenants t on t.id = k.tenant_id
      where k.key_hash = $1 and k.revoked_at is null`,
    [key.hash],
  );
  return result.rows[0];
}

/** A tenant's store: the named one, or its only one. More than one and none named answers `ambiguous`. */
export async function findStore(
  db: Queryable,
  key: { tenantId?: string | undefined; instanceId?: string | undefined },
): Promise<StoreRow | 'ambiguous' | undefined> {
  const result = await db.query<StoreRow>(
    `select ${STORE_COLUMNS} from stores
      where ($1::uuid is null or tenant_id = $1) and ($2::text is null or instance_id = $2) limit 2`,
    [key.tenantId ?? null, key.instanceId ?? null],
  );
  return result.rows.length > 1 ? 'ambiguous' : result.rows[0];
}

/** The store of an order. */
export async function storeById(db: Queryable, key: { storeId: string }): Promise<StoreRow | undefined> {
  const result = await db.query<StoreRow>(`select ${STORE_COLUMNS} from stores where id = $1`, [key.storeId]);
  return result.rows[0];
}

/** Remembers the member in whose name a store's posts appear. */
export async function saveStoreAuthor(
  db: Queryable,
  row: { storeId: string; authorMemberId: string },
): Promise<void> {
  await db.query('update stores set author_member_id = $2 where id = $1 and author_member_id is null', [
    row.storeId,
    row.authorMemberId,
  ]);
}

/** Notes that the store of an order answers again, or that it must be reconnected. */
export async function saveConnection(
  db: Queryable,
  row: { orderId: string; connection: StoreRow['connection'] },
): Promise<void> {
  await db.query(
    `update stores s set connection = $2,
            disconnected_at = case when $2 = 'ok' then null else clock_timestamp() end
       from orders o where o.id = $1 and s.id = o.store_id and s.connection <> $2`,
    [row.orderId, row.connection],
  );
}

/** Creates a tenant with a store (both unless they exist) and a key for it. */
export async function createTenantWithKey(
  tx: Queryable,
  row: {
    tenantId: string;
    kind: 'store' | 'operator';
    name: string;
    plan: Plan;
    key: { id: string; hash: Buffer; label: string; role: Role };
    store?: { id: string; instanceId: string; language: string };
  },
): Promise<void> {
  await tx.query(
    `insert into tenants (id, kind, name, plan) values ($1, $2, $3, $4) on conflict (id) do nothing`,
    [row.tenantId, row.kind, row.name, row.plan],
  );
  if (row.store)
    await tx.query(
      `insert into stores (id, tenant_id, instance_id, name, language) values ($1, $2, $3, $4, $5)
       on conflict (instance_id) do nothing`,
      [row.store.id, row.tenantId, row.store.instanceId, row.name, row.store.language],
    );
  await tx.query(
    `insert into api_keys (id, tenant_id, role, label, key_hash) values ($1, $2, $3, $4, $5)
     on conflict (key_hash) do nothing`,
    [row.key.id, row.tenantId, row.key.role, row.key.label, row.key.hash],
  );
}
