import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runNode } from './processes';
import type { NodeChild } from './processes';
import { chooseProviders, mustMarkPosts } from './providers';
import type { ProviderChoice } from './providers';
import {
  apiStep,
  postgresStep,
  programs,
  simulatorsStep,
  stripeEventsStep,
  temporalStep,
  workersStep,
} from './stack-steps';
import type { DatabaseUrls, StackBuild, StackOptions } from './stack-steps';
import { localSecretsKey } from './secrets-key';
import { openStateDir } from './state-dir';

/** A sample store and its API key. */
export interface SampleStore {
  name: string;
  instanceId: string;
  apiKey: string;
}

/** The running processes of the project; `simulators` is undefined if every provider has a key. */
export interface StackChildren {
  api: NodeChild;
  /** All worker processes: one with all lanes, or one a lane. */
  workers: NodeChild[];
  /** The one of them that has texts written. */
  worker: NodeChild;
  simulators: NodeChild | undefined;
}

/** A complete system on this machine. */
export interface Stack {
  apiUrl: string;
  temporalAddress: string;
  uiUrl: string | null;
  /** Of the processes, whose role reads and writes rows. */
  databaseUrl: string;
  /** Of migrations, whose role owns the tables. */
  migrateUrl: string;
  simulatorsUrl: string | undefined;
  providers: ProviderChoice[];
  stores: SampleStore[];
  /** API key with full access. */
  adminKey: string;
  /** API key with an operator's permissions. */
  operatorKey: string;
  children: StackChildren;
  logDir: string;
  /** The file with these keys. */
  keysFile: string;
  /** Stops everything in order, waiting for each part. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts Temporal, Postgres (unless DATABASE_URL is set), migrations, sample stores, simulators, API and workers. If a
 * step fails, all earlier ones are stopped, and the error states the step, the reason and the log file.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { log, env } = options;
  const providers = chooseProviders({ env });
  const state = await openStateDir({ root: options.stateDir, fresh: options.fresh, log });
  const build: StackBuild = { options, state, env: { ...env }, taken: new Set(), stops: [] };
  if (!env['SECRETS_KEY']?.trim()) build.env['SECRETS_KEY'] = localSecretsKey({ file: state.secretsFile });
  // Browsers send cookies to all ports of a host, and so to another Galley on this machine.
  if (!env['SESSION_COOKIE']?.trim()) build.env['SESSION_COOKIE'] = cookieNameOf(options.stateDir);
  // When webhooks are tried out locally, the receiver runs on the same machine.
  if (!env['WEBHOOK_ALLOW_PRIVATE']?.trim()) build.env['WEBHOOK_ALLOW_PRIVATE'] = 'true';
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopping ??= stopAll({ stops: build.stops, log }).finally(() => state.release()));
  try {
    const startPostgres = (): Promise<DatabaseUrls> => step(build, 'Postgres', () => postgresStep(build));
    // Where Temporal's databases are there, too, it comes first.
    const first = options.production ? await startPostgres() : undefined;
    const temporal = await step(build, 'Temporal', () =>
      temporalStep(build, { databaseUrl: first?.temporalUrl }),
    );
    const database = first ?? (await startPostgres());
    const program = programs(build);
    await step(build, 'migrations', () =>
      runNode(
        program({
          name: 'migrations',
          script: 'db/migrate-main.js',
          env: { MIGRATE_DATABASE_URL: database.migrateUrl },
        }),
      ),
    );
    const { stores, adminKey, operatorKey } = await step(build, 'sample data', async () => {
      await runNode(
        program({ name: 'seed', script: 'local/seed.js', args: ['--keys-file', state.keysFile] }),
      );
      return readKeys(state.keysFile);
    });
    const args = mustMarkPosts(providers) ? ['--mark-posts'] : [];
    const simulators = providers.some(({ simulator }) => simulator)
      ? await step(build, 'simulators', () => simulatorsStep(build, { args }))
      : undefined;
    const api = await step(build, 'API', () => apiStep(build));
    if (simulators && providers.some(({ name, simulator }) => name === 'Stripe' && simulator))
      await stripeEventsStep({ simulatorsUrl: simulators.url, apiUrl: api.url });
    const workers = await step(build, 'workers', () => workersStep(build, { apiUrl: api.url }));
    return {
      apiUrl: api.url,
      temporalAddress: temporal.address,
      uiUrl: temporal.uiUrl,
      databaseUrl: database.url,
      migrateUrl: database.migrateUrl,
      simulatorsUrl: simulators?.url,
      providers,
      stores,
      adminKey,
      operatorKey,
      children: { api: api.child, ...workers, simulators: simulators?.child },
      logDir: state.logs,
      keysFile: state.keysFile,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function cookieNameOf(stateDir: string): string {
  return `galley_session_${createHash('sha256').update(resolve(stateDir)).digest('hex').slice(0, 8)}`;
}

async function step<T>(build: StackBuild, name: string, run: () => Promise<T>): Promise<T> {
  const { log, signal } = build.options;
  if (signal?.aborted) throw new Error('stopped during startup');
  const begun = Date.now();
  log(`${name}: starting`);
  try {
    const result = await Promise.race([run(), aborted(signal)]);
    log(`${name}: ready after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    return result;
  } catch (error) {
    throw new Error(`could not start ${name}: ${(error as Error).message}`, { cause: error });
  }
}

// Anything the interrupted step has started ends with this process, because its number is recorded.
function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('stopped before it was ready')), { once: true });
  });
}

// Stops in the order users see: first no new work is accepted, then work ends, then storage stops.
async function stopAll({
  stops,
  log,
}: {
  stops: StackBuild['stops'];
  log: (line: string) => void;
}): Promise<void> {
  const order = ['API', 'workers', 'simulators', 'Temporal', 'Postgres'];
  const names = [...new Set(stops.map(({ name }) => name))];
  for (const name of names.sort((one, other) => order.indexOf(one) - order.indexOf(other))) {
    const begun = Date.now();
    try {
      await endAll(stops.filter((one) => one.name === name).map(({ stop }) => stop));
      log(`${name}: stopped after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    } catch (error) {
      log(`${name}: could not be stopped (${(error as Error).message})`);
    }
  }
}

async function endAll(stops: readonly (() => Promise<void>)[]): Promise<void> {
  for (const end of await Promise.allSettled(stops.map((stop) => stop())))
    if (end.status === 'rejected') throw end.reason;
}

// Handed over in a file that only its owner can read: what a process prints goes into its log.
function readKeys(file: string): Pick<Stack, 'stores' | 'adminKey' | 'operatorKey'> {
  return JSON.parse(readFileSync(file, 'utf8')) as Pick<Stack, 'stores' | 'adminKey' | 'operatorKey'>;
}
