import { useMutation, useQueryClient } from '@tanstack/react-query';
import { act as sendAct } from '../../api/client';
import type { paths } from '../../../openapi/api-types';
import { keysOf } from '../../kind';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { BLOG_API } from './api';

type Body<Act extends string> = paths[`/api/blog-generation/{id}/${Act}` & keyof paths] extends {
  post: { requestBody?: { content: { 'application/json': infer T } } };
}
  ? T
  : never;

/** What a person does to one blog order, beyond what can be done to many at once. */
export type Act =
  | { name: 'approve'; body?: Body<'approve'> }
  | { name: 'retry'; body: Body<'retry'> }
  | { name: 'select'; body: Body<'select'> }
  | { name: 'new-ideas'; body: Body<'new-ideas'> }
  | { name: 'schedule'; body: Body<'schedule'> }
  | { name: 'regenerate'; body: Body<'regenerate'> }
  | { name: 'resolve'; body: Body<'resolve'> };

/** Does what a person does to a blog order. */
export function useAct(id: string) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  return useMutation({
    mutationFn: (act: Act) => sendAct({ base: BLOG_API.base, id }, act.name, act.body),
    onSuccess: () => announce(say('act.done', { count: 1 })),
    // Also after a refusal: then it stands otherwise than shown.
    onSettled: () => {
      for (const queryKey of keysOf(BLOG_API, id)) void client.invalidateQueries({ queryKey });
    },
  });
}

export type Acting = ReturnType<typeof useAct>;
