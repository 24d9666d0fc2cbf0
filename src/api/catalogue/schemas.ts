import { z } from 'zod';
import { contentProblem, LONGEST_ARTICLE, LONGEST_SLUG, SLUG } from '../../domain/catalogue/article-file';
import { CURRENCIES, MAX_PRICE } from '../../domain/catalogue/currencies';
import { canonicalHost, LONGEST_HOST } from '../../domain/catalogue/hosts';
import { isDay } from '../../domain/text/day';
import { LANGUAGE_TAG, LONGEST_TAG } from '../../domain/text/language-tag';
import { readWebAddress } from '../../domain/text/web-address';
import { creationCursor, sequenceCursor } from '../http/cursor';
import { outlet } from './outlet-views';
import { cleanLine, limitOf, lineOrNothing, uuid } from '../http/schemas';

/** A language tag in its canonical form. */
export const languageTag = z
  .string()
  .max(LONGEST_TAG)
  .regex(LANGUAGE_TAG, 'must be a language tag such as en or de-AT')
  .transform((tag) => Intl.getCanonicalLocales(tag)[0] ?? tag)
  .describe('BCP 47, such as en or de-AT');

/** The host of a site in its canonical form. */
export const host = z
  .string()
  .min(1)
  .max(LONGEST_HOST)
  .refine((given) => canonicalHost(given) !== undefined, {
    error: 'must be the public host of a site, such as www.example.com',
    abort: true,
  })
  .transform((given) => canonicalHost(given) ?? given)
  .describe('Host of the site, such as www.example.com; names in other scripts become punycode');

const webAddress = z
  .string()
  .trim()
  .min(1)
  .max(2_048)
  .transform((given, context) => {
    const read = readWebAddress(given);
    if (!read.ok) context.addIssue('must be a public address that begins with http:// or https://');
    return read.ok ? read.url : given;
  });

/** A price as answers and requests have it. */
export const price = z
  .strictObject({
    amount: z.int().min(1).max(MAX_PRICE).describe('In the smallest unit of the currency: cents, whole yen'),
    currency: z.enum(CURRENCIES).describe('ISO 4217'),
  })
  .describe('Null for what is not sold');

export const internalPages = z
  .array(z.strictObject({ title: cleanLine(200), url: webAddress.describe('Complete address of the page') }))
  .max(200)
  .describe('Pages of the site that new articles may link to');

const facts = {
  niche: lineOrNothing(200).describe('What the site is about'),
  audience: lineOrNothing(500).describe('For whom it is written'),
  tone: lineOrNothing(500).describe('How it speaks'),
};

const siteName = cleanLine(200).describe('Display name of the site');

export const createDomainBody = z.strictObject({
  name: siteName,
  host,
  language: languageTag.default('en'),
  niche: facts.niche.default(''),
  audience: facts.audience.default(''),
  tone: facts.tone.default(''),
  internalPages: internalPages.default([]),
  prices: z
    .strictObject({ backlink: price.nullable().default(null), article: price.nullable().default(null) })
    .prefault({})
    .describe('What a link in an article and a new article cost'),
  outlet: outlet.default(null),
});

export const patchDomainBody = z.strictObject({
  name: siteName.optional(),
  host: host.optional(),
  language: languageTag.optional(),
  niche: facts.niche.optional(),
  audience: facts.audience.optional(),
  tone: facts.tone.optional(),
  internalPages: internalPages.optional(),
  prices: z
    .strictObject({ backlink: price.nullable().optional(), article: price.nullable().optional() })
    .optional()
    .describe('What a link in an article and a new article cost; what is left out stays'),
  outlet: outlet.optional(),
  active: z.boolean().optional().describe('False takes the site and its articles off the public list'),
});

const flag = z
  .enum(['true', 'false'])
  .transform((word) => word === 'true')
  .describe('Only active sites, or only archived ones');

export const listDomainsQuery = z.strictObject({
  active: flag.optional(),
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

export const idParams = z.strictObject({ id: uuid });

export const versionParams = z.strictObject({
  id: uuid,
  versionId: uuid.describe('A version of the article'),
});

export const actionsQuery = z.strictObject({
  articleId: uuid.optional().describe('Only what was done to this article'),
  limit: limitOf(200, 50),
  cursor: sequenceCursor.optional(),
});

const slug = z
  .string()
  .max(LONGEST_SLUG)
  .regex(SLUG, 'must have small letters, digits and single hyphens only')
  .describe('Last part of the address of the article');

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2027-03-28')
  .refine(isDay, 'must be a day of the calendar')
  .meta({ format: 'date' })
  .describe('Day of publication, such as 2027-03-28');

const content = z
  .string()
  .refine((text) => text.length <= LONGEST_ARTICLE, {
    error: `must have at most ${LONGEST_ARTICLE} characters`,
    abort: true,
  })
  .refine((text) => contentProblem(text) === undefined, {
    error: 'must not be empty, nested deeper, or have more marks, than a text that was written to be read',
  })
  .meta({ minLength: 1, maxLength: LONGEST_ARTICLE })
  .describe('The text in Markdown, without front matter');

const articleTitle = cleanLine(200).describe('Title of the article');
const author = cleanLine(100).describe('Name shown with the article');

export const createArticleBody = z.strictObject({
  domain: host.describe('Host of a site of the catalogue'),
  title: articleTitle,
  author,
  publishedOn: day,
  slug: slug.optional(),
  language: languageTag.optional(),
  content,
  publish: z.boolean().default(true).describe('False keeps the text as a version that is not shown yet'),
});

export const patchArticleBody = z.strictObject({
  title: articleTitle.optional(),
  author: author.optional(),
  publishedOn: day.optional(),
  slug: slug.optional(),
  language: languageTag.optional(),
  archived: z.boolean().optional().describe('True takes the article off the public list'),
});

export const listArticlesQuery = z.strictObject({
  q: cleanLine(100, 2).optional().describe('Words that the title or the published text has, each of them'),
  domain: host.optional().describe('Only articles of the site with this host'),
  language: languageTag.optional().describe('Only articles in this language; `en` is also any English'),
  state: z.enum(['published', 'unpublished', 'archived']).optional().describe('Only articles in this state'),
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

export const publicArticlesQuery = listArticlesQuery
  .omit({ state: true })
  .extend({ limit: limitOf(100, 20) });

export const addVersionBody = z.strictObject({
  content,
  author: author.optional(),
  publish: z
    .boolean()
    .default(false)
    .describe('True publishes the version, unless the published one has a link that was paid for'),
});

export const selectVersionBody = z.strictObject({
  versionId: uuid.nullable().describe('The version to publish; null publishes none'),
  acceptLostLinks: z
    .array(uuid)
    .max(1_000)
    .default([])
    .describe('Orders whose links may be gone then: exactly those that the error `links_would_vanish` names'),
});

export const lostLinksQuery = z.strictObject({
  versionId: uuid.optional().describe('The version to publish; left out for none'),
});

export const importBody = z.strictObject({
  files: z
    .array(
      z.strictObject({
        name: cleanLine(200).describe('Name of the file, by which the answer speaks of it'),
        content: z.string().max(1_000_000).describe('Front matter and Markdown'),
      }),
    )
    .min(1)
    .max(100),
  domain: host.optional().describe('Host of the site of files that do not name one'),
  publish: z.boolean().default(true).describe('False keeps all texts as versions that are not shown yet'),
});

export const versionsQuery = z.strictObject({
  limit: limitOf(200, 50),
  cursor: sequenceCursor.optional(),
});

export const checkAnchorBody = z.strictObject({
  anchorText: z.string().max(1_000).describe('Text of the link, exactly as it is to be read'),
  targetUrl: z.string().max(4_000).optional().describe('Where the link is to lead'),
});
