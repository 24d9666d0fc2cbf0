// A thousand generation items in one batch: whether all end, start in order of priority and respect the slots, how fast
// the API responds meanwhile, whether the stream keeps up, and whether the time estimates hold.
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuShare, cpuTicks, percentile, rounded, seconds } from './support/measure.mjs';
import { listen } from './support/stream.mjs';
import { say, startSystem } from './support/system.mjs';

const PAGE_TYPES = ['product', 'category', 'brand', 'inspire', 'engage'];
const SUBJECTS = ['wool blanket', 'oak table', 'clay pot', 'garden lamp', 'canvas bag', 'copper pan'];

/** Moments at which the time estimates are recorded, in percent of the batch. */
const ETA_AT = [10, 30, 50, 70];

/** Pause between two user operations, in milliseconds. */
const OPERATION_EVERY_MS = 100;

const page = (n) => ({
  pageType: PAGE_TYPES[n % PAGE_TYPES.length],
  targetKeywords: [`${SUBJECTS[n % SUBJECTS.length]} ${n}`],
  // Spread evenly, and not in the order sent.
  priority: 1 + ((n * 7) % 10),
});

/** Simulates users meanwhile: they look, add an item, cancel it. Returns how long each operation took, by name. */
function startOperations({ call, batchId, ids }) {
  const times = {};
  let stopped = false;
  const timed = async (name, work) => {
    const since = performance.now();
    const answer = await work();
    (times[name] ??= []).push(performance.now() - since);
    return answer;
  };
  const one = async (n) => {
    switch (n % 5) {
      case 0:
        return timed('status', () => call('GET', `/api/generation/${ids[(n * 37) % ids.length]}`));
      case 1:
        return timed('batch', () => call('GET', `/api/generation/batch/${batchId}`));
      case 2:
        return timed('queue', () => call('GET', '/api/generation/queue'));
      case 3:
        return timed('list', () => call('GET', '/api/generation?limit=50'));
      default: {
        const added = await timed('add', () =>
          call('POST', '/api/generation', { ...page(n), priority: 1, components: ['Introduction'] }),
        );
        await timed('priority', () =>
          call('POST', `/api/generation/${added.id}/priority`, { priority: 2 }).catch(() => undefined),
        );
        return timed('cancel', () =>
          call('POST', `/api/generation/${added.id}/cancel`, {}).catch(() => undefined),
        );
      }
    }
  };
  const running = (async () => {
    for (let n = 0; !stopped; n += 1) {
      await one(n);
      await pause(OPERATION_EVERY_MS);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await running;
      return times;
    },
  };
}

/** The time estimates of all open items of the batch, with when they were read. */
async function statedTimes({ call, batchId }) {
  const stated = [];
  let cursor = '';
  for (;;) {
    const at = Date.now();
    const { items, nextCursor } = await call(
      'GET',
      `/api/generation?batchId=${batchId}&status=pending,processing&limit=200${cursor}`,
    );
    for (const { id, progress } of items)
      if (progress.etaP90Ms !== null) stated.push({ id, at, p50: progress.etaP50Ms, p90: progress.etaP90Ms });
    if (nextCursor === null) return stated;
    cursor = `&cursor=${nextCursor}`;
  }
}

/** When items were admitted and ended, from their timelines. */
async function readTimelines(pool, batchId) {
  const { rows } = await pool.query(
    `select e.order_id as id, e.type, extract(epoch from e.at)::float8 * 1000 as at, (a.data ->> 'priority')::int as priority
       from order_events e join items i on i.order_id = e.order_id
       join order_events a on a.order_id = e.order_id and a.type = 'order.accepted'
      where i.batch_id = $1 and e.type in ('order.admitted', 'order.retrying', 'order.done', 'order.failed', 'order.cancelled')
      order by e.id`,
    [batchId],
  );
  let atOnce = 0;
  let mostAtOnce = 0;
  const firstStarts = new Map();
  const ends = new Map();
  for (const { id, type, at, priority } of rows) {
    if (type === 'order.admitted') {
      atOnce += 1;
      if (!firstStarts.has(id)) firstStarts.set(id, priority);
    } else {
      atOnce -= 1;
      if (type !== 'order.retrying') ends.set(id, at);
    }
    mostAtOnce = Math.max(mostAtOnce, atOnce);
  }
  const order = [...firstStarts.values()];
  const level = (priority) => 6 - Math.ceil(priority / 2);
  const startsOutOfOrder = order.filter(
    (priority, n) => n > 0 && level(priority) < level(order[n - 1]),
  ).length;
  return { mostAtOnce, startsOutOfOrder, ends };
}

export async function bench(flags = {}) {
  const count = Number(flags.count ?? 1000);
  const speed = Number(flags.speed ?? 4);
  const slots = Number(flags.slots ?? 50);
  const timeoutMs = Number(flags.minutes ?? 30) * 60_000;
  const { stack, pool, makeStore, stop } = await startSystem({
    speed,
    workers: Number(flags.workers ?? 1),
    env: { ITEMS_AT_ONCE: String(slots), ITEMS_PER_MINUTE: '1000000' },
  });
  try {
    const store = await makeStore('Queue');
    const { call } = store;
    // Items processed beforehand, so that estimates are based on measured times.
    const warm = await call('POST', '/api/generation/batch', {
      items: Array.from({ length: slots }, (_, n) => page(n)),
    });
    const isOver = async (id) => (await call('GET', `/api/generation/batch/${id}`)).percentComplete === 100;
    while (!(await isOver(warm.id))) await pause(500);
    const stream = await listen(stack.apiUrl, store.key);
    say(`${count} items, ${slots} concurrently, speed ${speed}`);
    const ticks = cpuTicks();
    const since = performance.now();
    const batch = await call('POST', '/api/generation/batch', {
      items: Array.from({ length: count }, (_, n) => page(n)),
    });
    const acceptMs = performance.now() - since;
    const operations = startOperations({ call, batchId: batch.id, ids: batch.ids });
    const percents = [];
    const stated = [];
    const moments = [...ETA_AT];
    while (performance.now() - since < timeoutMs) {
      const { percentComplete } = await call('GET', `/api/generation/batch/${batch.id}`);
      percents.push(percentComplete);
      if (percentComplete === 100) break;
      if (moments.length > 0 && percentComplete >= moments[0]) {
        moments.shift();
        stated.push(...(await statedTimes({ call, batchId: batch.id })));
        say(`${seconds(since).toFixed(0)} s: ${percentComplete} %`);
      }
      await pause(500);
    }
    const makespan = seconds(since);
    const cpuBusy = cpuShare(ticks);
    const times = await operations.stop();
    await pause(2_000);
    await stream.stop();
    const { mostAtOnce, startsOutOfOrder, ends } = await readTimelines(pool, batch.id);
    const last = await call('GET', `/api/generation/batch/${batch.id}`);
    const held = (name) =>
      stated.length === 0
        ? null
        : rounded(
            stated.filter((one) => ends.has(one.id) && ends.get(one.id) - one.at <= one[name]).length /
              stated.length,
          );
    const until = since + makespan * 1000;
    const moved = stream.events.filter(({ at }) => at >= since && at <= until);
    const gaps = moved.slice(1).map(({ at }, n) => at - moved[n].at);
    const batchPercents = stream.events
      .filter(({ name, data }) => name === 'batchProgress' && data.id === batch.id)
      .map(({ data }) => data.percentComplete);
    const wentBack = (list) => list.slice(1).filter((value, n) => value < list[n]).length;
    const all = Object.values(times).flat();
    const finished = stream.events.filter(
      ({ name, data }) => name === 'itemCompleted' && data.batchId === batch.id,
    );
    return {
      ...{ speed, items: count, slots, cores: cpus().length },
      completed: last.completed,
      failed: last.failed,
      cancelled: last.cancelled,
      acceptMs: rounded(acceptMs, 0),
      makespanSeconds: rounded(makespan, 1),
      itemsAMinute: rounded((count / makespan) * 60, 1),
      cpuBusy: rounded(cpuBusy),
      mostAtOnce,
      startsOutOfOrder,
      operations: all.length,
      opP50Ms: rounded(percentile(all, 0.5), 1),
      opP99Ms: rounded(percentile(all, 0.99), 1),
      opP99MsByName: Object.fromEntries(
        Object.entries(times).map(([name, list]) => [name, rounded(percentile(list, 0.99), 1)]),
      ),
      batchWentBack: wentBack(percents) + wentBack(batchPercents),
      streamEvents: stream.events.length,
      streamToldCompleted: new Set(finished.map(({ data }) => data.id)).size,
      longestStreamGapMs: rounded(Math.max(0, ...gaps), 0),
      etasStated: stated.length,
      etaP90Held: held('p90'),
      etaP50Held: held('p50'),
    };
  } finally {
    await stop();
  }
}
