import type { DraftPost, KnownDraft, KnownPost, Publisher, SiteCall } from '../../clients/publisher';
import { GalleyError } from '../../contract/failures';
import type { Store } from '../../db/stores/stores';
import { matchDraft } from '../../domain/blog/draft-match';
import type { Match } from '../../domain/blog/draft-match';
import { countGraphemes } from '../../domain/text/text';
import type { ActivityDeps } from '../deps';
import { saveWithRetry } from '../recorded-call';

/** A store and how its site is asked. */
export interface AskedStore {
  store: Store;
  publisher: Publisher;
  call: SiteCall;
}

function rejected(reason: string, detail: string): GalleyError {
  return new GalleyError({ type: 'Publish.Rejected', reason, detail });
}

/** Refuses what the site would refuse, before anything is sent. */
export function assertFits(
  { limits, format }: Publisher,
  { title, content }: Pick<DraftPost, 'title' | 'content'>,
): void {
  const bytes = format.bytes(content);
  if (bytes > limits.contentBytes) throw rejected('content_too_large', `${bytes} bytes of content`);
  const graphemes = countGraphemes(title);
  if (graphemes > limits.titleGraphemes) throw rejected('title_too_long', `${graphemes} characters of title`);
}

/** Finds out in whose name the store's posts appear, once a store. One request. Answers whether it asked the site. */
export async function findStoreAuthor(
  deps: Pick<ActivityDeps, 'db' | 'classify'>,
  { store, publisher, call }: AskedStore,
  send: <T>(request: () => Promise<T>) => Promise<T>,
): Promise<boolean> {
  if (store.authorId) return false;
  const authorId = await send(() => publisher.author(call));
  if (!authorId) throw rejected('no_author', 'the site has nobody in whose name a post could appear');
  await saveWithRetry(deps, () =>
    deps.db.stores.saveStoreAuthor({ storeId: store.id, instanceId: store.instanceId, authorId }),
  );
  return true;
}

/** A time at the store may lie this much before ours, in milliseconds: clocks differ. */
const CLOCK_SLACK_MS = 60_000;

/** What the store holds under the titles that were asked for. */
export interface Holdings {
  drafts: KnownDraft[];
  posts: KnownPost[];
}

/** What is looked for at a store. `otherThan`: whose drafts and posts on record do not count as taken. */
export interface LookedFor {
  otherThan: string;
  title: string;
  otherTitles: readonly string[];
  content: unknown;
  sinceMs: number;
}

/** Finds ours among what the store holds; what belongs to somebody else is not considered. */
export async function findOurs(
  { db }: Pick<ActivityDeps, 'db'>,
  { store, publisher: { format } }: Pick<AskedStore, 'store' | 'publisher'>,
  held: Holdings,
  ours: LookedFor,
): Promise<Match> {
  // What readers see counts; publishing its draft again would undo what the store's staff changed.
  const isOut = (id: string): boolean => held.posts.some((post) => post.id === id);
  const candidates = [
    ...held.posts.map((post) => ({ ...post, editedAt: post.publishedAt ?? '' })),
    ...held.drafts.filter(({ id }) => !isOut(id)),
  ].map((draft) => ({ ...draft, text: format.visibleText(draft.content) }));
  const taken = await db.publications.idsOnRecord({
    storeId: store.id,
    otherThan: ours.otherThan,
    ids: candidates.map(({ id }) => id),
  });
  const { title, otherTitles, sinceMs } = ours;
  return matchDraft(
    candidates.filter(({ id }) => !taken.has(id)),
    { title, otherTitles, text: format.visibleText(ours.content), sinceMs: sinceMs - CLOCK_SLACK_MS },
  );
}
