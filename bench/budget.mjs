// Many orders of many stores at once against the stand-ins' limits: how much of the token budget is used while there is work, how often a
// limit is hit, how near the whole comes to its bound, and what a small store waits behind big ones. Picks are made at once.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const require = createRequire(import.meta.url);
const { startStack } = require('../dist/local/stack.js');
const { spawnNode } = require('../dist/local/processes.js');
const { Pool } = require('pg');

const RPM = 450;
const TPM = 450_000;
const SMALL_STORE_ORDERS = 5;
const SMALL_STORE_AFTER_MS = 5_000;
const BIG_STORE_ORDERS = 60;
const LONGEST_MS = 30 * 60_000;

const seconds = (since) => (performance.now() - since) / 1000;
const rounded = (value, digits = 3) => Number(value.toFixed(digits));

/** Busy and total ticks of all processors so far. */
function cpuTicks() {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/);
  const ticks = fields.map(Number);
  const total = ticks.slice(0, 8).reduce((sum, n) => sum + n, 0);
  return { busy: total - ticks[3] - ticks[4], total };
}

/** Jain's index of equal shares: 1 where all are equal, 1/n where one has all (Jain, Chiu, Hawe 1984). */
function jain(values) {
  const sum = values.reduce((all, value) => all + value, 0);
  const squares = values.reduce((all, value) => all + value ** 2, 0);
  return squares === 0 ? 1 : sum ** 2 / (values.length * squares);
}

function api(url, key) {
  return async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const json = await response.json();
    if (!response.ok) throw new Error(`${method} ${path} answers ${response.status}: ${json.message}`);
    return json;
  };
}

export async function bench(flags = {}) {
  const speed = Number(flags.speed ?? 4);
  const count = Number(flags.count ?? 300);
  const storeCount = Number(flags.stores ?? 20);
  const workerCount = Number(flags.workers ?? 1);
  const stateDir = mkdtempSync(join(tmpdir(), 'galley-bench-'));
  const say = (line) => process.stderr.write(`${line}\n`);
  const { PATH, HOME } = process.env;
  const stack = await startStack({
    stateDir,
    fresh: true,
    inMemory: true,
    ports: { api: 3700, temporal: 7700, ui: 8700, postgres: 5700, standins: 4700, metrics: 9700 },
    speed,
    env: { PATH, HOME, LOG_LEVEL: 'error', DB_POOL_MAX: '80' },
    log: () => undefined,
  });
  const pool = new Pool({ connectionString: stack.databaseUrl, max: 4 });
  const further = [];
  let picking = true;
  try {
    for (let n = 1; n < workerCount; n += 1)
      further.push(
        await spawnNode({
          name: `worker-${n}`,
          script: join(import.meta.dirname, '../dist/workers/all-lanes.js'),
          args: [],
          env: {
            ...{ PATH, HOME, LOG_LEVEL: 'error', DB_POOL_MAX: '80', DB_SSL: 'off' },
            DATABASE_URL: stack.databaseUrl,
            TEMPORAL_ADDRESS: stack.temporalAddress,
            SECRETS_KEY: readFileSync(join(stateDir, 'secrets.key'), 'utf8').trim(),
            PICTURE_DIR: join(stateDir, 'pictures'),
            OPENAI_API_KEY: 'stand-in',
            OPENAI_BASE_URL: `${stack.standinsUrl}/openai/v1`,
            OPENAI_RPM: String(RPM * speed),
            OPENAI_TPM: String(TPM * speed),
            REPLICATE_API_TOKEN: 'stand-in',
            REPLICATE_BASE_URL: `${stack.standinsUrl}/replicate/v1`,
            REPLICATE_RPM: String(600 * speed),
            REPLICATE_POLL_MS: String(Math.max(100, Math.round(1000 / speed))),
            WIX_RPM_PER_STORE: String(200 * speed),
            WIX_APP_ID: 'stand-in',
            WIX_APP_SECRET: 'stand-in',
            WIX_BASE_URL: `${stack.standinsUrl}/wix`,
          },
          logFile: join(stateDir, `worker-${n}.log`),
          pidFile: join(stateDir, 'pids', `bench-worker-${n}.pid.json`),
          log: () => undefined,
          readyLine: (text) => text.includes('"ready"'),
          readyTimeoutMs: 60_000,
        }),
      );
    const admin = api(stack.apiUrl, stack.adminKey);
    const makeStore = async (name) => {
      const tenant = await admin('POST', '/api/tenants', { kind: 'store', name });
      const { key } = await admin('POST', `/api/tenants/${tenant.id}/keys`, { label: 'bench' });
      await admin('POST', '/api/stores', { tenantId: tenant.id, instanceId: randomUUID(), name });
      return { tenantId: tenant.id, call: api(stack.apiUrl, key) };
    };
    const stores = [];
    for (let n = 0; n < storeCount; n += 1) stores.push(await makeStore(`Big ${n}`));
    const small = await makeStore('Small');

    const place = (store, many, word) =>
      store.call('POST', '/api/blog-generation/batch', {
        items: Array.from({ length: many }, (_, n) => ({ sourceType: 'keyword', sourceId: `${word} ${n}` })),
      });
    /** Seconds until a store's orders of this batch have their ideas. */
    const untilIdeas = async (batch) => {
      const since = performance.now();
      const ids = batch.items.map(({ id }) => id);
      for (;;) {
        const { rows } = await pool.query(
          'select count(distinct order_id)::int as n from ideas where order_id = any($1)',
          [ids],
        );
        if (rows[0].n === ids.length) return seconds(since);
        await pause(50);
      }
    };

    // Picks the first idea of every order that waits for one, in whoever's name it is.
    const byTenant = new Map([...stores, small].map((store) => [store.tenantId, store.call]));
    const picker = (async () => {
      while (picking) {
        const { rows } = await pool.query(
          `select o.id, o.tenant_id as tenant, (select i.id from ideas i where i.order_id = o.id order by n limit 1) as idea
             from orders o where o.status = 'AWAITING_SELECTION' limit 50`,
        );
        await Promise.all(
          rows.map(({ id, tenant, idea }) =>
            byTenant.get(tenant)('POST', `/api/blog-generation/${id}/select`, { ideaId: idea }),
          ),
        );
        await pause(100);
      }
    })();

    say(`idle: ${SMALL_STORE_ORDERS} orders of one store`);
    const idleSeconds = await untilIdeas(await place(small, SMALL_STORE_ORDERS, 'idle lamp'));
    const open = async () => {
      const { rows } = await pool.query(`select count(*)::int as n from orders where finished_at is null`);
      return rows[0].n;
    };
    while ((await open()) > 0) await pause(200);

    say(`busy: ${count} orders of ${storeCount} stores, ${workerCount} worker processes, speed ${speed}`);
    const ticksBefore = cpuTicks();
    const {
      rows: [{ now: begun }],
    } = await pool.query('select clock_timestamp() as now');
    const since = performance.now();
    await Promise.all(
      stores.map((store, n) =>
        place(store, Math.floor(count / storeCount) + (n < count % storeCount ? 1 : 0), 'busy kettle'),
      ),
    );
    const smallWait = (async () => {
      await pause(SMALL_STORE_AFTER_MS / speed);
      return untilIdeas(await place(small, SMALL_STORE_ORDERS, 'small pen'));
    })();
    // When the account had work waiting, by what the governor saw.
    let lastWork = performance.now();
    const samples = [];
    for (;;) {
      const { rows } = await pool.query(
        `select coalesce(sum(backlog), 0)::int as waiting from lanes where lane in ('ideas', 'writing', 'quality')`,
      );
      if (rows[0].waiting > 5) lastWork = performance.now();
      samples.push(rows[0].waiting);
      if ((await open()) === 0 || performance.now() - since > LONGEST_MS) break;
      await pause(500);
    }
    const makespan = seconds(since);
    const workSeconds = (lastWork - since) / 1000;
    const ticksAfter = cpuTicks();
    const {
      rows: [{ now: ended }],
    } = await pool.query('select clock_timestamp() as now');

    say(
      `after a big one: ${SMALL_STORE_ORDERS} orders of a small store behind ${BIG_STORE_ORDERS} of a big one`,
    );
    await place(stores[0], BIG_STORE_ORDERS, 'big teapot');
    await pause(SMALL_STORE_AFTER_MS / speed);
    const behindBig = await untilIdeas(await place(small, SMALL_STORE_ORDERS, 'late pen'));
    picking = false;
    await picker;

    const figures = await pool.query(
      `select count(*) filter (where provider = 'openai')::int as calls,
              coalesce(sum(charged_tokens) filter (where provider = 'openai'), 0)::float8 as tokens,
              coalesce(sum(charged_tokens) filter (where provider = 'openai' and began_at < $1::timestamptz + make_interval(secs => $2)), 0)::float8 as "tokensInWork",
              count(*) filter (where reason like 'rate_limit%')::int as refused, count(*)::int as "allCalls",
              extract(epoch from max(began_at) filter (where provider = 'openai') - $1)::float8 as "lastModelCall"
         from provider_calls where began_at between $1 and $3`,
      [begun, workSeconds, ended],
    );
    const { calls, tokens, tokensInWork, refused, allCalls, lastModelCall } = figures.rows[0];
    const perStore = await pool.query(
      `select tenant_id, coalesce(sum(charged_tokens), 0)::float8 as tokens from provider_calls
        where provider = 'openai' and began_at between $1 and $1::timestamptz + make_interval(secs => $2) and tenant_id = any($3) group by tenant_id`,
      [begun, workSeconds / 2, stores.map(({ tenantId }) => tenantId)],
    );
    const ends = await pool.query(
      `select status, count(*)::int as n from orders where created_at between $1 and $2 group by status`,
      [begun, ended],
    );
    const orders = count + SMALL_STORE_ORDERS;
    const tokensASecond = (TPM * speed) / 60;
    const bound = tokens / tokensASecond;
    const smallSeconds = await smallWait;
    const perHour = (orders / lastModelCall / speed) * 3600;
    return {
      ...{ speed, orders, stores: storeCount, workers: workerCount, cores: cpus().length },
      ends: Object.fromEntries(ends.rows.map(({ status, n }) => [status, n])),
      cpuBusy: rounded((ticksAfter.busy - ticksBefore.busy) / (ticksAfter.total - ticksBefore.total)),
      meanTokensAnOrder: rounded(tokens / orders, 0),
      modelCalls: calls,
      workSeconds: rounded(workSeconds, 1),
      budgetUsed: rounded(tokensInWork / (tokensASecond * workSeconds)),
      rate429: rounded(refused / allCalls, 5),
      boundSeconds: rounded(bound, 1),
      modelSeconds: rounded(lastModelCall, 1),
      makespanSeconds: rounded(makespan, 1),
      modelOverBound: rounded(lastModelCall / bound),
      makespanOverBound: rounded(makespan / bound),
      jain: rounded(
        jain([
          ...stores.map(
            ({ tenantId }) => perStore.rows.find((row) => row.tenant_id === tenantId)?.tokens ?? 0,
          ),
        ]),
      ),
      idleIdeasSeconds: rounded(idleSeconds, 2),
      smallAmongManySeconds: rounded(smallSeconds, 2),
      smallBehindBigSeconds: rounded(behindBig, 2),
      smallStoreWaitOverIdle: rounded(behindBig / idleSeconds, 2),
      blogsPerHourAtRealLimits: rounded(perHour, 0),
      hoursFor5000: rounded(5000 / perHour, 2),
    };
  } finally {
    picking = false;
    await pool.end();
    for (const child of further) await child.stop({ graceMs: 15_000 });
    await stack.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}
