import { GalleyError, STORE_REASONS } from '../../contract/failures';
import type { OutletDelivery, OutletStep } from '../../contract/outlets';
import type { OutgoingArticle } from '../../db/catalogue/outlet-deliveries';
import { relOfPaidLinks } from '../../domain/linking';
import type { ActivityDeps } from '../deps';
import type { AskedStore } from '../stores/drafts';
import { publisherOf, siteCall } from '../stores/site';

/** Everything a delivery to a store stands on. */
export interface StoreGround extends AskedStore {
  article: OutgoingArticle;
  /** Where its draft and post are. */
  place: string;
}

/** A refusal that is out of date is asked about again after this many milliseconds. */
const AGAIN_MS = 200;

/** What the deliveries to stores share. */
export function createStoreGround(deps: ActivityDeps) {
  const { db } = deps;
  return {
    /** Reads what a step stands on, at the place where the article goes out by now. Undefined where the step is out of date. */
    async open(step: OutletStep): Promise<StoreGround | undefined> {
      const wanted = await db.outletDeliveries.wantedArticle(step);
      const store = wanted?.storeId ? await db.stores.storeById({ storeId: wanted.storeId }) : undefined;
      if (!wanted || !store) return undefined;
      const place = `store:${store.id}:${store.instanceId}`;
      const isThere = wanted.place === place;
      if (!isThere && !(await db.outletDeliveries.takePlace({ ...step, place, storeId: store.id })))
        return undefined;
      const article = isThere ? wanted : await db.outletDeliveries.wantedArticle(step);
      if (!article) return undefined;
      return { article, place, store, publisher: publisherOf(deps, store), call: siteCall(deps, store) };
    },

    /** A version of an article in the format of its store, paid links marked as such. */
    async render(
      { publisher }: Pick<StoreGround, 'publisher'>,
      version: { articleId: string; versionId: string; contentMd: string },
    ): Promise<unknown> {
      const { articleId, versionId, contentMd } = version;
      const links = await db.paidLinks.paidLinksOf({ articleId, versionId });
      return publisher.format.render(contentMd, { relOf: relOfPaidLinks(links) });
    },

    /**
     * What a failed attempt comes to. One that a store refused us waits until it is reconnected, unless that has happened since; all
     * else is thrown.
     */
    async afterFailure(
      { store }: Pick<StoreGround, 'store'>,
      step: OutletStep,
      error: unknown,
    ): Promise<OutletDelivery> {
      if (!(error instanceof GalleyError)) throw error;
      const failure = deps.classify(error);
      const { type, reason } = failure;
      await db.outletDeliveries.noteOutletTried({ ...step, type, reason });
      if (!STORE_REASONS.includes(reason)) throw error;
      const stands = await db.transaction((tx) =>
        tx.storeConnection.saveRefusalOfStore({
          ...{ storeId: store.id, askedAt: store.readAt },
          isLost: reason === 'store_disconnected',
        }),
      );
      if (stands) return { outcome: 'waits' };
      throw new GalleyError({ ...failure, delayMs: AGAIN_MS });
    },

    /** Whether a store answered that it has no such thing. */
    isGone(error: unknown): error is GalleyError {
      return error instanceof GalleyError && error.failure.status === 404;
    },
  };
}
