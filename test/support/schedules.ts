import { randomUUID } from 'node:crypto';
import { hashApiKey } from '../../src/api/http/auth';
import type { BulkTemplate } from '../../src/db/bulk/templates';
import type { ScheduleFields } from '../../src/db/bulk/schedules';
import type { Galley } from './galley';

/** Items of a job about topics. */
export function topics(count: number): Array<{ topic: string; word_count: number; tone: string }> {
  return Array.from({ length: count }, (_, n) => ({
    topic: `Kettles, part ${n + 1}`,
    word_count: 300,
    tone: 'professional',
  }));
}

/** The tenant of a sample store. */
export async function tenantOf(galley: Galley, { key } = galley.stores[0]!): Promise<string> {
  const result = await galley.database.pool.query<{ id: string }>(
    'select tenant_id as id from api_keys where key_hash = $1',
    [hashApiKey(key)],
  );
  return result.rows[0]!.id;
}

/** Saves a template of a tenant, with as few items as wanted. */
export async function makeTemplate(
  galley: Galley,
  {
    tenantId,
    items = 1,
    name = `Template ${randomUUID()}`,
  }: { tenantId: string; items?: number; name?: string },
): Promise<BulkTemplate> {
  const request = { mode: 'topic' as const, items: topics(items), concurrency: 1 };
  const template = await galley.db.bulkTemplates.insertTemplate({
    ...{ tenantId, name, request, createdBy: 'test' },
  });
  return template!;
}

/** Saves a schedule as the API would, though with any interval, and as if the API ended right after the commit. */
export async function makeSchedule(
  galley: Galley,
  template: Pick<BulkTemplate, 'id' | 'tenantId'>,
  fields: Partial<ScheduleFields> & { paused?: boolean } = {},
): Promise<string> {
  const id = await galley.db.bulkSchedules.insertSchedule({
    ...{ tenantId: template.tenantId, templateId: template.id, name: `Schedule ${randomUUID()}` },
    ...{ cron: null, everySeconds: 3_600, timeZone: 'UTC', overlap: 'ALLOW_ALL', catchUpSeconds: 0 },
    ...{ paused: false, createdBy: 'test', personId: null },
    ...fields,
  });
  return id!;
}
