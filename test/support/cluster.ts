import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { hashApiKey, newApiKey } from '../../src/api/http/auth';
import { createPool } from '../../src/db/pool';
import { createTenantWithKey } from '../../src/db/tenants/tenants';
import { spawnDetached } from '../../src/local/detached';
import type { DetachedProcess } from '../../src/local/detached';
import { endLeftover } from '../../src/local/pid-file';
import { freePort } from '../../src/local/ports';
import { startPostgres } from '../../src/local/postgres';
import { runNode } from '../../src/local/processes';
import { startTemporal } from '../../src/local/temporal-server';
import type { SimulatorOptions, Simulators } from '../../src/simulators/options';
import { SAMPLE_STORES } from '../../src/simulators/products';
import { startSimulators } from '../../src/simulators/server';
import { ApiClient } from './api-client';
import { sharedServers } from './servers';

const HOST = '127.0.0.1';
const DIST = path.join(__dirname, '..', '..', 'dist');
const PREFIX = 'galley-cluster-';
const READY_TIMEOUT_MS = 60_000;
const quiet = (): void => undefined;

/** Log lines of unclassified failures, and stacks of errors that end a process. */
const FAULT = /failed unexpectedly|a request failed|^\S+: \w*Error\b|Uncaught|node:events/;

/** A part of the cluster that runs as a process of its own. */
export interface Part {
  name: string;
  /** How often it ended without having been killed or stopped. */
  crashes(): number;
  isRunning(): boolean;
  /** Ends it as a power cut would; nothing happens where it is down already. */
  kill(): Promise<void>;
  /** Starts it on the same port and data; nothing happens where it runs already. */
  start(): Promise<void>;
}

/** A whole Galley of separate processes, on servers that belong to one test. */
export interface Cluster {
  simulators: Simulators;
  /** The test's own way to the database; its queries fail while Postgres is down. */
  database: { pool: Pool; adminUrl: string };
  apiUrl: string;
  /** One client a sample store; its calls fail while the API is down. */
  stores: ApiClient[];
  temporal: Part;
  /** Stops the Temporal server from running for a while, as a machine that hangs does; its connections stay open. */
  freezeTemporal(ms: number): Promise<void>;
  /** Starts the Temporal server anew without anything it knew. */
  emptyTemporal(): Promise<void>;
  postgres: Part;
  api: Part;
  workers: Part[];
  /** What the API and the workers logged of faults that nobody foresaw, and what they said as they ended by themselves. */
  faults(): string[];
  /** Ends every process and deletes all data. */
  stop(): Promise<void>;
}

/** How a cluster is made. */
export interface ClusterOptions {
  simulators?: SimulatorOptions;
  /** Worker processes, each with all lanes; one when left out. */
  workers?: number;
  env?: Record<string, string>;
}

/** What a part needs to be started: answers how to end it, and when it has ended. */
interface Started {
  kill(): Promise<void>;
  stop(): Promise<void>;
  exited?: Promise<unknown>;
}

/** A part that can be killed and started any number of times. */
function createPart(name: string, launch: () => Promise<Started>): Part & { stop(): Promise<void> } {
  let running: Started | undefined;
  let crashes = 0;
  return {
    name,
    crashes: () => crashes,
    isRunning: () => running !== undefined,
    async start() {
      if (running) return;
      const started = await launch();
      running = started;
      void started.exited?.then(() => {
        if (running !== started) return;
        running = undefined;
        crashes += 1;
      });
    },
    async kill() {
      const ending = running;
      running = undefined;
      await ending?.kill();
    },
    async stop() {
      const ending = running;
      running = undefined;
      await ending?.stop();
    },
  };
}

/** Starts one of the compiled programs and waits for the line that says it is ready. */
async function launchProgram(options: {
  dir: string;
  name: string;
  script: string;
  env: Record<string, string>;
  onLine: (line: string) => void;
}): Promise<Started> {
  const script = path.join(DIST, options.script);
  if (!existsSync(script)) throw new Error('Build first: npm run build');
  let tell: () => void = quiet;
  const ready = new Promise<void>((resolve) => (tell = resolve));
  const child: DetachedProcess = await spawnDetached({
    command: process.execPath,
    args: ['--enable-source-maps', script],
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', ...options.env },
    logFile: path.join(options.dir, `${options.name}.log`),
    pidFile: path.join(options.dir, `${options.name}.pid.json`),
    stopSignal: 'SIGTERM',
    onLine: ({ text }) => {
      if (text.includes('"ready":true')) tell();
      else options.onLine(`${options.name}: ${text}`);
    },
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${options.name} was not ready in time`)), READY_TIMEOUT_MS);
  });
  const ended = child.exited.then((exit) => {
    throw new Error(`${options.name} ended before it was ready (${exit.code ?? exit.signal})`);
  });
  try {
    await Promise.race([ready, ended, late]);
  } catch (error) {
    await child.kill();
    throw error;
  } finally {
    clearTimeout(timer);
    ended.catch(quiet);
  }
  return { kill: () => child.kill(), stop: () => child.stop({ graceMs: 8_000 }), exited: child.exited };
}

/** Ends what a killed test run left behind, and deletes its data. */
async function sweepLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const dir = path.join(tmpdir(), name);
    try {
      const files = readdirSync(dir, { recursive: true, encoding: 'utf8' });
      // A part whose run still lives is in use, and refuses with an error.
      for (const file of files.filter((entry) => entry.endsWith('.pid.json')))
        await endLeftover({ file: path.join(dir, file), name: file, log: quiet });
      if (files.some((entry) => entry.endsWith('.pid.json'))) rmSync(dir, { recursive: true, force: true });
    } catch {
      continue;
    }
  }
}

async function makeStores(pool: Pool, apiUrl: string): Promise<ApiClient[]> {
  return Promise.all(
    SAMPLE_STORES.map(async ({ name, instanceId }, index) => {
      const { key } = newApiKey();
      await createTenantWithKey(pool, {
        tenantId: randomUUID(),
        kind: 'store',
        name,
        plan: index === 0 ? 'premium' : 'standard',
        key: { id: randomUUID(), hash: hashApiKey(key), label: 'test', role: 'store' },
        store: { id: randomUUID(), instanceId, language: 'en' },
      });
      return new ApiClient(apiUrl, key);
    }),
  );
}

/** A free port below those that outgoing connections use, so that nobody takes it while its owner is down. */
function portBetween(from: number): Promise<number> {
  return freePort({ wanted: from + Math.floor(Math.random() * 1_500), host: HOST });
}

/** Starts Temporal on a file, Postgres with data that outlive a crash, simulators, the API and the workers. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  await sweepLeftovers();
  const dir = mkdtempSync(path.join(tmpdir(), PREFIX));
  // The account that Postgres runs under must be able to pass through.
  chmodSync(dir, 0o755);
  const [temporalPort, postgresPort, apiPort] = await Promise.all([
    portBetween(20_000),
    portBetween(22_000),
    portBetween(24_000),
  ]);
  const lines: string[] = [];
  const onLine = (line: string): void => void lines.push(line);
  const stops: Array<() => Promise<unknown>> = [];
  const stop = async (): Promise<void> => {
    const ends = stops.reverse();
    const results = [];
    for (const end of ends) results.push(...(await Promise.allSettled([end()])));
    rmSync(dir, { recursive: true, force: true });
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  };
  try {
    let databaseUrl = '';
    let migrateUrl = '';
    let adminUrl = '';
    const postgres = createPart('postgres', async () => {
      const server = await startPostgres({
        dir: path.join(dir, 'postgres'),
        port: postgresPort,
        persistent: true,
        log: quiet,
      });
      ({ url: databaseUrl, migrateUrl, adminUrl } = server);
      return server;
    });
    let temporalPid = 0;
    const temporal = createPart('temporal', async () => {
      const server = await startTemporal({
        binary: sharedServers().temporalCli,
        port: temporalPort,
        uiPort: null,
        dbFile: path.join(dir, 'temporal', 'temporal.db'),
        logFile: path.join(dir, 'temporal', 'temporal.log'),
        log: quiet,
      });
      temporalPid = server.pid;
      return server;
    });
    const simulators = await startSimulators(options.simulators);
    simulators.control.stripe.setEndpoint({
      url: `http://${HOST}:${apiPort}/api/v1/purchase/webhook`,
      secret: 'whsec_simulator',
    });
    stops.push(
      () => simulators.stop(),
      () => temporal.stop(),
      () => postgres.stop(),
    );
    await Promise.all([postgres.start(), temporal.start()]);
    await runNode({
      name: 'migrations',
      script: path.join(DIST, 'db', 'migrate-main.js'),
      args: [],
      env: { PATH: process.env['PATH'], DATABASE_URL: migrateUrl, DB_SSL: 'off' },
      logFile: path.join(dir, 'migrations.log'),
      pidFile: path.join(dir, 'migrations.pid.json'),
      log: quiet,
    });
    const pool = createPool({
      url: databaseUrl,
      ssl: 'off',
      max: 4,
      min: 0,
      applicationName: 'test',
      onIdleError: quiet,
    });
    stops.push(() => pool.end());
    const environment: Record<string, string> = {
      DATABASE_URL: databaseUrl,
      DB_SSL: 'off',
      TEMPORAL_ADDRESS: `${HOST}:${temporalPort}`,
      HOST,
      PORT: String(apiPort),
      // The simulators let as much more through as they are faster.
      ...{
        OPENAI_RPM: '1000000',
        OPENAI_TPM: '1000000000',
        REPLICATE_RPM: '1000000',
        WIX_RPM_PER_STORE: '1000000',
      },
      OPENAI_API_KEY: 'simulator',
      OPENAI_BASE_URL: simulators.openaiUrl,
      REPLICATE_API_TOKEN: 'simulator',
      REPLICATE_BASE_URL: simulators.replicateUrl,
      REPLICATE_POLL_MS: '50',
      WIX_APP_ID: 'simulator',
      WIX_APP_SECRET: 'simulator',
      WIX_BASE_URL: simulators.wixUrl,
      STRIPE_BASE_URL: simulators.stripeUrl,
      STRIPE_SECRET_KEY: 'sk_test_simulator',
      STRIPE_WEBHOOK_SECRETS: 'whsec_simulator',
      SMTP_URL: simulators.smtpUrl,
      SMTP_TLS: 'off',
      MAIL_FROM: 'Galley <galley@galley.example>',
      PUBLIC_URL: `http://${HOST}:${apiPort}`,
      PICTURE_DIR: path.join(dir, 'pictures'),
      SECRETS_KEY: randomBytes(32).toString('base64'),
      WEBHOOK_ALLOW_PRIVATE: 'true',
      SHUTDOWN_GRACE_MS: '500',
      SHUTDOWN_FORCE_MS: '3000',
      ...options.env,
    };
    const program = (name: string, script: string): ReturnType<typeof createPart> => {
      const part = createPart(name, () => launchProgram({ dir, name, script, env: environment, onLine }));
      stops.push(() => part.stop());
      return part;
    };
    const workers = Array.from({ length: options.workers ?? 1 }, (_, n) =>
      program(`worker-${n + 1}`, 'workers/all-lanes.js'),
    );
    const api = program('api', 'api/main.js');
    const stores = await makeStores(pool, `http://${HOST}:${apiPort}`);
    await Promise.all([api, ...workers].map((part) => part.start()));
    return {
      simulators,
      database: { pool, adminUrl },
      apiUrl: `http://${HOST}:${apiPort}`,
      stores,
      temporal,
      async freezeTemporal(ms) {
        process.kill(temporalPid, 'SIGSTOP');
        try {
          await pause(ms);
        } finally {
          process.kill(temporalPid, 'SIGCONT');
        }
      },
      async emptyTemporal() {
        await temporal.kill();
        rmSync(path.join(dir, 'temporal'), { recursive: true, force: true });
        await temporal.start();
      },
      postgres,
      api,
      workers,
      faults: () => lines.filter((line) => FAULT.test(line)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
