import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { NativeConnection } from '@temporalio/worker';
import type { Worker } from '@temporalio/worker';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { ActivityDeps } from '../../src/activities/deps';
import { createApp } from '../../src/api/app';
import { createApiServer } from '../../src/api/http/server';
import { hashApiKey, newApiKey } from '../../src/api/http/auth';
import { createOutboxRelay } from '../../src/dispatch/relay';
import type { OutboxRelay } from '../../src/dispatch/relay';
import { createEventFeed } from '../../src/api/events/feed';
import type { EventFeed } from '../../src/api/events/feed';
import { directTexts } from '../../src/api/texts/texts';
import type { StreamSettings } from '../../src/api/events/stream';
import { eventViews } from '../../src/api/events/views';
import type { EventViews } from '../../src/api/events/views';
import { createDispatcher } from '../../src/dispatch/temporal';
import type { Dispatcher } from '../../src/dispatch/temporal';
import { createTaskQueues } from '../../src/clients/task-queues';
import { createTemporalClient } from '../../src/clients/temporal';
import { createPictureStore } from '../../src/clients/picture-store';
import type { PaymentSettings } from '../../src/api/purchase/checkout';
import { createStripeClient } from '../../src/clients/stripe/stripe';
import { createPublishers } from '../../src/clients/publishers';
import { loadConfig } from '../../src/config/config';
import type { Config } from '../../src/config/config';
import { LANES } from '../../src/contract/lanes';
import type { Lane } from '../../src/contract/lanes';
import type { Plan } from '../../src/contract/tenancy';
import { countByPhase } from '../../src/db/orders/counts';
import { outboxBacklog } from '../../src/db/outbox/outbox';
import { sealerOf } from '../../src/db/tenants/seal';
import { createDb } from '../../src/db/db';
import { createPool } from '../../src/db/pool';
import type { Db } from '../../src/db/db';
import { createTenantWithKey } from '../../src/db/tenants/tenants';
import { startSimulators } from '../../src/simulators/server';
import { SAMPLE_STORES } from '../../src/simulators/products';
import type { SimulatorOptions, Simulators } from '../../src/simulators/options';
import { silentLogger } from '../../src/telemetry/logger';
import { createMetrics } from '../../src/telemetry/metrics';
import { createActivityDeps } from '../../src/workers/activity-deps';
import { createLaneWorker } from '../../src/workers/lane-worker';
import { runWorkers, stopWorkers } from '../../src/workers/run-workers';
import { startPresence } from '../../src/workers/presence';
import { ApiClient } from './api-client';
import type { Glance } from './api-client';
import { createTestDatabase } from './database';
import type { TestDatabase } from './database';
import { createNamespace } from './namespace';
import { quietRuntime } from './runtime';
import { sharedServers } from './servers';

/** How an API is made. */
export interface ApiOptions {
  /** How the live stream shows things and treats its readers. */
  events?: { views?: (plain: EventViews) => EventViews; settings?: Partial<StreamSettings> };
}

/** An API that listens. */
export interface ServedApi {
  apiUrl: string;
  feed: EventFeed;
  stop(): Promise<void>;
}

/** How a whole system of one test file is made. */
export interface GalleyOptions extends ApiOptions {
  lanes?: readonly Lane[];
  simulators?: SimulatorOptions;
  env?: Record<string, string>;
  /** Changes what activities work with, e.g. to hold one at a certain point. */
  deps?: (deps: ActivityDeps) => ActivityDeps;
  poolMax?: number;
}

/** A whole Galley on real servers, within this process. */
export interface Galley {
  config: Config;
  /** Environment under which a process of its own works on the same servers. */
  environment: Record<string, string>;
  database: TestDatabase;
  db: Db;
  temporal: Client;
  dispatcher: Dispatcher;
  relay: OutboxRelay;
  feed: EventFeed;
  simulators: Simulators;
  /** One client a sample store, in the order of the sample stores; the first is premium. */
  stores: ApiClient[];
  operator: ApiClient;
  apiUrl: string;
  /** Starts one more API on the same database, with connections of its own. */
  startApi(options?: ApiOptions): Promise<ServedApi>;
  /** How its API asks Stripe. */
  payments: PaymentSettings;
  startWorkers(lanes?: readonly Lane[]): Promise<void>;
  stopWorkers(): Promise<void>;
  stop(): Promise<void>;
}

async function makeTenant(
  database: TestDatabase,
  row: { name: string; plan: Plan; instanceId?: string },
): Promise<string> {
  const { key } = newApiKey();
  await createTenantWithKey(database.pool, {
    tenantId: randomUUID(),
    kind: row.instanceId ? 'store' : 'operator',
    name: row.name,
    plan: row.plan,
    key: { id: randomUUID(), hash: hashApiKey(key), label: 'test', role: row.instanceId ? 'store' : 'admin' },
    ...(row.instanceId ? { store: { id: randomUUID(), instanceId: row.instanceId, language: 'en' } } : {}),
  });
  return key;
}

/** What signs Stripe's events in tests. */
export const STRIPE_TEST_SECRET = 'whsec_simulator';

/** Environment that points every client of the system at the test's servers. */
export function testEnvironment(parts: {
  databaseUrl: string;
  namespace: string;
  simulatorsUrl: string;
  /** Without one there is no mail server. */
  smtpUrl?: string;
  pictureDir: string;
}): Record<string, string> {
  return {
    DATABASE_URL: parts.databaseUrl,
    DB_SSL: 'off',
    TEMPORAL_ADDRESS: sharedServers().temporalAddress,
    TEMPORAL_NAMESPACE: parts.namespace,
    // The simulators let hundreds of times as much through; a test that is about limits sets its own.
    OPENAI_RPM: '1000000',
    OPENAI_TPM: '1000000000',
    REPLICATE_RPM: '1000000',
    WIX_RPM_PER_STORE: '1000000',
    API_REQUESTS_PER_SECOND: '100000',
    OPENAI_API_KEY: 'simulator',
    OPENAI_BASE_URL: `${parts.simulatorsUrl}/openai/v1`,
    REPLICATE_API_TOKEN: 'simulator',
    REPLICATE_BASE_URL: `${parts.simulatorsUrl}/replicate/v1`,
    REPLICATE_POLL_MS: '50',
    WIX_APP_ID: 'simulator',
    WIX_APP_SECRET: 'simulator',
    WIX_BASE_URL: `${parts.simulatorsUrl}/wix`,
    STRIPE_BASE_URL: `${parts.simulatorsUrl}/stripe`,
    STRIPE_SECRET_KEY: 'sk_test_simulator',
    STRIPE_WEBHOOK_SECRETS: STRIPE_TEST_SECRET,
    PICTURE_DIR: parts.pictureDir,
    SECRETS_KEY: randomBytes(32).toString('base64'),
    WEBHOOK_ALLOW_PRIVATE: 'true',
    ...(parts.smtpUrl === undefined
      ? {}
      : {
          SMTP_URL: parts.smtpUrl,
          SMTP_TLS: 'off',
          MAIL_FROM: 'Galley <galley@galley.example>',
          PUBLIC_URL: 'https://galley.example',
        }),
    SWEEP_EVERY_MS: '200',
    SHUTDOWN_GRACE_MS: '500',
    SHUTDOWN_FORCE_MS: '3000',
  };
}

/** Starts a whole system with its own namespace, database and simulators (four hundred times the real speed unless told otherwise). */
export async function startGalley(options: GalleyOptions = {}): Promise<Galley> {
  const pictureDir = mkdtempSync(path.join(tmpdir(), 'galley-pictures-'));
  const [database, namespace, simulators] = await Promise.all([
    createTestDatabase(options.poolMax ? { poolMax: options.poolMax } : {}),
    createNamespace(),
    startSimulators({ speed: 400, ...options.simulators }),
  ]);
  const environment = {
    ...testEnvironment({
      databaseUrl: database.url,
      namespace,
      simulatorsUrl: simulators.url,
      smtpUrl: simulators.smtpUrl,
      pictureDir,
    }),
    ...options.env,
  };
  const config = loadConfig(environment);
  const log = silentLogger();
  const db = createDb(database.pool, { sealer: sealerOf(config) });
  const pictureStore = createPictureStore({ dir: pictureDir });
  const { stripe, checkoutLifetimeMs: lifetimeMs, checkEveryMs } = config.payments;
  const payments: PaymentSettings = {
    client: createStripeClient(stripe, { now: Date.now }),
    ...{
      webhookSecrets: stripe?.webhookSecrets ?? [],
      isLive: stripe?.isLive ?? false,
      lifetimeMs,
      checkEveryMs,
    },
    returnUrl: config.api.publicUrl ?? 'https://galley.example',
  };
  const temporal = createTemporalClient(config.temporal);
  const dispatcher = createDispatcher({ client: temporal.client, identity: 'test-api' });
  const relay = createOutboxRelay({
    pool: database.pool,
    dispatcher,
    log,
    sweepEveryMs: config.sweepEveryMs,
    schedules: { itemDelayMs: config.bulk.itemDelayMs },
  });

  /** Serves the API over this pool, as each of several processes would. */
  async function serveApi(pool: Pool, own: ApiOptions = {}): Promise<ServedApi> {
    const ownDb = createDb(pool, { sealer: sealerOf(config) });
    const feed = createEventFeed({
      pool,
      log,
      now: () => performance.now(),
      views: own.events?.views?.(eventViews(ownDb)) ?? eventViews(ownDb),
    });
    const app = createApp({
      texts: directTexts,
      db: ownDb,
      events: { feed, ...(own.events?.settings ? { settings: own.events.settings } : {}) },
      dispatcher,
      sealer: sealerOf(config),
      publishers: createPublishers({ settings: config, now: Date.now }),
      storeAnswersTtlMs: config.storeAnswersTtlMs,
      budgets: config.budgets,
      openOrders: config.openOrders,
      bulkItemDelayMs: config.bulk.itemDelayMs,
      requestsPerSecond: config.requestsPerSecond,
      allowPrivateReceivers: config.webhooks.allowPrivate,
      log,
      pictureStore,
      payments,
      now: Date.now,
      // Tests look at once at what has just happened.
      probes: { keepMs: 0 },
      version: 'test',
      trustedProxies: config.api.trustedProxies,
      runsUrl: 'http://temporal.example/namespaces/test/workflows',
      metrics: createMetrics({
        outbox: () => outboxBacklog(pool),
        ordersByPhase: () => countByPhase(pool),
        pool: () => ({ total: 0, idle: 0, waiting: 0 }),
      }),
    });
    const server: Server = createApiServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      feed,
      async stop() {
        await feed.stop();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  const { apiUrl, feed, stop: stopApi } = await serveApi(database.pool, options);
  simulators.control.stripe.setEndpoint({
    url: `${apiUrl}/api/v1/purchase/webhook`,
    secret: STRIPE_TEST_SECRET,
  });

  const glance: Glance = async (id) => {
    const { rows } = await database.pool.query<{ status: string }>(
      'select status from orders where id = $1',
      [id],
    );
    return rows[0]?.status;
  };
  const stores = await Promise.all(
    SAMPLE_STORES.map(async ({ name, instanceId }, index) => {
      const plan: Plan = index === 0 ? 'premium' : 'standard';
      return new ApiClient(apiUrl, await makeTenant(database, { name, plan, instanceId }), glance);
    }),
  );
  const operator = new ApiClient(apiUrl, await makeTenant(database, { name: 'operator', plan: 'standard' }));

  let workers: Worker[] = [];
  let presence: { stop: () => Promise<void> } | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let connection: NativeConnection | undefined;

  const galley: Galley = {
    config,
    environment,
    database,
    db,
    temporal: temporal.client,
    dispatcher,
    relay,
    feed,
    simulators,
    payments,
    stores,
    operator,
    apiUrl,
    async startApi(own) {
      const pool = createPool({
        ...{ url: database.url, ssl: 'off', max: 4, min: 0, applicationName: 'another-api' },
        onIdleError: () => undefined,
      });
      const api = await serveApi(pool, own);
      return {
        ...api,
        async stop() {
          await api.stop();
          await pool.end();
        },
      };
    },
    // At the speed of tests nothing needs pacing; a test that is about it asks for the rate controller.
    async startWorkers(lanes = LANES.filter((lane) => lane !== 'rate-controller')) {
      // Not before, because only the end of the last worker or connection ends it.
      quietRuntime();
      connection ??= await NativeConnection.connect({ address: config.temporal.address });
      const plain = createActivityDeps({ config, pool: database.pool, log });
      const deps = options.deps ? options.deps(plain) : plain;
      const native = connection;
      workers = await Promise.all(
        lanes.map((lane) =>
          createLaneWorker(lane, {
            config,
            connection: native,
            deps,
            queues: createTaskQueues({ client: temporal.client, identity: 'test-workers' }),
            workflows: { workflowBundle: { codePath: sharedServers().bundlePath } },
          }),
        ),
      );
      running = runWorkers(workers, log);
      if (lanes.includes('rate-controller')) {
        presence = startPresence({
          db,
          workers: workers.map((worker, n) => ({ lane: lanes[n]!, worker })),
          slots: config.slots,
          log,
        });
        await dispatcher.ensureRateController();
      }
      running.catch(() => undefined);
    },
    async stopWorkers() {
      await presence?.stop();
      presence = undefined;
      stopWorkers(workers);
      await running;
      workers = [];
    },
    async stop() {
      await galley.stopWorkers();
      await relay.stop();
      await stopApi();
      await connection?.close();
      await temporal.close();
      await simulators.stop();
      await database.drop();
      rmSync(pictureDir, { recursive: true, force: true });
    },
  };
  if (options.lanes === undefined || options.lanes.length > 0) await galley.startWorkers(options.lanes);
  return galley;
}
