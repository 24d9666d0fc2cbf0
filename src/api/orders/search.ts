import { z } from 'zod';
import { FOUND_BY, FOUND_KINDS } from '../../db/orders/search';
import type { Db } from '../../db/db';
import { reachOf } from '../../domain/tenants/permissions';
import { holderOf, scopeOf } from '../http/auth';
import { DescribedRouter } from '../http/route';
import { cleanLine, limitOf, uuid } from '../http/schemas';

const searchQuery = z.strictObject({
  q: cleanLine(100, 2).describe('Part of a title, keyword or name, or the beginning of an ID'),
  limit: limitOf(50, 10),
});

const foundView = z.object({
  more: z.boolean().describe('Whether there are further matches beyond `limit`'),
  items: z.array(
    z.object({
      kind: z.enum(FOUND_KINDS),
      id: uuid,
      title: z
        .string()
        .describe('The title, or the subject while there is no title; for a batch its number of pages'),
      status: z.string().nullable(),
      by: z.enum(FOUND_BY).describe('Where the words were found'),
      createdAt: z.iso.datetime(),
    }),
  ),
});

/** The route that finds things by a word. */
export function searchRoutes(deps: { db: Db }): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();
  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: '/api/search',
      summary: 'Search',
      description:
        'Posts, pages, batches, texts, bulk jobs and stores by ID, title, topic, keyword or name, newest first.',
      query: searchQuery,
      answers: { 200: { description: 'The matches.', schema: foundView } },
    },
    async ({ query, res }) => {
      const { found, more } = await db.search.searchAll({
        words: query.q,
        tenantId: scopeOf(res),
        withStores: reachOf(holderOf(res).role, 'stores.read') !== undefined,
        limit: query.limit,
      });
      return {
        status: 200,
        json: { items: found.map((one) => ({ ...one, createdAt: one.createdAt.toISOString() })), more },
      };
    },
  );
  return routes;
}
