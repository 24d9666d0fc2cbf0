// What an order costs while providers answer at once, beside a bare workflow on the same server in the same run: orders per second and
// processor seconds per order, with more and more orders open.
//
// Galley is the stack as it is run: orders are placed and picked over its API. The bare workflow has the activities, signals, timers and
// attribute writes of a Galley order of this run, on lanes of the same names with the same settings, in a namespace of its own. Each of its
// activities is one insert, one update and, where Galley's calls a provider, one request to the simulators. A small HTTP server inserts
// its row, starts it and signals it; it counts as Galley's API does. Both lines have the same number of orders waiting for a pick, and
// whoever places an order picks the one that has waited longest. They are measured in turn, each first in every other run.
//
// Counted are API, workers, Temporal and Postgres. The simulators and this process are told as `notCounted`, as they are no part of an order.
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { workOf, planOf } from './support/bare-plan.mjs';
import { startBare } from './support/bare.mjs';
import {
  costFlat,
  foreignCores,
  headline,
  levelFigures,
  secondsPerOrder,
  sumOf,
} from './support/engine-figures.mjs';
import { answerAtOnce, galleyOrders, SPEED, STORES } from './support/galley-line.mjs';
import { createLine } from './support/line.mjs';
import { cpuSeconds, cpuShare, cpuTicks, median, rounded, seconds } from './support/measure.mjs';
import { publicationsAt } from './support/publications.mjs';
import { serverPrograms, serverVersion } from './support/real-server.mjs';
import { makeStores, say, startSystem } from './support/system.mjs';

const require = createRequire(import.meta.url);
const { workflowIdOf } = require('../dist/contract/ids.js');
const { LANE_PROVIDER } = require('../dist/contract/lanes.js');

const WARM_UP_ORDERS = 60;
const SAMPLE = 25;
const SETTLE_MS = 2_000;
const IDLE_MS = 10_000;

const NO_LIMIT = '1000000';

const isProvider = (lane) => LANE_PROVIDER[lane] !== null;

/** Events and bytes of the histories of the orders that ended last, and the history of one in the middle. */
async function readHistories({ address, ids }) {
  const connection = await Connection.connect({ address });
  try {
    const { workflow } = new Client({ connection });
    const handles = ids
      .slice(-SAMPLE)
      .map((orderId) => workflow.getHandle(workflowIdOf({ kind: 'blog', orderId })));
    const described = await Promise.all(handles.map((handle) => handle.describe()));
    const lengths = described.map(({ historyLength }) => historyLength);
    const middle = [...lengths].sort((one, other) => one - other)[Math.floor(lengths.length / 2)];
    return {
      historyEvents: median(lengths),
      historyBytes: median(described.map(({ historySize }) => historySize ?? 0)),
      typical: await handles[lengths.indexOf(middle)].fetchHistory(),
    };
  } finally {
    await connection.close();
  }
}

/** Lets `count` orders of a line through. Answers orders per second and processor seconds an order by process. */
async function measure({ side, shared, all, count, atOnce }) {
  await pause(SETTLE_MS);
  const ticks = cpuTicks();
  const watched = { ...all, ...side.pids };
  const before = cpuSeconds(watched);
  const ownBefore = process.cpuUsage();
  const since = performance.now();
  await side.line.run({ count, atOnce });
  const took = seconds(since);
  const after = cpuSeconds(watched);
  const busyShare = cpuShare(ticks);
  const own = process.cpuUsage(ownBefore);
  const bench = (own.user + own.system) / 1e6;
  const used = (names) => secondsPerOrder({ before, after, orders: count, names });
  const ours = sumOf(used(Object.keys(all))) * count + bench;
  return {
    ordersPerSecond: count / took,
    cpuSecondsByProcess: used([...Object.keys(side.pids), ...shared]),
    notCounted: { ...used(['simulators']), bench: bench / count },
    cpuBusy: busyShare,
    foreignCores: foreignCores({ busyShare, cores: cpus().length, ours, seconds: took }),
  };
}

/** Cores that each process keeps busy while no order moves. */
async function measureIdle(all) {
  await pause(SETTLE_MS);
  const before = cpuSeconds(all);
  const since = performance.now();
  await pause(IDLE_MS);
  const after = cpuSeconds(all);
  const took = seconds(since);
  return Object.fromEntries(
    Object.keys(all).map((name) => [name, rounded((after[name] - before[name]) / took)]),
  );
}

async function measureLevel({ open, runs, sides, ...options }) {
  const level = { open, runs: [] };
  say(`${open} open: placing them`);
  for (const side of sides) {
    await side.line.fill(open);
    await side.line.run({ count: WARM_UP_ORDERS, atOnce: options.atOnce });
  }
  for (let n = 0; n < runs; n += 1) {
    const run = {};
    for (const side of n % 2 === 0 ? sides : sides.toReversed())
      run[side.name] = await measure({ side, ...options });
    level.runs.push(run);
    const told = sides.map(({ name }) => `${name} ${run[name].ordersPerSecond.toFixed(1)} orders/s`);
    say(`${open} open, run ${n + 1} of ${runs}: ${told.join(', ')}`);
  }
  return level;
}

/** Orders that were accepted and have neither ended nor wait for a pick, and how the others ended. */
async function readEnds({ pool, line }) {
  const { rows } = await pool.query(
    `select status, finished_at is not null or status = 'AWAITING_SELECTION' as known, count(*)::int as n
       from orders where id = any($1) group by 1, 2`,
    [line.accepted],
  );
  const found = rows.reduce((sum, { known, n }) => sum + (known ? n : 0), 0);
  return {
    lost: line.accepted.length - found,
    ends: Object.fromEntries(rows.map(({ status, n }) => [status, n])),
  };
}

function readFlags(flags) {
  const levels = (flags.open ?? '100,1000')
    .split(',')
    .map(Number)
    .sort((one, other) => one - other);
  const atOnce = Number(flags['at-once'] ?? 50);
  const server = flags.server ?? 'memory';
  if (!levels.every((open) => Number.isInteger(open) && open >= atOnce))
    throw new Error(`--open has to be whole numbers of at least ${atOnce}, the orders that move at once`);
  if (!['memory', 'real'].includes(server)) throw new Error('--server is memory or real');
  return {
    ...{ levels, atOnce, server },
    runs: Number(flags.runs ?? 3),
    count: Number(flags.count ?? 200),
    workers: Number(flags.workers ?? 1),
    timeoutMs: Number(flags.minutes ?? 10) * 60_000,
  };
}

/** Why the production server cannot be had on this machine; undefined if it can, or is not wanted. */
async function whyNoServer(server) {
  if (server !== 'real') return undefined;
  try {
    await serverPrograms({ log: say });
    return undefined;
  } catch (error) {
    return `Temporal's server ${serverVersion()} cannot be built here: ${error.stderr?.trim() || error.message}`;
  }
}

export async function bench(flags = {}) {
  const { levels, runs, count, atOnce, workers, server, timeoutMs } = readFlags(flags);
  const skipped = await whyNoServer(server);
  if (skipped) {
    say(`SKIPPED: ${skipped}`);
    return { server, skipped, failed: true };
  }
  const system = await startSystem({
    ...{ speed: SPEED, workers, server },
    env: { OPEN_ORDERS_MAX: NO_LIMIT, OPEN_ORDERS_PER_TENANT_MAX: NO_LIMIT },
  });
  const { stack, pool, makeStore, pids } = system;
  try {
    await answerAtOnce(stack.simulatorsUrl);
    const stores = await makeStores(makeStore, { count: STORES, word: 'Engine' });
    const { simulators, ...shared } = pids;
    const galley = {
      name: 'galley',
      pids: {
        api: stack.children.api.pid(),
        ...Object.fromEntries(
          system.workers.map((worker, n) => [n === 0 ? 'worker' : `worker${n + 1}`, worker.pid()]),
        ),
      },
      line: createLine({ ...galleyOrders({ pool, stores }), timeoutMs }),
    };
    say(`warming up: ${WARM_UP_ORDERS} orders`);
    await galley.line.fill(atOnce);
    await galley.line.run({ count: WARM_UP_ORDERS, atOnce });
    const address = stack.temporalAddress;
    const { typical } = await readHistories({ address, ids: galley.line.ended });
    const plan = planOf(typical.events);
    const { pids: barePids, ...bareOrders } = await startBare({ system, plan });
    const bare = { name: 'bare', pids: barePids, line: createLine({ ...bareOrders, timeoutMs }) };
    await bare.line.fill(atOnce);
    await bare.line.run({ count: WARM_UP_ORDERS, atOnce });

    const sides = [galley, bare];
    const all = {
      ...galley.pids,
      ...shared,
      simulators,
      bareApi: barePids.api,
      bareWorker: barePids.worker,
    };
    const idleCores = await measureIdle(all);
    const measured = [];
    for (const open of levels)
      measured.push(
        await measureLevel({ open, runs, sides, count, atOnce, all, shared: Object.keys(shared) }),
      );
    const { historyEvents, historyBytes } = await readHistories({ address, ids: galley.line.ended });
    const ends = await readEnds({ pool, line: galley.line });
    const published = await publicationsAt({ pool, stores, url: stack.simulatorsUrl });
    const figures = measured.map(levelFigures);
    return {
      server: server === 'real' ? `Temporal ${serverVersion()} on Postgres` : 'Temporal in memory',
      ...{ runs, ordersMeasured: count, atOnce, workers, cores: cpus().length },
      loadAfter: loadavg()[0],
      ...headline(figures[0]),
      ...{ historyEvents, historyBytes },
      costFlat: costFlat(measured)?.median ?? null,
      ...ends,
      ...published,
      bareLost: bare.line.late.length,
      bareWork: workOf(plan, isProvider),
      idleCores,
      costFlatSpread: costFlat(measured),
      levels: figures,
    };
  } finally {
    await system.stop();
  }
}
