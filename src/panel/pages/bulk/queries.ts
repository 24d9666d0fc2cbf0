import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { PAGE } from '../../api/answer';
import { answerOf, api, read } from '../../api/client';
import { BULK_API, SCHEDULES, TEMPLATES } from './api';
import type { BulkPage, RunPage, SchedulePage, TemplatePage } from './api';

/** A tenant has no more templates than are asked for at once. */
const MOST_TEMPLATES = 200;

/** Bulk jobs, newest first; `status` may be several with commas between. */
export const jobsQuery = (status: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [BULK_API.list, { status }],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: BulkPage) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      read<BulkPage>(BULK_API.base, { query: { status, limit: PAGE, cursor: pageParam } }),
  });

/** One bulk job with its texts. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: [BULK_API.one, id],
    queryFn: () => answerOf(api.GET('/api/bulk-generate/{id}', { params: { path: { id } } })),
  });

/** Templates, newest first, without their texts. */
export const templatesQuery = infiniteQueryOptions({
  queryKey: [TEMPLATES],
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: TemplatePage) => page.nextCursor ?? undefined,
  queryFn: ({ pageParam }) =>
    answerOf(
      api.GET('/api/bulk-templates', { params: { query: { limit: MOST_TEMPLATES, cursor: pageParam } } }),
    ),
});

/** Schedules, newest first. */
export const schedulesQuery = infiniteQueryOptions({
  queryKey: [SCHEDULES, 'list'],
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: SchedulePage) => page.nextCursor ?? undefined,
  queryFn: ({ pageParam }) =>
    answerOf(api.GET('/api/bulk-schedules', { params: { query: { limit: PAGE, cursor: pageParam } } })),
});

/** One schedule. */
export const scheduleQuery = (id: string) =>
  queryOptions({
    queryKey: [SCHEDULES, id],
    queryFn: () => answerOf(api.GET('/api/bulk-schedules/{id}', { params: { path: { id } } })),
  });

/** What came of the times at which a schedule was due, latest first. */
export const runsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [SCHEDULES, id, 'runs'],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: RunPage) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/bulk-schedules/{id}/runs', {
          params: { path: { id }, query: { limit: PAGE, cursor: pageParam } },
        }),
      ),
  });
