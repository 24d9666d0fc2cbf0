import { isUuid } from '../contract/ids';
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
  throw new ApiError('bad_request', 'The cursor is not one of ours.');
}
