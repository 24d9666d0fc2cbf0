import { randomUUID } from 'node:crypto';
import type { Queryable } from '../pool';
import { noteCatalogueAction } from './actions';
import { insertArticle, lockArticleBySlug, updateArticle } from './articles';
import type { Article, ArticleFacts } from './articles';
import { publishVersion } from './publish';
import { insertArticleVersion, versionOfContent } from './versions';

/** What became of an article that was given again or for the first time. */
export type Saved = 'created' | 'new_version' | 'updated' | 'unchanged';

/** An article after it was saved. `isPublished` says whether the text that was given is what readers see. */
export interface SavedArticle {
  saved: Saved;
  articleId: string;
  versionId: string;
  versionNum: number;
  isPublished: boolean;
}

/** A text with its visible part. */
export interface Content {
  contentMd: string;
  contentText: string;
}

/** Adds a version to an article that is locked, and publishes it where that is asked for and takes nobody's link away. */
export async function addVersion(
  tx: Queryable,
  given: { article: Article; content: Content; author: string; actor: string; publish: boolean },
): Promise<{ versionId: string; versionNum: number; isPublished: boolean }> {
  const { article, content, author, actor } = given;
  const versionId = randomUUID();
  const versionNum = await insertArticleVersion(tx, {
    ...{ id: versionId, articleId: article.id, author },
    ...content,
  });
  const about = { actor, domainId: article.domainId, articleId: article.id, versionId };
  await noteCatalogueAction(tx, { action: 'version.added', ...about, facts: { versionNum } });
  const version = { id: versionId, versionNum, backlinkReviewStatus: null };
  const isPublished =
    given.publish && !(await publishVersion(tx, { article, version, actor, acceptLostLinks: [] }));
  return { versionId, versionNum, isPublished };
}

/** The facts of an article that differ from what is saved. */
function changesOf(article: Article, facts: Omit<ArticleFacts, 'archived'>): Partial<ArticleFacts> {
  return Object.fromEntries(
    Object.entries(facts).filter(([name, value]) => article[name as keyof ArticleFacts] !== value),
  );
}

/**
 * Saves an article by its site and slug: a new one, a new version of one that is there, or only what is said of it. A text that any
 * version has already makes no new one and publishes nothing.
 */
export async function saveArticle(
  tx: Queryable,
  given: {
    domainId: string;
    facts: Omit<ArticleFacts, 'archived'>;
    content: Content;
    actor: string;
    publish: boolean;
  },
): Promise<SavedArticle> {
  const { domainId, facts, content, actor, publish } = given;
  const { author } = facts;
  const created = await insertArticle(tx, { id: randomUUID(), domainId, ...facts, archived: false });
  const article = created ?? (await lockArticleBySlug(tx, { domainId, slug: facts.slug }));
  // Somebody gave it another slug between the two statements; whoever repeats the request finds it gone.
  if (!article) throw new Error('the article has another slug by now');
  const articleId = article.id;
  if (created) {
    await noteCatalogueAction(tx, { action: 'article.created', actor, domainId, articleId });
    return {
      saved: 'created',
      articleId,
      ...(await addVersion(tx, { article, content, author, actor, publish })),
    };
  }
  const changes = changesOf(article, facts);
  const fields = Object.keys(changes);
  if (fields.length > 0) {
    await updateArticle(tx, { articleId, facts: changes });
    await noteCatalogueAction(tx, {
      ...{ action: 'article.changed', actor, domainId, articleId },
      facts: { fields },
    });
  }
  const same = await versionOfContent(tx, { articleId, contentMd: content.contentMd });
  if (!same)
    return {
      saved: 'new_version',
      articleId,
      ...(await addVersion(tx, { article, content, author, actor, publish })),
    };
  return {
    saved: fields.length > 0 ? 'updated' : 'unchanged',
    articleId,
    versionId: same.id,
    versionNum: same.versionNum,
    isPublished: article.selectedVersionId === same.id,
  };
}
