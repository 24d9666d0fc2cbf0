import type { Plan, Principal, Role, TenantKind } from '../../contract/tenancy';
import type { Queryable } from '../pool';

/** Who sent a request: a key or a member of a tenant, and what it may do. */
export interface Holder {
  by: Principal;
  tenantId: string;
  role: Role;
  plan: Plan;
  /** Whether the recorded last use is more than a minute ago. */
  isUseDue: boolean;
  /** The session that stands for it, and how long that has left, in milliseconds. */
  sessionId?: string;
  leftMs?: number;
}

/** Finds the holder of an unrevoked key by the SHA-256 of the key. */
export async function findKeyHolder(db: Queryable, key: { hash: Buffer }): Promise<Holder | undefined> {
  const result = await db.query<Holder>(
    `select json_build_object('kind', 'key', 'id', k.id) as by, k.tenant_id as "tenantId", k.role, t.plan,
            (k.last_used_at is null or k.last_used_at < statement_timestamp() - interval '1 minute') as "isUseDue"
       from api_keys k join tenants t on t.id = k.tenant_id
      where k.key_hash = $1 and k.revoked_at is null`,
    [key.hash],
  );
  return result.rows[0];
}

/** A tenant as stored. */
export interface Tenant {
  id: string;
  kind: TenantKind;
  name: string;
  plan: Plan;
  /** Fairness weight in busy lanes; null for the plan's. */
  fairnessWeight: number | null;
  /** Spending caps per day and per month (UTC), in US cents. */
  dailyCapCents: number | null;
  monthlyCapCents: number | null;
  /** Generation items worked on at once, and admitted per minute; null for the default. */
  itemsAtOnce: number | null;
  itemsPerMinute: number | null;
  createdAt: Date;
}

/** The editable settings of a tenant. */
export type TenantSettings = Omit<Tenant, 'id' | 'kind' | 'createdAt'>;

const TENANT_COLUMNS = `id, kind, name, plan, fairness_weight as "fairnessWeight",
  items_at_once as "itemsAtOnce", items_per_minute as "itemsPerMinute",
  daily_cap_cents::float8 as "dailyCapCents", monthly_cap_cents::float8 as "monthlyCapCents",
  created_at as "createdAt"`;

/** Inserts a tenant. */
export async function insertTenant(tx: Queryable, row: Omit<Tenant, 'createdAt'>): Promise<Tenant> {
  const result = await tx.query<Tenant>(
    `insert into tenants (id, kind, name, plan, fairness_weight, daily_cap_cents, monthly_cap_cents, items_at_once, items_per_minute)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${TENANT_COLUMNS}`,
    [
      row.id,
      row.kind,
      row.name,
      row.plan,
      row.fairnessWeight,
      row.dailyCapCents,
      row.monthlyCapCents,
      row.itemsAtOnce,
      row.itemsPerMinute,
    ],
  );
  return result.rows[0]!;
}

/** Reads a tenant. */
export async function tenantById(db: Queryable, key: { tenantId: string }): Promise<Tenant | undefined> {
  const result = await db.query<Tenant>(`select ${TENANT_COLUMNS} from tenants where id = $1`, [
    key.tenantId,
  ]);
  return result.rows[0];
}

/** A page of tenants, newest first. `after` is the last row of the previous page. */
export async function listTenants(
  db: Queryable,
  filter: {
    /** Only this tenant. */
    tenantId?: string | undefined;
    kind?: TenantKind | undefined;
    limit: number;
    /** `createdAt` in microseconds since 1970. */
    after?: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<Tenant & { position: string }>> {
  const result = await db.query<Tenant & { position: string }>(
    `select ${TENANT_COLUMNS}, (extract(epoch from created_at) * 1000000)::bigint::text as position from tenants
      where ($1::uuid is null or id = $1) and ($2::text is null or kind = $2)
        and ($3::bigint is null
          or (created_at, id) < (timestamptz 'epoch' + $3::bigint * interval '1 microsecond', $4::uuid))
      order by created_at desc, id desc limit $5`,
    [
      filter.tenantId ?? null,
      filter.kind ?? null,
      filter.after?.createdAt ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ],
  );
  return result.rows;
}

const SETTING_COLUMNS: Record<keyof TenantSettings, string> = {
  name: 'name',
  plan: 'plan',
  fairnessWeight: 'fairness_weight',
  dailyCapCents: 'daily_cap_cents',
  monthlyCapCents: 'monthly_cap_cents',
  itemsAtOnce: 'items_at_once',
  itemsPerMinute: 'items_per_minute',
};

/**
 * Changes settings of a tenant; omitted ones stay unchanged. Returns the updated tenant, or undefined if there is none.
 */
export async function updateTenant(
  tx: Queryable,
  change: { tenantId: string; settings: Partial<TenantSettings> },
): Promise<Tenant | undefined> {
  const values: unknown[] = [change.tenantId];
  const sets = (Object.keys(SETTING_COLUMNS) as Array<keyof TenantSettings>).flatMap((name) => {
    const value = change.settings[name];
    if (value === undefined) return [];
    values.push(value);
    return [`${SETTING_COLUMNS[name]} = $${values.length}`];
  });
  const result = await tx.query<Tenant>(
    `update tenants set ${[...sets, 'updated_at = clock_timestamp()'].join(', ')}
      where id = $1 returning ${TENANT_COLUMNS}`,
    values,
  );
  return result.rows[0];
}

/** Creates a tenant with a key and, optionally, a store; existing ones are kept. */
export async function createTenantWithKey(
  tx: Queryable,
  row: {
    tenantId: string;
    kind: TenantKind;
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
