import type { Publisher, SiteCall } from '../../clients/publisher';
import type { BlogOrder } from '../../db/blog/orders';
import type { Publication } from '../../db/blog/publications';
import type { Version } from '../../db/blog/versions';
import type { Store } from '../../db/stores/stores';
import type { ActivityDeps } from '../deps';
import { recordedCall, saveWithRetry, stepOf } from '../recorded-call';
import { noteConnected, publisherOf, siteCall } from '../stores/site';
import { requireStore, requireVersion } from './required';

/** One step of publishing a version. */
export interface PublishStep {
  orderId: string;
  startNo: number;
  round: number;
  versionId: string;
}

/** Everything a step of publishing stands on. */
export interface Ground {
  order: BlogOrder;
  store: Store;
  publisher: Publisher;
  version: Version;
  publication: Publication;
  call: SiteCall;
}

/** A step's ground, and how it asks the store. */
export interface PublishGround {
  /** Reads what a step stands on, and opens the publication's row. Throws where the run may not go on. */
  open(input: PublishStep): Promise<Ground>;
  /** The same ground as its store and its publication are by now. */
  again(on: Ground): Promise<Ground>;
  /** The same of an order that is done, without changing anything; undefined where there is none. */
  after(key: { orderId: string }): Promise<Ground | undefined>;
  /** Makes one request to the store and records it. */
  send<T>(on: Ground, input: Pick<PublishStep, 'round' | 'versionId'>, request: () => Promise<T>): Promise<T>;
}

/** What all steps of publishing share. */
export function createPublishGround(deps: ActivityDeps): PublishGround {
  const { db } = deps;
  return {
    async open(input) {
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
    },
    async again(on) {
      const { order, publication } = on;
      const store = await requireStore(deps, order);
      const found = await db.publications.findPublication({ orderId: order.id, basis: on.version.id });
      return {
        ...on,
        store,
        publisher: publisherOf(deps, store),
        publication: found ?? publication,
        call: siteCall(deps, store),
      };
    },
    async after({ orderId }) {
      const order = await db.blogOrders.findBlogOrder({ orderId });
      if (order?.phase !== 'done' || !order.versionId) return undefined;
      const publication = await db.publications.findPublication({ orderId, basis: order.versionId });
      if (!publication) return undefined;
      const store = await requireStore(deps, order);
      const version = await requireVersion(deps, { orderId, versionId: order.versionId });
      return {
        ...{ order, store, version, publication },
        publisher: publisherOf(deps, store),
        call: siteCall(deps, store),
      };
    },
    async send(on, input, request) {
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
      await saveWithRetry(deps, () =>
        db.providerCalls.endCall(callId, { state: 'answered', cost: { micros: null } }),
      );
      await noteConnected(deps, on.store);
      return answer;
    },
  };
}
