import type { Db } from '../../db/db';
import { closestSketches, comparedWords, MAX_COMPARED_LENGTH, sketchOf } from '../../domain/quality';
import type { OtherPost, Sketch } from '../../domain/quality';

/** Published articles of a site that a new one is compared with by sketches, at most; newer ones first. */
const MOST_ARTICLES = 5_000;

/** Of these, as many are compared word by word: the closest. */
const MOST_CLOSE = 10;

/** Texts that are read at once to be sketched. */
const AT_ONCE = 50;

/** Sketches that a worker keeps, of 4 KB at most; a version's text never changes. */
const MOST_SKETCHES = 10_000;

/**
 * Finds the published articles of a site that a new text is so close to that they should be compared in full. Each is sketched once; the
 * sketches that were used last are kept.
 */
export function createSiteArticles({
  db,
}: {
  db: { purchaseMaterial: Pick<Db['purchaseMaterial'], 'listSiteArticles' | 'readTexts'> };
}) {
  // In the order in which they were used.
  const sketches = new Map<string, Sketch>();

  function keep(versionId: string, sketch: Sketch): void {
    sketches.delete(versionId);
    sketches.set(versionId, sketch);
    for (const oldest of sketches.keys()) {
      if (sketches.size <= MOST_SKETCHES) return;
      sketches.delete(oldest);
    }
  }

  async function textsOf(versionIds: readonly string[]): Promise<Map<string, string>> {
    const texts = await db.purchaseMaterial.readTexts({ versionIds, mostText: MAX_COMPARED_LENGTH });
    return new Map(texts.map(({ versionId, contentMd }) => [versionId, contentMd]));
  }

  async function sketchesOf(versionIds: readonly string[]): Promise<Map<string, Sketch>> {
    const found = new Map<string, Sketch>();
    const unknown: string[] = [];
    for (const id of versionIds) {
      const known = sketches.get(id);
      if (known) found.set(id, known);
      else unknown.push(id);
    }
    for (let at = 0; at < unknown.length; at += AT_ONCE)
      for (const [id, text] of await textsOf(unknown.slice(at, at + AT_ONCE))) found.set(id, sketchOf(text));
    for (const [id, sketch] of found) keep(id, sketch);
    return found;
  }

  return async (asked: {
    domainId: string;
    exceptArticleId: string;
    markdown: string;
  }): Promise<OtherPost[]> => {
    const { markdown, ...site } = asked;
    const articles = await db.purchaseMaterial.listSiteArticles({ ...site, most: MOST_ARTICLES });
    const known = await sketchesOf(articles.map(({ versionId }) => versionId));
    const others = articles.flatMap(({ versionId, title }) => {
      const sketch = known.get(versionId);
      return sketch ? [{ versionId, title, sketch }] : [];
    });
    const close = closestSketches({ own: sketchOf(markdown), others, most: MOST_CLOSE });
    const texts = await textsOf(close.map(({ versionId }) => versionId));
    return close.map(({ versionId, title }) => ({ title, words: comparedWords(texts.get(versionId) ?? '') }));
  };
}
