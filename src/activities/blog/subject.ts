import { Context } from '@temporalio/activity';
import type { Publisher, SiteCall } from '../../clients/publisher';
import { GalleyError } from '../../contract/failures';
import type { BlogOrder } from '../../db/blog/orders';
import type { Subject } from '../../db/blog/subjects';
import type { ActivityDeps } from '../deps';
import { saveWithRetry } from '../recorded-call';
import type { RunKey } from '../../db/orders/runs';
import { openWith } from './opening';
import type { OpenedWith } from './opening';
import { noteConnected, publisherOf, siteCall } from '../stores/site';
import { requireStore } from './required';

/** Facts about a subject that go into a prompt. */
const MOST_FACTS = 20;

/** Attempts after which a product or category that comes without a name never will have one. */
const READ_TRIES = 5;

/** What orders are about, read from their stores; on lane `publishing`, as the store's limit holds here, too. */
export function createSubjectActivities(deps: ActivityDeps) {
  const { db } = deps;

  /**
   * An answer that lacks what it must hold is asked for again a few times, and not for a day. A read that is refused says something of the
   * order and not of a post.
   */
  function unreadable(error: unknown): never {
    const failure = deps.classify(error);
    if (failure.type === 'Publish.Rejected') throw new GalleyError({ ...failure, type: 'Order.Invalid' });
    if (failure.reason !== 'incomplete' || Context.current().info.attempt < READ_TRIES) throw error;
    throw new GalleyError({ ...failure, type: 'Order.Invalid', reason: 'subject_unreadable' });
  }

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

  async function load(input: RunKey): Promise<void> {
    const order = await db.blogOrders.currentBlogOrder(input);
    if (await db.subjects.findSubject(input)) return;
    const store = await requireStore(deps, order);
    const read = order.sourceType === 'category' ? categorySubject : productSubject;
    const subject = await read(publisherOf(deps, store), siteCall(deps, store), order).catch(unreadable);
    await saveWithRetry(deps, () => db.subjects.insertSubject({ orderId: order.id, ...subject }));
    await noteConnected(deps, store);
  }

  return {
    /** Copies what is known of the order's product or category, once. Two requests at most. */
    loadSubject: load,

    /** Opens a run and copies its order's subject, where that is still to be done. Two requests at most. */
    async openWithSubject(run: RunKey): Promise<OpenedWith<void>> {
      return openWith(deps, run, ({ hasSubject }) => (hasSubject ? undefined : load(run)));
    },
  };
}

export type SubjectActivities = ReturnType<typeof createSubjectActivities>;
