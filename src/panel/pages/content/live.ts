import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Page } from '../../api/queries';
import type { KindEvent, Told } from '../../kind';
import { replaceIn } from '../../live/patch';
import type { MessageId } from '../../messages/en';
import { BULK_API } from '../bulk/api';
import { patchItem } from '../bulk/live';
import { CONTENT_API, nameOfText } from './api';
import type { ContentText, TextDetail } from './api';

/** Brings what is known of a text up to date: in lists, on its page and on that of its job. */
function patchText(client: QueryClient, text: Told & Partial<ContentText>): void {
  client.setQueriesData<InfiniteData<Page<ContentText>>>({ queryKey: [CONTENT_API.list] }, (data) =>
    replaceIn(data, text),
  );
  client.setQueryData<TextDetail>([CONTENT_API.one, text.id], (before) => before && { ...before, ...text });
  patchItem(client, text);
}

/** Something that moves a text on: lists and counts change with it, and so does its job. */
const moves = (message?: MessageId): KindEvent => ({
  patch: patchText,
  patched: () => [],
  touches: (id) => [[CONTENT_API.list], ['stats'], [CONTENT_API.one, id], [BULK_API.one]],
  ...(message
    ? {
        says: (say, { title = null, topic = '' }: Told & Partial<ContentText>) =>
          say(message, { name: nameOfText({ title, topic }) }),
      }
    : {}),
});

/** The stream's names for what happens to texts. Those of a job are added by the dozen, of which nothing is said. */
export const CONTENT_EVENTS: Readonly<Record<string, KindEvent>> = {
  contentAdded: moves(),
  contentStarted: moves(),
  contentProgress: {
    patch: patchText,
    patched: () => [[CONTENT_API.list]],
    touches: (id) => [[CONTENT_API.one, id]],
  },
  contentRetrying: moves(),
  contentCompleted: moves('live.text.completed'),
  contentFailed: moves('live.text.failed'),
  contentCancelled: moves(),
};
