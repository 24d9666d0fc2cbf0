import { apiCaller } from './api-call';
import type { SampleStore } from './stack';

const BASE = '/api/blog-generation';

/** An idea, as far as the demo reads it from the API. */
export interface DemoIdea {
  id: string;
  title: string;
}

/** An order, as far as the demo reads it. */
export interface DemoOrder {
  id: string;
  status: string;
  error: string | null;
  ideas: DemoIdea[];
  publishedUrl: string | null;
}

/** A timeline entry, as far as the demo reads it; `at` is in milliseconds since 1970. */
export interface DemoEvent {
  type: string;
  stage: string | null;
  at: number;
}

/** The source of a blog order. */
export interface DemoSource {
  sourceType: 'product' | 'keyword';
  sourceId: string;
}

/** The API as used by one store; every call throws a readable error if it is rejected. */
export interface StoreApi {
  place(source: DemoSource): Promise<string>;
  order(id: string): Promise<DemoOrder>;
  events(id: string): Promise<DemoEvent[]>;
  select(choice: { id: string; ideaId: string }): Promise<void>;
  /** The first product that the store sells. */
  product(): Promise<{ id: string; name: string }>;
}

/** Creates one store's calls, made with its key. */
export function storeApi({ apiUrl, store }: { apiUrl: string; store: SampleStore }): StoreApi {
  const call = apiCaller({ apiUrl, key: store.apiKey });
  return {
    place: async (source) => ((await call('POST', BASE, source)) as { id: string }).id,
    order: async (id) => readOrder(await call('GET', `${BASE}/${id}`)),
    events: async (id) => {
      const { items } = (await call('GET', `${BASE}/${id}/events`)) as {
        items: { type: string; at: string; stage?: string | null }[];
      };
      return items.map(({ type, at, stage }) => ({ type, stage: stage ?? null, at: Date.parse(at) }));
    },
    select: async ({ id, ideaId }) => {
      await call('POST', `${BASE}/${id}/select`, { ideaId });
    },
    product: async () => {
      const stores = (await call('GET', '/api/stores')) as { items: { id: string }[] };
      const found = (await call('GET', `/api/stores/${stores.items[0]?.id}/products?limit=1`)) as {
        items: { id: string; name: string }[];
      };
      const [product] = found.items;
      if (!product) throw new Error(`the store ${store.name} has no products`);
      return product;
    },
  };
}

function readOrder(answer: unknown): DemoOrder {
  const { publication, ...order } = answer as Omit<DemoOrder, 'publishedUrl'> & {
    publication: { url: string | null } | null;
  };
  return { ...order, publishedUrl: publication?.url ?? null };
}
