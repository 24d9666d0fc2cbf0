import { z } from 'zod';
import { ApiError } from './errors';

/** Microseconds since 1970, up to the year 2286, and the id of a row. */
const CURSOR = /^(\d{1,16})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** Where to go on in a list that is paged by creation: the `nextCursor` of the page before. */
export const creationCursor = z
  .string()
  .regex(CURSOR, 'is invalid; use nextCursor of the previous page')
  .describe('`nextCursor` of the previous page');

/** The same in a list that is paged by sequence. */
export const sequenceCursor = z
  .string()
  .regex(/^\d{1,18}$/, 'is invalid; use nextCursor of the previous page')
  .describe('`nextCursor` of the previous page');

/** Where a page ended. */
function encodeCursor({ createdAt, id }: { createdAt: string; id: string }): string {
  return `${createdAt}_${id}`;
}

/** The position that a checked cursor stands for. */
function decodeCursor(cursor: string): { createdAt: string; id: string } {
  const [, createdAt, id] = CURSOR.exec(cursor) ?? [];
  if (createdAt === undefined || id === undefined)
    throw new ApiError('bad_request', 'The cursor is invalid. Use nextCursor of the previous page.');
  return { createdAt, id };
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
