import type { z } from 'zod';
import type { Db } from '../../db/db';
import { readArticleFile } from '../../domain/catalogue/article-file';
import type { ArticleFile } from '../../domain/catalogue/article-file';
import type { Texts } from '../texts/texts';
import type { importView } from './views';

type Result = z.output<typeof importView>;

/** Files with articles, and how they are taken. */
export interface ImportRequest {
  files: ReadonlyArray<{ name: string; content: string }>;
  /** Host of the site of files that name none. */
  domain: string | undefined;
  publish: boolean;
  actor: string;
}

/**
 * Saves the articles of Markdown files, each in a transaction of its own. A file that cannot be taken is named with the line and the reason,
 * and keeps no other from being taken. A file that was imported before changes nothing.
 */
export async function importFiles(
  { db, texts }: { db: Db; texts: Texts },
  request: ImportRequest,
): Promise<Result> {
  const result: Result = { imported: [], refused: [] };
  const seen = new Map<string, string>();

  async function save(file: string, article: ArticleFile): Promise<void> {
    const refuse = (reason: string): void => void result.refused.push({ file, line: 1, reason });
    const host = article.domain ?? request.domain;
    if (host === undefined) return refuse('The front matter has no "domain", and the import names none.');
    const domain = await db.catalogueDomains.domainByHost({ host });
    if (!domain) return refuse(`There is no site with the host ${host} in the catalogue.`);
    const place = `${domain.id}/${article.slug}`;
    const other = seen.get(place);
    if (other !== undefined) return refuse(`It has the same site and slug as ${other}.`);
    seen.set(place, file);
    const { title, slug, author, date: publishedOn, content: contentMd } = article;
    const content = { contentMd, contentText: await texts.plain(contentMd) };
    const saved = await db.transaction((tx) =>
      tx.catalogueSaves.saveArticle({
        domainId: domain.id,
        facts: { title, slug, author, publishedOn, language: article.language ?? domain.language },
        ...{ content, actor: request.actor, publish: request.publish },
      }),
    );
    result.imported.push({ file, ...saved });
  }

  for (const { name, content } of request.files) {
    const read = readArticleFile(content);
    if (read.ok) await save(name, read.article);
    else result.refused.push({ file: name, ...read.problem });
  }
  return result;
}
