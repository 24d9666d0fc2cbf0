import type { Pool } from 'pg';
import { inTransaction, sealWith } from './pool';
import type { Queryable, Transaction } from './pool';
import * as actions from './orders/actions';
import * as blogBatches from './blog/batches';
import { acceptJob } from './bulk/accept';
import * as bulkActions from './bulk/actions';
import * as bulkFinished from './bulk/finished';
import * as bulkFiring from './bulk/fire';
import * as bulkItemTimes from './bulk/item-times';
import * as bulkJobs from './bulk/jobs';
import * as bulkPlacing from './bulk/place';
import * as bulkScheduleRuns from './bulk/schedule-runs';
import * as bulkSchedules from './bulk/schedules';
import * as bulkTemplates from './bulk/templates';
import * as bulkReads from './bulk/reads';
import * as bulkRuns from './bulk/advance';
import * as contentAccept from './content/accept';
import * as contentActions from './content/actions';
import * as contentItems from './content/items';
import * as contentRuns from './content/runs';
import * as drafts from './blog/drafts';
import * as material from './blog/material';
import * as blogOrders from './blog/orders';
import * as blogRuns from './blog/runs';
import * as ideaActions from './blog/idea-actions';
import * as itemRuns from './items/runs';
import * as openers from './orders/open';
import * as orderRuns from './orders/runs';
import * as signalled from './orders/signalled';
import * as releaseActions from './blog/release-actions';
import * as stages from './orders/stages';
import * as catalogueActions from './catalogue/actions';
import * as catalogueArticles from './catalogue/articles';
import * as catalogueDomains from './catalogue/domains';
import * as cataloguePublish from './catalogue/publish';
import * as catalogueSaves from './catalogue/save';
import * as outletDeliveries from './catalogue/outlet-deliveries';
import * as outlets from './catalogue/outlets';
import * as paidLinks from './catalogue/paid-links';
import * as catalogueVersions from './catalogue/versions';
import * as accounts from './lanes/accounts';
import * as admission from './lanes/admission';
import * as charges from './lanes/charges';
import * as activityFailures from './orders/activity-failures';
import * as attempts from './orders/attempts';
import * as costs from './orders/costs';
import * as events from './events/events';
import * as logged from './events/logged';
import * as figures from './lanes/figures';
import * as providerKeys from './lanes/provider-keys';
import * as rateController from './lanes/rate-controller';
import * as idempotency from './orders/idempotency';
import * as ideas from './blog/ideas';
import * as itemAccept from './items/accept';
import * as itemBatches from './items/batches';
import * as itemCancels from './items/cancel-batch';
import * as itemPace from './items/pace';
import * as itemQueue from './items/queue';
import * as items from './items/items';
import * as invitations from './tenants/invitations';
import * as keys from './tenants/keys';
import * as laneStats from './lanes/stats';
import * as lanes from './lanes/lanes';
import * as mailLinks from './tenants/mail-links';
import * as members from './tenants/members';
import * as deliveries from './webhooks/deliveries';
import * as adminAlerts from './mail/admin-alerts';
import * as alerts from './mail/alerts';
import * as mail from './mail/queue';
import * as mailChannel from './mail/channel';
import * as subscriptionLinks from './mail/links';
import * as mailLog from './mail/log';
import * as mailSubscriptions from './mail/subscriptions';
import * as mailTries from './mail/tries';
import type { Sealer } from './tenants/seal';
import * as wakes from './outbox/wakes';
import * as checkouts from './payments/checkouts';
import * as payments from './payments/payments';
import * as refundDecisions from './payments/refund-decisions';
import * as refundLog from './payments/refund-log';
import * as refundTries from './payments/refund-tries';
import * as refunds from './payments/refunds';
import * as openOrders from './orders/open-orders';
import * as orders from './orders/orders';
import * as priority from './orders/priority-aging';
import * as blogRetry from './blog/retry';
import * as itemRetry from './items/retry';
import * as failedPictures from './blog/failed-pictures';
import * as hints from './orders/hints';
import * as withoutPicture from './blog/without-picture';
import * as pictures from './blog/pictures';
import * as providerCalls from './spending/provider-calls';
import * as publications from './blog/publications';
import * as rejectedComponents from './items/rejected-components';
import * as delivered from './purchases/delivered';
import * as payment from './purchases/payment';
import * as purchaseDrafts from './purchases/drafts';
import * as purchaseMaterial from './purchases/material';
import * as purchasePublishing from './purchases/publishing';
import * as purchaseRuns from './purchases/runs';
import * as purchaseVersions from './purchases/versions';
import * as purchaseWaits from './purchases/waits';
import * as reviewActions from './purchases/review-actions';
import * as purchases from './purchases/purchases';
import * as confirmations from './purchases/confirm';
import * as adminOrders from './purchases/admin-orders';
import * as purchaseLimits from './purchases/limits';
import * as purchaseQueues from './purchases/queues';
import * as reviewLists from './purchases/review-lists';
import * as reviewViews from './purchases/review-views';
import * as buyers from './purchases/buyers';
import * as search from './orders/search';
import * as sessions from './tenants/sessions';
import * as spending from './spending/spending';
import * as storeAnswers from './stores/answers';
import * as siteProofs from './stores/proofs';
import * as siteRequests from './stores/requests';
import * as storeConnection from './stores/connection';
import * as queueStats from './orders/queue-stats';
import * as stageTimes from './orders/stage-times';
import * as stores from './stores/stores';
import * as subjects from './blog/subjects';
import * as tenants from './tenants/tenants';
import * as versions from './blog/versions';
import * as webhooks from './webhooks/webhooks';

const MODULES = {
  actions,
  catalogueActions,
  catalogueArticles,
  catalogueDomains,
  cataloguePublish,
  catalogueSaves,
  outletDeliveries,
  outlets,
  paidLinks,
  catalogueVersions,
  blogBatches,
  blogOrders,
  bulkActions,
  bulkFinished,
  // Apart from what reads jobs, which the rules of the kinds need that accepting needs in turn.
  bulkJobs: { ...bulkJobs, acceptJob },
  bulkFiring,
  bulkPlacing,
  bulkReads,
  bulkItemTimes,
  bulkRuns,
  bulkScheduleRuns,
  bulkSchedules,
  bulkTemplates,
  contentAccept,
  contentActions,
  contentItems,
  contentRuns,
  drafts,
  material,
  blogRuns,
  ideaActions,
  itemRuns,
  openers,
  orderRuns,
  releaseActions,
  signalled,
  stages,
  accounts,
  activityFailures,
  admission,
  attempts,
  charges,
  costs,
  events,
  figures,
  rateController,
  ideas,
  idempotency,
  itemAccept,
  itemBatches,
  itemCancels,
  itemPace,
  failedPictures,
  blogRetry,
  itemRetry,
  hints,
  itemQueue,
  items,
  invitations,
  keys,
  laneStats,
  lanes,
  logged,
  mailLinks,
  members,
  deliveries,
  adminAlerts,
  alerts,
  mail,
  mailChannel,
  subscriptionLinks,
  mailLog,
  mailSubscriptions,
  mailTries,
  checkouts,
  payments,
  refunds,
  refundDecisions,
  refundLog,
  refundTries,
  wakes,
  openOrders,
  orders,
  priority,
  pictures,
  providerCalls,
  providerKeys,
  publications,
  rejectedComponents,
  delivered,
  payment,
  purchaseDrafts,
  purchaseMaterial,
  purchasePublishing,
  purchaseRuns,
  purchaseVersions,
  purchaseWaits,
  reviewActions,
  purchases,
  confirmations,
  adminOrders,
  purchaseLimits,
  purchaseQueues,
  reviewLists,
  reviewViews,
  buyers,
  search,
  sessions,
  spending,
  siteProofs,
  siteRequests,
  storeAnswers,
  storeConnection,
  queueStats,
  stageTimes,
  stores,
  subjects,
  tenants,
  versions,
  withoutPicture,
  webhooks,
};

/** A module's functions with their first argument bound. */
type Bound<M> = {
  [N in keyof M]: M[N] extends (db: Queryable, ...rest: infer A) => infer R ? (...rest: A) => R : never;
};

type Modules = { [N in keyof typeof MODULES]: Bound<(typeof MODULES)[N]> };

function bind<M extends object>(module: M, db: Queryable): Bound<M> {
  const bound = Object.entries(module).map(([name, value]) => [
    name,
    typeof value === 'function' ? value.bind(null, db) : value,
  ]);
  return Object.fromEntries(bound) as Bound<M>;
}

function bindAll(db: Queryable): Modules {
  const modules = Object.entries(MODULES).map(([name, module]) => [name, bind<object>(module, db)]);
  return Object.fromEntries(modules) as Modules;
}

/** Binds each module to the transaction it is read from, when it is first read: most transactions use only a few. */
const BOUND_ON_READ = Object.create(
  null,
  Object.fromEntries(
    Object.entries(MODULES).map(([name, module]) => [
      name,
      {
        get(this: Queryable) {
          const value = bind<object>(module, this);
          Object.defineProperty(this, name, { value });
          return value;
        },
      },
    ]),
  ),
) as object;

/** All queries, bound to one transaction. */
export type Tx = Transaction & Modules;

/**
 * All queries to Postgres, bound to a pool; inside `transaction`, to that transaction. Without a sealer nothing that is sealed at rest can
 * be written.
 */
export function createDb(pool: Pool, options: { sealer?: Sealer } = {}) {
  if (options.sealer) sealWith(pool, options.sealer);
  return {
    pool,
    ...bindAll(pool),
    transaction: <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
      inTransaction(pool, (connection) =>
        work(Object.assign(Object.create(BOUND_ON_READ), connection) as Tx),
      ),
  };
}

export type Db = ReturnType<typeof createDb>;
