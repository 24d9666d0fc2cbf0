import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection, Runtime, makeTelemetryFilterString } from '@temporalio/worker';
import { createOutboxRelay } from '../dispatch/relay';
import { createDispatcher } from '../dispatch/temporal';
import { splitLanes, takesTurns } from '../clients/server-settings';
import { createMissingAttributes } from '../clients/search-attributes';
import { hiding } from '../clients/secrets';
import { createTaskQueues } from '../clients/task-queues';
import { createTemporalClient } from '../clients/temporal';
import { ConfigError, missingKeys, poolShare } from '../config/config';
import { processConfig } from '../config/process-config';
import { secretsOf } from '../config/secrets';
import type { AskedServer } from '../clients/server-settings';
import type { Config } from '../config/config';
import type { Lane } from '../contract/lanes';
import { createPool } from '../db/pool';
import { warnOfRights } from '../db/rights';
import { createLogger } from '../telemetry/logger';
import type { Logger } from '../telemetry/logger';
import { onStopRequest } from '../telemetry/stop-requests';
import { createActivityDeps } from './activity-deps';
import { createLaneWorker } from './lane-worker';
import { serveMetrics } from './metrics-server';
import { startPresence } from './presence';
import { runWorkers, stopWorkers } from './run-workers';

/** Pause between attempts to connect at startup, in milliseconds, and the maximum number of attempts. */
const CONNECT_PAUSE_MS = 1_000;
const CONNECT_TRIES = 300;

async function connect(
  temporal: Config['temporal'],
  log: Logger,
  stopped: AbortSignal,
): Promise<NativeConnection> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await NativeConnection.connect({
        address: temporal.address,
        ...(temporal.tls ? { tls: {} } : {}),
        ...(temporal.apiKey ? { apiKey: temporal.apiKey } : {}),
      });
    } catch (error) {
      stopped.throwIfAborted();
      if (tries % 10 === 1) log.warn('cannot reach Temporal; retrying every second', { tries });
      if (tries === CONNECT_TRIES) throw error;
      await pause(CONNECT_PAUSE_MS, undefined, { signal: stopped });
    }
  }
}

/**
 * Logs server settings that lanes need but that are missing. Work continues without them, but unfairly or more slowly.
 */
async function logMissingSettings(server: AskedServer, log: Logger): Promise<void> {
  try {
    const [split, isFair] = await Promise.all([splitLanes(server), takesTurns(server)]);
    if (!isFair)
      log.error('fairness between tenants is disabled on the Temporal server', {
        set: 'matching.enableFairness',
      });
    if (split.length > 0)
      log.error('the Temporal server partitions lanes, which slows them down and breaks their order', {
        set: 'matching.numTaskqueueReadPartitions, matching.numTaskqueueWritePartitions',
        lanes: split.join(' '),
      });
  } catch {
    log.debug('could not read the settings of the Temporal server');
  }
}

/**
 * Runs workers for these lanes until it is told to stop. On the first signal, running activities may finish; those still
 * running after the grace period are cancelled and continue on another worker. Lane `records` also relays the outbox.
 */
export async function runLanes(lanes: readonly Lane[], share: 'all-lanes' | 'one-lane'): Promise<void> {
  const config = processConfig();
  const missing = missingKeys(config);
  if (missing.length > 0) throw new ConfigError(missing);
  const name = share === 'all-lanes' ? 'workers' : `worker-${lanes.join('-')}`;
  const log = createLogger({ level: config.logLevel, process: name, hide: hiding(secretsOf(config)) });

  const metrics = await serveMetrics({
    host: config.api.host,
    port: config.metricsPort,
    token: config.metricsToken,
  });
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
      ...(metrics ? { metrics: { prometheus: { bindAddress: metrics.bindAddress } } } : {}),
    },
    logger: {
      // The SDK passes errors as log fields, which may quote anything, so only the message is logged.
      log: (level, message) => (level === 'ERROR' ? log.error(message) : log.debug(message)),
      trace: (message) => log.debug(message),
      debug: (message) => log.debug(message),
      info: (message) => log.debug(message),
      warn: (message) => log.warn(message),
      error: (message) => log.error(message),
    },
  });

  const pool = createPool({
    url: config.database.url,
    ssl: config.database.ssl,
    preparesStatements: config.database.preparesStatements,
    ...poolShare(config, share),
    applicationName: `galley-${name}`,
    onIdleError: () => log.warn('lost an idle database connection'),
  });
  const stopping = new AbortController();
  onStopRequest(() => stopping.abort());

  const connection = await connect(config.temporal, log, stopping.signal);
  const temporal = createTemporalClient(config.temporal);
  const relay = lanes.includes('records')
    ? createOutboxRelay({
        pool,
        log,
        sweepEveryMs: config.sweepEveryMs,
        rateController: true,
        keepDays: config.keepDays,
        schedules: { itemDelayMs: config.bulk.itemDelayMs },
        dispatcher: createDispatcher({ client: temporal.client, identity: `galley-${name}@${process.pid}` }),
      })
    : undefined;
  const deps = createActivityDeps({ config, pool, log });
  const queues = createTaskQueues({ client: temporal.client, identity: `galley-${name}@${process.pid}` });
  const workers = await Promise.all(
    lanes.map((lane) => createLaneWorker(lane, { config, connection, deps, queues })),
  );
  const presence = startPresence({
    db: deps.db,
    workers: workers.map((worker, n) => ({ lane: lanes[n]!, worker })),
    slots: config.slots,
    log,
  });
  const server = { connection: temporal.client.connection, namespace: config.temporal.namespace };
  if (lanes.includes('rate-controller')) void logMissingSettings(server, log);
  const attributes = relay
    ? createMissingAttributes({ ...server, log, stopped: stopping.signal })
    : undefined;

  if (lanes.includes('mail') && !config.mail.server)
    log.warn('no mail server is configured; mail waits', { set: 'SMTP_URL' });
  if (lanes.includes('payments') && !config.payments.stripe)
    log.warn('no key for Stripe is configured; nothing can be paid', { set: 'STRIPE_SECRET_KEY' });
  const rights = warnOfRights({ pool, log, stopped: stopping.signal });
  const running = runWorkers(workers, log);
  const stop = (): void => stopWorkers(workers);
  // A signal may have arrived while the workers were being created.
  if (stopping.signal.aborted) stop();
  else stopping.signal.addEventListener('abort', stop, { once: true });
  process.stdout.write(`${JSON.stringify({ ready: true, lanes })}\n`);
  try {
    await running;
  } finally {
    metrics?.stop();
    stopping.abort();
    await rights;
    await attributes;
    await presence.stop();
    await relay?.stop();
    await temporal.close();
    await connection.close();
    await pool.end();
  }
}
