import type { KnownDraft } from '../../clients/publisher';
import { GalleyError } from '../../contract/failures';
import type { BlogOrder } from '../../db/blog/orders';
import type { Picture } from '../../db/blog/pictures';
import type { LooseEnds } from '../../db/blog/publications';
import { countGraphemes } from '../../domain/text/text';
import type { ActivityDeps } from '../deps';
import { mayHaveWorked, saveWithRetry } from '../recorded-call';
import { createAfterLooks, readAddress, tellOfSpare } from './after-looks';
import { differencesOf, draftOf } from './draft';
import { createLookUp } from './look-up';
import { createPublishGround } from './publish-ground';
import type { Ground, PublishStep } from './publish-ground';
import { missing } from './required';
import { readStore } from './store-reads';
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

function rejected(reason: string, detail: string): GalleyError {
  return new GalleyError({ type: 'Publish.Rejected', reason, detail });
}

/** Refuses what the site would refuse, before anything is sent. */
function assertFits({ version, publisher }: Ground, content: unknown): void {
  const { limits, format } = publisher;
  const bytes = format.bytes(content);
  if (bytes > limits.contentBytes) throw rejected('content_too_large', `${bytes} bytes of content`);
  const graphemes = countGraphemes(version.title);
  if (graphemes > limits.titleGraphemes) throw rejected('title_too_long', `${graphemes} characters of title`);
}

/** Activities of lane `publishing`. Each makes a fixed number of requests to one store. */
export function createPublishingActivities(deps: ActivityDeps) {
  const { db } = deps;
  const ground = createPublishGround(deps);
  const { open, send } = ground;

  async function pictureOf({ id, pictureId }: BlogOrder): Promise<Picture | undefined> {
    return pictureId ? db.pictures.findPicture({ orderId: id, pictureId }) : undefined;
  }

  return {
    /** Finds out in whose name the store's posts appear, once a store. One request. */
    async resolveAuthor(input: PublishStep): Promise<void> {
      const on = await open(input);
      if (on.store.authorId) return;
      const authorId = await send(on, input, () => on.publisher.author(on.call));
      if (!authorId) throw rejected('no_author', 'the site has nobody in whose name a post could appear');
      await saveWithRetry(deps, () =>
        db.stores.saveStoreAuthor({ storeId: on.store.id, instanceId: on.store.instanceId, authorId }),
      );
    },

    uploadPicture: createUpload(deps, ground),

    /** Creates the store's draft, unless one is on record. One request (two where another worker was faster). */
    async createDraft(input: PublishStep): Promise<DraftCreated> {
      const on = await open(input);
      if (on.publication.draftId || on.publication.postId) return { outcome: 'drafted' };
      if (on.publication.createBeganAt || on.order.lookFirst) return { outcome: 'lost' };
      const { store, publisher, version, publication } = on;
      if (!store.authorId || (on.order.pictureId && !publication.media)) return { outcome: 'unprepared' };
      assertFits(on, publisher.format.render(version.bodyMarkdown));
      const picture = await pictureOf(on.order);
      const begunAt = await db.publications.markDraftBegun({ publicationId: publication.id });
      const draft = draftOf(on, { authorId: store.authorId, picture });
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
      const standing = await saveWithRetry(deps, () =>
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
      if (standing !== kept.id)
        await publisher.deleteDraft({ ...on.call, draftId: kept.id }).catch(async () => {
          deps.log.warn('a spare draft could not be deleted', { orderId: on.order.id });
          await tellOfSpare(deps, { orderId: on.order.id, draftId: kept.id, removed: false });
        });
      return { outcome: 'drafted' };
    },

    lookUpDraft: createLookUp(deps, ground),

    /** Publishes the draft on record. One request; repeating it updates the same post. */
    async publishDraft(input: PublishStep): Promise<Published> {
      const on = await open(input);
      const { draftId, postId } = on.publication;
      if (postId) return { outcome: 'published' };
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
      return { outcome: 'published' };
    },

    /**
     * Reads the published post's address and ends the order well. One request. The post is out whatever the store says now, so the
     * order is done without an address where it cannot be had. Answers what is left to be found out.
     */
    async confirmPost(input: PublishStep): Promise<LooseEnds> {
      const saved = await db.orders.findOrder(input);
      if (saved?.startNo === input.startNo && saved.status === 'DONE')
        return db.publications.looseEnds(input);
      const on = await open(input);
      const { postId } = on.publication;
      if (!postId) throw missing('post', input);
      const read = await readStore(deps, {
        tries: CONFIRM_TRIES,
        ask: () => readAddress(on, postId),
        send: (ask) => send(on, input, ask),
      });
      await saveWithRetry(deps, () =>
        db.transaction(async (tx) => {
          await tx.publications.savePublished({
            publicationId: on.publication.id,
            postId,
            url: read?.answer ?? null,
          });
          await tx.stages.completeStage({ ...input, kind: 'blog', stage: 'publishing' });
        }),
      );
      return db.publications.looseEnds(input);
    },

    ...createAfterLooks(deps, ground),
  };
}

export type PublishingActivities = ReturnType<typeof createPublishingActivities>;
