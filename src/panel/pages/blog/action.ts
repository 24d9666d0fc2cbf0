import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import type { paths } from '../../api-types';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';

type Body<Act extends string> = paths[`/api/blog-generation/{id}/${Act}` & keyof paths] extends {
  post: { requestBody?: { content: { 'application/json': infer T } } };
}
  ? T
  : never;

/** What a person does to one blog order, beyond what can be done to many at once. */
type Act =
  | { name: 'approve' }
  | { name: 'select'; body: Body<'select'> }
  | { name: 'new-ideas'; body: Body<'new-ideas'> }
  | { name: 'schedule'; body: Body<'schedule'> }
  | { name: 'regenerate'; body: Body<'regenerate'> }
  | { name: 'resolve'; body: Body<'resolve'> };

function send(id: string, act: Act): Promise<unknown> {
  const params = { path: { id } };
  switch (act.name) {
    case 'approve':
      return answerOf(api.POST('/api/blog-generation/{id}/approve', { params }));
    case 'select':
      return answerOf(api.POST('/api/blog-generation/{id}/select', { params, body: act.body }));
    case 'new-ideas':
      return answerOf(api.POST('/api/blog-generation/{id}/new-ideas', { params, body: act.body }));
    case 'schedule':
      return answerOf(api.POST('/api/blog-generation/{id}/schedule', { params, body: act.body }));
    case 'regenerate':
      return answerOf(api.POST('/api/blog-generation/{id}/regenerate', { params, body: act.body }));
    case 'resolve':
      return answerOf(api.POST('/api/blog-generation/{id}/resolve', { params, body: act.body }));
  }
}

/** Does what a person does to a blog order. */
export function useAct(id: string) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  return useMutation({
    mutationFn: (act: Act) => send(id, act),
    onSuccess: () => announce(say('act.done', { count: 1 })),
    // Also after a refusal: then it stands otherwise than shown.
    onSettled: () => {
      for (const queryKey of [['order', id], ['orders'], ['stats']])
        void client.invalidateQueries({ queryKey });
    },
  });
}

export type Acting = ReturnType<typeof useAct>;
