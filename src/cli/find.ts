import { ORDER_KINDS } from '../contract/orders';
import type { OrderKind } from '../contract/orders';
import type { Answer } from '../openapi/answer';
import type { Api } from './http';
import { CliFailure, usage } from './io';
import { KINDS, rowOf } from './kinds';
import type { Action, Row } from './kinds';
import { plainLine } from './text';

/** Something that an ID stands for. */
export interface Found {
  kind: OrderKind | 'batch';
  id: string;
}

const ID = /^[0-9a-f]{4,8}(?:-?[0-9a-f]{0,12}){0,4}$/i;

const WHOLE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function isPostBatch(api: Api, id: string): Promise<boolean> {
  if (!WHOLE_ID.test(id)) return false;
  const params = { path: { id } };
  const { response } = await api.client.GET('/api/blog-generation/batch/{id}', { params });
  return response.ok;
}

/** Finds what an ID, or its beginning of at least four digits, stands for. Throws where that is nothing, or not one thing. */
export async function find(api: Api, id: string): Promise<Found> {
  if (!ID.test(id))
    throw usage(`"${plainLine(id).slice(0, 60)}" is no ID. Give an ID, or at least its first four digits.`);
  const { items } = await api.answered(
    api.client.GET('/api/search', { params: { query: { q: id, limit: 50 } } }),
  );
  const found = items.filter(({ by, kind }) => by === 'id' && kind !== 'store');
  const [first, ...others] = found;
  // A search does not find batches of posts.
  if (!first && (await isPostBatch(api, id))) return { kind: 'batch', id };
  if (!first) throw new CliFailure(`There is no order, batch or bulk job with the ID ${id}.`);
  if (others.length > 0) throw usage(`${id} is the beginning of several IDs. Give more of it.`);
  return { kind: first.kind as Found['kind'], id: first.id };
}

/** Finds an order; a batch is none. */
export async function findOrder(api: Api, id: string): Promise<{ kind: OrderKind; id: string }> {
  const { kind, id: whole } = await find(api, id);
  if (kind === 'batch') throw usage(`${whole} is a batch, not a single order.`);
  return { kind, id: whole };
}

/** Reads one order as the API shows it. */
export const readOrder = (api: Api, { kind, id }: { kind: OrderKind; id: string }): Promise<unknown> =>
  api.read(`${KINDS[kind].base}/{id}`, { path: { id } });

/** Reads one order as the command shows it. */
export async function readRow(api: Api, order: { kind: OrderKind; id: string }, nowMs: number): Promise<Row> {
  return rowOf(order.kind, await readOrder(api, order), nowMs);
}

/** Does an action on an order. Throws where its kind has no such action. */
export async function act(
  api: Api,
  id: string,
  action: Action,
  body: object = {},
  only?: OrderKind,
): Promise<{ kind: OrderKind; answer: { id: string; status: string; repeated?: boolean } }> {
  const { kind, id: whole } = await findOrder(api, id);
  if (only !== undefined && kind !== only) throw usage(`${whole} is no ${KINDS[only].word}.`);
  const actions: readonly string[] = KINDS[kind].actions;
  if (!actions.includes(action))
    throw usage(
      `This is not possible with ${KINDS[kind].word} ${whole}; possible are: ${actions.join(', ')}.`,
    );
  return { kind, answer: await api.act(`${KINDS[kind].base}/{id}/${action}`, { path: { id: whole } }, body) };
}

/** A batch of posts or of pages, with the IDs of its orders as far as they are asked for. */
export interface BatchState {
  kind: 'blog' | 'item';
  state: Answer<'/api/blog-generation/batch/{id}'> | Answer<'/api/generation/batch/{id}'>;
}

/** Reads a batch of either kind. */
export async function readBatch(api: Api, id: string): Promise<BatchState> {
  const path = { id };
  const posts = await api.client.GET('/api/blog-generation/batch/{id}', { params: { path } });
  if (posts.response.status !== 404)
    return { kind: 'blog', state: await api.answered(Promise.resolve(posts)) };
  return {
    kind: 'item',
    state: await api.answered(api.client.GET('/api/generation/batch/{id}', { params: { path } })),
  };
}

/** Reads all pages of a list, one after the other. */
export async function* pagesOf<T>(
  api: Api,
  base: string,
  query: Record<string, unknown>,
): AsyncGenerator<T[]> {
  let cursor: string | null = null;
  do {
    const page: { items: T[]; nextCursor: string | null } = await api.read(base, {
      query: { ...query, ...(cursor === null ? {} : { cursor }) },
    });
    yield page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** What the command calls the lists of the API. */
export const LISTS = {
  posts: 'blog',
  pages: 'item',
  texts: 'content',
  'bulk-jobs': 'bulk',
  'ordered-articles': 'article',
  'ordered-links': 'backlink',
} as const satisfies Record<string, OrderKind>;

/** The kinds of order by the words of the command line; throws for another word. */
export function kindNamed(word: string): OrderKind {
  const kind = ORDER_KINDS.find((name) => name === word);
  if (kind) return kind;
  throw usage(`--kind must be one of ${ORDER_KINDS.join(', ')}.`);
}
