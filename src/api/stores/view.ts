import type { Response } from 'express';
import type { z } from 'zod';
import type { Db } from '../../db/db';
import type { Store } from '../../db/stores/stores';
import { scopeOf } from '../http/auth';
import { ApiError } from '../http/errors';
import type { storeView } from './schemas';

/** Where stores live. */
export const STORES_BASE = '/api/stores';

/** A store as people see it: with all that was set, and without its credentials. */
export function viewStore(shop: Store): z.output<typeof storeView> {
  return {
    id: shop.id,
    tenantId: shop.tenantId,
    instanceId: shop.instanceId,
    name: shop.name,
    status: shop.status,
    connection: shop.connection,
    checkedAt: shop.checkedAt?.toISOString() ?? null,
    disconnectedAt: shop.disconnectedAt?.toISOString() ?? null,
    hasOwnCredentials: shop.sealedCredentials !== null,
    language: shop.language,
    categoryIds: shop.categoryIds,
    tagIds: shop.tagIds,
    authorMemberId: shop.authorMemberId,
    brandVoice: shop.brandVoice,
    imageStyle: shop.imageStyle,
    notificationAddress: shop.notificationAddress,
    publishMode: shop.publishMode,
    timeZone: shop.timeZone,
    createdAt: shop.createdAt.toISOString(),
  };
}

/** The store that a request names; one of another tenant is not there, unless the key reaches to all. */
export async function storeOf(db: Db, res: Response, storeId: string): Promise<Store> {
  const shop = await db.stores.storeById({ storeId, tenantId: scopeOf(res) });
  if (!shop) throw new ApiError('not_found', 'Store not found.');
  return shop;
}
