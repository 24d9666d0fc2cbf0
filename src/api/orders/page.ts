import { decodeCursor, encodeCursor } from '../http/cursor';

/** A page of a list whose cursor is the creation of its last order; `read` reads one more than the page holds. */
export async function pageByCreation<O extends { id: string; position: string }>(
  query: { limit: number; cursor?: string | undefined },
  read: (page: { limit: number; after: { createdAt: string; id: string } | undefined }) => Promise<O[]>,
  view: (order: O) => object,
): Promise<{ items: object[]; nextCursor: string | null }> {
  const { limit, cursor } = query;
  const orders = await read({
    limit: limit + 1,
    after: cursor === undefined ? undefined : decodeCursor(cursor),
  });
  const page = orders.slice(0, limit);
  const last = page.at(-1);
  const more = orders.length > limit && last;
  return {
    items: page.map(view),
    nextCursor: more ? encodeCursor({ createdAt: last.position, id: last.id }) : null,
  };
}
