import type { Queryable } from '../pool';
import { pricesSql } from './domains';
import type { Prices } from './domains';
import { wantVersion } from './outlets';

/** What can be said of an article besides its text. */
export interface ArticleFacts {
  title: string;
  slug: string;
  author: string;
  /** A day, such as 2027-03-28. */
  publishedOn: string;
  /** BCP 47. */
  language: string;
  archived: boolean;
}

/** An article of the catalogue, published or not. */
export interface Article extends ArticleFacts {
  id: string;
  domainId: string;
  /** The published version. */
  selectedVersionId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** An article as lists of administrators show it. */
export interface ListedArticle extends Article {
  domainName: string;
  domainHost: string;
  domainActive: boolean;
}

/** An article that everybody may read, without its text. */
export interface PublishedArticle extends Article {
  domainName: string;
  domainHost: string;
  domainNiche: string;
  prices: Prices;
}

const COLUMNS = `a.id, a.domain_id as "domainId", a.title, a.slug, a.author, a.published_on::text as "publishedOn", a.language,
  a.archived, a.selected_version_id as "selectedVersionId", a.created_at as "createdAt", a.updated_at as "updatedAt"`;

/** What makes an article public; a condition on articles `a` and domains `d`. */
const IS_PUBLIC = 'a.selected_version_id is not null and not a.archived and d.active';

const PUBLIC_COLUMNS = `${COLUMNS}, d.name as "domainName", d.host as "domainHost", d.niche as "domainNiche",
  ${pricesSql('d')} as prices`;

/** Inserts an article without a text. Undefined if its site has one of this slug. */
export async function insertArticle(
  tx: Queryable,
  row: ArticleFacts & { id: string; domainId: string },
): Promise<Article | undefined> {
  const result = await tx.query<Article>(
    `insert into articles as a (id, domain_id, title, slug, author, published_on, language, archived)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (domain_id, slug) do nothing returning ${COLUMNS}`,
    [row.id, row.domainId, row.title, row.slug, row.author, row.publishedOn, row.language, row.archived],
  );
  return result.rows[0];
}

/** Reads an article. With `lock`, nobody else changes it or its versions until the end of the transaction. */
export async function articleById(
  db: Queryable,
  key: { articleId: string; lock?: boolean },
): Promise<Article | undefined> {
  const result = await db.query<Article>(
    `select ${COLUMNS} from articles a where a.id = $1 ${key.lock ? 'for no key update' : ''}`,
    [key.articleId],
  );
  return result.rows[0];
}

/** Reads the article of a site that has a slug, and locks it like {@link articleById}. */
export async function lockArticleBySlug(
  tx: Queryable,
  key: { domainId: string; slug: string },
): Promise<Article | undefined> {
  const result = await tx.query<Article>(
    `select ${COLUMNS} from articles a where a.domain_id = $1 and a.slug = $2 for no key update`,
    [key.domainId, key.slug],
  );
  return result.rows[0];
}

const FACT_COLUMNS: Record<keyof ArticleFacts, string> = {
  title: 'title',
  slug: 'slug',
  author: 'author',
  publishedOn: 'published_on',
  language: 'language',
  archived: 'archived',
};

/** What searches look in follows the title and the published version. */
const SEARCH_TEXT = `coalesce((select left(a.title || E'\\n' || v.content_text, 400000) from article_revisions v
  where v.id = a.selected_version_id), a.title)`;

/** Changes what is said of an article; what is left out stays. Throws the driver's unique violation where its site has the slug. */
export async function updateArticle(
  tx: Queryable,
  change: { articleId: string; facts: Partial<ArticleFacts> },
): Promise<void> {
  const values: unknown[] = [change.articleId];
  const sets = (Object.keys(FACT_COLUMNS) as Array<keyof ArticleFacts>).flatMap((name) => {
    const value = change.facts[name];
    return value === undefined ? [] : [`${FACT_COLUMNS[name]} = $${values.push(value)}`];
  });
  await tx.query(
    `update articles set ${[...sets, 'updated_at = clock_timestamp()'].join(', ')} where id = $1`,
    values,
  );
  await tx.query(`update articles a set search_text = ${SEARCH_TEXT} where a.id = $1`, [change.articleId]);
}

/** Publishes a version of an article, or none. Where its site has an outlet, the version goes out. */
export async function selectVersion(
  tx: Queryable,
  change: { articleId: string; versionId: string | null },
): Promise<void> {
  await tx.query(
    `update articles set selected_version_id = $2, updated_at = clock_timestamp() where id = $1`,
    [change.articleId, change.versionId],
  );
  await tx.query(`update articles a set search_text = ${SEARCH_TEXT} where a.id = $1`, [change.articleId]);
  await wantVersion(tx, change);
}

/** Words of a search that are looked for, each of them; further ones are not. */
const MOST_WORDS = 8;

/** What is asked of a list of articles; `words` have to be in the title or the text, each of them. */
export interface ArticleFilter {
  words?: string | undefined;
  domainId?: string | undefined;
  host?: string | undefined;
  /** A language; `en` is also any English. */
  language?: string | undefined;
  limit: number;
  /** `createdAt` in microseconds since 1970. */
  after?: { createdAt: string; id: string } | undefined;
}

/** The conditions of a filter on articles `a` and domains `d`. */
function conditionsOf(filter: ArticleFilter, values: unknown[]): string[] {
  const value = (given: unknown): string => `$${values.push(given)}`;
  const words = (filter.words ?? '').split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  const conditions = words.map(
    (word) => `a.search_text ilike ${value(`%${word.replace(/[\\%_]/g, '\\$&')}%`)}`,
  );
  if (filter.domainId !== undefined) conditions.push(`a.domain_id = ${value(filter.domainId)}`);
  if (filter.host !== undefined) conditions.push(`d.host = ${value(filter.host)}`);
  if (filter.language !== undefined) {
    const tag = value(filter.language);
    conditions.push(`(a.language = ${tag} or starts_with(a.language, ${tag} || '-'))`);
  }
  if (filter.after) {
    const [at, id] = [value(filter.after.createdAt), value(filter.after.id)];
    conditions.push(
      `(a.created_at, a.id) < (timestamptz 'epoch' + ${at}::bigint * interval '1 microsecond', ${id}::uuid)`,
    );
  }
  return conditions;
}

const POSITION = '(extract(epoch from a.created_at) * 1000000)::bigint::text as position';

/** A page of articles of administrators, newest first. `state` says which; all where left out. */
export async function listArticles(
  db: Queryable,
  filter: ArticleFilter & { state?: 'published' | 'unpublished' | 'archived' | undefined },
): Promise<Array<ListedArticle & { position: string }>> {
  const values: unknown[] = [];
  const states = {
    published: [IS_PUBLIC],
    unpublished: [`not a.archived and not (${IS_PUBLIC})`],
    archived: ['a.archived'],
  };
  const conditions = [...conditionsOf(filter, values), ...(filter.state ? states[filter.state] : [])];
  const result = await db.query<ListedArticle & { position: string }>(
    `select ${COLUMNS}, d.name as "domainName", d.host as "domainHost", d.active as "domainActive", ${POSITION}
       from articles a join domains d on d.id = a.domain_id
      ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
      order by a.created_at desc, a.id desc limit $${values.push(filter.limit)}`,
    values,
  );
  return result.rows;
}

/** A page of the articles that everybody may read, newest first. */
export async function listPublished(
  db: Queryable,
  filter: ArticleFilter,
): Promise<Array<PublishedArticle & { position: string; opening: string }>> {
  const values: unknown[] = [];
  const conditions = [IS_PUBLIC, ...conditionsOf(filter, values)];
  const result = await db.query<PublishedArticle & { position: string; opening: string }>(
    `select p.*, left(v.content_text, 400) as opening from (
       select ${PUBLIC_COLUMNS}, ${POSITION} from articles a join domains d on d.id = a.domain_id
        where ${conditions.join(' and ')} order by a.created_at desc, a.id desc limit $${values.push(filter.limit)}) p
       join article_revisions v on v.id = p."selectedVersionId"
      order by p."createdAt" desc, p.id desc`,
    values,
  );
  return result.rows;
}

/** Reads an article that everybody may read, with its text. */
export async function readPublished(
  db: Queryable,
  key: { articleId: string },
): Promise<(PublishedArticle & { contentMd: string }) | undefined> {
  const result = await db.query<PublishedArticle & { contentMd: string }>(
    `select ${PUBLIC_COLUMNS}, v.content_md as "contentMd" from articles a
       join domains d on d.id = a.domain_id join article_revisions v on v.id = a.selected_version_id
      where a.id = $1 and ${IS_PUBLIC}`,
    [key.articleId],
  );
  return result.rows[0];
}
