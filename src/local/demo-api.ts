import { apiCaller } from './api-call';
import type { SampleStore } from './stack';

const BASE = '/api/blog-generation';

/** One idea as the API shows it; the demo reads no more of it than this. */
export interface DemoIdea {
  id: string;
  title: string;
}

/** What the demo reads of an order. */
export interface DemoOrder {
  id: string;
  status: string;
  error: string | null;
  ideas: DemoIdea[];
  publishedUrl: string | null;
}

/** What the demo reads of an entry in an order's timeline; `at` in milliseconds since 1970. */
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

/** The API as one store uses it; every call throws a sentence when it is refused. */
export interface StoreApi {
  place(source: DemoSource): Promise<string>;
  order(id: string): Promise<DemoOrder>;
  events(id: string): Promise<DemoEvent[]>;
  select(choice: { id: string; ideaId: string }): Promise<void>;
}

/** Returns the calls of one store, made with its key. */
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
  };
}

function readOrder(answer: unknown): DemoOrder {
  const { publication, ...order } = answer as Omit<DemoOrder, 'publishedUrl'> & {
    publication: { url: string | null } | null;
  };
  return { ...order, publishedUrl: publication?.url ?? null };
}

/** Returns identifier and name of one product a store sells, as the simulator for Wix lists them. */
export async function firstProduct(options: {
  simulatorsUrl: string;
  instanceId: string;
}): Promise<{ id: string; name: string }> {
  const { simulatorsUrl, instanceId } = options;
  const post = async (path: string, body: unknown, token?: string): Promise<unknown> => {
    const response = await fetch(`${simulatorsUrl}/wix${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: token } : {}) },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`the simulator for Wix answered ${response.status} to ${path}`);
    return response.json();
  };
  const grant = {
    grant_type: 'client_credentials',
    client_id: 'simulator',
    client_secret: 'simulator',
    instance_id: instanceId,
  };
  const { access_token: token } = (await post('/oauth2/token', grant)) as { access_token: string };
  const { products } = (await post('/stores/v1/products/query', { query: {} }, token)) as {
    products: { id: string; name: string }[];
  };
  const [product] = products;
  if (!product) throw new Error(`the store ${instanceId} sells nothing`);
  return product;
}
