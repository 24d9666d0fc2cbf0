import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { PAGE } from './answer';
import type { Answer } from './answer';
import { answerOf, api } from './client';

export type PublicPage = Answer<'/api/v1/articles'>['data'];
export type PublicArticle = PublicPage['items'][number];
export type PublicDetail = Answer<'/api/v1/articles/{id}'>['data'];
export type SitePage = Answer<'/api/domains'>;
export type Site = SitePage['items'][number];
export type Price = NonNullable<Site['prices']['backlink']>;
export type ListedPage = Answer<'/api/articles'>;
export type Listed = ListedPage['items'][number];
export type ArticleFacts = Answer<'/api/articles/{id}'>;
export type VersionPage = Answer<'/api/articles/{id}/versions'>;
export type Version = VersionPage['items'][number];
export type OutletStanding = Answer<'/api/articles/{id}/outlet'>;
export type LostLink = Answer<'/api/articles/{id}/lost-links'>['lostLinks'][number];
export type HistoryPage = Answer<'/api/domains/{id}/actions'>;

/** All that belongs to the catalogue begins with this key, so that a change refetches it together. */
export const CATALOGUE = 'catalogue';

/** Articles that everybody may read, newest first. */
export const publicArticlesQuery = (filter: { q?: string | undefined; domain?: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: [CATALOGUE, 'public', filter],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: PublicPage) => page.nextCursor ?? undefined,
    queryFn: async ({ pageParam }) => {
      const query = { ...filter, limit: 20, cursor: pageParam };
      return (await answerOf(api.GET('/api/v1/articles', { params: { query } }))).data;
    },
  });

/** One of them, with its text. */
export const publicArticleQuery = (id: string) =>
  queryOptions({
    queryKey: [CATALOGUE, 'public', id],
    queryFn: async () =>
      (await answerOf(api.GET('/api/v1/articles/{id}', { params: { path: { id } } }))).data,
  });

/** Sites of the catalogue, newest first. */
export const sitesQuery = infiniteQueryOptions({
  queryKey: [CATALOGUE, 'sites'],
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: SitePage) => page.nextCursor ?? undefined,
  queryFn: ({ pageParam }) =>
    answerOf(api.GET('/api/domains', { params: { query: { limit: PAGE, cursor: pageParam } } })),
});

/** Pages of sites that a choice of sites asks for at most. */
const MOST_PAGES = 10;

/** All sites of the catalogue, to choose one from. */
export const allSitesQuery = queryOptions({
  queryKey: [CATALOGUE, 'all-sites'],
  queryFn: async () => {
    const items: Site[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const found = await answerOf(api.GET('/api/domains', { params: { query: { limit: 100, cursor } } }));
      items.push(...found.items);
      if (found.nextCursor === null) break;
      cursor = found.nextCursor;
    }
    return items;
  },
});

/** One site. */
export const siteQuery = (id: string) =>
  queryOptions({
    queryKey: [CATALOGUE, 'site', id],
    queryFn: () => answerOf(api.GET('/api/domains/{id}', { params: { path: { id } } })),
  });

/** What was done to a site and its articles, newest first. */
export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [CATALOGUE, 'site', id, 'history'],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: HistoryPage) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/domains/{id}/actions', {
          params: { path: { id }, query: { limit: 20, cursor: pageParam } },
        }),
      ),
  });

/** Which articles a list of administrators shows. */
export interface ArticleFilter {
  q?: string | undefined;
  domain?: string | undefined;
  state?: 'published' | 'unpublished' | 'archived' | undefined;
}

/** Articles of the catalogue, published or not, newest first. */
export const articlesQuery = (filter: ArticleFilter) =>
  infiniteQueryOptions({
    queryKey: [CATALOGUE, 'articles', filter],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: ListedPage) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/articles', { params: { query: { ...filter, limit: PAGE, cursor: pageParam } } }),
      ),
  });

/** What is known of one article. */
export const articleQuery = (id: string) =>
  queryOptions({
    queryKey: [CATALOGUE, 'article', id],
    queryFn: () => answerOf(api.GET('/api/articles/{id}', { params: { path: { id } } })),
  });

/** Its versions, newest first. */
export const versionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [CATALOGUE, 'article', id, 'versions'],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: VersionPage) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/articles/{id}/versions', {
          params: { path: { id }, query: { limit: PAGE, cursor: pageParam } },
        }),
      ),
  });

/** How often an article on its way to its outlet is asked about, in milliseconds. */
const UNDER_WAY_MS = 3_000;

/** How an article stands at the outlet of its site. */
export const outletQuery = (id: string) =>
  queryOptions({
    queryKey: [CATALOGUE, 'article', id, 'outlet'],
    queryFn: () => answerOf(api.GET('/api/articles/{id}/outlet', { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) => (data?.state === 'wanted' ? UNDER_WAY_MS : false),
  });

/** The paid links that would be gone if this version, or none, were published; asked anew each time. */
export const lostLinksQuery = (id: string, versionId: string | undefined) =>
  queryOptions({
    queryKey: [CATALOGUE, 'article', id, 'lost', versionId ?? null],
    staleTime: 0,
    queryFn: () =>
      answerOf(api.GET('/api/articles/{id}/lost-links', { params: { path: { id }, query: { versionId } } })),
  });

/** One version with its text, which never changes. */
export const versionQuery = (id: string, versionId: string) =>
  queryOptions({
    queryKey: [CATALOGUE, 'text', id, versionId],
    staleTime: Infinity,
    queryFn: () =>
      answerOf(api.GET('/api/articles/{id}/versions/{versionId}', { params: { path: { id, versionId } } })),
  });
