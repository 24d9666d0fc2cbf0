import { Context } from '@temporalio/activity';
import type { StoreCall } from '../../clients/wix/request';
import { GalleyError } from '../../contract/failures';
import type { DraftPost, KnownDraft } from '../../clients/wix/client';
import type { Order } from '../../db/orders/orders';
import type { Picture } from '../../db/blog/pictures';
import type { Publication } from '../../db/blog/publications';
import type { Store } from '../../db/stores/stores';
import type { Version } from '../../db/blog/versions';
import { draftDifferences, matchDraft, visibleText } from '../../domain/blog/draft-match';
import type { Match } from '../../domain/blog/draft-match';
import { ricosBytes, toRicos } from '../../domain/text/markdown';
import type { RicosDocument } from '../../domain/text/markdown';
import type { ActivityDeps } from '../deps';
import { mayHaveWorked, saveWithRetry, recordedCall } from '../recorded-call';
import { missing, requireStore, requireVersion, storeCall } from './required';
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

/** The store refuses rich content above this many bytes. */
const LARGEST_CONTENT_BYTES = 400 * 1024;

/** A draft's editing time may lie this much before our own note of having begun, in milliseconds: clocks differ. */
const CLOCK_SLACK_MS = 60_000;

interface Ground {
  order: Order;
  shop: Store;
  version: Version;
  publication: Publication;
  call: StoreCall;
}

function rejected(reason: string, detail: string): GalleyError {
  return new GalleyError({ type: 'Publish.Rejected', reason, detail });
}

/** The text in the store's own format; the same version always gives the same document. */
function contentOf(version: Version): RicosDocument {
  return toRicos(version.bodyMarkdown, { idOf: (n) => `galley${n}` });
}

/** Activities of lane `publishing`. Each makes a fixed number of requests to one store. */
export function createPublishingActivities(deps: ActivityDeps) {
  const { db, shop: wix } = deps;

  /** Everything a step stands on; opens the publication's row. */
  async function ground(input: PublishStep): Promise<Ground> {
    const order = await db.stages.begin({ ...input, stage: 'publishing' });
    const shop = await requireStore(deps, order);
    const version = await requireVersion(deps, input);
    const publication = await db.publications.openPublication({
      orderId: order.id,
      basis: version.id,
    });
    return {
      order,
      shop,
      version,
      publication,
      call: storeCall(deps, shop),
    };
  }

  async function pictureOf({ id, pictureId }: Order): Promise<Picture | undefined> {
    return pictureId ? db.pictures.findPicture({ orderId: id, pictureId }) : undefined;
  }

  async function recorded<T>(on: Ground, input: PublishStep, request: () => Promise<T>): Promise<T> {
    const { callId, answer } = await recordedCall(
      deps,
      {
        orderId: on.order.id,
        tenantId: on.order.tenantId,
        lane: 'publishing',
        provider: 'wix',
        stage: 'publishing',
        round: input.round,
        attempt: 1,
        basis: input.versionId,
        mostMicros: null,
      },
      request,
    );
    await saveWithRetry(deps, () => db.providerCalls.endCall(callId, { state: 'answered' }));
    await noteConnected(deps, on.order, on.shop);
    return answer;
  }

  return {
    /** Finds out in whose name the store's posts appear, once a store. One request. */
    async resolveAuthor(input: PublishStep): Promise<void> {
      const on = await ground(input);
      if (on.shop.authorMemberId) return;
      const authorMemberId = await recorded(on, input, () => wix.firstMember(on.call));
      if (!authorMemberId)
        throw rejected('no_member', 'the store has no member in whose name a post could appear');
      await saveWithRetry(deps, () => db.stores.saveStoreAuthor({ storeId: on.shop.id, authorMemberId }));
    },

    /** Uploads the picture from our own copy. Two requests; an upload whose answer is lost is made again. */
    async uploadPicture(input: PublishStep): Promise<void> {
      const on = await ground(input);
      if (on.publication.media || !on.order.pictureId) return;
      const picture = await pictureOf(on.order);
      if (!picture?.storageKey || !picture.contentType) throw missing('picture', input);
      const bytes = await deps.pictureStore.read(picture.storageKey);
      const mimeType = picture.contentType;
      const fileName = `${on.version.slug}.${picture.storageKey.split('.').pop()}`;
      const uploadUrl = await recorded(on, input, () => wix.uploadUrl({ ...on.call, fileName, mimeType }));
      const media = await recorded(on, input, () => wix.upload({ ...on.call, uploadUrl, bytes, mimeType }));
      await saveWithRetry(deps, () =>
        db.publications.savePublicationMedia({ publicationId: on.publication.id, media }),
      );
    },

    /** Creates the store's draft, unless one is on record. One request (two where another worker was faster). */
    async createDraft(input: PublishStep): Promise<DraftCreated> {
      const on = await ground(input);
      if (on.publication.draftId) return { outcome: 'drafted' };
      if (on.publication.createBeganAt) return { outcome: 'lost' };
      const richContent = contentOf(on.version);
      const bytes = ricosBytes(richContent);
      if (bytes > LARGEST_CONTENT_BYTES)
        throw rejected('content_too_large', `${bytes} bytes of rich content`);
      if (!on.shop.authorMemberId) throw rejected('no_member', 'the store has no author');
      const memberId = on.shop.authorMemberId;
      const { version, publication } = on;
      const picture = await pictureOf(on.order);
      await db.publications.markDraftBegun({ publicationId: publication.id });
      const draft: DraftPost = {
        title: version.title,
        excerpt: version.excerpt,
        memberId,
        richContent,
        language: on.shop.language,
        seoSlug: version.slug,
        metaTitle: version.metaTitle,
        metaDescription: version.metaDescription,
        hashtags: version.tags,
        categoryIds: on.shop.categoryIds,
        tagIds: on.shop.tagIds,
        picture: publication.media ? { id: publication.media.id, altText: picture?.alt ?? '' } : null,
      };
      let kept: KnownDraft;
      try {
        kept = await recorded(on, input, () => wix.createDraft({ ...on.call, draft }));
      } catch (error) {
        if (mayHaveWorked(error)) return { outcome: 'lost' };
        if (error instanceof GalleyError)
          await saveWithRetry(deps, () =>
            db.publications.forgetDraftBegun({ publicationId: publication.id }),
          );
        throw error;
      }
      const fields = draftDifferences({ ...draft, pictureId: draft.picture?.id ?? null }, kept);
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
        await wix.deleteDraft({ ...on.call, draftId: kept.id }).catch(() => {
          deps.log.warn('a spare draft could not be deleted', { orderId: on.order.id });
        });
      return { outcome: 'drafted' };
    },

    /**
     * Looks whether the store holds the draft whose creation was not answered. One request. A store that does not answer is
     * asked again like any busy provider; only after `tries` attempts is its silence the result.
     */
    async lookUpDraft(input: PublishStep & { tries: number }): Promise<LookedUp> {
      const on = await ground(input);
      const { publication } = on;
      if (publication.draftId) return { found: 'match' };
      const sinceMs = (publication.createBeganAt?.getTime() ?? deps.now()) - CLOCK_SLACK_MS;
      let match: Match | { found: 'no_answer' };
      try {
        const drafts = await recorded(on, input, () =>
          wix.draftsByTitle({ ...on.call, title: on.version.title }),
        );
        match = matchDraft(drafts, {
          title: on.version.title,
          text: visibleText(contentOf(on.version)),
          sinceMs,
        });
      } catch (error) {
        if (!mayHaveWorked(error) || Context.current().info.attempt < input.tries) throw error;
        match = { found: 'no_answer' };
      }
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
        published = await recorded(on, input, () => wix.publishDraft({ ...on.call, draftId }));
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

    /** Reads the published post's address and ends the order well. One request. */
    async confirmPost(input: PublishStep): Promise<void> {
      const saved = await db.orders.findOrder(input);
      if (saved?.startNo === input.startNo && saved.status === 'DONE') return;
      const on = await ground(input);
      const { postId } = on.publication;
      if (!postId) throw missing('post', input);
      const post = await recorded(on, input, () => wix.post({ ...on.call, postId }));
      await saveWithRetry(deps, () =>
        db.transaction(async (tx) => {
          await tx.publications.savePublished({
            publicationId: on.publication.id,
            postId,
            url: post.url,
          });
          await tx.stages.complete({
            orderId: on.order.id,
            startNo: input.startNo,
            stage: 'publishing',
            round: input.round,
            to: 'DONE',
            phase: 'done',
          });
        }),
      );
      deps.log.info(`[Blog Worker] Published blog ${on.order.id}`, { orderId: on.order.id });
    },
  };
}

export type PublishingActivities = ReturnType<typeof createPublishingActivities>;
