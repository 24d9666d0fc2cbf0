import { GalleyError } from '../../contract/failures';
import type { Material } from '../../db/blog/material';
import type { BlogOrder } from '../../db/blog/orders';
import type { HintedPart } from '../../db/orders/hints';
import type { Subject } from '../../db/blog/subjects';
import type { Store } from '../../db/stores/stores';
import type { Version } from '../../db/blog/versions';
import type { ActivityDeps } from '../deps';

/** Something that an order must have by now is not there: our own fault. */
export function missing(what: string, key: { orderId: string }): GalleyError {
  return new GalleyError({
    type: 'Internal.Fault',
    reason: `no_${what}`,
    detail: `order ${key.orderId} has no ${what}`,
  });
}

/** The store of an order; its absence is our own fault. */
export async function requireStore(deps: ActivityDeps, order: BlogOrder): Promise<Store> {
  const store = order.storeId ? await deps.db.stores.storeById({ storeId: order.storeId }) : undefined;
  if (!store) throw missing('store', { orderId: order.id });
  return store;
}

/** What a part of an order's post is made from. Its subject is saved before the first stage that needs it. */
export async function requireMaterial(
  deps: ActivityDeps,
  order: BlogOrder,
  of: { part: HintedPart; ideaId?: string },
): Promise<Material & { subject: Subject }> {
  const { id: orderId, storeId } = order;
  const material = await deps.db.material.readMaterial({ orderId, storeId, ...of });
  if (!material) throw missing('store', { orderId });
  const { subject } = material;
  if (!subject) throw missing('subject', { orderId });
  return { ...material, subject };
}

/** A version of an order; a run names only versions it was given. */
export async function requireVersion(
  deps: ActivityDeps,
  key: { orderId: string; versionId: string },
): Promise<Version> {
  const version = await deps.db.versions.findVersion(key);
  if (!version) throw missing('version', key);
  return version;
}
