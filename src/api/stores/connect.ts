import { sealCredentials } from '../../db/stores/connection';
import { ApiError } from '../http/errors';
import type { DescribedRouter } from '../http/route';
import type { StoreAsking, StoreAskingDeps } from './asking';
import { checkedStoreView, reconnectBody, storeParams, storeView } from './schemas';
import { storeOf, STORES_BASE, viewStore } from './view';

/** Adds the routes about whether a store answers us, and by what we ask it. */
export function addStoreConnection(
  routes: DescribedRouter,
  deps: StoreAskingDeps,
  asking: StoreAsking,
): void {
  const { db, sealer } = deps;

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
      },
    },
    async ({ params, res }) => {
      const problem = await asking.check(await storeOf(db, res, params.id));
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
        'Tests the current or new credentials. If they work, orders that were on hold continue immediately.',
      params: storeParams,
      body: reconnectBody,
      answers: {
        200: { description: 'Connected.', schema: storeView },
        409: { description: 'The platform refused these credentials; nothing was changed.' },
      },
    },
    async ({ params, body, res }) => {
      const was = await storeOf(db, res, params.id);
      const given = body?.credentials;
      const wanted = {
        id: was.id,
        platform: was.platform,
        instanceId: body?.instanceId ?? was.instanceId,
        sealedCredentials: given
          ? sealCredentials(sealer, { storeId: was.id, credentials: given })
          : given === null
            ? null
            : was.sealedCredentials,
      };
      const reply = await asking.probe(wanted);
      if (reply.outcome !== 'answered') throw new ApiError('conflict', reply.problem);
      await db.transaction(async (tx) => {
        const outcome = await tx.storeConnection.reconnectStore({ was, ...wanted });
        if (outcome === 'taken')
          throw new ApiError('conflict', 'This site is already registered as another store.');
        if (outcome === 'changed')
          throw new ApiError(
            'conflict',
            'The connection of this store was changed in the meantime. Review it, then try again.',
          );
        return tx.wakes.wakeStore({ storeId: was.id });
      });
      return { status: 200, json: viewStore(await storeOf(db, res, was.id)) };
    },
  );
}
