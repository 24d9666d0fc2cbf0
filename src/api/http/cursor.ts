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

/** A page out of rows that were read with one more than its limit, which tells whether another page follows. */
export function cursorPage<R extends { id: string; position: string }, V>(
  rows: readonly R[],
  limit: number,
  view: (row: R) => V,
): { items: V[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(view),
    nextCursor: rows.length > limit && last ? encodeCursor({ createdAt: last.position, id: last.id }) : null,
  };
}
