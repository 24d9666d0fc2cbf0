// A complete system for a benchmark: its own Temporal and Postgres, the simulators, the API, and any number of worker
// processes.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRealServer } from './real-server.mjs';

const require = createRequire(import.meta.url);
const { startStack } = require('../../dist/local/stack.js');
const { sharedFolder } = require('../../dist/local/postgres-binaries.js');
const { spawnNode } = require('../../dist/local/processes.js');
const { killStateDir } = require('../../dist/local/state-dir.js');
const { simulatorEnv } = require('../../dist/local/providers.js');
const { Pool } = require('pg');

/** Tokens a minute of the simulator account at speed 1. */
export const TPM = 450_000;

export const say = (line) => process.stderr.write(`${line}\n`);

/** Creates a function that calls the API with a key; it throws unless the call succeeds. */
export function api(url, key) {
  return async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const json = await response.json();
    if (!response.ok) throw new Error(`${method} ${path} returned ${response.status}: ${json.message}`);
    return json;
  };
}

/** Starts a Node process beside the stack, with its settings and further ones in `env`; it is ready once it says so. */
function startProcess({ name, script, args = [], stack, stateDir, speed, env }) {
  return spawnNode({
    ...{ name, script, args },
    env: {
      ...env,
      DB_SSL: 'off',
      DATABASE_URL: stack.databaseUrl,
      TEMPORAL_ADDRESS: stack.temporalAddress,
      SECRETS_KEY: readFileSync(join(stateDir, 'secrets.key'), 'utf8').trim(),
      PICTURE_DIR: join(stateDir, 'pictures'),
      ...simulatorEnv({ env, url: stack.simulatorsUrl, speed }),
    },
    logFile: join(stateDir, 'logs', `${name}.log`),
    pidFile: join(stateDir, 'pids', `bench-${name}.pid.json`),
    log: () => undefined,
    readyLine: (text) => text.includes('"ready"'),
    readyTimeoutMs: 60_000,
  });
}

/**
 * Starts a temporary system: simulators `speed` times as fast, `workers` worker processes, extra settings in `env`. With `server: 'real'`,
 * Temporal is a production server on Postgres, and everything is written to disk; otherwise all is in memory. `settings` are those of
 * Postgres beyond the usual ones.
 * Returns it with a pool, functions that create stores and further processes, and `stop()`.
 */
export async function startSystem({ speed, workers = 1, env = {}, server = 'memory', settings }) {
  const isReal = server === 'real';
  const stateDir = mkdtempSync(join(tmpdir(), 'galley-bench-'));
  const serverDir = `${stateDir}-temporal`;
  const { PATH, HOME } = process.env;
  const childEnv = { PATH, HOME, LOG_LEVEL: 'error', DB_POOL_MAX: '80', ...env };
  const folders = [stateDir, serverDir];
  // Data that is written to disk may be outside, where the account that runs Postgres gets to.
  const dataOf = (folder) => sharedFolder({ name: 'postgres', key: join(folder, 'postgres') });
  const remove = () =>
    folders
      .flatMap((folder) => [folder, dataOf(folder)])
      .forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  // Ctrl-C does not reach the child processes, so they would outlive an interrupted benchmark.
  const interrupted = () => {
    folders.forEach((root) => killStateDir({ root }));
    remove();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupted);
  const stops = [
    () => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupted);
      remove();
    },
  ];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const temporal = isReal ? await startRealServer({ root: serverDir, log: say }) : undefined;
    if (temporal) stops.push(() => temporal.stop());
    const stack = await startStack({
      ...{ stateDir, temporal },
      fresh: true,
      inMemory: !isReal,
      ...(settings ? { postgresSettings: settings } : {}),
      ports: {
        api: 3700,
        temporal: 7700,
        ui: 8700,
        postgres: 5700,
        simulators: 4700,
        smtp: 6700,
        metrics: 9700,
      },
      speed,
      env: childEnv,
      log: () => undefined,
    });
    stops.push(() => stack.stop());
    const startOne = async ({ env: own, ...program }) => {
      const child = await startProcess({ ...program, stack, stateDir, speed, env: { ...childEnv, ...own } });
      stops.push(() => child.stop({ graceMs: 15_000 }));
      return child;
    };
    const script = join(import.meta.dirname, '../../dist/workers/all-lanes.js');
    const further = [];
    for (let n = 1; n < workers; n += 1) further.push(await startOne({ name: `worker-${n}`, script }));
    const pool = new Pool({ connectionString: stack.databaseUrl, max: 4 });
    stops.push(() => pool.end());
    const admin = api(stack.apiUrl, stack.adminKey);
    const makeStore = async (name) => {
      const tenant = await admin('POST', '/api/tenants', { kind: 'store', name });
      const { key } = await admin('POST', `/api/tenants/${tenant.id}/keys`, { label: 'bench' });
      const instanceId = randomUUID();
      await admin('POST', '/api/stores', { tenantId: tenant.id, instanceId, name, vouched: true });
      return { tenantId: tenant.id, instanceId, key, call: api(stack.apiUrl, key) };
    };
    const pidOf = (file) => JSON.parse(readFileSync(join(stateDir, file), 'utf8')).pid;
    return {
      ...{ stack, pool, makeStore, stop, stateDir },
      startProcess: startOne,
      workers: [stack.children.worker, ...further],
      pids: {
        ...(temporal ? temporal.pids : { temporal: pidOf('pids/temporal.pid.json') }),
        postgres: pidOf('postgres/postgres.pid.json'),
        simulators: stack.children.simulators.pid(),
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Creates a number of stores, a few at a time; returns them in order. */
export async function makeStores(makeStore, { count, word }) {
  const stores = [];
  for (let n = 0; n < count; n += 10)
    stores.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(10, count - n) }, (_, k) => makeStore(`${word} ${n + k}`)),
      )),
    );
  return stores;
}

/** Places a batch of blog orders for one store; returns their ids. */
export async function placeBatch(store, { many, word }) {
  const batch = await store.call('POST', '/api/blog-generation/batch', {
    items: Array.from({ length: many }, (_, n) => ({ sourceType: 'keyword', sourceId: `${word} ${n}` })),
  });
  return batch.items.map(({ id }) => id);
}
