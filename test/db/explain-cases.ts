import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { PHASES, PRODUCTS } from '../../src/contract/orders';
import { createDb } from '../../src/db/db';
import type { Db } from '../../src/db/db';
import { beginEventEra } from '../../src/db/events/clock';
import { listCalendar } from '../../src/db/blog/calendar';
import {
  countPhases,
  openOrders,
  orderStates,
  readEvents,
  readHead,
  readMissed,
} from '../../src/db/events/feed';
import { admitItems, tenantsWithItems } from '../../src/db/items/queue';
import { unfinishedCancels } from '../../src/db/items/cancel-batch';
import { findReconciled, oddRuns, quietOrders } from '../../src/db/orders/lost-runs';
import { settleLostCalls } from '../../src/db/spending/lost-calls';
import { digestNext } from '../../src/db/mail/digest';
import { mailConfirmation } from '../../src/db/mail/links';
import { queueStoreMails } from '../../src/db/mail/store-mail';
import { findSubscription } from '../../src/db/mail/subscriptions';
import { inTransaction, sealWith } from '../../src/db/pool';
import { isAdminLeft } from '../../src/db/tenants/principals';
import { stuckDeliveries, stuckSingles } from '../../src/db/webhooks/stuck-deliveries';
import { countByPhase, foldCounts } from '../../src/db/orders/counts';
import { deliverNext, dueKeys, hasStart, outboxBacklog } from '../../src/db/outbox/outbox';
import { AGEING_TABLES, deleteOld } from '../../src/db/retention/retention';
import { SPENDING_GROUPS } from '../../src/db/spending/spending';
import { statusesOf } from '../../src/domain/orders/lifecycle';
import { isOpenPhase } from '../../src/domain/orders/status-rule';

/** Whom the questions are about: the tenant with the most orders and one with few, with one of each thing that belongs to a tenant. */
export interface Subject {
  tenantId: string | undefined;
  storeId: string;
  orderId: string;
  batchId: string;
  webhookId: string;
  subscriptionId: string;
  memberId: string;
  personId: string;
  articleId: string;
  domainId: string;
}

export interface Case {
  name: string;
  ask: (db: Db, pool: Pool, subject: Subject) => Promise<unknown>;
  /** Rows that it may look at, where it has to count or sort more than a page. */
  rows?: number;
  pages?: number;
  /** For questions that contradict themselves, or that only a tenant has: nothing need be asked. */
  mayAskNothing?: boolean;
}

const one = (
  name: string,
  ask: Case['ask'],
  limits: Pick<Case, 'rows' | 'pages' | 'mayAskNothing'> = {},
): Case => ({
  name,
  ask,
  ...limits,
});

const HOUR_MS = 3_600_000;
const inDays = (days: number): Date => new Date(Date.now() + days * 24 * HOUR_MS);
const day = (days: number): string => inDays(days).toISOString().slice(0, 10);
const AFTER = { createdAt: String((Date.now() - 24 * HOUR_MS) * 1000), id: randomUUID() };

const limit = 51;

/** What counts or sorts open orders may look at each of them, and at the endings of a day. */
const OPEN = { rows: 60_000, pages: 15_000 };

/** Once a minute each open order is looked at, with its run. */
const EACH_OPEN = { rows: 200_000, pages: 500_000 };

/** The calendar looks at what a tenant has finished since; spending at the calls of the days asked for. */
const OF_A_TENANT = { rows: 150_000, pages: 250_000 };
const OF_A_WEEK = { rows: 200_000, pages: 400_000 };

/** Of the events that the database is filled with: three an order. */
export const LAST_XID = 3_000_000n;

/** Lists of orders, by every filter that the API offers. */
const LISTS: Case[] = [
  one('all posts', (db, _, { tenantId }) => db.blogOrders.listBlogOrders({ tenantId, limit })),
  one('the next page of posts', (db, _, { tenantId }) =>
    db.blogOrders.listBlogOrders({ tenantId, limit, after: AFTER }),
  ),
  one('posts of a store', (db, _, { tenantId, storeId }) =>
    db.blogOrders.listBlogOrders({ tenantId, storeId, limit }),
  ),
  ...statusesOf('blog').flatMap((status) => [
    one(`posts in ${status}`, (db, _, { tenantId }) =>
      db.blogOrders.listBlogOrders({ tenantId, status, limit }),
    ),
    one(`posts of a store in ${status}`, (db, _, { tenantId, storeId }) =>
      db.blogOrders.listBlogOrders({ tenantId, storeId, status, limit }),
    ),
    one(
      `posts in ${status} and failed`,
      (db, _, { tenantId }) => db.blogOrders.listBlogOrders({ tenantId, status, phases: ['failed'], limit }),
      { mayAskNothing: true },
    ),
  ]),
  ...PHASES.flatMap((phase) => [
    one(
      `posts that are ${phase}`,
      (db, _, { tenantId }) => db.blogOrders.listBlogOrders({ tenantId, phases: [phase], limit }),
      // What is at work is found by its own index, and sorted: it is as much as may be open.
      isOpenPhase(phase) ? OPEN : {},
    ),
    one(
      `posts of a store that are ${phase}`,
      (db, _, { tenantId, storeId }) =>
        db.blogOrders.listBlogOrders({ tenantId, storeId, phases: [phase], limit }),
      OPEN,
    ),
  ]),
  one('all pages', (db, _, { tenantId }) => db.items.listItems({ tenantId, limit })),
  one('pages of a batch', (db, _, { tenantId, batchId }) => db.items.listItems({ tenantId, batchId, limit })),
  one('pages of a type', (db, _, { tenantId }) => db.items.listItems({ tenantId, pageType: 'brand', limit })),
  one('pages of a type that there is none of', (db, _, { tenantId }) =>
    db.items.listItems({ tenantId, pageType: 'engage', limit }),
  ),
  ...statusesOf('item').flatMap((status) => [
    one(`pages that are ${status}`, (db, _, { tenantId }) =>
      db.items.listItems({ tenantId, status: [status], limit }),
    ),
    one(`pages of a type that are ${status}`, (db, _, { tenantId }) =>
      db.items.listItems({ tenantId, status: [status], pageType: 'brand', limit }),
    ),
    one(`pages of a batch that are ${status}`, (db, _, { tenantId, batchId }) =>
      db.items.listItems({ tenantId, batchId, status: [status], limit }),
    ),
  ]),
  one(
    'pages that have not ended',
    (db, _, { tenantId }) => db.items.listItems({ tenantId, status: ['pending', 'processing'], limit }),
    OPEN,
  ),
];

const DELIVERIES: Case[] = [undefined, 'pending' as const, 'delivered' as const, 'failed' as const].flatMap(
  (state) =>
    [true, false].map((ofOrder) =>
      one(
        `deliveries ${state ?? 'in any state'}${ofOrder ? ' of an order' : ''}`,
        (db, _, { webhookId, orderId }) =>
          db.deliveries.listDeliveries({
            webhookId,
            state,
            orderId: ofOrder ? orderId : undefined,
            before: undefined,
            limit,
          }),
      ),
    ),
);

const STREAM: Case[] = [
  one('the head of the stream', (_, pool) => readHead(pool)),
  one('new events', async (_, pool) => {
    return readEvents(pool, { after: { xid: LAST_XID - 1_000n, id: 0n }, limit: 500 });
  }),
  one(
    'missed events',
    async (_, pool, { tenantId }) => {
      const upTo = await readHead(pool);
      return readMissed(pool, {
        after: { xid: LAST_XID - 10_000n, id: 0n },
        upTo,
        filter: { tenantId },
        most: 1_000,
        mostScanned: 50_000,
      });
    },
    OPEN,
  ),
  one('the state of orders', (_, pool, { orderId }) => orderStates(pool, { ids: [orderId] })),
  one(
    'open posts of a snapshot',
    (_, pool, { tenantId }) => openOrders(pool, { filter: { tenantId }, kinds: ['blog'], limit: 200 }),
    OPEN,
  ),
  one(
    'open pages of a snapshot',
    (_, pool, { tenantId }) => openOrders(pool, { filter: { tenantId }, kinds: ['item'], limit: 200 }),
    OPEN,
  ),
  one(
    'open pages of a batch',
    (_, pool, { tenantId, batchId }) =>
      openOrders(pool, { filter: { tenantId, batchId }, kinds: ['item'], limit: 200 }),
    OPEN,
  ),
  one('counts of a snapshot', (_, pool, { tenantId }) => countPhases(pool, { filter: { tenantId } }), OPEN),
  one(
    'counts of a kind in a snapshot',
    (_, pool, { tenantId }) => countPhases(pool, { filter: { tenantId, kind: 'item' } }),
    OPEN,
  ),
  one(
    'counts of a batch in a snapshot',
    (_, pool, { tenantId, batchId }) => countPhases(pool, { filter: { tenantId, batchId } }),
    OPEN,
  ),
];

const FIGURES: Case[] = [
  one('orders by phase', (_, pool) => countByPhase(pool), OPEN),
  one('the outbox', (_, pool) => outboxBacklog(pool)),
  one('entries for the log', (db) => db.logged.readUnlogged({ after: { xid: 0n, id: 0n }, limit: 500 })),
  one('what needs attention', (db) => db.figures.readFigures()),
  one(
    'work by stage',
    (db, _, { orderId }) =>
      db.figures.stageWork({ visits: [{ orderId, kind: 'blog', status: 'PUBLISHING' }] }),
    OPEN,
  ),
  one('lanes', (db) => db.laneStats.listLanes()),
  one('lanes as the rate controller sees them', (db) => db.lanes.observeLanes()),
  one('calls since the last look', (db) =>
    db.charges.chargedSince({ after: new Date(Date.now() - 10_000).toISOString() }),
  ),
  one('usage of an account', (db) => db.lanes.readUsage({ account: 'openai', seconds: 60 })),
  one('the queue', (db, _, { tenantId }) => db.queueStats.countQueue({ tenantId }), OPEN),
  one('busiest tenants', (db) => db.queueStats.busiestTenants({ limit: 50 })),
  one('open orders', (db, _, { tenantId }) => db.openOrders.countOpen({ tenantId })),
  one('completions', (db) => db.openOrders.measureCompletions({})),
  one('the queue of pages', (db, _, { tenantId }) => db.itemPace.countItems({ tenantId }), OPEN),
  one('workers of pages', (db, _, { tenantId }) => db.itemPace.itemWorkers({ tenantId })),
  one('pages that ended last', (db, _, { tenantId }) => db.itemPace.endedLately({ tenantId, limit: 10 })),
  one('parts of the last minute', (db, _, { tenantId }) => db.itemPace.partsLately({ tenantId })),
  one('steps of pages', (db) => db.itemPace.measureSteps()),
  one('stages', (db) => db.stageTimes.measureStages()),
];

const RECORDS: Case[] = [
  one(
    'calendar of the coming month',
    (_, pool, { tenantId }) => listCalendar(pool, { tenantId, from: inDays(0), to: inDays(31), limit: 200 }),
    OF_A_TENANT,
  ),
  one(
    'calendar of the past month',
    (_, pool, { tenantId }) => listCalendar(pool, { tenantId, from: inDays(-31), to: inDays(0), limit: 200 }),
    OF_A_TENANT,
  ),
  one(
    'calendar of a month half a year ago',
    (_, pool, { tenantId }) =>
      listCalendar(pool, { tenantId, from: inDays(-211), to: inDays(-180), limit: 200 }),
    OF_A_TENANT,
  ),
  one(
    'calendar of a store',
    (_, pool, { tenantId, storeId }) =>
      listCalendar(pool, { tenantId, storeId, from: inDays(-31), to: inDays(31), limit: 200 }),
    OF_A_TENANT,
  ),
  ...['lamp no 99999', 'nothing like it', '1a2b'].map((words) =>
    one(`search for ${words}`, (db, _, { tenantId }) =>
      db.search.searchAll({ words, tenantId, withStores: true, limit: 10 }),
    ),
  ),
  ...SPENDING_GROUPS.map((group) =>
    one(
      `spending of a week by ${group}`,
      (db, _, { tenantId }) =>
        db.spending.listSpending({ from: day(-7), to: day(0), groupBy: [group], tenantId }),
      OF_A_WEEK,
    ),
  ),
  one(
    'spending of a store',
    (db, _, { tenantId, storeId }) =>
      db.spending.listSpending({ from: day(-7), to: day(0), groupBy: ['day'], tenantId, storeId }),
    OF_A_WEEK,
  ),
  one('webhooks', (db, _, { tenantId }) => db.webhooks.listWebhooks({ tenantId, limit, after: undefined })),
  ...DELIVERIES,
  one('the next delivery', (db, _, { webhookId, orderId }) =>
    db.deliveries.nextDelivery({ webhookId, orderId }),
  ),
  one('deliveries of a webhook that goes', (db, _, { webhookId }) => db.webhooks.failPending({ webhookId })),
  one('stores', (db, _, { tenantId }) => db.stores.listStores({ tenantId, limit })),
  one('tenants', (db, _, { tenantId }) => db.tenants.listTenants({ tenantId, limit })),
  one('the timeline of an order', (db, _, { orderId }) => db.events.listEvents({ orderId, limit })),
  one('costs of an order', (db, _, { orderId }) => db.costs.stageCosts({ orderId })),
  one('calls of an order', (db, _, { orderId }) => db.costs.latestCalls({ orderId, limit: 200 })),
  one('drafts of an order', (db, _, { orderId }) => db.attempts.listPostAttempts({ orderId })),
  one('one order', (db, _, { orderId }) => db.blogOrders.findBlogOrder({ orderId })),
  one('one batch', (db, _, { batchId }) => db.itemBatches.findBatch({ batchId })),
  one('the last posts of a store', (db, _, { storeId, orderId }) =>
    db.versions.listOtherTitles({ storeId, exceptOrderId: orderId, most: 50 }),
  ),
  one('orders of posts', (db, _, { storeId, orderId }) =>
    db.publications.ordersOfPosts({ storeId, postIds: [orderId] }),
  ),
  one('whether a run was asked for', (_, pool, { orderId }) => hasStart(pool, { orderId, startNo: 1 })),
];

/** What the log of mails is asked for, by every filter that the API offers. */
const MAILS: Case[] = [
  ...[undefined, 'pending' as const, 'delivered' as const, 'failed' as const].flatMap((state) =>
    [true, false].map((ofSubscription) =>
      one(
        `mails ${state ?? 'in any state'}${ofSubscription ? ' of a subscription' : ''}`,
        (db, _, { tenantId, subscriptionId }) =>
          db.mailLog.listMails({
            ...{ tenantId, state, before: undefined, limit },
            subscriptionId: ofSubscription ? subscriptionId : undefined,
          }),
      ),
    ),
  ),
  one('mail subscriptions', (db, _, { tenantId }) =>
    db.mailSubscriptions.listSubscriptions({ tenantId, limit, after: undefined }),
  ),
  one('the next page of mail subscriptions', (db, _, { tenantId }) =>
    db.mailSubscriptions.listSubscriptions({ tenantId, limit, after: AFTER }),
  ),
  one('whom an order is mailed to', (_, pool, { orderId }) =>
    queueStoreMails(pool, { id: '1', orderId, type: 'order.done', data: {} }),
  ),
  one('whom the end of a bulk job is mailed to', (_, pool, { orderId }) =>
    queueStoreMails(pool, { id: '1', orderId, type: 'bulk.finished', data: {} }),
  ),
  one('mailing a link that confirms', (_, pool, { subscriptionId }) => {
    sealWith(pool, { seal: () => Buffer.from('x'), open: () => 'x' });
    return inTransaction(pool, async (tx) => {
      const subscription = await findSubscription(tx, { subscriptionId, tenantId: undefined });
      const [token, tokenHash] = ['x', Buffer.from(randomUUID())];
      return mailConfirmation(tx, { subscription: subscription!, token, tokenHash, facts: {} });
    });
  }),
  one(
    'the digest that is due',
    async (_, pool, { subscriptionId }) => {
      await pool.query(
        `update mail_subscriptions set frequency = 'daily', digest_at = now() - interval '1 minute',
      digested_until = now() - interval '1 day', kinds = '["store_pick", "store_approval", "store_published", "store_failed", "bulk_finished"]' where id = $1`,
        [subscriptionId],
      );
      return inTransaction(pool, (tx) => digestNext(tx));
    },
    OPEN,
  ),
  one('mails without a workflow', (_, pool) => stuckSingles(pool, { channel: 'mail', quietMs: 900_000 })),
  one('alerts without a workflow', (_, pool) => stuckSingles(pool, { channel: 'alert', quietMs: 900_000 })),
  ...[undefined, 'pending' as const, 'delivered' as const, 'failed' as const].flatMap((state) => [
    one(`alerts ${state ?? 'in any state'}`, (db) =>
      db.alerts.listAlerts({ state, before: undefined, limit }),
    ),
  ]),
  one('whom to alert', (db) =>
    db.transaction((tx) => tx.adminAlerts.alertOfClosing({ account: 'openai', reason: 'key_refused' })),
  ),
];

/** People, and where they are signed in. */
const PEOPLE: Case[] = [
  one('members', async (db, _, { tenantId }) => tenantId && db.members.listMembers({ tenantId, limit }), {
    mayAskNothing: true,
  }),
  one(
    'invitations',
    async (db, _, { tenantId }) => tenantId && db.invitations.listInvitations({ tenantId, limit }),
    { mayAskNothing: true },
  ),
  one('memberships', (db, _, { personId }) => db.members.listMemberships({ personId, limit })),
  one('sessions of a member', (db, _, { memberId }) =>
    db.sessions.listSessions({ by: { kind: 'member', id: memberId }, limit }),
  ),
  one('whoever has a session', (db) => db.sessions.findSession({ wordHash: Buffer.from(randomUUID()) })),
  one('starting a session of a member', (db, _, { memberId }) =>
    db.transaction((tx) =>
      tx.sessions.insertSession({
        wordHash: Buffer.from(randomUUID()),
        by: { kind: 'member', id: memberId },
      }),
    ),
  ),
  one('the invitation of a token', (db) =>
    db.invitations.findInvitation({ tokenHash: Buffer.from(randomUUID()) }),
  ),
  one('signing in with a mailed link', (db) =>
    db.transaction((tx) => tx.mailLinks.useMailLink({ tokenHash: Buffer.from(randomUUID()) })),
  ),
  one('whether another administrator is left', (_, pool) =>
    isAdminLeft(pool, { kind: 'key', id: randomUUID() }),
  ),
  one('a member that is removed', (db, _, { memberId, tenantId }) =>
    db.transaction((tx) =>
      tx.members.removeMember({
        ...{ memberId, tenantId: tenantId ?? randomUUID() },
        by: { kind: 'key', id: randomUUID() },
      }),
    ),
  ),
];

/** Filters without an index look at each article, of which there are thousands and not millions. */
const EACH_ARTICLE = { rows: 40_000, pages: 60_000 };

/** The catalogue, by every filter that the API offers. */
const CATALOGUE: Case[] = [
  one('sites', (db) => db.catalogueDomains.listDomains({ limit })),
  one('active sites', (db) => db.catalogueDomains.listDomains({ active: true, limit })),
  one('articles', (db) => db.catalogueArticles.listArticles({ limit })),
  one('the next page of articles', (db) => db.catalogueArticles.listArticles({ limit, after: AFTER })),
  one('articles of a site', (db, _, { domainId }) => db.catalogueArticles.listArticles({ domainId, limit })),
  ...(['published', 'unpublished', 'archived'] as const).map((state) =>
    one(
      `articles that are ${state}`,
      (db) => db.catalogueArticles.listArticles({ state, limit }),
      EACH_ARTICLE,
    ),
  ),
  one('public articles', (db) => db.catalogueArticles.listPublished({ limit })),
  one('the next page of public articles', (db) =>
    db.catalogueArticles.listPublished({ limit, after: AFTER }),
  ),
  one(
    'public articles of a host',
    (db) => db.catalogueArticles.listPublished({ host: 'site-7.example', limit }),
    EACH_ARTICLE,
  ),
  one(
    'public articles in a language',
    (db) => db.catalogueArticles.listPublished({ language: 'de', limit }),
    EACH_ARTICLE,
  ),
  ...['lamp no 999', 'nothing like it', 'garden winter'].map((words) =>
    one(
      `public articles about ${words}`,
      (db) => db.catalogueArticles.listPublished({ words, limit }),
      EACH_ARTICLE,
    ),
  ),
  one('a public article', (db, _, { articleId }) => db.catalogueArticles.readPublished({ articleId })),
  one('versions of an article', (db, _, { articleId }) =>
    db.catalogueVersions.listVersions({ articleId, limit }),
  ),
  one('what was done to a site', (db, _, { domainId }) =>
    db.catalogueActions.listCatalogueActions({ domainId, limit }),
  ),
  one('what was done to an article', (db, _, { domainId, articleId }) =>
    db.catalogueActions.listCatalogueActions({ domainId, articleId, limit }),
  ),
];

const SWEEPS: Case[] = [
  one('the next message', (_, pool) => deliverNext(pool, {}, async () => ({ outcome: 'delivered' }))),
  one('the next message of an order', (_, pool, { orderId }) =>
    deliverNext(pool, { orderId }, async () => ({ outcome: 'delivered' })),
  ),
  one('whose messages are due', (_, pool) => dueKeys(pool, { mostOfOne: 200, mostOfAll: 2_000 })),
  one('tenants with pages that are due', (_, pool) => tenantsWithItems(pool)),
  one('batches whose cancellation was left', (_, pool) => unfinishedCancels(pool)),
  one('what has waited too long', (db) => db.priority.raiseWaiting({ afterMs: 600_000 }), OPEN),
  one('admitting pages', async (_, pool, { tenantId }) => tenantId && admitItems(pool, { tenantId }), {
    mayAskNothing: true,
  }),
  one(
    'cancelling a batch',
    (db, _, { batchId }) => db.itemCancels.cancelBatch({ batchId, actor: 'key:1' }),
    OPEN,
  ),
  one(
    'waking what waits for a cap',
    async (db, _, { tenantId }) => tenantId && db.wakes.wakeCapped({ tenantId }),
    { mayAskNothing: true },
  ),
  one(
    'waking what waits for an account',
    (db) => db.wakes.wakeClosed({ account: 'openai', of: 'account' }),
    OPEN,
  ),
  one('orders that should have a run', (_, pool) => quietOrders(pool, { quietMs: 60_000 }), EACH_OPEN),
  one(
    'runs that their orders may have no use for',
    (_, pool, { orderId }) =>
      oddRuns(
        pool,
        Array.from({ length: 1_000 }, () => ({ orderId, runId: 'run' })),
      ),
    OPEN,
  ),
  one('an order and its run', (_, pool, { orderId }) => findReconciled(pool, { orderId })),
  one('deliveries without a workflow', (_, pool) => stuckDeliveries(pool, { quietMs: 900_000 })),
  one('requests of killed workers', (_, pool) => settleLostCalls(pool, { afterMs: 1_500_000 })),
  one('waking what waits for a store', (db, _, { storeId }) => db.wakes.wakeStore({ storeId }), OPEN),
  one('adding up the counts', (_, pool) => foldCounts(pool, { most: 500 })),
  one('whether the database was restored', (_, pool) => beginEventEra(pool, { restored: false })),
  ...AGEING_TABLES.flatMap((table) => [
    one(`old ${table}`, (_, pool) => deleteOld(pool, { table, days: 30, after: undefined, most: 500 })),
    one(`no old ${table}`, (_, pool) => deleteOld(pool, { table, days: 3_000, after: undefined, most: 500 })),
  ]),
];

/** What is asked of orders that were bought, among all the others. */
const BOUGHT: Case[] = [
  ...PRODUCTS.map((product) =>
    one(`bought: ${product}`, (db, _, { tenantId }) =>
      db.purchases.listPurchased({ product, tenantId, limit }),
    ),
  ),
  one(
    'what a tenant bought',
    async (db, _, { tenantId }) => tenantId && db.purchases.listBought({ tenantId, limit }),
    {
      mayAskNothing: true,
    },
  ),
  one('an order that was bought', (db, _, { orderId }) => db.purchases.findPurchased({ orderId })),
  one('the purchase of a link', (db) => db.purchases.purchaseOfLink({ tokenHash: Buffer.alloc(32) })),
  one('orders whose time to be paid is over', (db) => db.checkouts.unpaidOrders({ days: 7, most: 100 })),
  one('purchases that nobody confirmed', (db) => db.purchases.forgetPurchases({ days: 7, most: 500 })),
];

export const CASES: readonly Case[] = [
  ...LISTS,
  ...STREAM,
  ...FIGURES,
  ...RECORDS,
  ...MAILS,
  ...PEOPLE,
  ...CATALOGUE,
  ...SWEEPS,
  ...BOUGHT,
];

/** All queries, over what explains them. */
export function askAll(pool: Pool, of: Case, subject: Subject): Promise<unknown> {
  return of.ask(createDb(pool), pool, subject);
}
