import type { Response } from 'express';
import { PLAN_PRIORITY } from '../../contract/tenancy';
import type { Tx } from '../../db/db';
import type { Tenant } from '../../db/tenants/tenants';
import { holderOf } from '../http/auth';
import { ApiError } from '../http/errors';

/** The tenant that what is ordered belongs to: that of the key or person. */
export async function ownTenant(tx: Tx, res: Response): Promise<Tenant> {
  const tenant = await tx.tenants.tenantById({ tenantId: holderOf(res).tenantId });
  if (!tenant) throw new ApiError('bad_request', 'Tenant not found.');
  return tenant;
}

/** The priority of what is ordered: the one asked for, or else that of the plan. */
export const priorityFor = (tenant: Tenant, asked: number | undefined): number =>
  asked ?? PLAN_PRIORITY[tenant.plan];
