import type { DraftPost, KnownDraft, Publisher, SiteCall } from '../../clients/publisher';
import { FAILURES, GalleyError } from '../../contract/failures';
import type { BlogOrder } from '../../db/blog/orders';
import type { Picture } from '../../db/blog/pictures';
import type { Publication } from '../../db/blog/publications';
import type { Store } from '../../db/stores/stores';
import type { Version } from '../../db/blog/versions';
import { draftDifferences, matchDraft } from '../../domain/blog/draft-match';
import type { Match } from '../../domain/blog/draft-match';
import { countGraphemes } from '../../domain/text/text';
import type { ActivityDeps } from '../deps';
import { mayHaveWorked, recordedCall, saveWithRetry, stepOf } from '../recorded-call';
import { missing, publisherOf, requireStore, requireVersion, siteCall } from './required';
import { readStore } from './store-reads';
import { noteConnected } from './subject';

/** One step of publishing a version. */
export interface PublishStep {
  orderId: string;
  startNo: number;
  round: number;
  versionId: string;
}

/** `lost`: the request went out and its answer never came, so a look at the store must settle it. */
export type DraftCreated = { outcome: 'drafted' | 'lost' };

/**
 * `gone`: our draft is no longer there, and another one is needed. `not_there`: the one that a person named does not exist.
 */
export type Published = { outcome: 'published' | 'gone' | 'not_there' };

/** What one look at the store brought. */
export type LookedUp = { found: Match['found'] | 'no_answer' };

/** A draft's editing time may lie this much before our own note of having begun, in milliseconds: clocks differ. */
const CLOCK_SLACK_MS = 60_000;

/** Attempts at reading the address of a published post: about a minute's worth. */
const CONFIRM_TRIES = 6;

interface Ground {
  order: BlogOrder;
  store: Store;
  publisher: Publisher;
  version: Version;
  publication: Publication;
  call: SiteCall;
}

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

  /** Everything a step stands on; opens the publication's row. */
  async function ground(input: PublishStep): Promise<Ground> {
    const order = await db.blogOrders.beginBlogStage({ ...input, stage: 'publishing' });
    const store = await requireStore(deps, order);
    const version = await requireVersion(deps, input);
    const publication = await db.publications.openPublication({
      orderId: order.id,
      basis: version.id,
    });
    return {
      order,
      store,
      publisher: publisherOf(deps, store),
      version,
      publication,
      call: siteCall(deps, store),
    };
  }

  async function pictureOf({ id, pictureId }: BlogOrder): Promise<Picture | undefined> {
    return pictureId ? db.pictures.findPicture({ orderId: id, pictureId }) : undefined;
  }

  async function recorded<T>(on: Ground, input: PublishStep, request: () => Promise<T>): Promise<T> {
    const { callId, answer } = await recordedCall(
      deps,
      {
        ...stepOf(on.order, { round: input.round, attempt: 1 }),
        lane: 'publishing',
        stage: 'publishing',
        basis: input.versionId,
      },
      { provider: on.store.platform, mostMicros: null },
      request,
    );
    await saveWithRetry(deps, () => db.providerCalls.endCall(callId, { state: 'answered' }));
    await noteConnected(deps, on.order, on.store);
    return answer;
  }

  return {
    /** Finds out in whose name the store's posts appear, once a store. One request. */
    async resolveAuthor(input: PublishStep): Promise<void> {
      const on = await ground(input);
      if (on.store.authorId) return;
      const authorId = await recorded(on, input, () => on.publisher.author(on.call));
      if (!authorId) throw rejected('no_author', 'the site has nobody in whose name a post could appear');
      await saveWithRetry(deps, () => db.stores.saveStoreAuthor({ storeId: on.store.id, authorId }));
    },

    /** Uploads the picture from our own copy. An upload whose answer is lost is made again. */
    async uploadPicture(input: PublishStep): Promise<void> {
      const on = await ground(input);
      if (on.publication.media || !on.order.pictureId) return;
      const picture = await pictureOf(on.order);
      if (!picture?.storageKey || !picture.contentType) throw missing('picture', input);
      const bytes = await deps.pictureStore.read(picture.storageKey);
      const mimeType = picture.contentType;
      const fileName = `${on.version.slug}.${picture.storageKey.split('.').pop()}`;
      const media = await recorded(on, input, () =>
        on.publisher.upload({ ...on.call, fileName, bytes, mimeType }),
      );
      await saveWithRetry(deps, () =>
        db.publications.savePublicationMedia({ publicationId: on.publication.id, media }),
      );
    },

    /** Creates the store's draft, unless one is on record. One request (two where another worker was faster). */
    async createDraft(input: PublishStep): Promise<DraftCreated> {
      const on = await ground(input);
      if (on.publication.draftId) return { outcome: 'drafted' };
      if (on.publication.createBeganAt) return { outcome: 'lost' };
      const { store, publisher, version, publication } = on;
      const { format } = publisher;
      const content = format.render(version.bodyMarkdown);
      assertFits(on, content);
      if (!store.authorId) throw rejected('no_author', 'the store has no author');
      const picture = await pictureOf(on.order);
      await db.publications.markDraftBegun({ publicationId: publication.id });
      const draft: DraftPost = {
        title: version.title,
        excerpt: version.excerpt,
        authorId: store.authorId,
        content,
        language: store.language,
        slug: version.slug,
        metaTitle: version.metaTitle,
        metaDescription: version.metaDescription,
        hashtags: version.tags,
        categoryIds: store.categoryIds,
        tagIds: store.tagIds,
        picture: publication.media ? { id: publication.media.id, altText: picture?.alt ?? '' } : null,
      };
      let kept: KnownDraft;
      try {
        kept = await recorded(on, input, () => publisher.createDraft({ ...on.call, draft }));
      } catch (error) {
        if (mayHaveWorked(error)) return { outcome: 'lost' };
        if (error instanceof GalleyError)
          await saveWithRetry(deps, () =>
            db.publications.forgetDraftBegun({ publicationId: publication.id }),
          );
        throw error;
      }
      const fields = draftDifferences(
        { ...draft, pictureId: draft.picture?.id ?? null, text: format.visibleText(content) },
        { ...kept, text: kept.content === undefined ? null : format.visibleText(kept.content) },
      );
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
        await publisher.deleteDraft({ ...on.call, draftId: kept.id }).catch(() => {
          deps.log.warn('a spare draft could not be deleted', { orderId: on.order.id });
        });
      return { outcome: 'drafted' };
    },

    /**
     * Looks whether the store holds the draft whose creation was not answered. One request. A store that does not answer, or refuses
     * the question, is asked again; only after `tries` attempts is that the result. One that is disconnected or limits requests is
     * waited for.
     */
    async lookUpDraft(input: PublishStep & { tries: number }): Promise<LookedUp> {
      const on = await ground(input);
      const { publisher, version, publication } = on;
      if (publication.draftId) return { found: 'match' };
      const sinceMs = (publication.createBeganAt?.getTime() ?? deps.now()) - CLOCK_SLACK_MS;
      const { format } = publisher;
      const read = await readStore(deps, {
        tries: input.tries,
        waitsFor: (error, { type }) => FAILURES[type].retryable && !mayHaveWorked(error),
        ask: () => publisher.draftsByTitle({ ...on.call, title: version.title }),
        send: (ask) => recorded(on, input, ask),
      });
      const match: Match | { found: 'no_answer' } = read
        ? matchDraft(
            read.answer.map((draft) => ({ ...draft, text: format.visibleText(draft.content) })),
            { title: version.title, text: format.visibleText(format.render(version.bodyMarkdown)), sinceMs },
          )
        : { found: 'no_answer' };
      await saveWithRetry(deps, () =>
        db.transaction(async (tx) => {
          await tx.publications.addLookup({
            publicationId: publication.id,
            note: { at: new Date(deps.now()).toISOString(), ...match },
          });
          if (match.found === 'match')
            await tx.publications.claimDraft({
              publicationId: publication.id,
              draftId: match.draftId,
            });
        }),
      );
      return { found: match.found };
    },

    /** Publishes the draft on record. One request; repeating it updates the same post. */
    async publishDraft(input: PublishStep): Promise<Published> {
      const on = await ground(input);
      const { draftId, postId } = on.publication;
      if (postId) return { outcome: 'published' };
      if (!draftId) throw missing('draft', input);
      let published: { postId: string };
      try {
        published = await recorded(on, input, () => on.publisher.publishDraft({ ...on.call, draftId }));
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
     * order is done without an address where it cannot be had.
     */
    async confirmPost(input: PublishStep): Promise<void> {
      const saved = await db.orders.findOrder(input);
      if (saved?.startNo === input.startNo && saved.status === 'DONE') return;
      const on = await ground(input);
      const { postId } = on.publication;
      if (!postId) throw missing('post', input);
      const read = await readStore(deps, {
        tries: CONFIRM_TRIES,
        ask: () => on.publisher.post({ ...on.call, postId }),
        send: (ask) => recorded(on, input, ask),
      });
      await saveWithRetry(deps, () =>
        db.transaction(async (tx) => {
          await tx.publications.savePublished({
            publicationId: on.publication.id,
            postId,
            url: read?.answer.url ?? null,
          });
          await tx.stages.completeStage({ ...input, kind: 'blog', stage: 'publishing' });
        }),
      );
      deps.log.info(`[Blog Worker] Published blog ${on.order.id}`, { orderId: on.order.id });
    },
  };
}

export type PublishingActivities = ReturnType<typeof createPublishingActivities>;
