import type { Db } from '../../db/db';
import { pageByCreation } from '../http/cursor';
import { envelopeOf, inEnvelope } from '../http/envelope';
import { ApiError } from '../http/errors';
import { networkGuard } from '../http/network-turns';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import type { Texts } from '../texts/texts';
import { viewAnchor } from './anchor';
import { checkAnchorBody, idParams, publicArticlesQuery } from './schemas';
import { anchorView, publicArticleDetail, publicArticleView, viewPublic, viewPublicDetail } from './views';

/** Where everybody reads articles that are for sale. */
export const PUBLIC_ARTICLES = '/api/v1/articles';

/** The routes by which everybody finds and reads published articles, and tries the text of a link. None needs a key. */
export function publicArticleRoutes({ db, texts }: { db: Db; texts: Texts }): DescribedRouter {
  const routes = new DescribedRouter();
  const guard = networkGuard();

  async function published(articleId: string) {
    const article = await db.catalogueArticles.readPublished({ articleId });
    if (!article) throw new ApiError('not_found', 'Article not found.');
    return article;
  }

  routes.route(
    {
      method: 'get',
      permission: 'open',
      path: PUBLIC_ARTICLES,
      summary: 'Browse articles',
      description: 'Published articles of active sites with their prices, newest first.',
      query: publicArticlesQuery,
      guard,
      answers: {
        200: {
          description: 'One page of results.',
          schema: envelopeOf(pageOf(publicArticleView)),
          leadsTo: [
            { path: `${PUBLIC_ARTICLES}/:id`, parameters: { id: '$response.body#/data/items/0/id' } },
          ],
        },
      },
    },
    async ({ query }) => {
      const { q: words, domain: host, language } = query;
      const page = await pageByCreation(
        query,
        (where) => db.catalogueArticles.listPublished({ words, host, language, ...where }),
        viewPublic,
      );
      return inEnvelope(page.items.length === 0 ? 'No articles found.' : 'Articles found.', page);
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'open',
      path: `${PUBLIC_ARTICLES}/:id`,
      summary: 'Read article',
      description: 'The text of a published article, with what a link in it costs.',
      params: idParams,
      guard,
      answers: { 200: { description: 'The article.', schema: envelopeOf(publicArticleDetail) } },
    },
    async ({ params }) => {
      const article = await published(params.id);
      return inEnvelope('Article found.', viewPublicDetail(article, await texts.given(article.contentMd)));
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'open',
      path: `${PUBLIC_ARTICLES}/:id/check-anchor`,
      summary: 'Check link',
      description: 'Whether a link can be ordered for an article, and where it would go; changes nothing.',
      params: idParams,
      body: checkAnchorBody,
      guard,
      answers: { 200: { description: 'What was found.', schema: envelopeOf(anchorView) } },
    },
    async ({ params, body }) => {
      const article = await published(params.id);
      const view = await viewAnchor(
        { anchorText: body.anchorText, targetUrl: body.targetUrl },
        article,
        texts,
      );
      const message = view.problems.length > 0 ? 'This link cannot be ordered.' : 'This link has a place.';
      return inEnvelope(message, view);
    },
  );

  return routes;
}
