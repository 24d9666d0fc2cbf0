import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { importFiles } from '../api/catalogue/import';
import { createDomainBody } from '../api/catalogue/schemas';
import { directTexts } from '../api/texts/texts';
import type { Db } from '../db/db';

/** Where the sample sites are, each in a folder of its own. */
export const SAMPLES = join(__dirname, '..', '..', 'samples');

/** Who made what a local stack begins with. */
const ACTOR = 'samples';

/** A sample site as it is in its folder: what it is, and the files with its articles. */
export function readSampleSites(folder = SAMPLES) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const path = join(folder, name);
      const read = (file: string): string => readFileSync(join(path, file), 'utf8');
      return {
        site: createDomainBody.parse(JSON.parse(read('site.json'))),
        files: readdirSync(path)
          .filter((file) => file.endsWith('.md'))
          .sort()
          .map((file) => ({ name: file, content: read(file) })),
      };
    });
}

/** Puts the sample sites into the catalogue, with their articles. A site that has articles is left alone, whatever became of them. */
export async function seedCatalogue(db: Db, folder = SAMPLES): Promise<void> {
  for (const { site, files } of readSampleSites(folder)) {
    const domainId = randomUUID();
    await db.transaction(async (tx) => {
      const made = await tx.catalogueDomains.insertDomain({ id: domainId, active: true, ...site });
      if (made)
        await tx.catalogueActions.noteCatalogueAction({ action: 'domain.created', actor: ACTOR, domainId });
    });
    const [known] = await db.catalogueArticles.listArticles({ host: site.host, limit: 1 });
    if (known) continue;
    const { refused } = await importFiles(
      { db, texts: directTexts },
      { files, domain: site.host, publish: true, actor: ACTOR },
    );
    for (const { file, line, reason } of refused) throw new Error(`${file}, line ${line}: ${reason}`);
  }
}
