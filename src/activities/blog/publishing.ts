import { cancellationSignal } from '@temporalio/activity';
import type { KnownDraft } from '../../clients/publisher';
import { GalleyError } from '../../contract/failures';
import type { BlogOrder } from '../../db/blog/orders';
import type { Picture } from '../../db/blog/pictures';
import type { LooseEnds } from '../../db/blog/publications';
import type { ActivityDeps } from '../deps';
import { mayHaveWorked, saveWithRetry } from '../recorded-call';
import { createAfterLooks, readAddress, tellOfSpare } from './after-looks';
import { differencesOf, draftOf } from './draft';
import { createLookUp } from './look-up';
import { createPublishGround } from './publish-ground';
import type { Ground, PublishStep } from './publish-ground';
import { assertFits, findStoreAuthor } from '../stores/drafts';
import { readStore } from '../stores/reads';
import { missing } from './required';
import { createUpload } from './upload';

/**
 * `lost`: whether the store has the draft is not known (an answer never came, or the database was restored), so a look at the store
 * must settle it. `unprepared`: the author or the picture is missing, since the store was connected to another site meanwhile.
 */
export type DraftCreated = { outcome: 'drafted' | 'lost' | 'unprepared' };

/**
 * `gone`: our draft is no longer there, and another one is needed. `not_there`: the one that a person named does not exist.
 */
export type Published = { outcome: 'published' | 'gone' | 'not_there' };

/** Attempts at reading the address of a published post: about a minute's worth. */
const CONFIRM_TRIES = 6;

/** Activities of lane `publishing`. Each attempt makes at most as many requests to one store as its publisher says. */
export function createPublishingActivities(deps: ActivityDeps) {
  const { db } = deps;
  const ground = createPublishGround(deps);
  const { open, again, send } = ground;
  const upload = createUpload(deps, ground);

  async function pictureOf({ id, pictureId }: BlogOrder): Promise<Picture | undefined> {
    return pictureId ? db.pictures.findPicture({ orderId: id, pictureId }) : undefined;
  }

  const findAuthor = (on: Ground, input: PublishStep): Promise<boolean> =>
    findStoreAuthor(deps, on, (request) => send(on, input, request));

  /** What is known of the draft before it is asked for; undefined where it may be created. */
  function standingOf({ publication, order }: Ground): DraftCreated | undefined {
    if (publication.draftId || publication.postId) return { outcome: 'drafted' };
    return publication.createBeganAt || order.lookFirst ? { outcome: 'lost' } : undefined;
  }

  /** Creates the store's draft, unless one is on record. One request (two where another worker was faster). */
  async function create(on: Ground, input: PublishStep): Promise<DraftCreated> {
    const standing = standingOf(on);
    if (standing) return standing;
    const { store, publisher, publication } = on;
    if (!store.authorId || (on.order.pictureId && !publication.media)) return { outcome: 'unprepared' };
    const draft = draftOf(on, { authorId: store.authorId, picture: await pictureOf(on.order) });
    assertFits(publisher, draft);
    const begunAt = await db.publications.markDraftBegun({ publicationId: publication.id });
    let kept: KnownDraft;
    try {
      kept = await send(on, input, () => publisher.createDraft({ ...on.call, draft }));
    } catch (error) {
      if (mayHaveWorked(error)) return { outcome: 'lost' };
      if (error instanceof GalleyError)
        await saveWithRetry(deps, () =>
          db.publications.forgetDraftBegun({ publicationId: publication.id, begunAt }),
        );
      throw error;
    }
    const fields = differencesOf(on, draft, kept);
    const claimed = await saveWithRetry(deps, () =>
      db.transaction(async (tx) => {
        if (fields.length > 0)
          await tx.events.addEvent({
            orderId: on.order.id,
            type: 'publish.differs',
            stage: 'publishing',
            data: { fields },
          });
        return tx.publications.claimDraft({ publicationId: publication.id, draftId: kept.id });
      }),
    );
    if (claimed !== kept.id)
      await publisher.deleteDraft({ ...on.call, draftId: kept.id }).catch(async () => {
        deps.log.warn('a spare draft could not be deleted', { orderId: on.order.id });
        await tellOfSpare(deps, { orderId: on.order.id, draftId: kept.id, removed: false });
      });
    return { outcome: 'drafted' };
  }

  /** Publishes the draft on record. One request; repeating it updates the same post. Answers the post with what became of it. */
  async function release(on: Ground, input: PublishStep): Promise<Published & { postId?: string }> {
    const { draftId, postId } = on.publication;
    if (postId) return { outcome: 'published', postId };
    // The store was connected to another site meanwhile, where the draft is not; or an earlier attempt has found it gone.
    if (!draftId) return { outcome: on.publication.draftNamed ? 'not_there' : 'gone' };
    let published: { postId: string };
    try {
      published = await send(on, input, () => on.publisher.publishDraft({ ...on.call, draftId }));
    } catch (error) {
      if (!(error instanceof GalleyError) || error.failure.status !== 404) throw error;
      // Somebody at the store deleted the draft; the order still wants its post.
      await saveWithRetry(deps, () =>
        db.publications.dropDraft({ publicationId: on.publication.id, draftId }),
      );
      return { outcome: on.publication.draftNamed ? 'not_there' : 'gone' };
    }
    await saveWithRetry(deps, () =>
      db.publications.savePublished({
        publicationId: on.publication.id,
        postId: published.postId,
        url: null,
      }),
    );
    return { outcome: 'published', postId: published.postId };
  }

  /** Whether an earlier attempt of this run has done everything; what is left to be found out then. */
  async function leftOfDone(input: PublishStep): Promise<LooseEnds | undefined> {
    const saved = await db.orders.findOrder(input);
    return saved?.startNo === input.startNo && saved.status === 'DONE'
      ? db.publications.looseEnds(input)
      : undefined;
  }

  /** Ends the order well, with the post's address where it could be had. Answers what is left to be found out. */
  async function finish(
    on: Ground,
    input: PublishStep,
    { postId, url }: { postId: string; url: string | null },
  ): Promise<LooseEnds> {
    await saveWithRetry(deps, () =>
      db.transaction(async (tx) => {
        await tx.publications.savePublished({ publicationId: on.publication.id, postId, url });
        await tx.stages.completeStage({ ...input, kind: 'blog', stage: 'publishing' });
      }),
    );
    return db.publications.looseEnds(input);
  }

  const forFirstForm = {
    /** Finds out in whose name the store's posts appear, for runs of the first form. */
    async resolveAuthor(input: PublishStep): Promise<void> {
      await findAuthor(await open(input), input);
    },
    /** Hands the picture to the store, for runs of the first form. */
    async uploadPicture(input: PublishStep): Promise<void> {
      await upload(await open(input), input);
    },
    /** Creates the draft of what was prepared, for runs of the first form. */
    async createDraft(input: PublishStep): Promise<DraftCreated> {
      return create(await open(input), input);
    },
    /** Publishes the draft on record, for runs of the first form. */
    async publishDraft(input: PublishStep): Promise<Published> {
      const { outcome } = await release(await open(input), input);
      return { outcome };
    },
  };

  return {
    ...forFirstForm,

    /**
     * Sees to everything that a draft needs at the store, and creates it unless one is on record. An attempt that had to find out the
     * author leaves the draft to the next one (`unprepared`), so that none makes more than four requests.
     */
    async prepareDraft(input: PublishStep): Promise<DraftCreated> {
      const on = await open(input);
      const standing = standingOf(on);
      if (standing) return standing;
      const askedAuthor = await findAuthor(on, input);
      const uploaded = await upload(on, input);
      if (askedAuthor && uploaded) return { outcome: 'unprepared' };
      // What was saved counts only if the store is still connected to the site that was asked.
      return create(askedAuthor || uploaded ? await again(on) : on, input);
    },

    lookUpDraft: createLookUp(deps, ground),

    /**
     * Publishes the draft on record, reads the post's address and ends the order well. Two requests. What fails once the post is out is
     * left to `confirmPost`: then there is no `left`.
     */
    async publishPost(input: PublishStep): Promise<Published & { left?: LooseEnds }> {
      const known = await leftOfDone(input);
      if (known) return { outcome: 'published', left: known };
      const on = await open(input);
      const { outcome, postId } = await release(on, input);
      if (!postId) return { outcome };
      try {
        const url = await send(on, input, () => readAddress(on, postId));
        return { outcome, left: await finish(on, input, { postId, url }) };
      } catch (error) {
        // The post is out, so whatever went wrong here is no failure of its publication.
        if (cancellationSignal().aborted) throw error;
        return { outcome };
      }
    },

    /**
     * Reads the published post's address and ends the order well. One request. The post is out whatever the store says now, so the
     * order is done without an address where it cannot be had. Answers what is left to be found out.
     */
    async confirmPost(input: PublishStep): Promise<LooseEnds> {
      const known = await leftOfDone(input);
      if (known) return known;
      const on = await open(input);
      const { postId } = on.publication;
      if (!postId) throw missing('post', input);
      const read = await readStore(deps, {
        tries: CONFIRM_TRIES,
        ask: () => readAddress(on, postId),
        send: (ask) => send(on, input, ask),
      });
      return finish(on, input, { postId, url: read?.answer ?? null });
    },

    ...createAfterLooks(deps, ground),
  };
}

export type PublishingActivities = ReturnType<typeof createPublishingActivities>;
