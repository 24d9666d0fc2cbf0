// Temporal's production server on a Postgres of its own, with the deployment's settings, schema and number of shards, for one benchmark.
// The programs are built with Go once, in the version that docker-compose.yml runs, and kept in the user's cache.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { prepareNamespace } from './namespace.mjs';

const require = createRequire(import.meta.url);
const { spawnDetached } = require('../../dist/local/detached.js');
const { freePort } = require('../../dist/local/ports.js');
const { startPostgres } = require('../../dist/local/postgres.js');
const { userCacheDir } = require('../../dist/local/cache-dir.js');

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const HOST = '127.0.0.1';
const BUILD_TIMEOUT_MS = 3_600_000;
const STOP_GRACE_MS = 15_000;

const compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const fromCompose = (pattern) => {
  const found = pattern.exec(compose)?.[1];
  if (!found) throw new Error(`docker-compose.yml has nothing that matches ${pattern}`);
  return found;
};

/** Version of the server, that of docker-compose.yml. */
export const serverVersion = () => fromCompose(/image: temporalio\/server:([\d.]+)/);

/** The folder with the server and its tool for schemas, built if they are not there. Throws where Go is missing or fails. */
export async function serverPrograms({ log }) {
  const version = serverVersion();
  const folder = join(
    userCacheDir({ env: process.env, platform: process.platform }),
    `temporal-server-${version}`,
  );
  const programs = { server: 'temporal-server', sql: 'temporal-sql-tool' };
  if (Object.values(programs).every((name) => existsSync(join(folder, name)))) return folder;
  log(`building Temporal's server ${version} with Go, which takes many minutes`);
  mkdirSync(folder, { recursive: true });
  const packages = ['cmd/server', 'cmd/tools/sql'].map((path) => `go.temporal.io/server/${path}@v${version}`);
  await run('go', ['install', ...packages], {
    env: { ...process.env, GOBIN: folder },
    timeout: BUILD_TIMEOUT_MS,
    maxBuffer: 16 * 1024 * 1024,
  });
  for (const [built, name] of Object.entries(programs)) renameSync(join(folder, built), join(folder, name));
  return folder;
}

async function choosePorts(names) {
  const taken = new Set();
  const ports = {};
  for (const name of names) {
    ports[name] = await freePort({ wanted: 7800, host: HOST, taken });
    taken.add(ports[name]);
  }
  return ports;
}

function serverConfig({ ports, shards, database }) {
  const { hostname, port, username, password } = new URL(database);
  const store = (databaseName) => ({
    sql: {
      ...{
        pluginName: 'postgres12',
        databaseName,
        connectAddr: `${hostname}:${port}`,
        connectProtocol: 'tcp',
      },
      ...{ user: username, password, maxConns: 20, maxIdleConns: 20, maxConnLifetime: '1h' },
    },
  });
  const service = (name) => ({
    rpc: { grpcPort: ports[name], membershipPort: ports[`${name}Membership`], bindOnIP: HOST },
  });
  const frontend = `${HOST}:${ports.frontend}`;
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      ...{ numHistoryShards: shards, defaultStore: 'default', visibilityStore: 'visibility' },
      datastores: { default: store('temporal'), visibility: store('temporal_visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: HOST } },
    services: Object.fromEntries(SERVICES.map((name) => [name, service(name)])),
    clusterMetadata: {
      ...{ enableGlobalNamespace: false, failoverVersionIncrement: 10 },
      ...{ masterClusterName: 'active', currentClusterName: 'active' },
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: frontend },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    publicClient: { hostPort: frontend },
    dynamicConfigClient: {
      filepath: join(root, 'deploy', 'temporal', 'dynamic-config.yaml'),
      pollInterval: '60s',
    },
  };
}

const SERVICES = ['frontend', 'history', 'matching', 'worker'];

/** Creates the databases with the script of the deployment. */
async function createSchema({ programs, database }) {
  const { hostname, port, username, password } = new URL(database);
  await run('sh', [join(root, 'deploy', 'temporal', 'setup-schema.sh')], {
    env: {
      PATH: `${programs}${delimiter}${process.env.PATH}`,
      ...{ SQL_PLUGIN: 'postgres12', SQL_HOST: hostname, SQL_PORT: port },
      ...{ SQL_USER: username, SQL_PASSWORD: password },
    },
    maxBuffer: 16 * 1024 * 1024,
  });
}

/** Starts the server in an empty folder; its Postgres writes to disk. Answers its address, its processes' numbers and `stop()`. */
export async function startRealServer({ root: folder, log }) {
  const programs = await serverPrograms({ log });
  mkdirSync(join(folder, 'pids'), { recursive: true });
  const ports = await choosePorts(['postgres', ...SERVICES.flatMap((name) => [name, `${name}Membership`])]);
  const postgres = await startPostgres({
    ...{ dir: join(folder, 'postgres'), port: ports.postgres, persistent: true, log: () => undefined },
  });
  let server;
  const stop = async () => {
    await server?.stop({ graceMs: STOP_GRACE_MS });
    await postgres.stop();
  };
  try {
    await createSchema({ programs, database: postgres.adminUrl });
    const shards = Number(fromCompose(/NUM_HISTORY_SHARDS: '(\d+)'/));
    // YAML includes JSON.
    writeFileSync(
      join(folder, 'server.yaml'),
      JSON.stringify(serverConfig({ ports, shards, database: postgres.adminUrl })),
      { mode: 0o600 },
    );
    server = await spawnDetached({
      command: join(programs, 'temporal-server'),
      args: ['--config-file', join(folder, 'server.yaml'), '--allow-no-auth', 'start'],
      env: { PATH: process.env.PATH },
      logFile: join(folder, 'server.log'),
      pidFile: join(folder, 'pids', 'server.pid.json'),
      stopSignal: 'SIGTERM',
    });
    const address = `${HOST}:${ports.frontend}`;
    await prepareNamespace({ address, namespace: 'default' });
    return {
      ...{ address, uiUrl: null, stop },
      pids: { temporal: server.pid, temporalPostgres: postgres.pid },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
