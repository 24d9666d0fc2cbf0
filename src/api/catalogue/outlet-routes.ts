import { z } from 'zod';
import type { Db } from '../../db/db';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { ARTICLES } from './article-routes';
import { actorOf, DOMAINS } from './domain-routes';
import { newHookSecret } from './outlet-settings';
import type { OutletDeps } from './outlet-settings';
import { articleOutletView, viewArticleOutlet } from './outlet-views';
import { idParams } from './schemas';

/** The routes by which administrators see what went out to outlets, and repeat what failed. */
export function outletRoutes(deps: OutletDeps & { db: Db }): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'get',
      permission: 'catalogue.read',
      path: `${ARTICLES}/:id/outlet`,
      summary: 'Get outlet state',
      description:
        'How an article stands at the outlet of its site, and what was found of its paid links there.',
      params: idParams,
      answers: { 200: { description: 'How it stands.', schema: articleOutletView } },
    },
    async ({ params }) => {
      const found = await db.outlets.outletOf({ articleId: params.id });
      if (!found) throw new ApiError('not_found', 'Article not found.');
      return { status: 200, json: viewArticleOutlet(found) };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'catalogue.write',
      path: `${ARTICLES}/:id/publish-again`,
      summary: 'Publish again',
      description: 'Sends the published version to the outlet once more after that has failed.',
      params: idParams,
      answers: {
        200: { description: 'It goes out again.', schema: articleOutletView },
        409: { description: 'It has not failed, or nothing is published, or the site has no outlet.' },
      },
    },
    async ({ params, res }) => {
      const articleId = params.id;
      const found = await db.transaction(async (tx) => {
        const article = await tx.catalogueArticles.articleById({ articleId, lock: true });
        if (!article) throw new ApiError('not_found', 'Article not found.');
        if (!(await tx.outlets.wantAgain({ articleId })))
          throw new ApiError(
            'conflict',
            'The article has not failed to go out, nothing of it is published, or its site has no outlet.',
          );
        await tx.catalogueActions.noteCatalogueAction({
          action: 'article.sent_again',
          ...{ actor: actorOf(res), domainId: article.domainId, articleId },
          versionId: article.selectedVersionId,
        });
        return (await tx.outlets.outletOf({ articleId }))!;
      });
      return { status: 200, json: viewArticleOutlet(found) };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'catalogue.write',
      path: `${DOMAINS}/:id/hook-secret`,
      summary: 'Replace hook secret',
      description: 'A new signing secret for the publish hook. The old one is not used any more.',
      params: idParams,
      answers: {
        200: {
          description: 'The secret; it is shown only in this answer.',
          schema: z.object({ hookSecret: z.string() }),
        },
        409: { description: 'The site has no publish hook.' },
      },
    },
    async ({ params, res }) => {
      const domainId = params.id;
      const { secret, sealedSecret } = newHookSecret(deps, domainId);
      await db.transaction(async (tx) => {
        const domain = await tx.catalogueDomains.domainById({ domainId, lock: true });
        if (!domain) throw new ApiError('not_found', 'Site not found.');
        const { outlet } = domain;
        if (!outlet || !('hookUrl' in outlet))
          throw new ApiError('conflict', 'The site has no publish hook. Set one first.');
        const { hookUrl } = outlet;
        await tx.catalogueDomains.updateDomain({ domainId, facts: { outlet: { hookUrl, sealedSecret } } });
        await tx.catalogueActions.noteCatalogueAction({
          ...{ action: 'domain.changed', actor: actorOf(res), domainId },
          facts: { fields: ['hookSecret'] },
        });
      });
      return { status: 200, json: { hookSecret: secret } };
    },
  );

  return routes;
}
