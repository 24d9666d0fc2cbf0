import type { PictureMode, PublishMode } from '../../contract/blog';
import type { Platform } from '../../contract/platforms';
import type { Plan } from '../../contract/tenancy';
import type { BrandVoice } from '../../domain/text/brand-voice';
import type { Queryable } from '../pool';
import type { ProofMethod } from './proofs';

/** Whether the store accepts our requests; `unchecked` until the first check. */
export type Connection = 'unchecked' | 'ok' | 'needs_reconnect';

/** An archived store accepts no new orders. */
export type StoreStatus = 'active' | 'archived';

/** A tenant's store. */
export interface Store {
  id: string;
  tenantId: string;
  platform: Platform;
  instanceId: string;
  name: string;
  language: string;
  authorId: string | null;
  categoryIds: string[];
  tagIds: string[];
  connection: Connection;
  status: StoreStatus;
  brandVoice: BrandVoice;
  /** Style of its pictures, in words; empty if not specified. */
  imageStyle: string;
  /** Email address for notifications to the store's staff; null for none. */
  notificationAddress: string | null;
  /** What happens to finished posts unless an order overrides it. */
  publishMode: PublishMode;
  /** Whether its posts have a picture unless an order overrides it. */
  pictures: PictureMode;
  /** IANA name of the time zone in which the store enters and displays times. */
  timeZone: string;
  checkedAt: Date | null;
  disconnectedAt: Date | null;
  createdAt: Date;
  /** How its site was shown to be the tenant's; null for stores from before that was asked for. */
  provedBy: ProofMethod | null;
  /** Encrypted credentials of the store's own app; null if the installation's app is used. */
  sealedCredentials: Buffer | null;
  /** Plan of the store's tenant. */
  plan: Plan;
  /**
   * When its connection was last decided about, and when this was read, both by Postgres' clock in milliseconds since 1970. Whatever
   * the store is asked with these data, it is asked after `readAt`.
   */
  changedAt: number;
  readAt: number;
}

/** The editable settings of a store; `brandVoice` holds only the fields to change. */
export interface StoreSettings {
  name: string;
  language: string;
  categoryIds: string[];
  tagIds: string[];
  authorId: string | null;
  brandVoice: Partial<BrandVoice>;
  imageStyle: string;
  notificationAddress: string | null;
  publishMode: PublishMode;
  pictures: PictureMode;
  timeZone: string;
  status: StoreStatus;
}

/** The brand voice of a store, with all its fields, as SQL. */
export const BRAND_VOICE = `'{"tone":"","useWords":[],"avoidWords":[],"sample":""}'::jsonb || brand_voice`;

const STORE_COLUMNS = `id, tenant_id as "tenantId", platform, instance_id as "instanceId", name, language,
  author_id as "authorId", category_ids as "categoryIds", tag_ids as "tagIds", connection, status,
  ${BRAND_VOICE} as "brandVoice",
  image_style as "imageStyle", notification_address as "notificationAddress", publish_mode as "publishMode", pictures,
  time_zone as "timeZone", checked_at as "checkedAt", disconnected_at as "disconnectedAt", created_at as "createdAt",
  proved_by as "provedBy", sealed_credentials as "sealedCredentials",
  (select t.plan from tenants t where t.id = stores.tenant_id) as plan,
  (extract(epoch from changed_at) * 1000)::float8 as "changedAt",
  (extract(epoch from clock_timestamp()) * 1000)::float8 as "readAt"`;

/**
 * Finds a tenant's store by its site, whose id is given in the canonical form of each platform, or its only active one. `ambiguous` if
 * no site is given and there are several.
 */
export async function findStore(
  db: Queryable,
  key: { tenantId?: string | undefined; instanceIds?: readonly string[] | undefined },
): Promise<Store | 'ambiguous' | undefined> {
  const result = await db.query<Store>(
    `select ${STORE_COLUMNS} from stores
      where ($1::uuid is null or tenant_id = $1)
        and (instance_id = any($2) or ($2::text[] is null and status = 'active')) limit 2`,
    [key.tenantId ?? null, key.instanceIds ?? null],
  );
  return result.rows.length > 1 ? 'ambiguous' : result.rows[0];
}

/** Reads a store; with a tenant, only if it belongs to that tenant. */
export async function storeById(
  db: Queryable,
  key: { storeId: string; tenantId?: string | undefined; lock?: boolean },
): Promise<Store | undefined> {
  const result = await db.query<Store>(
    `select ${STORE_COLUMNS} from stores where id = $1 and ($2::uuid is null or tenant_id = $2)
      ${key.lock ? 'for no key update' : ''}`,
    [key.storeId, key.tenantId ?? null],
  );
  return result.rows[0];
}

/** A page of stores, newest first. `after` is the last row of the previous page. */
export async function listStores(
  db: Queryable,
  filter: {
    tenantId?: string | undefined;
    status?: StoreStatus | undefined;
    limit: number;
    /** `createdAt` in microseconds since 1970. */
    after?: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<Store & { position: string }>> {
  const result = await db.query<Store & { position: string }>(
    `select ${STORE_COLUMNS}, (extract(epoch from created_at) * 1000000)::bigint::text as position from stores
      where ($1::uuid is null or tenant_id = $1) and ($2::text is null or status = $2)
        and ($3::bigint is null
          or (created_at, id) < (timestamptz 'epoch' + $3::bigint * interval '1 microsecond', $4::uuid))
      order by created_at desc, id desc limit $5`,
    [
      filter.tenantId ?? null,
      filter.status ?? null,
      filter.after?.createdAt ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ],
  );
  return result.rows;
}

const SETTING_COLUMNS: Record<keyof StoreSettings, string> = {
  name: 'name',
  language: 'language',
  categoryIds: 'category_ids',
  tagIds: 'tag_ids',
  authorId: 'author_id',
  brandVoice: 'brand_voice',
  imageStyle: 'image_style',
  notificationAddress: 'notification_address',
  publishMode: 'publish_mode',
  pictures: 'pictures',
  timeZone: 'time_zone',
  status: 'status',
};

/** Changes settings of a store. Omitted settings, and omitted fields of the brand voice, stay unchanged. */
export async function updateStore(
  tx: Queryable,
  change: { storeId: string; settings: Partial<StoreSettings> },
): Promise<void> {
  const values: unknown[] = [change.storeId];
  const sets = (Object.keys(SETTING_COLUMNS) as Array<keyof StoreSettings>).flatMap((name) => {
    const value = change.settings[name];
    if (value === undefined) return [];
    const isJson = value !== null && typeof value === 'object';
    values.push(isJson ? JSON.stringify(value) : value);
    const column = SETTING_COLUMNS[name];
    return [
      `${column} = ${name === 'brandVoice' ? `${column} || ` : ''}$${values.length}${isJson ? '::jsonb' : ''}`,
    ];
  });
  await tx.query(
    `update stores set ${[...sets, 'updated_at = clock_timestamp()'].join(', ')} where id = $1`,
    values,
  );
}

/** Inserts a store with an unchecked connection. Returns false if its site already has a store. */
export async function insertStore(
  tx: Queryable,
  row: {
    id: string;
    tenantId: string;
    platform: Platform;
    instanceId: string;
    sealedCredentials: Buffer | null;
    settings: Partial<StoreSettings> & { name: string };
  },
): Promise<boolean> {
  const inserted = await tx.query(
    `insert into stores (id, tenant_id, platform, instance_id, name, connection, sealed_credentials)
     values ($1, $2, $3, $4, $5, 'unchecked', $6) on conflict (instance_id) do nothing`,
    [row.id, row.tenantId, row.platform, row.instanceId, row.settings.name, row.sealedCredentials],
  );
  if (inserted.rowCount !== 1) return false;
  await updateStore(tx, { storeId: row.id, settings: row.settings });
  return true;
}

/** Saves the member that a store's posts are published as, unless one is set or the store is connected to another site by now. */
export async function saveStoreAuthor(
  db: Queryable,
  row: { storeId: string; instanceId: string; authorId: string },
): Promise<void> {
  await db.query(
    'update stores set author_id = $2 where id = $1 and instance_id = $3 and author_id is null',
    [row.storeId, row.authorId, row.instanceId],
  );
}
