import type { OrderedLink } from '../../domain/linking';
import type { InternalPage } from '../catalogue/domains';
import type { Queryable } from '../pool';

/** A site, as whoever writes for it is told. */
export interface WritingSite {
  id: string;
  name: string;
  host: string;
  niche: string;
  audience: string;
  tone: string;
  /** BCP 47. */
  language: string;
  /** Pages that its articles may link to. */
  internalPages: InternalPage[];
}

/** The site that an order is for. */
export async function siteOfPurchase(
  db: Queryable,
  key: { domainId: string },
): Promise<WritingSite | undefined> {
  const result = await db.query<WritingSite>(
    `select id, name, host, niche, audience, tone, language, internal_pages as "internalPages" from domains where id = $1`,
    [key.domainId],
  );
  return result.rows[0];
}

/** An article with the text that readers see. */
export interface PublishedText {
  title: string;
  language: string;
  versionId: string;
  contentMd: string;
}

/** The published text of an article; undefined where it has none that readers see. */
export async function publishedText(
  db: Queryable,
  key: { articleId: string },
): Promise<PublishedText | undefined> {
  const result = await db.query<PublishedText>(
    `select a.title, a.language, v.id as "versionId", v.content_md as "contentMd"
       from articles a join article_revisions v on v.id = a.selected_version_id
      where a.id = $1 and not a.archived`,
    [key.articleId],
  );
  return result.rows[0];
}

/** The links of other orders that went live in an article: none of them may be lost. */
export async function otherPaidLinks(
  db: Queryable,
  key: { articleId: string; orderId: string },
): Promise<OrderedLink[]> {
  const result = await db.query<OrderedLink>(
    `select anchor_text as "anchorText", target_url as "targetUrl" from purchases
      where article_id = $1 and id <> $2 and approved_at is not null and published_version_id is not null`,
    [key.articleId, key.orderId],
  );
  return result.rows;
}

/** Which published texts of a site are asked for: all but those of one article, newest first. */
export interface SiteTexts {
  domainId: string;
  exceptArticleId: string;
  most: number;
}

/** Published articles of a site without their texts. */
export async function listSiteArticles(
  db: Queryable,
  key: SiteTexts,
): Promise<Array<{ versionId: string; title: string; slug: string }>> {
  const result = await db.query<{ versionId: string; title: string; slug: string }>(
    `select a.selected_version_id as "versionId", a.title, a.slug from articles a
      where a.domain_id = $1 and a.id <> $2 and a.selected_version_id is not null and not a.archived
      order by a.created_at desc, a.id desc limit $3`,
    [key.domainId, key.exceptArticleId, key.most],
  );
  return result.rows;
}

/** The texts of these versions, each cut after `mostText` characters. */
export async function readTexts(
  db: Queryable,
  key: { versionIds: readonly string[]; mostText: number },
): Promise<Array<{ versionId: string; contentMd: string }>> {
  const result = await db.query<{ versionId: string; contentMd: string }>(
    `select id as "versionId", left(content_md, $2) as "contentMd" from article_revisions where id = any($1)`,
    [key.versionIds, key.mostText],
  );
  return result.rows;
}
