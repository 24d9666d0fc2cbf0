// Processes thousands of orders with limits so high that the machine is the bottleneck: how fast they are accepted and
// finished, whether any is lost or published twice, and how much memory it takes.
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuSeconds, cpuShare, cpuTicks, percentile, rounded, seconds } from './support/measure.mjs';
import { startMemoryWatch } from './support/memory.mjs';
import { startPicker } from './support/picker.mjs';
import { publicationsAt } from './support/publications.mjs';
import { makeStores, say, startSystem } from './support/system.mjs';

const CONNECTIONS = 50;
const ORDERS_PER_STORE = 100;
const SUBJECTS = [
  'wool blanket',
  'oak table',
  'clay pot',
  'garden lamp',
  'canvas bag',
  'copper pan',
  'linen shirt',
];

/** Posts all orders, sequentially on each connection. Returns the response statuses and times in milliseconds. */
async function postAll({ url, stores, count }) {
  const statuses = {};
  const times = [];
  const ids = [];
  let next = 0;
  const post = async (n) => {
    const since = performance.now();
    try {
      const response = await fetch(`${url}/api/blog-generation`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${stores[n % stores.length].key}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ sourceType: 'keyword', sourceId: `${SUBJECTS[n % SUBJECTS.length]} ${n}` }),
      });
      const { id } = await response.json();
      if (response.status === 202) ids.push(id);
      return String(response.status);
    } catch {
      return 'no answer';
    } finally {
      times.push(performance.now() - since);
    }
  };
  const connection = async () => {
    while (next < count) {
      const said = await post(next++);
      statuses[said] = (statuses[said] ?? 0) + 1;
    }
  };
  const since = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return { statuses, times, ids, took: seconds(since) };
}

async function byStatus(pool) {
  const { rows } = await pool.query(
    'select status, finished_at is not null as ended, count(*)::int as n from orders group by 1, 2 order by 3 desc',
  );
  return rows;
}

/** Waits until all accepted orders have ended, or until the time limit. */
async function untilEnded({ pool, isPosting, timeoutMs }) {
  const since = performance.now();
  let reportedAt = 0;
  while (performance.now() - since < timeoutMs) {
    const rows = await byStatus(pool);
    if (!isPosting() && rows.every(({ ended }) => ended)) return;
    if (performance.now() - reportedAt > 15_000) {
      reportedAt = performance.now();
      say(`${seconds(since).toFixed(0)} s: ${rows.map(({ status, n }) => `${n} ${status}`).join(', ')}`);
    }
    await pause(500);
  }
}

async function readEnds(pool, ids) {
  const rows = await byStatus(pool);
  const known = await pool.query('select count(*)::int as n from orders where id = any($1)', [ids]);
  const span = await pool.query(
    `select extract(epoch from max(finished_at) - min(created_at))::float8 as seconds, count(finished_at)::int as ended from orders`,
  );
  const errors = await pool.query(
    `select coalesce(error_type, 'none') as type, count(*)::int as n from orders where status not in ('DONE') group by 1`,
  );
  const faults = await pool.query(
    `select activity, type, reason, sum(repeats)::int as n from activity_failures group by 1, 2, 3 order by 4 desc limit 8`,
  );
  return {
    ends: Object.fromEntries(rows.map(({ status, n }) => [status, n])),
    notEnded: rows.reduce((sum, { ended, n }) => sum + (ended ? 0 : n), 0),
    unknown: ids.length - known.rows[0].n,
    makespan: span.rows[0].seconds,
    ended: span.rows[0].ended,
    errors: Object.fromEntries(errors.rows.map(({ type, n }) => [type, n])),
    activityFailures: faults.rows.map(
      ({ activity, type, reason, n }) => `${n} ${activity} ${type} ${reason}`,
    ),
  };
}

export async function bench(flags = {}) {
  const count = Number(flags.count ?? 5000);
  const speed = Number(flags.speed ?? 50);
  const workerCount = Number(flags.workers ?? 1);
  const timeoutMs = Number(flags.minutes ?? 40) * 60_000;
  if (!['memory', 'real'].includes(flags.server ?? 'memory')) throw new Error('--server is memory or real');
  const storeCount = Number(flags.stores ?? Math.max(5, Math.ceil(count / ORDERS_PER_STORE)));
  const { stack, pool, makeStore, workers, pids, stop } = await startSystem({
    speed,
    workers: workerCount,
    server: flags.server ?? 'memory',
    env: { OPEN_ORDERS_MAX: '10000' },
  });
  try {
    const stores = await makeStores(makeStore, { count: storeCount, word: 'Load' });
    const watched = {
      api: stack.children.api.pid(),
      ...Object.fromEntries(workers.map((worker, n) => [`worker${n + 1}`, worker.pid()])),
      ...pids,
    };
    const memory = startMemoryWatch(watched);
    const picker = startPicker({
      pool,
      stores: new Map(stores.map((store) => [store.tenantId, store.call])),
    });
    say(`${count} orders of ${storeCount} stores, ${workerCount} worker processes, speed ${speed}`);
    const ticks = cpuTicks();
    const cpuBefore = cpuSeconds(watched);
    let posting = true;
    const posted = postAll({ url: stack.apiUrl, stores, count }).finally(() => (posting = false));
    await untilEnded({ pool, isPosting: () => posting, timeoutMs });
    const cpuBusy = cpuShare(ticks);
    const cpuAfter = cpuSeconds(watched);
    const { statuses, times, ids, took } = await posted;
    await picker.stop();
    const read = await readEnds(pool, ids);
    const published = await publicationsAt({ pool, stores, url: stack.simulatorsUrl });
    const restarts = [stack.children.api, ...workers].reduce((sum, child) => sum + child.restarts(), 0);
    return {
      ...{ speed, orders: count, stores: storeCount, workers: workerCount, cores: cpus().length },
      connections: CONNECTIONS,
      answers: statuses,
      postP50Ms: rounded(percentile(times, 0.5), 0),
      postP99Ms: rounded(percentile(times, 0.99), 0),
      postsASecond: rounded(count / took, 1),
      ends: read.ends,
      allEnded: read.notEnded === 0 && read.ended === ids.length,
      lost: read.notEnded + read.unknown,
      ...published,
      notDone: read.errors,
      activityFailures: read.activityFailures,
      makespanSeconds: rounded(read.makespan, 1),
      ordersAnHour: rounded((read.ended / read.makespan) * 3600, 0),
      cpuBusy: rounded(cpuBusy),
      cpuSecondsAnOrder: Object.fromEntries(
        Object.keys(watched).map((name) => [
          name,
          rounded((cpuAfter[name] - cpuBefore[name]) / Math.max(1, read.ended)),
        ]),
      ),
      restarts,
      memoryMb: memory.stop(),
    };
  } finally {
    await stop();
  }
}
