import type { KnownDraft } from '../../clients/publisher';
import { GalleyError } from '../../contract/failures';
import type { Version } from '../../db/blog/versions';
import { isUntouched } from '../../domain/blog/draft-match';
import type { ActivityDeps } from '../deps';
import { saveWithRetry } from '../recorded-call';
import { differencesOf, draftOf } from './draft';
import type { Ground, PublishGround } from './publish-ground';

/** The order that is looked after; not named `orderId`, by which failures are taken for the order's own. */
export interface LookedAfter {
  about: string;
}

/** A time at the store may lie this much before or after ours, in milliseconds: clocks differ, and a late draft comes late. */
const CLOCK_SLACK_MS = 10 * 60_000;

/** The address of a post that is out. A post without one is asked for again. */
export async function readAddress({ publisher, call }: Ground, postId: string): Promise<string> {
  const { url } = await publisher.post({ ...call, postId });
  if (url) return url;
  throw new GalleyError({
    type: 'Provider.Busy',
    reason: 'no_address',
    detail: `post ${postId} has no address`,
  });
}

/** Tells of a draft in the store that no order needs, once for each. */
export async function tellOfSpare(
  deps: Pick<ActivityDeps, 'db' | 'classify'>,
  { orderId, ...data }: { orderId: string; draftId: string; removed: boolean },
): Promise<void> {
  await saveWithRetry(deps, () =>
    deps.db.transaction((tx) =>
      tx.events.addDraftEventOnce({ orderId, type: 'publish.spare_draft', stage: 'publishing', data }),
    ),
  );
}

/** Makes the activities that look at a store after an order is done. A store that does not answer is asked at the next look. */
export function createAfterLooks(deps: ActivityDeps, { after, send }: PublishGround) {
  const { db } = deps;

  /** What a request brought; undefined where the store did not answer or refused. */
  async function ask<T>(on: Ground, request: () => Promise<T>): Promise<T | undefined> {
    try {
      return await send(on, { round: on.order.round, versionId: on.version.id }, request);
    } catch (error) {
      if (error instanceof GalleyError && error.failure.type !== 'Database.Unavailable') return undefined;
      throw error;
    }
  }

  /** Whether a draft is certainly what we sent and nobody has touched since. */
  async function isOurs(on: Ground, version: Version, draft: KnownDraft): Promise<boolean> {
    const { order, store, publisher } = on;
    if (draft.published || draft.content === undefined || !publisher.format.isMarked(draft.content))
      return false;
    const [sinceMs, untilMs] = [order.createdAt.getTime(), order.finishedAt?.getTime() ?? deps.now()];
    if (!isUntouched(draft, { sinceMs: sinceMs - CLOCK_SLACK_MS, untilMs: untilMs + CLOCK_SLACK_MS }))
      return false;
    const publication = await db.publications.findPublication({ orderId: order.id, basis: version.id });
    const picture = order.pictureId
      ? await db.pictures.findPicture({ orderId: order.id, pictureId: order.pictureId })
      : undefined;
    if (!publication || !store.authorId) return false;
    const ground = { ...on, version, publication };
    return differencesOf(ground, draftOf(ground, { authorId: store.authorId, picture }), draft).length === 0;
  }

  return {
    /** Reads the address of a published post that could not be read before. Answers whether it is still missing. One request. */
    async fillAddress({ about }: LookedAfter): Promise<{ missing: boolean }> {
      const on = await after({ orderId: about });
      const postId = on?.publication.postId;
      if (!on || !postId || on.publication.url) return { missing: false };
      const url = await ask(on, () => readAddress(on, postId));
      if (!url) return { missing: true };
      await saveWithRetry(deps, () =>
        db.transaction(async (tx) => {
          if (await tx.publications.saveAddress({ publicationId: on.publication.id, url }))
            await tx.events.addEvent({ orderId: about, type: 'publish.address', stage: 'publishing' });
        }),
      );
      return { missing: false };
    },

    /**
     * Looks for drafts of an order that turned up after they were given up. One that is certainly ours and untouched is deleted; of any
     * other people are told. Answers whether one was deleted, so that there may be another. Two requests at most.
     */
    async clearSpareDraft({ about }: LookedAfter): Promise<{ removed: boolean }> {
      const on = await after({ orderId: about });
      if (!on) return { removed: false };
      const ids = await db.publications.doubtfulVersions({ orderId: about });
      const versions = (
        await Promise.all(ids.map((versionId) => db.versions.findVersion({ orderId: about, versionId })))
      ).filter((version) => version !== undefined);
      const titles = [...new Set(versions.map(({ title }) => title))];
      if (titles.length === 0) return { removed: false };
      const drafts = await ask(on, () => on.publisher.draftsByTitle({ ...on.call, titles }));
      const known = await db.publications.idsOnRecord({
        storeId: on.store.id,
        otherThan: null,
        ids: (drafts ?? []).map(({ id }) => id),
      });
      const sinceMs = on.order.createdAt.getTime() - CLOCK_SLACK_MS;
      const spare = (drafts ?? []).filter(
        ({ id, published, editedAt }) => !published && !known.has(id) && !(Date.parse(editedAt) < sinceMs),
      );
      for (const draft of spare) {
        const version = versions.find(({ title }) => title === draft.title);
        if (!version) continue;
        const removed =
          (await isOurs(on, version, draft)) &&
          (await ask(on, async () => {
            await on.publisher.deleteDraft({ ...on.call, draftId: draft.id });
            return true;
          })) === true;
        await tellOfSpare(deps, { orderId: about, draftId: draft.id, removed });
        // Another one takes a request more than one activity makes.
        if (removed) return { removed };
      }
      return { removed: false };
    },
  };
}
