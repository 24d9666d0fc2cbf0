// Temporal's production server on a Postgres of its own, with the deployment's settings, schema and number of shards, for one benchmark.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { userCacheDir } = require('../../dist/local/cache-dir.js');
const { freePort } = require('../../dist/local/ports.js');
const { startPostgres } = require('../../dist/local/postgres.js');
const { startProductionTemporal } = require('../../dist/local/production/server.js');
const { SERVICES } = require('../../dist/local/production/server-config.js');
const { ensureServerPrograms, SERVER_VERSION } = require('../../dist/local/production/server-programs.js');

const HOST = '127.0.0.1';
const WANTED_PORT = 7800;

/** Version of the server, that of docker-compose.yml. */
export const serverVersion = () => SERVER_VERSION;

/** The folder with the server and its tool for schemas, built if they are not there. Throws where Go is missing or fails. */
export const serverPrograms = ({ log }) =>
  ensureServerPrograms({
    cacheDir: userCacheDir({ env: process.env, platform: process.platform }),
    env: process.env,
    log,
  });

/** Starts the server in an empty folder; its Postgres writes to disk. Answers its address, its processes' numbers and `stop()`. */
export async function startRealServer({ root: folder, log }) {
  const programs = await serverPrograms({ log });
  const pids = join(folder, 'pids');
  mkdirSync(pids, { recursive: true });
  const taken = new Set();
  const choosePort = async () => {
    const port = await freePort({ wanted: WANTED_PORT, host: HOST, taken });
    taken.add(port);
    return port;
  };
  const quiet = () => undefined;
  const postgres = await startPostgres({
    ...{ dir: join(folder, 'postgres'), port: await choosePort(), persistent: true, log: quiet },
    ...{ withTemporal: true },
  });
  try {
    const ports = {};
    for (const name of SERVICES) ports[name] = { grpc: await choosePort(), membership: await choosePort() };
    const server = await startProductionTemporal({
      ...{ programs, ports, databaseUrl: postgres.temporalUrl, log: quiet },
      configFile: join(folder, 'server.yaml'),
      logFile: join(folder, 'server.log'),
      pidFile: join(pids, 'server.pid.json'),
    });
    const stop = async () => {
      await server.stop();
      await postgres.stop();
    };
    const { address } = server;
    return { address, uiUrl: null, stop, pids: { temporal: server.pid, temporalPostgres: postgres.pid } };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
