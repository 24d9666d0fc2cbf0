import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';

/** Who works on pages, and how many there are. */
export const queueQuery = queryOptions({
  queryKey: ['queue'],
  queryFn: () => answerOf(api.GET('/api/generation/queue')),
});

/** What was written. */
export const resultQuery = (id: string) =>
  queryOptions({
    queryKey: ['item', id, 'result'],
    queryFn: () =>
      answerOf(
        api.GET('/api/generation/{id}/result', { params: { path: { id }, query: { format: 'json' } } }),
      ),
  });

/** One batch of pages. */
export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['batch', id],
    queryFn: () => answerOf(api.GET('/api/generation/batch/{id}', { params: { path: { id } } })),
  });
