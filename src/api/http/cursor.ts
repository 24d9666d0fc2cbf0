import { isUuid } from '../../contract/ids';
import { ApiError } from './errors';

/** Where a page ended, as an opaque word. */
export function encodeCursor(position: { createdAt: string; id: string }): string {
  return Buffer.from(JSON.stringify([position.createdAt, position.id])).toString('base64url');
}

/** Microseconds since 1970, up to the year 2286. */
const MICROSECONDS = /^\d{1,16}$/;

/** The position behind the word; a made-up one is a bad request. */
export function decodeCursor(cursor: string): { createdAt: string; id: string } {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [createdAt, id] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
    if (typeof createdAt === 'string' && typeof id === 'string' && MICROSECONDS.test(createdAt) && isUuid(id))
      return { createdAt, id };
  } catch {
    // Told below.
  }
  throw new ApiError('bad_request', 'The cursor is invalid. Use nextCursor of the previous page.');
}

/** One page of what was read with one row more than its limit, which tells whether another page follows. */
export function cutPage<R, C>(
  rows: readonly R[],
  limit: number,
  cursorOf: (last: R) => C,
): { rows: R[]; nextCursor: C | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}

/** A page of a list whose cursor is the creation of its last row; `read` reads one row more than the page holds. */
export async function pageByCreation<R, V>(
  query: { limit: number; cursor?: string | undefined },
  read: (page: {
    limit: number;
    after: { createdAt: string; id: string } | undefined;
  }) => Promise<Array<R & { id: string; position: string }>>,
  view: (row: R) => V,
): Promise<{ items: V[]; nextCursor: string | null }> {
  const { limit, cursor } = query;
  const found = await read({
    limit: limit + 1,
    after: cursor === undefined ? undefined : decodeCursor(cursor),
  });
  const { rows, nextCursor } = cutPage(found, limit, ({ position, id }) =>
    encodeCursor({ createdAt: position, id }),
  );
  return { items: rows.map(view), nextCursor };
}
