import type { Pool } from 'pg';
import { createActs } from './blog/actions';
import { createItemActs } from './items/actions';
import { createItemRuns } from './items/runs';
import { inTransaction } from './pool';
import type { Queryable } from './pool';
import { createRuns } from './blog/runs';
import { createStages } from './orders/stages';
import * as accounts from './lanes/accounts';
import * as activityFailures from './orders/activity-failures';
import * as attempts from './orders/attempts';
import * as costs from './orders/costs';
import * as events from './events/events';
import * as figures from './lanes/figures';
import * as rateController from './lanes/rate-controller';
import * as ideas from './blog/ideas';
import * as itemBatches from './items/batches';
import * as itemPace from './items/pace';
import * as itemQueue from './items/queue';
import * as items from './items/items';
import * as keys from './tenants/keys';
import * as laneStats from './lanes/stats';
import * as lanes from './lanes/lanes';
import * as deliveries from './webhooks/deliveries';
import * as wakes from './outbox/wakes';
import * as openOrders from './orders/open-orders';
import * as orders from './orders/orders';
import * as priority from './orders/priority-aging';
import * as pictures from './blog/pictures';
import * as providerCalls from './spending/provider-calls';
import * as publications from './blog/publications';
import * as rejectedComponents from './items/rejected-components';
import * as search from './orders/search';
import * as sessions from './tenants/sessions';
import * as spending from './spending/spending';
import * as storeAnswers from './stores/answers';
import * as storeConnection from './stores/connection';
import * as queueStats from './orders/queue-stats';
import * as stageTimes from './orders/stage-times';
import * as stores from './stores/stores';
import * as subjects from './blog/subjects';
import * as tenants from './tenants/tenants';
import * as versions from './blog/versions';
import * as webhooks from './webhooks/webhooks';

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
    rateController,
    ideas,
    itemBatches,
    itemPace,
    itemQueue,
    items,
    keys,
    laneStats,
    lanes,
    deliveries,
    wakes,
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
