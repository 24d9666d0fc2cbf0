import type { StoreCall } from '../../clients/wix/request';
import type { Order } from '../../db/orders/orders';
import type { Subject } from '../../db/blog/subjects';
import type { Store } from '../../db/stores/stores';
import type { ActivityDeps } from '../deps';
import { saveWithRetry } from '../recorded-call';
import { requireStore, storeCall } from './required';

/** Facts about a subject that go into a prompt. */
const MOST_FACTS = 20;

/** A store that answers is connected, whatever was thought of it before. */
export async function noteConnected(deps: ActivityDeps, order: Order, shop: Store): Promise<void> {
  if (shop.connection !== 'ok') await deps.db.stores.saveConnection({ orderId: order.id, connection: 'ok' });
}

/** What orders are about, read from their stores; on lane `publishing`, as the store's limit holds here, too. */
export function createSubjectActivities(deps: ActivityDeps) {
  const { db, shop: wix } = deps;

  async function productSubject(order: Order, call: StoreCall): Promise<Subject> {
    const product = await wix.product({ ...call, productId: order.sourceId });
    const facts = [...(product.description ? [product.description] : []), ...product.facts];
    return { subject: product.name, facts: facts.slice(0, MOST_FACTS) };
  }

  async function categorySubject(order: Order, call: StoreCall): Promise<Subject> {
    const collection = await wix.collection({ ...call, collectionId: order.sourceId });
    const names = await wix.collectionProducts({ ...call, collectionId: order.sourceId, limit: MOST_FACTS });
    const products = names.map((name) => `The store sells: ${name}`);
    const facts = [...(collection.description ? [collection.description] : []), ...products];
    return { subject: collection.name, facts: facts.slice(0, MOST_FACTS) };
  }

  return {
    /** Copies what is known of the order's product or category, once. One request, two for a category. */
    async loadSubject(input: { orderId: string; startNo: number }): Promise<void> {
      const order = await db.stages.stillOurs(input);
      if (await db.subjects.findSubject(input)) return;
      const shop = await requireStore(deps, order);
      const call = storeCall(deps, shop);
      const subject = await (order.sourceType === 'category' ? categorySubject : productSubject)(order, call);
      await saveWithRetry(deps, () => db.subjects.insertSubject({ orderId: order.id, ...subject }));
      await noteConnected(deps, order, shop);
    },
  };
}

export type SubjectActivities = ReturnType<typeof createSubjectActivities>;
