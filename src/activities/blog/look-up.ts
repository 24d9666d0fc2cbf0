import { FAILURES, GalleyError } from '../../contract/failures';
import type { KnownDraft, KnownPost } from '../../clients/publisher';
import { matchDraft } from '../../domain/blog/draft-match';
import type { Match } from '../../domain/blog/draft-match';
import type { ActivityDeps } from '../deps';
import { mayHaveWorked, saveWithRetry } from '../recorded-call';
import type { Ground, PublishGround, PublishStep } from './publish-ground';
import { readStore } from './store-reads';

/** What one look at the store brought; `begunAt` tells which creation was looked for. */
export type LookedUp = { found: Match['found'] | 'no_answer'; begunAt?: string };

/** A time at the store may lie this much before ours, in milliseconds: clocks differ. */
const CLOCK_SLACK_MS = 60_000;

/** What the store holds under the titles that were asked for. */
interface Holdings {
  drafts: KnownDraft[];
  posts: KnownPost[];
}

/** Makes the activity that looks whether the store holds an order's draft or, after a restore, its post. */
export function createLookUp(deps: ActivityDeps, { open, send }: PublishGround) {
  const { db } = deps;

  async function ask(
    on: Ground,
    input: PublishStep & { tries: number },
    titles: readonly string[],
  ): Promise<Holdings | undefined> {
    const read = <T>(request: () => Promise<T>): Promise<{ answer: T } | undefined> =>
      readStore(deps, {
        tries: input.tries,
        waitsFor: (error, { type }) => FAILURES[type].retryable && !mayHaveWorked(error),
        ask: request,
        send: (asked) => send(on, input, asked),
      });
    const { publisher, call } = on;
    const drafts = await read(() => publisher.draftsByTitle({ ...call, titles }));
    if (!drafts) return undefined;
    if (!on.order.lookFirst) return { drafts: drafts.answer, posts: [] };
    const posts = await read(() => publisher.postsByTitle({ ...call, titles }));
    return posts && { drafts: drafts.answer, posts: posts.answer };
  }

  /** Finds ours among what the store holds; what belongs to another order is not considered. */
  async function compare(on: Ground, held: Holdings, otherTitles: readonly string[]): Promise<Match> {
    const { order, publication, publisher, version } = on;
    const { format } = publisher;
    // What readers see counts; publishing its draft again would undo what the store's staff changed.
    const isOut = (id: string): boolean => held.posts.some((post) => post.id === id);
    const candidates = [
      ...held.posts.map((post) => ({ ...post, editedAt: post.publishedAt ?? '' })),
      ...held.drafts.filter(({ id }) => !isOut(id)),
    ].map((draft) => ({ ...draft, text: format.visibleText(draft.content) }));
    const taken = await db.publications.idsOnRecord({
      storeId: order.storeId,
      otherThan: publication.id,
      ids: candidates.map(({ id }) => id),
    });
    const since = order.lookFirst ? order.createdAt : publication.createBeganAt;
    return matchDraft(
      candidates.filter(({ id }) => !taken.has(id)),
      {
        title: version.title,
        otherTitles,
        text: format.visibleText(format.render(version.bodyMarkdown)),
        sinceMs: (since?.getTime() ?? deps.now()) - CLOCK_SLACK_MS,
      },
    );
  }

  /**
   * Looks whether the store holds the draft whose creation was not answered, in one request. After a restore from a backup it looks
   * for the post, too, in a second one, and under the titles of all ideas of the order: another one may have been picked in the time
   * that was lost. A store that does not answer, or refuses the question, is asked again; only after `tries` attempts is that the
   * result. One that is disconnected or limits requests is waited for.
   */
  return async function lookUpDraft(input: PublishStep & { tries: number }): Promise<LookedUp> {
    const on = await open(input);
    const { order, publication, version } = on;
    if (publication.draftId || publication.postId) return { found: 'match' };
    const ideas = order.lookFirst ? await db.ideas.listIdeas({ orderId: order.id }) : [];
    const otherTitles = ideas.map(({ title }) => title);
    const held = await ask(on, input, [...new Set([version.title, ...otherTitles])]);
    const match = held ? await compare(on, held, otherTitles) : ({ found: 'no_answer' } as const);
    const isOurs = await saveWithRetry(deps, () =>
      db.transaction(async (tx) => {
        const note = { at: new Date(deps.now()).toISOString(), ...match };
        await tx.publications.addLookup({ publicationId: publication.id, note });
        if (match.found !== 'match') return true;
        const post = held?.posts.find(({ id }) => id === match.draftId);
        const claimed = await tx.publications.claimFound({
          publicationId: publication.id,
          storeId: order.storeId,
          foundId: match.draftId,
          post: post ? { url: post.url } : null,
        });
        if (claimed) await tx.blogOrders.noteLooked({ orderId: order.id });
        return claimed;
      }),
    );
    if (!isOurs)
      throw new GalleyError({
        type: 'Provider.Busy',
        reason: 'taken_meanwhile',
        detail: `another order took ${JSON.stringify(match)}`,
        delayMs: 1,
      });
    const begunAt = publication.createBeganAt?.toISOString();
    return { found: match.found, ...(begunAt ? { begunAt } : {}) };
  };
}
