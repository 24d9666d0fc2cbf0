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
export function viewStore(store: Store): z.output<typeof storeView> {
  return {
    id: store.id,
    tenantId: store.tenantId,
    platform: store.platform,
    instanceId: store.instanceId,
    name: store.name,
    status: store.status,
    provedBy: store.provedBy,
    connection: store.connection,
    checkedAt: store.checkedAt?.toISOString() ?? null,
    disconnectedAt: store.disconnectedAt?.toISOString() ?? null,
    hasOwnCredentials: store.sealedCredentials !== null,
    language: store.language,
    categoryIds: store.categoryIds,
    tagIds: store.tagIds,
    authorId: store.authorId,
    brandVoice: store.brandVoice,
    imageStyle: store.imageStyle,
    notificationAddress: store.notificationAddress,
    publishMode: store.publishMode,
    pictures: store.pictures,
    timeZone: store.timeZone,
    createdAt: store.createdAt.toISOString(),
  };
}

/** The store that a request names; one of another tenant is not there, unless the key reaches to all. */
export async function storeOf(db: Db, res: Response, storeId: string): Promise<Store> {
  const store = await db.stores.storeById({ storeId, tenantId: scopeOf(res) });
  if (!store) throw new ApiError('not_found', 'Store not found.');
  return store;
}
