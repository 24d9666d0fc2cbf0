import type { Pool } from 'pg';
import { createActs } from './acts';
import { inTransaction } from './pool';
import type { Queryable } from './pool';
import { createRuns } from './runs';
import { createStages } from './stages';
import * as activityFailures from './activity-failures';
import * as events from './events';
import * as ideas from './ideas';
import * as orders from './orders';
import * as pictures from './pictures';
import * as providerCalls from './provider-calls';
import * as publications from './publications';
import * as subjects from './subjects';
import * as tenants from './tenants';
import * as versions from './versions';

/** Everything that Galley asks of Postgres, over one pool. */
export function createStore(pool: Pool) {
  return {
    pool,
    acts: createActs(pool),
    runs: createRuns(pool),
    stages: createStages(pool),
    transaction: <T>(work: (tx: Queryable) => Promise<T>): Promise<T> => inTransaction(pool, work),
    activityFailures,
    events,
    ideas,
    orders,
    pictures,
    providerCalls,
    publications,
    subjects,
    tenants,
    versions,
  };
}

export type Store = ReturnType<typeof createStore>;
