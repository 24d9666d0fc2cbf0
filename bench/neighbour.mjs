// One tenant does everything at once that could be in the way of the others: orders placed, cancelled and retried in great number,
// batches of one and of a thousand, streams opened and closed, hostile product descriptions and texts, scrapes of the metrics. Another
// one lists its orders at a steady pace. `--only streams,metrics` does nothing but these, `--without products` leaves some out. Prints how
// long the lists take, before and meanwhile, and who used the processor; fails if they take too long.
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { runApart } from './support/apart.mjs';
import { cpuSeconds, cpuShare, cpuTicks, percentile, rounded } from './support/measure.mjs';
import { placeBatch, say, startSystem } from './support/system.mjs';

const LISTS_PER_SECOND = 10;

/** Quiet time that is measured before, in seconds; the time before that is for warming up. */
const QUIET_SECONDS = 30;
const WARM_SECONDS = 5;

/** The p99 meanwhile may be this many times the one before. */
const MOST_TIMES = 5;

/** What the loud tenant does, each in a way of its own. */
const ATTACKS = ['orders', 'batches', 'streams', 'refused', 'products', 'texts', 'metrics'];

function chosenAttacks({ only, without }) {
  const left = without?.split(',') ?? [];
  const chosen = only?.split(',') ?? ATTACKS;
  const unknown = [...left, ...chosen].find((name) => !ATTACKS.includes(name));
  if (unknown !== undefined) throw new Error(`no attack ${unknown}; there are ${ATTACKS.join(', ')}`);
  return chosen.filter((name) => !left.includes(name));
}

/** Lets the site of the loud store hold a hundred products with descriptions that are slow to read. */
async function makeProductsHostile(simulatorsUrl) {
  const description = '<'.repeat(8_000);
  const products = Array.from({ length: 100 }, (_, n) => ({
    ...{ id: `p${n}`, name: `Product ${n}`, description, plainDescription: description },
  }));
  const rule = {
    provider: 'wix',
    kind: 'product',
    times: -1,
    action: { type: 'respond', status: 200, body: { products } },
  };
  const response = await fetch(`${simulatorsUrl}/control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rule),
  });
  if (!response.ok) throw new Error(`the simulators returned ${response.status}`);
}

const askSteadily = (list) => runApart('./steady.mjs', list);

const figures = ({ answer: { latencies, statuses } }) => ({
  answers: statuses,
  p50Ms: rounded(percentile(latencies, 0.5), 1),
  p99Ms: rounded(percentile(latencies, 0.99), 1),
});

/** Measures how much processor time processes use from now on. */
function startUse(watched) {
  const since = performance.now();
  const before = cpuSeconds(watched);
  return {
    /** Of each process, and of others by what they say of themselves, as a fraction of one core. */
    cores(others) {
      const elapsed = (performance.now() - since) / 1_000;
      const used = Object.entries({ ...cpuSeconds(watched), ...others });
      return Object.fromEntries(
        used.map(([name, seconds]) => [name, rounded((seconds - (before[name] ?? 0)) / elapsed, 2)]),
      );
    },
  };
}

export async function bench(flags = {}) {
  const seconds = Number(flags.seconds ?? 60);
  const attacks = chosenAttacks(flags);
  const { stack, makeStore, workers, pids, stop } = await startSystem({
    speed: Number(flags.speed ?? 1),
    workers: Number(flags.workers ?? 1),
    env: { DB_POOL_MAX: '100' },
  });
  try {
    const [quiet, loud] = [await makeStore('Quiet'), await makeStore('Loud')];
    await placeBatch(quiet, { many: 50, word: 'quiet' });
    await makeProductsHostile(stack.simulatorsUrl);
    const stores = await loud.call('GET', '/api/stores');
    const list = {
      url: `${stack.apiUrl}/api/blog-generation?limit=50`,
      key: quiet.key,
      perSecond: LISTS_PER_SECOND,
    };
    await askSteadily({ ...list, seconds: WARM_SECONDS });
    say(`quiet for ${QUIET_SECONDS} s, then loud for ${seconds} s: ${attacks.join(', ')}`);
    const watched = {
      api: stack.children.api.pid(),
      ...Object.fromEntries(workers.map((worker, n) => [`worker${n + 1}`, worker.pid()])),
      ...pids,
    };
    const quietUse = startUse(watched);
    const undisturbed = await askSteadily({ ...list, seconds: QUIET_SECONDS });
    const quietCores = quietUse.cores({ measuring: undisturbed.cpuSeconds });
    const ticks = cpuTicks();
    const loudUse = startUse(watched);
    const [measuring, attacking] = await Promise.all([
      askSteadily({ ...list, seconds }),
      pause(1_000).then(() =>
        runApart('./loud.mjs', {
          ...{ url: stack.apiUrl, key: loud.key, storeId: stores.items[0].id },
          ...{ seconds, attacks },
        }),
      ),
    ]);
    const cpuBusy = rounded(cpuShare(ticks));
    const loudCores = loudUse.cores({
      measuring: measuring.cpuSeconds,
      attacking: attacking.cpuSeconds,
    });
    const before = figures(undisturbed);
    const during = figures(measuring);
    const times = rounded(during.p99Ms / before.p99Ms, 1);
    return {
      ...{ seconds, attacks, cores: cpus().length, cpuBusy },
      listsPerSecond: LISTS_PER_SECOND,
      quiet: { ...before, coresUsed: quietCores },
      loud: { ...during, coresUsed: loudCores },
      loudAnswers: attacking.answer,
      p99Times: times,
      mostTimes: MOST_TIMES,
      failed: times > MOST_TIMES,
    };
  } finally {
    await stop();
  }
}
