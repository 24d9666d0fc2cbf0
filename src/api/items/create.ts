import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { z } from 'zod';
import { PLAN_PRIORITY } from '../../contract/tenancy';
import type { Tx } from '../../db/db';
import type { Batch } from '../../db/items/batches';
import type { NewItem } from '../../db/items/accept';
import type { Item } from '../../db/items/items';
import type { Tenant } from '../../db/tenants/tenants';
import { componentsOf } from '../../domain/items/components';
import { NO_VOICE } from '../../domain/text/brand-voice';
import { holderOf, scopeOf } from '../http/auth';
import { ApiError } from '../http/errors';
import type { createItemBatchBody, createItemBody } from './schemas';

type ItemRequest = Omit<z.output<typeof createItemBody>, 'tenantId'>;

/** The tenant that new items belong to. */
async function tenantFor(tx: Tx, res: Response, named: string | undefined): Promise<Tenant> {
  const scope = scopeOf(res);
  const tenantId = named ?? holderOf(res).tenantId;
  const tenant =
    scope === undefined || scope === tenantId ? await tx.tenants.tenantById({ tenantId }) : undefined;
  if (!tenant) throw new ApiError('bad_request', 'Tenant not found.');
  return tenant;
}

function newItem(request: ItemRequest, priority: number): NewItem {
  const { pageType, targetKeywords, brandVoice } = request;
  const voice = typeof brandVoice === 'string' ? { tone: brandVoice } : (brandVoice ?? {});
  return {
    id: randomUUID(),
    pageType,
    targetKeywords,
    components: componentsOf({ pageType, wanted: request.components }),
    brandVoice: { ...NO_VOICE, ...voice },
    language: request.language ?? 'en',
    priority: request.priority ?? priority,
  };
}

/** Accepts one item and answers it. */
export async function createItem(
  tx: Tx,
  res: Response,
  body: z.output<typeof createItemBody>,
): Promise<Item> {
  const tenant = await tenantFor(tx, res, body.tenantId);
  const item = newItem(body, PLAN_PRIORITY[tenant.plan]);
  await tx.itemAccept.acceptItems({ tenantId: tenant.id, batchId: null, items: [item] });
  return (await tx.items.findItem({ orderId: item.id }))!;
}

/** Accepts a batch and answers it with the ids of its items, in the order sent. */
export async function createBatch(
  tx: Tx,
  res: Response,
  body: z.output<typeof createItemBatchBody>,
): Promise<{ batch: Batch; ids: string[] }> {
  const tenant = await tenantFor(tx, res, body.tenantId);
  const priority = body.priority ?? PLAN_PRIORITY[tenant.plan];
  const items = body.items.map((request) => newItem(request, priority));
  const batchId = await tx.itemAccept.acceptBatch({ tenantId: tenant.id, items });
  return { batch: (await tx.itemBatches.findBatch({ batchId }))!, ids: items.map(({ id }) => id) };
}
