import { openCredentials } from '../../db/stores/connection';
import type { StoreClient } from '../../clients/wix/client';
import type { StoreCall } from '../../clients/wix/request';
import { GalleyError } from '../../contract/failures';
import type { ClassifiedFailure } from '../../contract/failures';
import type { Sealer } from '../../db/tenants/seal';
import type { Db } from '../../db/db';
import type { Asked } from '../../db/stores/connection';

/** Longest wait for all that one question takes, in milliseconds. */
const PATIENCE_MS = 10_000;

/** What asking a store brought. `refused`: it does not let us act for it. `silent`: nothing is known of that. */
export type StoreReply<T> =
  { outcome: 'answered'; value: T } | { outcome: 'refused' | 'silent'; problem: string };

/** What asking stores takes. */
export interface StoreAskingDeps {
  db: Db;
  shop: StoreClient;
  sealer: Sealer;
}

const NO_ANSWER = 'Wix did not respond correctly. Try again in a few minutes.';

function readerOf(failure: ClassifiedFailure): { outcome: 'refused' | 'silent'; problem: string } {
  switch (failure.type) {
    case 'Provider.Closed':
      return {
        outcome: 'refused',
        problem:
          failure.reason === 'app_refused'
            ? 'Wix rejects the credentials of our app. Our team has to fix this.'
            : 'Wix denies us access to this site: the app is not installed, lacks a permission, or its credentials are wrong. Reconnect the store.',
      };
    case 'Provider.Busy':
      return {
        outcome: 'silent',
        problem: failure.reason.startsWith('rate_limit')
          ? 'Wix is limiting requests to this site. Try again in a minute.'
          : NO_ANSWER,
      };
    default:
      return {
        outcome: 'silent',
        problem: 'The site does not support this request; the required Wix app may not be installed.',
      };
  }
}

/** Questions to stores on behalf of people who wait for the answer, and what their answers show of the connection. */
export function createStoreAsking(deps: StoreAskingDeps) {
  const { db, sealer } = deps;

  const asking = {
    /** Asks a store. Whatever Wix fails with is an answer here. */
    async ask<T>(shop: Asked, question: (call: StoreCall) => Promise<T>): Promise<StoreReply<T>> {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      try {
        const credentials = openCredentials(sealer, shop);
        const call = { instanceId: shop.instanceId, signal, ...(credentials ? { credentials } : {}) };
        return { outcome: 'answered', value: await question(call) };
      } catch (error) {
        if (error instanceof GalleyError) return readerOf(error.failure);
        if (signal.aborted) return { outcome: 'silent', problem: NO_ANSWER };
        throw error;
      }
    },

    /** Asks for a new token and for one member. */
    probe(shop: Asked): Promise<StoreReply<unknown>> {
      return asking.ask(shop, (call) => deps.shop.firstMember({ ...call, renewToken: true }));
    },

    /** Saves what an answer showed; the orders that waited for the store go on at once when it is back. */
    async settle(shop: Asked, connection: 'ok' | 'needs_reconnect'): Promise<void> {
      await db.transaction(async (tx) => {
        const before = await tx.storeConnection.saveChecked({ ...shop, connection });
        const isBack = connection === 'ok' && before === 'needs_reconnect';
        return isBack ? tx.wakes.wakeStore({ storeId: shop.id }) : [];
      });
    },

    /** Finds out whether a store answers and saves it. Answers what is wrong, in a sentence, or null. */
    async check(shop: Asked): Promise<string | null> {
      const reply = await asking.probe(shop);
      if (reply.outcome !== 'silent')
        await asking.settle(shop, reply.outcome === 'answered' ? 'ok' : 'needs_reconnect');
      return reply.outcome === 'answered' ? null : reply.problem;
    },
  };
  return asking;
}

export type StoreAsking = ReturnType<typeof createStoreAsking>;
