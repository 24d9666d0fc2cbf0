import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { z } from 'zod';
import { PLAN_PRIORITY } from '../../contract/tenancy';
import type { NewItem } from '../../db/items/items';
import type { Tx } from '../../db/db';
import type { Tenant } from '../../db/tenants/tenants';
import { NO_VOICE } from '../../domain/text/brand-voice';
import { componentsOf } from '../../domain/items/components';
import { acceptOnce } from '../http/accept-once';
import type { AcceptDeps } from '../http/accept-once';
import { holderOf, scopeOf } from '../http/auth';
import { ApiError } from '../http/errors';
import { createItemBatchBody, createItemBody, itemView, newItemBatchView } from './schemas';
import { viewNewBatch, viewNewItem } from './view';
import type { DescribedRouter } from '../http/route';

/** Where generation items live. */
export const ITEMS_BASE = '/api/generation';

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

/** Adds the two routes that accept generation items. */
export function addItemCreation(routes: DescribedRouter, deps: AcceptDeps): void {
  const once = acceptOnce(deps);

  routes.route(
    {
      method: 'post',
      permission: 'orders.place',
      path: ITEMS_BASE,
      summary: 'Create page',
      description: 'Queues a page of the type product, category, brand, inspire or engage.',
      body: createItemBody,
      idempotent: true,
      answers: {
        202: { description: 'Accepted. `Location` is the URL of the page.', schema: itemView },
        429: { description: 'You have too many open orders.' },
        503: { description: 'The queue is full.' },
      },
    },
    async ({ body, req, res }) =>
      once(req, holderOf(res), body, async (tx) => {
        const tenant = await tenantFor(tx, res, body.tenantId);
        const item = newItem(body, PLAN_PRIORITY[tenant.plan]);
        await tx.items.insertItems({ tenantId: tenant.id, batchId: null, items: [item] });
        await tx.itemQueue.admitItems({ tenantId: tenant.id, inPassing: true });
        const saved = (await tx.items.findItem({ itemId: item.id }))!;
        return {
          status: 202,
          json: viewNewItem(saved),
          headers: { location: `${ITEMS_BASE}/${item.id}` },
          orders: 1,
        };
      }),
  );

  routes.route(
    {
      method: 'post',
      permission: 'orders.place',
      path: `${ITEMS_BASE}/batch`,
      summary: 'Create page batch',
      description: 'Queues up to 1,000 pages. Either all of them are accepted or none.',
      body: createItemBatchBody,
      idempotent: true,
      answers: {
        202: { description: 'Accepted. `Location` is the URL of the batch.', schema: newItemBatchView },
        429: { description: 'You have too many open orders.' },
        503: { description: 'The queue is full.' },
      },
    },
    async ({ body, req, res }) =>
      once(req, holderOf(res), body, async (tx) => {
        const tenant = await tenantFor(tx, res, body.tenantId);
        const priority = body.priority ?? PLAN_PRIORITY[tenant.plan];
        const items = body.items.map((request) => newItem(request, priority));
        const batchId = await tx.items.insertBatch({ tenantId: tenant.id, items });
        await tx.itemQueue.admitItems({ tenantId: tenant.id, inPassing: true });
        const batch = (await tx.itemBatches.findBatch({ batchId }))!;
        return {
          status: 202,
          json: { ...viewNewBatch(batch), ids: items.map(({ id }) => id) },
          headers: { location: `${ITEMS_BASE}/batch/${batchId}` },
          orders: items.length,
        };
      }),
  );
}
