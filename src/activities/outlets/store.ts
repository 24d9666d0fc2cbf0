import { cancellationSignal } from '@temporalio/activity';
import type { DraftPost, KnownDraft } from '../../clients/publisher';
import { FAILURES, GalleyError } from '../../contract/failures';
import type { OutletDelivery, OutletLookUp, OutletStep } from '../../contract/outlets';
import { excerptOf } from '../../domain/catalogue/excerpt';
import type { ActivityDeps } from '../deps';
import { mayHaveWorked, saveWithRetry } from '../recorded-call';
import { assertFits, findOurs, findStoreAuthor } from '../stores/drafts';
import { readStore } from '../stores/reads';
import { noteConnected } from '../stores/site';
import { createStoreChecks } from './store-checks';
import { createStoreGround } from './store-ground';
import type { StoreGround } from './store-ground';

/** A look for a draft: after so many attempts the store's silence is the answer. */
export interface OutletLook extends OutletStep {
  tries: number;
}

const SETTLED: OutletDelivery = { outcome: 'settled' };
const AGAIN: OutletDelivery = { outcome: 'again' };
const LOST: OutletDelivery = { outcome: 'lost' };

/** An article as it is handed to a store for the first time. */
function draftOf({ article, store }: StoreGround, content: unknown): DraftPost {
  const excerpt = excerptOf(article.contentText);
  return {
    title: article.title,
    excerpt,
    authorId: store.authorId ?? '',
    content,
    language: article.language,
    slug: article.slug,
    metaTitle: article.title,
    metaDescription: excerpt,
    hashtags: [],
    categoryIds: store.categoryIds,
    tagIds: store.tagIds,
    picture: null,
  };
}

/** Activities of lane `publishing` for articles. Each attempt makes four requests to one store at most. */
export function createOutletStoreActivities(deps: ActivityDeps) {
  const { db } = deps;
  const { open, render, afterFailure, isGone } = createStoreGround(deps);

  /** Creates the draft of an article that has none. One request, two where another worker was faster. Nothing to report means that it is there. */
  async function create(
    on: StoreGround,
    step: OutletStep,
    content: unknown,
  ): Promise<OutletDelivery | { draftId: string }> {
    const { article, publisher, call, place } = on;
    const { articleId, versionId, title } = article;
    if (article.createBeganAt) return LOST;
    const begunAt = await db.outletDeliveries.markOutletBegun({ ...step, versionId, title });
    if (!begunAt) return AGAIN;
    let kept: KnownDraft;
    try {
      kept = await publisher.createDraft({ ...call, draft: draftOf(on, content) });
    } catch (error) {
      if (mayHaveWorked(error)) return LOST;
      if (error instanceof GalleyError)
        await saveWithRetry(deps, () => db.outletDeliveries.forgetOutletBegun({ articleId, begunAt }));
      throw error;
    }
    const draftId = kept.id;
    const claimed = await saveWithRetry(deps, () =>
      db.transaction((tx) => tx.outletDeliveries.claimOutletDraft({ articleId, place, draftId })),
    );
    if (claimed === draftId) return { draftId };
    await publisher.deleteDraft({ ...call, draftId }).catch(() => {
      deps.log.warn('a spare draft of an article could not be deleted', { articleId });
    });
    return AGAIN;
  }

  /** Puts the version into the article's draft, which is made where there is none. */
  async function prepare(
    on: StoreGround,
    step: OutletStep,
    content: unknown,
  ): Promise<OutletDelivery | { draftId: string }> {
    const { draftId } = on.article;
    if (!draftId) return create(on, step, content);
    await on.publisher.updateDraft({ ...on.call, draftId, content });
    return { draftId };
  }

  /** The draft was deleted at the store: the article still wants its post. */
  async function dropDraft(
    { article: { articleId } }: StoreGround,
    draftId: string,
  ): Promise<OutletDelivery> {
    await saveWithRetry(deps, () => db.outletDeliveries.dropOutletDraft({ articleId, draftId }));
    return AGAIN;
  }

  /** The address of the post; null where it cannot be read yet, as the check reads it again. */
  async function addressOf({ publisher, call }: StoreGround, postId: string): Promise<string | null> {
    try {
      return (await publisher.post({ ...call, postId })).url;
    } catch (error) {
      if (error instanceof GalleyError && !cancellationSignal().aborted) return null;
      throw error;
    }
  }

  async function deliver(on: StoreGround, step: OutletStep): Promise<OutletDelivery> {
    const { article, publisher, call, place } = on;
    const { articleId, versionId, contentMd } = article;
    const content = await render(on, { articleId, versionId, contentMd });
    assertFits(publisher, { title: article.draftId ? '' : article.title, content });
    if (!article.draftId && (await findStoreAuthor(deps, on, (request) => request()))) {
      const authorId = (await db.stores.storeById({ storeId: on.store.id }))?.authorId ?? null;
      on.store = { ...on.store, authorId };
    }
    const prepared = await prepare(on, step, content).catch((error: unknown) => {
      if (article.draftId && isGone(error)) return dropDraft(on, article.draftId);
      throw error;
    });
    if ('outcome' in prepared) return prepared;
    // Another version may have been selected meanwhile: it is put into the same draft first.
    if (!(await db.outletDeliveries.isStillWanted(step))) return AGAIN;
    const { draftId } = prepared;
    let postId: string;
    try {
      ({ postId } = await publisher.publishDraft({ ...call, draftId }));
    } catch (error) {
      if (isGone(error)) return dropDraft(on, draftId);
      throw error;
    }
    const url = await addressOf(on, postId);
    await saveWithRetry(deps, () =>
      db.transaction((tx) =>
        tx.outletDeliveries.noteOutletDelivered({ ...step, place, versionId, postId, url }),
      ),
    );
    await noteConnected(deps, on.store);
    return SETTLED;
  }

  return {
    /**
     * Publishes the wanted version of an article at its store: as a new post the first time, in the same post afterwards. Repeating it
     * publishes the same draft again. `lost`: whether the store has the draft has to be looked up.
     */
    async deliverToStore(step: OutletStep): Promise<OutletDelivery> {
      const article = await db.outletDeliveries.wantedArticle(step);
      const store = article?.storeId ? await db.stores.storeById({ storeId: article.storeId }) : undefined;
      if (!store) return AGAIN;
      try {
        const on = await open(step);
        return on ? await deliver(on, step) : AGAIN;
      } catch (error) {
        return afterFailure({ store }, step, error);
      }
    },

    /** Looks whether the store holds the draft whose creation was not answered, in one request. */
    async lookUpArticle({ articleId, no, tries }: OutletLook): Promise<OutletLookUp> {
      const on = await open({ articleId, no });
      const { createBeganAt, createVersionId, createTitle, draftId } = on?.article ?? {};
      // Out of date, or found by another look: the next delivery sees how it stands.
      if (!on || draftId || !createBeganAt || !createVersionId) return { found: 'match' };
      const begunAt = createBeganAt.toISOString();
      const title = createTitle ?? on.article.title;
      const { publisher, call, place, store } = on;
      const drafts = await readStore(deps, {
        tries,
        // A store that limits requests, or is disconnected, is waited for.
        waitsFor: (error, { type }) => FAILURES[type].retryable && !mayHaveWorked(error),
        ask: () => publisher.draftsByTitle({ ...call, titles: [title] }),
        send: (ask) => ask(),
      });
      if (!drafts) return { found: 'no_answer', begunAt };
      const version = await db.catalogueVersions.versionById({ articleId, versionId: createVersionId });
      const match = await findOurs(
        deps,
        on,
        { drafts: drafts.answer, posts: [] },
        {
          ...{ otherThan: articleId, title, otherTitles: [], sinceMs: createBeganAt.getTime() },
          content: publisher.format.render(version?.contentMd ?? ''),
        },
      );
      if (match.found !== 'match') return { found: match.found, begunAt };
      const found = { articleId, place, storeId: store.id, draftId: match.draftId };
      const isOurs = await saveWithRetry(deps, () =>
        db.transaction((tx) => tx.outletDeliveries.claimFoundDraft(found)),
      );
      return isOurs ? { found: 'match' } : { found: 'other_content', begunAt };
    },

    ...createStoreChecks(deps),
  };
}

export type OutletStoreActivities = ReturnType<typeof createOutletStoreActivities>;
