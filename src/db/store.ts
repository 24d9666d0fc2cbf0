import type { Pool } from 'pg';
import { createActs } from './acts';
import { createItemActs } from './item-acts';
import { createItemRuns } from './item-runs';
import { inTransaction } from './pool';
import type { Queryable } from './pool';
import { createRuns } from './runs';
import { createStages } from './stages';
import * as accounts from './accounts';
import * as activityFailures from './activity-failures';
import * as attempts from './attempts';
import * as costs from './costs';
import * as events from './events';
import * as figures from './figures';
import * as governor from './governor';
import * as ideas from './ideas';
import * as itemBatches from './item-batches';
import * as itemPace from './item-pace';
import * as itemQueue from './item-queue';
import * as items from './items';
import * as keys from './keys';
import * as laneStats from './lane-stats';
import * as lanes from './lanes';
import * as notices from './notices';
import * as nudges from './nudges';
import * as openOrders from './open-orders';
import * as orders from './orders';
import * as priority from './priority';
import * as pictures from './pictures';
import * as providerCalls from './provider-calls';
import * as publications from './publications';
import * as rejectedComponents from './rejected-components';
import * as search from './search';
import * as sessions from './sessions';
import * as spending from './spending';
import * as storeAnswers from './store-answers';
import * as storeConnection from './store-connection';
import * as queueStats from './queue-stats';
import * as stageTimes from './stage-times';
import * as stores from './stores';
import * as subjects from './subjects';
import * as tenants from './tenants';
import * as versions from './versions';
import * as webhooks from './webhooks';

/** Everything that Galley asks of Postgres, over one pool. */
export function createStore(pool: Pool) {
  return {
    pool,
    acts: createActs(pool),
    runs: createRuns(pool),
    itemActs: createItemActs(pool),
    itemRuns: createItemRuns(pool),
    stages: createStages(pool),
    transaction: <T>(work: (tx: Queryable) => Promise<T>): Promise<T> => inTransaction(pool, work),
    accounts,
    activityFailures,
    attempts,
    costs,
    events,
    figures,
    governor,
    ideas,
    itemBatches,
    itemPace,
    itemQueue,
    items,
    keys,
    laneStats,
    lanes,
    notices,
    nudges,
    openOrders,
    orders,
    pictures,
    priority,
    providerCalls,
    publications,
    rejectedComponents,
    search,
    sessions,
    spending,
    storeAnswers,
    storeConnection,
    queueStats,
    stageTimes,
    stores,
    subjects,
    tenants,
    versions,
    webhooks,
  };
}

export type Store = ReturnType<typeof createStore>;
