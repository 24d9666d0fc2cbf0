import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createPictureStore } from '../clients/picture-store';
import { createPublishers } from '../clients/publishers';
import { createStripeClient } from '../clients/stripe/stripe';
import { createMissingAttributes } from '../clients/search-attributes';
import { hiding } from '../clients/secrets';
import { createTemporalClient } from '../clients/temporal';
import { poolShare } from '../config/config';
import type { Config } from '../config/config';
import { processConfig } from '../config/process-config';
import { runMain } from '../config/run-main';
import { secretsOf } from '../config/secrets';
import { beginEventEra } from '../db/events/clock';
import { countByPhase } from '../db/orders/counts';
import { setItemLimits } from '../db/items/queue';
import { setOpenLimits } from '../db/orders/open-orders';
import { setPurchaseLimits } from '../db/purchases/limits';
import { outboxBacklog } from '../db/outbox/outbox';
import { createPool } from '../db/pool';
import { warnOfRights } from '../db/rights';
import { sealerOf } from '../db/tenants/seal';
import { createDb } from '../db/db';
import { whenReachable } from '../db/when-reachable';
import { createLogger } from '../telemetry/logger';
import { createMetrics } from '../telemetry/metrics';
import { onStopRequest } from '../telemetry/stop-requests';
import { createApp } from './app';
import type { PaymentSettings } from './purchase/checkout';
import { createOutboxRelay } from '../dispatch/relay';
import { createEventFeed } from './events/feed';
import { createTextPool } from './texts/pool';
import { askForFirstKey } from './tenants/first-key';
import { eventViews } from './events/views';
import { createDispatcher } from '../dispatch/temporal';
import { readWatched } from './http/watched';
import { createApiServer } from './http/server';

/** A text that takes longer to be read is given as it is written, in milliseconds. */
const TEXT_TIMEOUT_MS = 10_000;

/** Requests under way get this long to end when the process is told to stop, in milliseconds. */
const DRAIN_MS = 10_000;

function ownVersion(): string {
  const file = path.join(__dirname, '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** How customers pay. They come back to the API's own address where no other is set. */
function paymentSettings({ api, payments }: Config): PaymentSettings | undefined {
  const { stripe, checkoutLifetimeMs: lifetimeMs, checkEveryMs } = payments;
  if (!stripe) return undefined;
  const { webhookSecrets, isLive } = stripe;
  const host = ['0.0.0.0', '::'].includes(api.host) ? '127.0.0.1' : api.host;
  return {
    client: createStripeClient(stripe, { now: Date.now }),
    ...{ webhookSecrets, isLive, lifetimeMs, checkEveryMs },
    returnUrl: api.publicUrl ?? `http://${host}:${api.port}`,
  };
}

runMain(async () => {
  const config = processConfig();
  const sealer = sealerOf(config);
  const log = createLogger({ level: config.logLevel, process: 'api', hide: hiding(secretsOf(config)) });
  const pool = createPool({
    url: config.database.url,
    ssl: config.database.ssl,
    preparesStatements: config.database.preparesStatements,
    ...poolShare(config, 'api'),
    applicationName: 'galley-api',
    onIdleError: () => log.warn('an idle database connection broke'),
  });
  const temporal = createTemporalClient(config.temporal);
  const dispatcher = createDispatcher({ client: temporal.client, identity: `galley-api@${process.pid}` });
  const relay = createOutboxRelay({
    pool,
    dispatcher,
    log,
    sweepEveryMs: config.sweepEveryMs,
    rateController: true,
    keepDays: config.keepDays,
    schedules: { itemDelayMs: config.bulk.itemDelayMs },
  });
  const db = createDb(pool, { sealer });
  const feed = createEventFeed({
    pool,
    log,
    now: () => performance.now(),
    views: eventViews(db),
  });
  const metrics = createMetrics({
    outbox: () => outboxBacklog(pool),
    ordersByPhase: () => countByPhase(pool),
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    watched: () => readWatched({ db, budgets: config.budgets }),
  });
  const texts = createTextPool({
    file: path.join(__dirname, 'texts', 'thread.js'),
    timeoutMs: TEXT_TIMEOUT_MS,
    onIdleFailure: (error) =>
      log.warn('a thread that reads texts failed between two texts', { error: String(error) }),
  });
  const app = createApp({
    db,
    pictureStore: createPictureStore({ dir: config.pictureDir }),
    sealer,
    dispatcher,
    texts,
    publishers: createPublishers({ settings: config, now: Date.now }),
    storeAnswersTtlMs: config.storeAnswersTtlMs,
    budgets: config.budgets,
    openOrders: config.openOrders,
    bulkItemDelayMs: config.bulk.itemDelayMs,
    requestsPerSecond: config.requestsPerSecond,
    allowPrivateReceivers: config.webhooks.allowPrivate,
    sessionCookie: config.api.sessionCookie,
    events: { feed },
    metrics,
    metricsToken: config.metricsToken,
    now: Date.now,
    log,
    version: ownVersion(),
    publicUrl: config.api.publicUrl,
    payments: paymentSettings(config),
    trustedProxies: config.api.trustedProxies,
    runsUrl: config.temporal.uiUrl
      ? `${config.temporal.uiUrl.replace(/\/$/, '')}/namespaces/${encodeURIComponent(config.temporal.namespace)}/workflows`
      : undefined,
    panelDir: path.join(__dirname, '..', 'panel'),
  });

  const stopping = new AbortController();
  const firstKey = askForFirstKey({ pool, log, stopped: stopping.signal });
  const limits = whenReachable({
    what: 'how many orders may be open, items worked on, and texts regenerated',
    work: async () => {
      if (await beginEventEra(pool, { restored: false }))
        log.warn('the database was restored from a backup; event streams start over');
      await setOpenLimits(pool, config.openOrders);
      await setItemLimits(pool, config.items);
      await setPurchaseLimits(pool, config.purchases);
    },
    log,
    stopped: stopping.signal,
  });

  const rights = warnOfRights({ pool, log, stopped: stopping.signal });
  const attributes = createMissingAttributes({
    connection: temporal.client.connection,
    namespace: config.temporal.namespace,
    log,
    stopped: stopping.signal,
  });

  const server = createApiServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.api.port, config.api.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.api.port;
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://${config.api.host}:${port}` })}\n`);

  await new Promise<void>((resolve) => {
    onStopRequest(resolve);
  });
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A stream has no end of its own that could be waited for.
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  // Its readers would keep the server open. What it waits for may be away, which must not keep the process.
  await Promise.race([feed.stop(), pause(DRAIN_MS, undefined, { ref: false })]);
  await closed;
  clearTimeout(force);
  stopping.abort();
  await Promise.all([firstKey, limits, rights, attributes]);
  await texts.stop();
  await relay.stop();
  await temporal.close();
  await pool.end();
});
