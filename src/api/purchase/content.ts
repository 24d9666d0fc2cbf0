import type { Db } from '../../db/db';
import type { Prices } from '../../db/catalogue/domains';
import type { PurchaseContent } from '../../db/purchases/purchases';
import { NO_PLACE } from '../catalogue/anchor';
import { invalid } from '../http/body';
import { ApiError } from '../http/errors';
import type { Texts } from '../texts/texts';

/** What checking an order works with. */
export interface ContentDeps {
  db: Pick<Db, 'catalogueArticles' | 'catalogueDomains'>;
  texts: Texts;
}

/** What can be ordered, with what is asked for it. */
interface Found {
  content: Omit<PurchaseContent, 'price'>;
  prices: Prices;
}

/** What every order has. */
interface Asked {
  targetUrl: string;
  anchorText: string;
  notes?: string | undefined;
}

/** A new article for a site. Throws `not_found` unless the site is on the public list. */
export async function articleContent(
  { db }: ContentDeps,
  asked: Asked & { domainId: string; topic: string; niche?: string | undefined; keyword: string },
): Promise<Found> {
  const { domainId, topic, niche = '', keyword, targetUrl, anchorText, notes = '' } = asked;
  const domain = await db.catalogueDomains.domainById({ domainId });
  if (!domain?.active) throw new ApiError('not_found', 'Site not found.');
  return {
    content: {
      ...{ product: 'article', domainId, articleId: null, targetUrl, anchorText, notes },
      ...{ topic, niche, keyword },
    },
    prices: domain.prices,
  };
}

/** A link in a published article. Throws `not_found` unless everybody may read that. `assertPlace` throws where the link has no place in it. */
export async function linkContent(
  { db, texts }: ContentDeps,
  asked: Asked & { articleId: string },
): Promise<Found & { assertPlace: () => Promise<void> }> {
  const { articleId, targetUrl, anchorText, notes = '' } = asked;
  const article = await db.catalogueArticles.readPublished({ articleId });
  if (!article) throw new ApiError('not_found', 'Article not found.');
  const { domainId, contentMd: markdown, language } = article;
  return {
    content: {
      ...{ product: 'backlink', domainId, articleId, targetUrl, anchorText, notes },
      ...{ topic: null, niche: null, keyword: null },
    },
    prices: article.prices,
    async assertPlace() {
      const places = await texts.places({ markdown, anchor: anchorText, language });
      if (places.best === null) throw invalid('body', [{ path: ['anchorText'], message: NO_PLACE }]);
    },
  };
}
