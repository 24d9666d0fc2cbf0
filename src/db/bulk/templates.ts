import { randomUUID } from 'node:crypto';
import { comparable } from '../../domain/text/compare';
import type { ContentMode } from '../../contract/bulk';
import type { BulkBody } from '../../domain/bulk/request';
import type { Queryable } from '../pool';

/** A bulk job as it was saved, to be placed again. */
export interface BulkTemplate {
  id: string;
  tenantId: string;
  name: string;
  /** As it was validated when it was saved. */
  request: BulkBody;
  createdAt: Date;
  updatedAt: Date;
}

/** A template as lists show it, without its items. */
export interface TemplateSummary extends Omit<BulkTemplate, 'request'> {
  mode: ContentMode;
  totalItems: number;
}

/** A template as people may see it: theirs, or anybody's where `tenantId` is undefined. */
export interface TemplateKey {
  templateId: string;
  tenantId: string | undefined;
}

const COLUMNS = `id, tenant_id as "tenantId", name, request, created_at as "createdAt", updated_at as "updatedAt"`;

/** Locks a tenant against concurrent creation of templates and schedules, and counts both; undefined if there is no such tenant. */
export async function countSaved(
  tx: Queryable,
  key: { tenantId: string },
): Promise<{ templates: number; schedules: number } | undefined> {
  const tenant = await tx.query('select 1 from tenants where id = $1 for no key update', [key.tenantId]);
  if (tenant.rowCount === 0) return undefined;
  const result = await tx.query<{ templates: number; schedules: number }>(
    `select (select count(*)::int from bulk_templates where tenant_id = $1) as templates,
            (select count(*)::int from bulk_schedules where tenant_id = $1 and deleted_at is null) as schedules`,
    [key.tenantId],
  );
  return result.rows[0];
}

/** Saves a template; undefined if its tenant has one of that name, however spelled. */
export async function insertTemplate(
  tx: Queryable,
  row: Pick<BulkTemplate, 'tenantId' | 'name' | 'request'> & { createdBy: string },
): Promise<BulkTemplate | undefined> {
  const result = await tx.query<BulkTemplate>(
    `insert into bulk_templates (id, tenant_id, name, name_form, request, created_by)
     values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id, name_form) do nothing returning ${COLUMNS}`,
    [
      ...[randomUUID(), row.tenantId, row.name, comparable(row.name)],
      ...[JSON.stringify(row.request), row.createdBy],
    ],
  );
  return result.rows[0];
}

/** Finds a template. */
export async function findTemplate(db: Queryable, key: TemplateKey): Promise<BulkTemplate | undefined> {
  const result = await db.query<BulkTemplate>(
    `select ${COLUMNS} from bulk_templates where id = $1 and ($2::uuid is null or tenant_id = $2)`,
    [key.templateId, key.tenantId ?? null],
  );
  return result.rows[0];
}

/** Finds a tenant's template by its name, however spelled. */
export async function templateByName(
  db: Queryable,
  key: { tenantId: string; name: string },
): Promise<BulkTemplate | undefined> {
  const result = await db.query<BulkTemplate>(
    `select ${COLUMNS} from bulk_templates where tenant_id = $1 and name_form = $2`,
    [key.tenantId, comparable(key.name)],
  );
  return result.rows[0];
}

/** Locks a template, so that it is neither changed nor deleted before the transaction ends. */
export async function lockTemplate(tx: Queryable, key: TemplateKey): Promise<BulkTemplate | undefined> {
  const result = await tx.query<BulkTemplate>(
    `select ${COLUMNS} from bulk_templates where id = $1 and ($2::uuid is null or tenant_id = $2) for update`,
    [key.templateId, key.tenantId ?? null],
  );
  return result.rows[0];
}

/**
 * A page of templates, newest first. `after` is the last row of the previous page, with `createdAt` in microseconds since 1970.
 */
export async function listTemplates(
  db: Queryable,
  filter: {
    tenantId: string | undefined;
    limit: number;
    after: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<TemplateSummary & { position: string }>> {
  const result = await db.query<TemplateSummary & { position: string }>(
    `select id, tenant_id as "tenantId", name, request->>'mode' as mode, jsonb_array_length(request->'items') as "totalItems",
            created_at as "createdAt", updated_at as "updatedAt", (extract(epoch from created_at) * 1000000)::bigint::text as position from bulk_templates
      where ($1::uuid is null or tenant_id = $1)
        and ($2::bigint is null
          or (created_at, id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by created_at desc, id desc limit $4`,
    [filter.tenantId ?? null, filter.after?.createdAt ?? null, filter.after?.id ?? null, filter.limit],
  );
  return result.rows;
}

/** Changes a template that is locked; `taken` if another one of its tenant has the name. Omitted fields stay unchanged. */
export async function changeTemplate(
  tx: Queryable,
  template: Pick<BulkTemplate, 'id' | 'tenantId'>,
  change: { name?: string | undefined; request?: BulkBody | undefined },
): Promise<BulkTemplate | 'taken'> {
  const form = change.name === undefined ? null : comparable(change.name);
  const result = await tx.query<BulkTemplate>(
    `update bulk_templates t set name = coalesce($3, name), name_form = coalesce($4, name_form),
            request = coalesce($5, request), updated_at = clock_timestamp()
      where t.id = $1 and not exists (
        select 1 from bulk_templates o where o.tenant_id = $2 and o.id <> $1 and o.name_form = $4)
     returning ${COLUMNS}`,
    [
      ...[template.id, template.tenantId, change.name ?? null, form],
      change.request ? JSON.stringify(change.request) : null,
    ],
  );
  return result.rows[0] ?? 'taken';
}

/** Deletes a template that is locked and that no schedule uses. */
export async function deleteTemplate(tx: Queryable, key: { templateId: string }): Promise<void> {
  await tx.query('delete from bulk_templates where id = $1', [key.templateId]);
}

/** Names of the schedules that use a template, in order. */
export async function schedulesUsing(db: Queryable, key: { templateId: string }): Promise<string[]> {
  const result = await db.query<{ name: string }>(
    'select name from bulk_schedules where template_id = $1 and deleted_at is null order by name, id',
    [key.templateId],
  );
  return result.rows.map(({ name }) => name);
}
