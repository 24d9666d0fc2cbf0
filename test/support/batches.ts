import { randomUUID } from 'node:crypto';
import type { Db } from '../../src/db/db';

/** Accepts a batch of short pages. Answers its id and theirs, in the order sent. */
export async function placeBatch(
  db: Db,
  tenantId: string,
  items: number,
): Promise<{ batchId: string; ids: string[] }> {
  const ids = Array.from({ length: items }, () => randomUUID());
  const batchId = await db.transaction((tx) =>
    tx.itemAccept.acceptBatch({
      tenantId,
      items: ids.map((id) => ({
        id,
        pageType: 'product',
        targetKeywords: ['lamp'],
        components: [{ id: 'intro', name: 'Intro', brief: '', words: 50 }],
        brandVoice: { tone: '', useWords: [], avoidWords: [], sample: '' },
        language: 'en',
        priority: 5,
      })),
    }),
  );
  return { batchId, ids };
}
