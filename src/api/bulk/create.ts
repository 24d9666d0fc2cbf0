import type { Response } from 'express';
import type { z } from 'zod';
import { principalName } from '../../contract/tenancy';
import type { Tx } from '../../db/db';
import { bulkRequestOf } from '../../domain/bulk/request';
import { firstStatus } from '../../domain/orders/lifecycle';
import { ownTenant, priorityFor } from '../content/create';
import { holderOf } from '../http/auth';
import { BULK_BASE } from './base';
import type { createBulkBody, newBulkView } from './schemas';

/** The person behind a request, where one is signed in. */
export async function personOf(tx: Tx, res: Response): Promise<string | null> {
  const { by, tenantId } = holderOf(res);
  if (by.kind !== 'member') return null;
  return (await tx.members.findMember({ memberId: by.id, tenantId }))?.personId ?? null;
}

/** What is answered of a job that was just accepted, with where it is and how many orders it takes. */
export function placedJob({ jobId: id, itemIds }: { jobId: string; itemIds: readonly string[] }): {
  json: z.output<typeof newBulkView>;
  location: string;
  orders: number;
} {
  const total = itemIds.length;
  const status = firstStatus('bulk');
  return {
    json: {
      ...{ success: true, bulk_job_id: id, total_items: total, message: 'Bulk generation queued' },
      ...{ id, status },
    },
    location: `${BULK_BASE}/${id}`,
    orders: 1 + total,
  };
}

/** Accepts a job with its items in the transaction given, and answers it. Throws where there is no room for all of them. */
export async function createJob(
  tx: Tx,
  res: Response,
  body: z.output<typeof createBulkBody>,
  { itemDelayMs }: { itemDelayMs: number },
): Promise<ReturnType<typeof placedJob>> {
  const tenant = await ownTenant(tx, res);
  const { name, priority, ...request } = bulkRequestOf(body);
  return placedJob(
    await tx.bulkJobs.acceptJob({
      ...request,
      tenantId: tenant.id,
      priority: priorityFor(tenant, priority),
      itemDelayMs,
      placedBy: principalName(holderOf(res).by),
      personId: await personOf(tx, res),
      templateName: name,
    }),
  );
}
