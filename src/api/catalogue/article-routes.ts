import { randomUUID } from 'node:crypto';
import type { Db } from '../../db/db';
import type { ArticleFacts } from '../../db/catalogue/articles';
import { slugOfTitle } from '../../domain/catalogue/article-file';
import { pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import type { Texts } from '../texts/texts';
import { actorOf, isTaken } from './domain-routes';
import { importFiles } from './import';
import { createArticleBody, idParams, importBody, listArticlesQuery, patchArticleBody } from './schemas';
import { articleView, importView, listedArticleView, viewArticle, viewListed } from './views';

/** Where administrators keep the articles of the catalogue. */
export const ARTICLES = '/api/articles';

const notFound = (): ApiError => new ApiError('not_found', 'Article not found.');
const slugTaken = (): ApiError => new ApiError('conflict', 'The site has an article with this slug already.');

/** Fields whose change is recorded by another name than "changed". */
const isArchiving = (name: string): boolean => name === 'archived';

/** The routes by which administrators keep articles; those of versions are apart. */
export function articleRoutes(deps: { db: Db; texts: Texts }): DescribedRouter {
  const { db, texts } = deps;
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'post',
      permission: 'catalogue.write',
      path: ARTICLES,
      summary: 'Add article',
      description: 'An article with its first version, which is published unless `publish` is false.',
      body: createArticleBody,
      bodySize: 'batch',
      answers: {
        201: {
          description: 'Added. `Location` is the URL of the article.',
          schema: articleView,
          headers: { Location: 'The URL of what was created.' },
          leadsTo: [{ path: `${ARTICLES}/:id`, parameters: { id: '$response.body#/id' } }],
        },
        404: { description: 'No site has the host: `not_found`.' },
        409: { description: 'The site has an article with this slug already.' },
      },
    },
    async ({ body, res }) => {
      const { domain: host, title, author, publishedOn, publish } = body;
      const domain = await db.catalogueDomains.domainByHost({ host });
      if (!domain) throw new ApiError('not_found', 'Site not found.');
      const slug = body.slug ?? slugOfTitle(title);
      if (slug === undefined)
        throw new ApiError('bad_request', 'No slug can be made of the title. Send one.');
      const content = { contentMd: body.content, contentText: await texts.plain(body.content) };
      const article = await db.transaction(async (tx) => {
        const language = body.language ?? domain.language;
        const facts = { title, slug, author, publishedOn, language, archived: false };
        const about = { domainId: domain.id, actor: actorOf(res) };
        const made = await tx.catalogueArticles.insertArticle({
          ...{ id: randomUUID(), domainId: domain.id },
          ...facts,
        });
        if (!made) throw slugTaken();
        const articleId = made.id;
        await tx.catalogueActions.noteCatalogueAction({ action: 'article.created', ...about, articleId });
        await tx.catalogueSaves.addVersion({ article: made, content, author, actor: about.actor, publish });
        return (await tx.catalogueArticles.articleById({ articleId }))!;
      });
      return { status: 201, json: viewArticle(article), headers: { location: `${ARTICLES}/${article.id}` } };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'catalogue.write',
      path: `${ARTICLES}/import`,
      summary: 'Import articles',
      description:
        'Markdown files with front matter. Each file that cannot be taken is named with line and reason; a file that was imported before changes nothing.',
      body: importBody,
      bodySize: 'batch',
      answers: { 200: { description: 'What became of each file.', schema: importView } },
    },
    async ({ body, res }) => {
      const { files, domain, publish } = body;
      return { status: 200, json: await importFiles(deps, { files, domain, publish, actor: actorOf(res) }) };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'catalogue.read',
      path: ARTICLES,
      summary: 'List articles',
      description: 'Published or not, newest first.',
      query: listArticlesQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(listedArticleView) } },
    },
    async ({ query }) => {
      const { q: words, domain: host, language, state } = query;
      const json = await pageByCreation(
        query,
        (page) => db.catalogueArticles.listArticles({ words, host, language, state, ...page }),
        viewListed,
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'catalogue.read',
      path: `${ARTICLES}/:id`,
      summary: 'Get article',
      description: 'What is known of an article; its texts are in its versions.',
      params: idParams,
      answers: { 200: { description: 'The article.', schema: articleView } },
    },
    async ({ params }) => {
      const article = await db.catalogueArticles.articleById({ articleId: params.id });
      if (!article) throw notFound();
      return { status: 200, json: viewArticle(article) };
    },
  );

  routes.route(
    {
      method: 'patch',
      permission: 'catalogue.write',
      path: `${ARTICLES}/:id`,
      summary: 'Update article',
      description: 'Fields that are left out stay. `archived: true` takes the article off the public list.',
      params: idParams,
      body: patchArticleBody,
      answers: {
        200: { description: 'The updated article.', schema: articleView },
        409: { description: 'The site has an article with this slug already.' },
      },
    },
    async ({ params, body, res }) => {
      const work = db.transaction(async (tx) => {
        const article = await tx.catalogueArticles.articleById({ articleId: params.id, lock: true });
        if (!article) throw notFound();
        const changed = Object.entries(body).filter(
          ([name, value]) => value !== undefined && value !== article[name as keyof ArticleFacts],
        );
        if (changed.length === 0) return article;
        const { id: articleId, domainId } = article;
        await tx.catalogueArticles.updateArticle({
          articleId,
          facts: Object.fromEntries(changed) as Partial<ArticleFacts>,
        });
        const about = { actor: actorOf(res), domainId, articleId };
        const names = changed.map(([name]) => name);
        const fields = names.filter((name) => !isArchiving(name));
        if (names.some(isArchiving))
          await tx.catalogueActions.noteCatalogueAction({
            ...{ action: body.archived ? 'article.archived' : 'article.restored', ...about },
          });
        if (fields.length > 0)
          await tx.catalogueActions.noteCatalogueAction({
            ...{ action: 'article.changed', ...about },
            facts: { fields },
          });
        return (await tx.catalogueArticles.articleById({ articleId }))!;
      });
      const article = await work.catch((error: unknown) => {
        throw isTaken(error) ? slugTaken() : error;
      });
      return { status: 200, json: viewArticle(article) };
    },
  );

  return routes;
}
