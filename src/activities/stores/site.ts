import { cancellationSignal } from '@temporalio/activity';
import type { Publisher, SiteCall } from '../../clients/publisher';
import { platformEntry } from '../../contract/platforms';
import type { Store } from '../../db/stores/stores';
import type { ActivityDeps } from '../deps';

/** Who publishes for a store: the publisher of its platform. */
export function publisherOf(deps: ActivityDeps, store: Store): Publisher {
  return platformEntry(deps.publishers, store);
}

/** How to ask a store's site, with credentials of its own where it has some; ended by the activity's cancellation. */
export function siteCall(deps: ActivityDeps, store: Store): SiteCall {
  const credentials = deps.opened.credentials(store);
  return {
    siteId: store.instanceId,
    signal: cancellationSignal(),
    ...(credentials ? { credentials } : {}),
  };
}

/** A store that answers is connected, whatever was thought of it before; the orders that wait for it go on. */
export async function noteConnected(deps: ActivityDeps, store: Store): Promise<void> {
  if (store.connection === 'ok') return;
  await deps.db.transaction(async (tx) => {
    const before = await tx.storeConnection.saveAnswer({ store, connection: 'ok', isCheck: false });
    if (before === 'needs_reconnect') await tx.wakes.wakeStore({ storeId: store.id });
  });
}
