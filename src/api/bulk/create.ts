import type { Response } from 'express';
import type { z } from 'zod';
import { principalName } from '../../contract/tenancy';
import type { Tx } from '../../db/db';
import type { BulkJob } from '../../db/bulk/jobs';
import { bulkRequestOf } from '../../domain/bulk/request';
import { ownTenant, priorityFor } from '../content/create';
import { holderOf } from '../http/auth';
import type { createBulkBody } from './schemas';

/** Accepts a job with its items in the transaction given, and answers it. Throws where there is no room for all of them. */
export async function createJob(
  tx: Tx,
  res: Response,
  body: z.output<typeof createBulkBody>,
  { itemDelayMs }: { itemDelayMs: number },
): Promise<BulkJob> {
  const tenant = await ownTenant(tx, res);
  const { by } = holderOf(res);
  const { name, priority, ...request } = bulkRequestOf(body);
  const member =
    by.kind === 'member' ? await tx.members.findMember({ memberId: by.id, tenantId: tenant.id }) : undefined;
  const { jobId } = await tx.bulkJobs.acceptJob({
    ...request,
    tenantId: tenant.id,
    priority: priorityFor(tenant, priority),
    itemDelayMs,
    placedBy: principalName(by),
    personId: member?.personId,
    templateName: name,
  });
  return (await tx.bulkJobs.findJob({ orderId: jobId }))!;
}
