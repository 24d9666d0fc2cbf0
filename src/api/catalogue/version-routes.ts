import { z } from 'zod';
import type { PublishRefusal } from '../../db/catalogue/publish';
import type { Db } from '../../db/db';
import { cutPage } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import type { Texts } from '../texts/texts';
import { ARTICLES } from './article-routes';
import { actorOf } from './domain-routes';
import { lostLinksView } from './outlet-views';
import {
  addVersionBody,
  idParams,
  lostLinksQuery,
  selectVersionBody,
  versionParams,
  versionsQuery,
} from './schemas';
import { articleView, savedVersionView, versionDetail, versionView, viewArticle, viewVersion } from './views';

const noArticle = (): ApiError => new ApiError('not_found', 'Article not found.');
const noVersion = (): ApiError => new ApiError('not_found', 'The article has no such version.');

function refused(refusal: PublishRefusal): ApiError {
  return refusal.refused === 'not_approved'
    ? new ApiError(
        'conflict',
        'The version belongs to an order that is not approved. Approve its order instead.',
      )
    : new ApiError(
        'links_would_vanish',
        'Links that somebody has paid for would be gone. Accept that, or keep the version.',
        {
          lostLinks: refusal.lostLinks,
        },
      );
}

/** The routes by which administrators read, add and publish versions of articles. */
export function versionRoutes({ db, texts }: { db: Db; texts: Texts }): DescribedRouter {
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'get',
      permission: 'catalogue.read',
      path: `${ARTICLES}/:id/versions`,
      summary: 'List versions',
      description: 'Versions of an article without their texts, newest first.',
      params: idParams,
      query: versionsQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(versionView) } },
    },
    async ({ params, query }) => {
      const articleId = params.id;
      if (!(await db.catalogueArticles.articleById({ articleId }))) throw noArticle();
      const found = await db.catalogueVersions.listVersions({
        ...{ articleId, before: query.cursor },
        limit: query.limit + 1,
      });
      const { rows, nextCursor } = cutPage(found, query.limit, ({ versionNum }) => String(versionNum));
      return { status: 200, json: { items: rows.map(viewVersion), nextCursor } };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'catalogue.read',
      path: `${ARTICLES}/:id/versions/:versionId`,
      summary: 'Get version',
      description: 'A version of an article with its text.',
      params: versionParams,
      answers: { 200: { description: 'The version.', schema: versionDetail } },
    },
    async ({ params }) => {
      const version = await db.catalogueVersions.versionById({
        articleId: params.id,
        versionId: params.versionId,
      });
      if (!version) throw noVersion();
      return { status: 200, json: { ...viewVersion(version), content: version.contentMd } };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'catalogue.write',
      path: `${ARTICLES}/:id/versions`,
      summary: 'Add version',
      description: 'A new text of an article. A text that a version has already makes no new one.',
      params: idParams,
      body: addVersionBody,
      bodySize: 'batch',
      answers: { 200: { description: 'The version with this text.', schema: savedVersionView } },
    },
    async ({ params, body, res }) => {
      const content = { contentMd: body.content, contentText: await texts.plain(body.content) };
      const json = await db.transaction(async (tx) => {
        const articleId = params.id;
        const article = await tx.catalogueArticles.articleById({ articleId, lock: true });
        if (!article) throw noArticle();
        const same = await tx.catalogueVersions.versionOfContent({ articleId, contentMd: body.content });
        if (same)
          return {
            ...viewVersion(same),
            isNew: false,
            isPublished: article.selectedVersionId === same.id,
          };
        const { versionId, isPublished } = await tx.catalogueSaves.addVersion({
          ...{ article, content, actor: actorOf(res), publish: body.publish },
          author: body.author ?? article.author,
        });
        const version = (await tx.catalogueVersions.versionById({ articleId, versionId }))!;
        return { ...viewVersion(version), isNew: true, isPublished };
      });
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'catalogue.read',
      path: `${ARTICLES}/:id/lost-links`,
      summary: 'List lost links',
      description:
        'Paid links of the published version that would be gone if another one, or none, were published.',
      params: idParams,
      query: lostLinksQuery,
      answers: { 200: { description: 'The links.', schema: z.object({ lostLinks: lostLinksView }) } },
    },
    async ({ params, query }) => {
      const articleId = params.id;
      const article = await db.catalogueArticles.articleById({ articleId });
      if (!article) throw noArticle();
      const to = query.versionId ?? null;
      if (to !== null && !(await db.catalogueVersions.versionById({ articleId, versionId: to })))
        throw noVersion();
      const lostLinks = await db.paidLinks.lostLinks({ articleId, from: article.selectedVersionId, to });
      return { status: 200, json: { lostLinks } };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'catalogue.write',
      path: `${ARTICLES}/:id/select`,
      summary: 'Publish version',
      description: 'Readers see this version from now on; null publishes none.',
      params: idParams,
      body: selectVersionBody,
      answers: {
        200: { description: 'The article.', schema: articleView },
        409: {
          description:
            'The version belongs to an order that is not approved, or links that were paid for would be gone (`links_would_vanish`, with `lostLinks`).',
        },
      },
    },
    async ({ params, body, res }) => {
      const { versionId, acceptLostLinks } = body;
      const article = await db.transaction(async (tx) => {
        const articleId = params.id;
        const found = await tx.catalogueArticles.articleById({ articleId, lock: true });
        if (!found) throw noArticle();
        if (found.selectedVersionId === versionId) return found;
        const version =
          versionId === null ? null : await tx.catalogueVersions.versionById({ articleId, versionId });
        if (version === undefined) throw noVersion();
        const refusal = await tx.cataloguePublish.publishVersion({
          ...{ article: found, version, acceptLostLinks, actor: actorOf(res) },
        });
        if (refusal) throw refused(refusal);
        return (await tx.catalogueArticles.articleById({ articleId }))!;
      });
      return { status: 200, json: viewArticle(article) };
    },
  );

  return routes;
}
