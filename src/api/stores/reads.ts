import type { Response } from 'express';
import type { ListedPost, ListedProduct } from '../../clients/publisher';
import type { Store } from '../../db/stores/stores';
import { ApiError } from '../http/errors';
import type { DescribedRouter } from '../http/route';
import type { SiteQuestion, StoreAsking, StoreAskingDeps } from './asking';
import { TOO_MANY_REQUESTS } from './confirm';
import type { Turns } from './turns';
import { postsQuery, postsView, productsQuery, productsView, storeParams } from './schemas';
import { storeOf, STORES_BASE } from './view';

/** What a client is told to wait before it asks a store again that did not answer, in seconds. */
const RETRY_AFTER_S = '30';

interface Read<T> {
  items: T[];
  fetchedAt: string;
}

/** Adds the routes that show what a store itself holds, from our own copy while that is fresh. */
export function addStoreReads(
  routes: DescribedRouter,
  deps: StoreAskingDeps & { storeAnswersTtlMs: number },
  parts: { asking: StoreAsking; turns: Turns },
): void {
  const { db } = deps;
  const { asking, turns } = parts;
  const underway = new Map<string, Promise<Read<unknown>>>();

  async function read<T>(
    res: Response,
    store: Store,
    question: string,
    ask: SiteQuestion<T[]>,
  ): Promise<Read<T>> {
    const known = await db.storeAnswers.findStoreAnswer({ storeId: store.id, question });
    const told = (answer: { answer: unknown; fetchedAt: Date }): Read<T> => ({
      items: answer.answer as T[],
      fetchedAt: answer.fetchedAt.toISOString(),
    });
    if (known && known.ageMs < deps.storeAnswersTtlMs) return told(known);
    const reply = await turns
      .take(res, store, 'owner', (turn) => asking.ask(turn, store, ask))
      .catch((error: unknown) => {
        // An older copy is better than being told to wait.
        if (known && error instanceof ApiError && error.code === 'too_many_requests') return undefined;
        throw error;
      });
    if (!reply) return told(known!);
    if (reply.outcome === 'answered') {
      if (store.connection !== 'ok') await asking.settle(store, 'ok');
      const { value: answer } = reply;
      return told(await db.storeAnswers.saveStoreAnswer({ storeId: store.id, question, answer }));
    }
    if (reply.outcome === 'refused') {
      await asking.settle(store, 'needs_reconnect');
      throw new ApiError('conflict', reply.problem);
    }
    if (known) return told(known);
    throw new ApiError('store_unavailable', reply.problem);
  }

  /** Everybody who asks the same while the answer is fetched gets that one. */
  async function readOnce<T>(
    res: Response,
    store: Store,
    about: readonly (string | number)[],
    ask: SiteQuestion<T[]>,
  ): Promise<Read<T>> {
    // With the instance in it, a store that was connected to another site is not answered from the one of before.
    const question = JSON.stringify([store.instanceId, ...about]);
    const name = `${store.id} ${question}`;
    let reading = underway.get(name) as Promise<Read<T>> | undefined;
    if (!reading) {
      reading = read(res, store, question, ask).finally(() => underway.delete(name));
      underway.set(name, reading);
    }
    try {
      return await reading;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'store_unavailable')
        res.setHeader('retry-after', RETRY_AFTER_S);
      throw error;
    }
  }

  const answers = {
    409: { description: 'The store is disconnected; reconnect it.' },
    429: TOO_MANY_REQUESTS,
    503: { description: 'The site does not respond, and no earlier answer is cached (`store_unavailable`).' },
  };

  routes.route(
    {
      method: 'get',
      permission: 'stores.read',
      path: `${STORES_BASE}/:id/products`,
      summary: 'Search products',
      description: 'Products of a store, by name.',
      params: storeParams,
      query: productsQuery,
      answers: { 200: { description: 'The products.', schema: productsView }, ...answers },
    },
    async ({ params, query: { query, limit }, res }) => {
      const store = await storeOf(db, res, params.id);
      const json = await readOnce<ListedProduct>(res, store, ['products', query, limit], (publisher, call) =>
        publisher.products({ ...call, query, limit }),
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'stores.read',
      path: `${STORES_BASE}/:id/posts`,
      summary: 'List store posts',
      description: 'Posts of the store’s blog, newest first; those we created with their order.',
      params: storeParams,
      query: postsQuery,
      answers: { 200: { description: 'The posts.', schema: postsView }, ...answers },
    },
    async ({ params, query: { limit }, res }) => {
      const store = await storeOf(db, res, params.id);
      const { items, fetchedAt } = await readOnce<ListedPost>(
        res,
        store,
        ['posts', limit],
        (publisher, call) => publisher.posts({ ...call, limit }),
      );
      const orders = await db.publications.ordersOfPosts({
        storeId: store.id,
        postIds: items.map((post) => post.id),
      });
      const json = {
        items: items.map((post) => ({ ...post, orderId: orders.get(post.id) ?? null })),
        fetchedAt,
      };
      return { status: 200, json };
    },
  );
}
