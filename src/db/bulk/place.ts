import { PLAN_PRIORITY } from '../../contract/tenancy';
import { bulkRequestOf } from '../../domain/bulk/request';
import type { BulkBody, BulkRequest } from '../../domain/bulk/request';
import type { Queryable } from '../pool';
import { tenantById } from '../tenants/tenants';
import { acceptJob } from './accept';
import type { BulkTemplate } from './templates';

/** Who has a template placed, and how. */
export interface Placing {
  template: Pick<BulkTemplate, 'tenantId' | 'name' | 'request'>;
  /** Pause between the end of an item and the start of the next, in milliseconds. */
  itemDelayMs: number;
  /** As in the audit trail. */
  placedBy: string;
  personId?: string | null;
  scheduleId?: string;
}

/** What is to be written for a template; undefined for one that was saved in a form that is not known any more. */
function readRequest(body: BulkBody): BulkRequest | undefined {
  try {
    return bulkRequestOf(body);
  } catch {
    return undefined;
  }
}

/**
 * Places the job that a template is, as it is now; undefined where its form is not known any more. Throws `TOO_MANY` of the database where there
 * is no room for its orders.
 */
export async function placeTemplate(
  tx: Queryable,
  placing: Placing,
): Promise<{ jobId: string; itemIds: string[] } | undefined> {
  const { template, itemDelayMs, placedBy, personId, scheduleId } = placing;
  const { tenantId, name: templateName } = template;
  const request = readRequest(template.request);
  if (!request) return undefined;
  const { mode, concurrency, priority, items } = request;
  const tenant = await tenantById(tx, { tenantId });
  return acceptJob(tx, {
    ...{ tenantId, mode, concurrency, items, itemDelayMs, placedBy, templateName },
    priority: priority ?? PLAN_PRIORITY[tenant!.plan],
    ...(personId ? { personId } : {}),
    ...(scheduleId ? { scheduleId } : {}),
  });
}
