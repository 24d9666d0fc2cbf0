import type { Publisher, SiteCall } from '../../clients/publisher';
import type { BlogOrder } from '../../db/blog/orders';
import type { Subject } from '../../db/blog/subjects';
import type { Store } from '../../db/stores/stores';
import type { ActivityDeps } from '../deps';
import { saveWithRetry } from '../recorded-call';
import { publisherOf, requireStore, siteCall } from './required';

/** Facts about a subject that go into a prompt. */
const MOST_FACTS = 20;

/** A store that answers is connected, whatever was thought of it before; the orders that wait for it go on. */
export async function noteConnected(deps: ActivityDeps, store: Store): Promise<void> {
  if (store.connection === 'ok') return;
  await deps.db.transaction(async (tx) => {
    const before = await tx.storeConnection.saveAnswer({ store, connection: 'ok', isCheck: false });
    if (before === 'needs_reconnect') await tx.wakes.wakeStore({ storeId: store.id });
  });
}

/** What orders are about, read from their stores; on lane `publishing`, as the store's limit holds here, too. */
export function createSubjectActivities(deps: ActivityDeps) {
  const { db } = deps;

  async function productSubject(publisher: Publisher, call: SiteCall, order: BlogOrder): Promise<Subject> {
    const product = await publisher.product({ ...call, productId: order.sourceId });
    const facts = [...(product.description ? [product.description] : []), ...product.facts];
    return { subject: product.name, facts: facts.slice(0, MOST_FACTS) };
  }

  async function categorySubject(publisher: Publisher, call: SiteCall, order: BlogOrder): Promise<Subject> {
    const categoryId = order.sourceId;
    const category = await publisher.category({ ...call, categoryId });
    const names = await publisher.categoryProducts({ ...call, categoryId, limit: MOST_FACTS });
    const products = names.map((name) => `The store sells: ${name}`);
    const facts = [...(category.description ? [category.description] : []), ...products];
    return { subject: category.name, facts: facts.slice(0, MOST_FACTS) };
  }

  return {
    /** Copies what is known of the order's product or category, once. One request, two for a category. */
    async loadSubject(input: { orderId: string; startNo: number }): Promise<void> {
      const order = await db.blogOrders.currentBlogOrder(input);
      if (await db.subjects.findSubject(input)) return;
      const store = await requireStore(deps, order);
      const read = order.sourceType === 'category' ? categorySubject : productSubject;
      const subject = await read(publisherOf(deps, store), siteCall(deps, store), order);
      await saveWithRetry(deps, () => db.subjects.insertSubject({ orderId: order.id, ...subject }));
      await noteConnected(deps, store);
    },
  };
}

export type SubjectActivities = ReturnType<typeof createSubjectActivities>;
