import { z } from 'zod';
import type { CatalogueAction } from '../../db/catalogue/actions';
import type { Article, ListedArticle, PublishedArticle } from '../../db/catalogue/articles';
import type { Domain } from '../../db/catalogue/domains';
import type { ArticleVersion } from '../../db/catalogue/versions';
import { excerptOf } from '../../domain/catalogue/excerpt';
import { uuid } from '../http/schemas';
import { outlet } from './outlet-views';
import { price } from './schemas';

const time = z.iso.datetime();
const prices = z.object({ backlink: price.nullable(), article: price.nullable() });

export const domainView = z.object({
  id: uuid,
  name: z.string(),
  host: z.string(),
  niche: z.string(),
  audience: z.string(),
  tone: z.string(),
  language: z.string(),
  internalPages: z.array(z.object({ title: z.string(), url: z.string() })),
  prices,
  outlet,
  active: z.boolean(),
  createdAt: time,
  updatedAt: time,
});

export const changedDomainView = domainView.extend({
  hookSecret: z
    .string()
    .optional()
    .describe('Signs what the publish hook is sent; shown only in the answer that adds the hook'),
});

/** A site as administrators see it. */
export function viewDomain(domain: Domain): z.output<typeof domainView> {
  const { id, name, host, niche, audience, tone, language, internalPages, active } = domain;
  return {
    ...{ id, name, host, niche, audience, tone, language, internalPages, active },
    ...{ prices: domain.prices, outlet: domain.outlet },
    createdAt: domain.createdAt.toISOString(),
    updatedAt: domain.updatedAt.toISOString(),
  };
}

const facts = {
  id: uuid,
  slug: z.string(),
  title: z.string(),
  author: z.string(),
  publishedOn: z.string().meta({ format: 'date' }),
  language: z.string(),
};

export const articleView = z.object({
  ...facts,
  domainId: uuid,
  archived: z.boolean(),
  selectedVersionId: uuid.nullable().describe('The published version; null while there is none'),
  createdAt: time,
  updatedAt: time,
});

export const listedArticleView = articleView.extend({
  domain: z.object({ name: z.string(), host: z.string(), active: z.boolean() }),
});

function factsOf(article: Article) {
  const { id, slug, title, author, publishedOn, language } = article;
  return { id, slug, title, author, publishedOn, language };
}

/** An article as administrators see it. */
export function viewArticle(article: Article): z.output<typeof articleView> {
  const { domainId, archived, selectedVersionId } = article;
  return {
    ...factsOf(article),
    ...{ domainId, archived, selectedVersionId },
    createdAt: article.createdAt.toISOString(),
    updatedAt: article.updatedAt.toISOString(),
  };
}

/** The same in a list, with its site. */
export function viewListed(article: ListedArticle): z.output<typeof listedArticleView> {
  const { domainName: name, domainHost: host, domainActive: active } = article;
  return { ...viewArticle(article), domain: { name, host, active } };
}

const publicFacts = {
  ...facts,
  domain: z.object({ name: z.string(), host: z.string(), niche: z.string() }),
  prices: prices.describe('What a link in this article, and a new article on its site, cost'),
};

export const publicArticleView = z.object({
  ...publicFacts,
  excerpt: z.string().describe('How the article begins'),
});

export const publicArticleDetail = z.object({ ...publicFacts, content: z.string().describe('In Markdown') });

function publicFactsOf(article: PublishedArticle) {
  const { domainName: name, domainHost: host, domainNiche: niche } = article;
  return { ...factsOf(article), domain: { name, host, niche }, prices: article.prices };
}

/** An article in the public list. */
export function viewPublic(
  article: PublishedArticle & { opening: string },
): z.output<typeof publicArticleView> {
  return { ...publicFactsOf(article), excerpt: excerptOf(article.opening) };
}

/** An article that everybody may read; `content` as it is given to people. */
export function viewPublicDetail(
  article: PublishedArticle,
  content: string,
): z.output<typeof publicArticleDetail> {
  return { ...publicFactsOf(article), content };
}

export const versionView = z.object({
  id: uuid,
  articleId: uuid,
  versionNum: z.int().describe('Counts from 1'),
  author: z.string(),
  qcAttempts: z.int(),
  lastQcStatus: z.string().nullable(),
  lastQcNotes: z.unknown(),
  backlinkReviewStatus: z.enum(['PENDING_REVIEW', 'APPROVED', 'REJECTED']).nullable(),
  backlinkMetadata: z.record(z.string(), z.unknown()).nullable(),
  createdAt: time,
});

export const versionDetail = versionView.extend({ content: z.string().describe('As it was given') });

/** A version of an article, without its text. */
export function viewVersion(version: ArticleVersion): z.output<typeof versionView> {
  const { id, articleId, versionNum, author, qcAttempts, lastQcStatus, lastQcNotes } = version;
  const { backlinkReviewStatus, backlinkMetadata } = version;
  return {
    ...{ id, articleId, versionNum, author, qcAttempts, lastQcStatus, lastQcNotes },
    ...{ backlinkReviewStatus, backlinkMetadata },
    createdAt: version.createdAt.toISOString(),
  };
}

export const savedVersionView = versionView.extend({
  isNew: z.boolean().describe('False if a version had this text already'),
  isPublished: z.boolean().describe('Whether this is the version that readers see'),
});

export const actionView = z.object({
  id: z.string(),
  action: z.string(),
  actor: z.string().describe('Such as `key:` and the ID of an API key'),
  domainId: uuid,
  articleId: uuid.nullable(),
  versionId: uuid.nullable(),
  facts: z.record(z.string(), z.unknown()).describe('Names of the fields that were changed, for example'),
  at: time,
});

/** Something that was done to the catalogue. */
export function viewAction(action: CatalogueAction): z.output<typeof actionView> {
  return { ...action, at: action.at.toISOString() };
}

export const importView = z.object({
  imported: z.array(
    z.object({
      file: z.string(),
      saved: z
        .enum(['created', 'new_version', 'updated', 'unchanged'])
        .describe('`updated` if only the front matter differed; `unchanged` if nothing did'),
      articleId: uuid,
      versionId: uuid,
      versionNum: z.int(),
      isPublished: z.boolean().describe('Whether readers see this text now'),
    }),
  ),
  refused: z.array(
    z.object({ file: z.string(), line: z.int().describe('Counts from 1'), reason: z.string() }),
  ),
});

/** What the order form shows of a link while it is typed. */
export const anchorView = z.object({
  ok: z.boolean().describe('Whether a link of this text to this address can be ordered for this article'),
  problems: z.array(z.object({ field: z.enum(['anchorText', 'targetUrl']), problem: z.string() })),
  anchorText: z.string(),
  targetUrl: z.string().nullable().describe('The address as it is published, names in punycode'),
  places: z
    .object({
      words: z.int().describe('Places where the words stand exactly so'),
      spelling: z.int().describe('Places where they stand in another spelling'),
      sentence: z.int().describe('Ends of paragraphs where a sentence can be added'),
    })
    .nullable(),
  best: z
    .object({
      kind: z.enum(['words', 'spelling', 'sentence']),
      sentence: z.string().describe('The sentence with the words, or before the new one'),
    })
    .nullable(),
});
