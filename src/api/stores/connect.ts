import type { z } from 'zod';
import { openCredentials, sealCredentials } from '../../db/stores/connection';
import type { CheckedConnection, StoreCredentials } from '../../db/stores/connection';
import { ApiError } from '../http/errors';
import type { DescribedRouter } from '../http/route';
import type { StoreAsking, StoreAskingDeps } from './asking';
import { askerOf, PROOF_ANSWERS, TAKEN, TOO_MANY_REQUESTS } from './confirm';
import type { Confirm } from './confirm';
import type { Proofs } from './prove';
import { checkedStoreView, reconnectBody, storeParams, storeView } from './schemas';
import type { Turns } from './turns';
import { storeOf, STORES_BASE, viewStore } from './view';

/** Adds the routes about whether a store answers us, and by what we ask it. */
export function addStoreConnection(
  routes: DescribedRouter,
  deps: StoreAskingDeps,
  parts: { asking: StoreAsking; turns: Turns; proofs: Proofs; confirm: Confirm },
): void {
  const { db, sealer } = deps;
  const { asking, turns, proofs, confirm } = parts;

  /** The credentials of the store's own app as they are; undefined where there are none, or none that can be decrypted. */
  function ownCredentials(store: CheckedConnection): StoreCredentials | undefined {
    try {
      return openCredentials(sealer, store);
    } catch {
      return undefined;
    }
  }

  /** What a store is to be connected with: what it has, and of that what the request replaces. */
  function wantedOf(was: CheckedConnection, body: z.output<typeof reconnectBody>) {
    const given = body?.credentials;
    const credentials = given === undefined ? ownCredentials(was) : (given ?? undefined);
    const claimed = body && proofs.siteOf(was.platform, body, credentials);
    const site = claimed?.site ?? { platform: was.platform, instanceId: was.instanceId };
    const sealedCredentials = given
      ? sealCredentials(sealer, { storeId: was.id, credentials: given })
      : given === null
        ? null
        : was.sealedCredentials;
    // The installation's app may act on sites that the tenant's own app may not.
    const isNewSite = site.instanceId !== was.instanceId;
    const mustProve = isNewSite || (was.sealedCredentials !== null && sealedCredentials === null);
    return {
      site,
      digest: claimed?.digest,
      connection: { id: was.id, ...site, sealedCredentials },
      mustProve,
    };
  }

  routes.route(
    {
      method: 'post',
      permission: 'stores.write',
      path: `${STORES_BASE}/:id/check`,
      summary: 'Check connection',
      description: 'Asks the site’s platform whether we still have access, and saves the result.',
      params: storeParams,
      answers: {
        200: {
          description: 'The store. `problem` says what is wrong, if anything.',
          schema: checkedStoreView,
        },
        429: TOO_MANY_REQUESTS,
      },
    },
    async ({ params, res }) => {
      const store = await storeOf(db, res, params.id);
      const problem = await turns.take(res, store, 'owner', (turn) => asking.check(turn, store));
      return { status: 200, json: { ...viewStore(await storeOf(db, res, params.id)), problem } };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'stores.write',
      path: `${STORES_BASE}/:id/reconnect`,
      summary: 'Reconnect store',
      description:
        'Tests the current or new credentials. If they work, orders that were on hold continue immediately. Another site, and the default app in place of the store’s own, have to be proved as when a store is created.',
      params: storeParams,
      body: reconnectBody,
      answers: {
        200: { description: 'Connected.', schema: storeView },
        ...PROOF_ANSWERS,
        409: {
          description:
            'The platform refused these credentials, or another store is connected to the site; nothing was changed.',
        },
      },
    },
    async ({ params, body, res }) => {
      const was = await storeOf(db, res, params.id);
      const { site, digest, connection, mustProve } = wantedOf(was, body);
      const { tenantId } = was;
      const proof = mustProve
        ? await proofs.open(res, { site, tenantId, digest, given: body ?? {} })
        : undefined;
      await turns.take(res, site, proof ? askerOf(proof) : 'owner', async (turn) => {
        if (!(proof && (await confirm(turn, { proof, proofCode: body?.proofCode, connection })))) {
          const reply = await asking.probe(turn, connection);
          if (reply.outcome !== 'answered') throw new ApiError('conflict', reply.problem);
        }
        await db.transaction(async (tx) => {
          const outcome = await tx.storeConnection.reconnectStore({ was, ...connection });
          if (outcome === 'taken') throw new ApiError('conflict', TAKEN);
          if (outcome === 'changed')
            throw new ApiError(
              'conflict',
              'The connection of this store was changed in the meantime. Review it, then try again.',
            );
          if (proof) await proofs.use(tx, res, was.id, proof);
          return tx.wakes.wakeStore({ storeId: was.id });
        });
      });
      return { status: 200, json: viewStore(await storeOf(db, res, was.id)) };
    },
  );
}
