import { FAILURES, GalleyError } from '../../contract/failures';
import type { Match } from '../../domain/blog/draft-match';
import type { ActivityDeps } from '../deps';
import { mayHaveWorked, saveWithRetry } from '../recorded-call';
import { findOurs } from '../stores/drafts';
import type { Holdings } from '../stores/drafts';
import { readStore } from '../stores/reads';
import type { Ground, PublishGround, PublishStep } from './publish-ground';

/** What one look at the store brought; `begunAt` tells which creation was looked for. */
export type LookedUp = { found: Match['found'] | 'no_answer'; begunAt?: string };

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
  function compare(on: Ground, held: Holdings, otherTitles: readonly string[]): Promise<Match> {
    const { order, publication, publisher, version } = on;
    const since = order.lookFirst ? order.createdAt : publication.createBeganAt;
    return findOurs(deps, on, held, {
      ...{ otherThan: publication.id, title: version.title, otherTitles },
      content: publisher.format.render(version.bodyMarkdown),
      sinceMs: since?.getTime() ?? deps.now(),
    });
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
