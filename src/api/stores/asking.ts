import { openCredentials } from '../../db/stores/connection';
import type { Publisher, Publishers, SiteCall } from '../../clients/publisher';
import { GalleyError } from '../../contract/failures';
import type { ClassifiedFailure } from '../../contract/failures';
import { platformEntry, SITE_IDS } from '../../contract/platforms';
import type { Sealer } from '../../db/tenants/seal';
import type { Db } from '../../db/db';
import type { CheckedConnection } from '../../db/stores/connection';
import { SENT_WITHIN_MS } from '../../db/stores/requests';
import type { Store } from '../../db/stores/stores';
import type { Turn } from './turns';

/** Longest wait for all that one question takes, in milliseconds: counted requests have to be sent by then. */
const PATIENCE_MS = SENT_WITHIN_MS;

/** What asking a store brought. `refused`: it does not let us act for it. `silent`: nothing is known of that. */
type StoreReply<T> = { outcome: 'answered'; value: T } | { outcome: 'refused' | 'silent'; problem: string };

/** A store as it was read before it was asked. */
type AskedStore = CheckedConnection & Pick<Store, 'readAt'>;

/** A question to the site of a store. */
export type SiteQuestion<T> = (publisher: Publisher, call: SiteCall) => Promise<T>;

/** What asking stores takes. */
export interface StoreAskingDeps {
  db: Db;
  publishers: Publishers;
  sealer: Sealer;
}

function noAnswer({ displayName }: Publisher): string {
  return `${displayName} did not respond correctly. Try again in a few minutes.`;
}

function replyTo(
  failure: ClassifiedFailure,
  publisher: Publisher,
): { outcome: 'refused' | 'silent'; problem: string } {
  const { displayName } = publisher;
  switch (failure.type) {
    case 'Provider.Closed':
      return {
        outcome: 'refused',
        problem:
          failure.reason === 'app_refused'
            ? `${displayName} rejects the credentials of our app. Our team has to fix this.`
            : `${displayName} denies us access to this site: the app is not installed, lacks a permission, or its credentials are wrong. Reconnect the store.`,
      };
    case 'Provider.Busy':
      return {
        outcome: 'silent',
        problem: failure.reason.startsWith('rate_limit')
          ? `${publisher.displayName} is limiting requests to this site. Try again in a minute.`
          : noAnswer(publisher),
      };
    default:
      return {
        outcome: 'silent',
        problem: `The site does not support this request; the required ${displayName} app may not be installed.`,
      };
  }
}

const NO_SITE: { outcome: 'refused'; problem: string } = {
  outcome: 'refused',
  problem: 'This store lost its site to another store. Reconnect it to a site of its own.',
};

/** Questions to stores on behalf of people who wait for the answer, and what their answers show of the connection. */
export function createStoreAsking(deps: StoreAskingDeps) {
  const { db, sealer } = deps;

  const asking = {
    /** Asks a store's site within a turn there. Whatever its publisher fails with is an answer here. */
    async ask<T>(turn: Turn, store: CheckedConnection, question: SiteQuestion<T>): Promise<StoreReply<T>> {
      if (SITE_IDS[store.platform].canonical(store.instanceId) !== store.instanceId) return NO_SITE;
      const publisher = platformEntry(deps.publishers, store);
      const signal = AbortSignal.timeout(PATIENCE_MS);
      try {
        const credentials = openCredentials(sealer, store);
        const { beforeRequest } = turn;
        const call = {
          siteId: store.instanceId,
          signal,
          beforeRequest,
          ...(credentials ? { credentials } : {}),
        };
        return { outcome: 'answered', value: await question(publisher, call) };
      } catch (error) {
        if (error instanceof GalleyError) return replyTo(error.failure, publisher);
        if (signal.aborted) return { outcome: 'silent', problem: noAnswer(publisher) };
        throw error;
      }
    },

    /** Asks whether the site lets us act for it now. */
    probe(turn: Turn, store: CheckedConnection): Promise<StoreReply<void>> {
      return asking.ask(turn, store, (publisher, call) => publisher.check(call));
    },

    /** Saves what an answer showed; the orders that waited for the store go on at once when it is back. */
    async settle(store: AskedStore, connection: 'ok' | 'needs_reconnect'): Promise<void> {
      await db.transaction(async (tx) => {
        const before = await tx.storeConnection.saveAnswer({ store, connection, isCheck: true });
        const isBack = connection === 'ok' && before === 'needs_reconnect';
        return isBack ? tx.wakes.wakeStore({ storeId: store.id }) : [];
      });
    },

    /** Finds out whether a store answers and saves it. Answers what is wrong, in a sentence, or null. */
    async check(turn: Turn, store: AskedStore): Promise<string | null> {
      const reply = await asking.probe(turn, store);
      if (reply.outcome !== 'silent')
        await asking.settle(store, reply.outcome === 'answered' ? 'ok' : 'needs_reconnect');
      return reply.outcome === 'answered' ? null : reply.problem;
    },
  };
  return asking;
}

export type StoreAsking = ReturnType<typeof createStoreAsking>;
