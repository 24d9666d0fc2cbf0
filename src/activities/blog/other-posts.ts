import type { Db } from '../../db/db';
import { comparedWords, MAX_COMPARED_LENGTH, MAX_COMPARED_POSTS } from '../../domain/quality';
import type { OtherPost } from '../../domain/quality';

/** Bytes of an entry besides its words: the keys and objects of the maps. */
const ENTRY_BYTES = 200;

/** Bytes of a text in memory, at most. */
const BYTES_PER_UNIT = 2;

type Known = ReadonlyMap<string, string>;

function bytesOf(known: Known): number {
  let bytes = ENTRY_BYTES;
  for (const words of known.values()) bytes += ENTRY_BYTES + words.length * BYTES_PER_UNIT;
  return bytes;
}

/**
 * Lists the posts that a draft is compared with. A version's text never changes, so it is read and split into words once; those of the
 * stores that were asked for last are kept, up to `maxBytes`.
 */
export function createOtherPosts({
  db,
  maxBytes,
}: {
  db: { versions: Pick<Db['versions'], 'listOtherPosts'> };
  maxBytes: number;
}) {
  // In the order in which they were asked for.
  const stores = new Map<string, { known: Known; bytes: number }>();
  let bytes = 0;

  function forget(storeId: string): void {
    bytes -= stores.get(storeId)?.bytes ?? 0;
    stores.delete(storeId);
  }

  function keep(storeId: string, known: Known): void {
    forget(storeId);
    const entry = { known, bytes: bytesOf(known) };
    stores.set(storeId, entry);
    bytes += entry.bytes;
    for (const oldest of stores.keys()) {
      if (bytes <= maxBytes) return;
      forget(oldest);
    }
  }

  return async (asked: { storeId: string; exceptOrderId: string }): Promise<OtherPost[]> => {
    const before = stores.get(asked.storeId)?.known ?? new Map<string, string>();
    const rows = await db.versions.listOtherPosts({
      ...asked,
      most: MAX_COMPARED_POSTS,
      mostText: MAX_COMPARED_LENGTH,
      known: [...before.keys()],
    });
    const known = new Map(
      rows.map(({ versionId, markdown }) => [
        versionId,
        markdown === null ? before.get(versionId)! : comparedWords(markdown),
      ]),
    );
    keep(asked.storeId, known);
    return rows.map(({ versionId, title }) => ({ title, words: known.get(versionId)! }));
  };
}
