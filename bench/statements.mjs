// What an order asks of Postgres while providers answer at once: statements, their time, transactions, row versions and lock waits per
// order, read from `pg_stat_statements` and the server's own counters. The orders are those of the benchmark `engine`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { answerAtOnce, galleyOrders, SPEED, STORES } from './support/galley-line.mjs';
import { createLine } from './support/line.mjs';
import { cpuSeconds, rounded, seconds } from './support/measure.mjs';
import { makeStores, say, startSystem } from './support/system.mjs';

const require = createRequire(import.meta.url);
const { Client } = require('pg');

const WARM_UP_ORDERS = 30;
const SETTLE_MS = 3_000;
const IDLE_MS = 10_000;
const MOST_SHOWN = 40;
const MOST_IDLE = 15;

/** Counters reach the server's statistics within a second or so after the transaction. */
const FLUSH_MS = 2_000;

const SETTINGS = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_planning': 'on',
  'pg_stat_statements.max': '5000',
};

async function openAdmin({ stack, stateDir }) {
  const url = new URL(stack.databaseUrl);
  url.username = 'galley';
  url.password = readFileSync(join(stateDir, 'postgres', 'password'), 'utf8');
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  await admin.query('create extension if not exists pg_stat_statements');
  return admin;
}

const STATEMENTS = `
  select queryid::text as id, min(query) as query, sum(calls)::float8 as calls, sum(rows)::float8 as rows,
         sum(total_exec_time + total_plan_time)::float8 as ms, sum(wal_bytes)::float8 as wal
    from pg_stat_statements s join pg_roles r on r.oid = s.userid where r.rolname = 'galley_run' group by queryid`;

const TABLES = `
  select relname as name, n_tup_ins::float8 as inserts, n_tup_upd::float8 as updates, n_tup_hot_upd::float8 as hot
    from pg_stat_user_tables`;

const COMMITS = `select xact_commit::float8 as commits, xact_rollback::float8 as rollbacks from pg_stat_database
  where datname = current_database()`;

async function read(admin) {
  await pause(FLUSH_MS);
  const [statements, tables, database] = [
    await admin.query(STATEMENTS),
    await admin.query(TABLES),
    await admin.query(COMMITS),
  ];
  const byKey = (rows, key) => new Map(rows.map((row) => [row[key], row]));
  return {
    statements: byKey(statements.rows, 'id'),
    tables: byKey(tables.rows, 'name'),
    database: database.rows[0],
  };
}

/** What was counted between two readings, by key. */
function between(before, after, fields) {
  return [...after].map(([key, row]) => ({
    ...row,
    ...Object.fromEntries(fields.map((field) => [field, row[field] - (before.get(key)?.[field] ?? 0)])),
  }));
}

/** Samples who waits for a lock; answers the mean number of waiting backends. */
function watchLocks(admin) {
  let [samples, waiting, on] = [0, 0, true];
  const run = (async () => {
    while (on) {
      const { rows } = await admin.query(
        `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'`,
      );
      samples += 1;
      waiting += rows[0].n;
      await pause(20);
    }
  })();
  return async () => {
    on = false;
    await run;
    return waiting / Math.max(1, samples);
  };
}

async function watched({ admin, pids, work }) {
  const before = await read(admin);
  const cpu = cpuSeconds(pids);
  const since = performance.now();
  const stopLocks = watchLocks(admin);
  await work();
  const took = seconds(since);
  const waiting = await stopLocks();
  const after = await read(admin);
  const cpuAfter = cpuSeconds(pids);
  return {
    took,
    waitSeconds: waiting * took,
    cpu: Object.fromEntries(Object.keys(pids).map((name) => [name, cpuAfter[name] - cpu[name]])),
    statements: between(before.statements, after.statements, ['calls', 'rows', 'ms', 'wal']),
    tables: between(before.tables, after.tables, ['inserts', 'updates', 'hot']),
    commits: after.database.commits - before.database.commits,
  };
}

export async function bench(flags = {}) {
  const count = Number(flags.count ?? 30);
  const atOnce = Number(flags['at-once'] ?? 30);
  const system = await startSystem({
    speed: SPEED,
    env: { OPEN_ORDERS_MAX: '1000000', OPEN_ORDERS_PER_TENANT_MAX: '1000000' },
    settings: SETTINGS,
  });
  const { stack, pool, makeStore } = system;
  let admin;
  try {
    await answerAtOnce(stack.simulatorsUrl);
    admin = await openAdmin(system);
    const stores = await makeStores(makeStore, { count: Number(flags.stores ?? STORES), word: 'Statements' });
    const line = createLine({ ...galleyOrders({ pool, stores }), timeoutMs: 600_000 });
    say(`warming up: ${WARM_UP_ORDERS} orders`);
    await line.fill(atOnce);
    await line.run({ count: WARM_UP_ORDERS, atOnce });
    await pause(SETTLE_MS);
    const pids = {
      api: stack.children.api.pid(),
      worker: stack.children.worker.pid(),
      postgres: system.pids.postgres,
    };
    say('idle');
    const idle = await watched({ admin, pids, work: () => pause(IDLE_MS) });
    say(`${count} orders`);
    const run = await watched({ admin, pids, work: () => line.run({ count, atOnce }) });

    // The queries of this program itself, by which it follows the orders, are no part of an order.
    const isOwn = ({ query }) => query.includes('o.finished_at is not null as ended');
    const idleRate = new Map(idle.statements.map(({ id, calls, ms }) => [id, { calls, ms }]));
    const lines = run.statements
      .filter((row) => !isOwn(row) && row.calls > 0)
      .map(({ id, query, calls, rows, ms, wal }) => {
        const share = run.took / idle.took;
        const rest = idleRate.get(id) ?? { calls: 0, ms: 0 };
        return {
          calls: rounded((calls - rest.calls * share) / count, 2),
          ms: rounded((ms - rest.ms * share) / count, 3),
          rows: rounded(rows / count, 1),
          wal: Math.round(wal / count),
          query: query.replace(/\s+/g, ' ').slice(0, 160),
        };
      })
      .sort((one, other) => other.ms - one.ms);
    const sum = (field, of = lines) => of.reduce((total, row) => total + row[field], 0);
    const bounds = lines.filter(({ query }) => /^(begin|commit|rollback)$/i.test(query));
    const tables = run.tables
      .filter(({ updates, inserts }) => updates + inserts > 0)
      .map(({ name, inserts, updates, hot }) => ({
        name,
        inserts: rounded(inserts / count, 1),
        updates: rounded(updates / count, 1),
        hot: updates ? rounded(hot / updates, 2) : null,
      }))
      .sort((one, other) => other.updates - one.updates);
    return {
      orders: count,
      atOnce,
      stores: stores.length,
      ordersPerSecond: rounded(count / run.took, 2),
      cpuSecondsPerOrder: Object.fromEntries(
        Object.entries(run.cpu).map(([name, used]) => [name, rounded(used / count)]),
      ),
      idleCores: Object.fromEntries(
        Object.entries(idle.cpu).map(([name, used]) => [name, rounded(used / idle.took)]),
      ),
      statementsPerOrder: rounded(sum('calls'), 1),
      ofThemBeginAndCommit: rounded(sum('calls', bounds), 1),
      statementMsPerOrder: rounded(sum('ms'), 2),
      walBytesPerOrder: sum('wal'),
      lockWaitSecondsPerOrder: rounded(run.waitSeconds / count),
      idlePerSecond: idle.statements
        .filter((row) => !isOwn(row) && row.calls > 0)
        .map(({ query, calls, ms }) => ({
          calls: rounded(calls / idle.took, 2),
          ms: rounded(ms / idle.took, 3),
          query: query.replace(/\s+/g, ' ').slice(0, 160),
        }))
        .sort((one, other) => other.ms - one.ms)
        .slice(0, MOST_IDLE),
      tables,
      statements: lines.slice(0, Number(flags.small ?? MOST_SHOWN)),
    };
  } finally {
    await admin?.end();
    await system.stop();
  }
}
