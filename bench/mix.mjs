// How quickly the budget follows a change in the mix of work: ideas and texts share it until the last idea is started;
// from then on, texts should get what ideas had.
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuShare, cpuTicks, percentile, rounded } from './support/measure.mjs';
import { startPicker } from './support/picker.mjs';
import { makeStores, placeBatch, say, startSystem, TPM } from './support/system.mjs';

const SAMPLE_MS = 100;
const TIMEOUT_MS = 10 * 60_000;
/** The settled limit of `writing` is its median over this period after the last idea, in seconds. */
const SETTLED_FROM = 5;
const SETTLED_TO = 15;
const WATCHED_SECONDS = 15;
const SETTLED_SHARE = 0.95;
const STORES = 10;

async function untilCount(pool, query, values, enough) {
  const since = performance.now();
  for (;;) {
    const { rows } = await pool.query(query, values);
    if (rows[0].n >= enough) return;
    if (performance.now() - since > TIMEOUT_MS) throw new Error(`only ${rows[0].n} of ${enough} arrived`);
    await pause(200);
  }
}

/** Samples limits and backlogs every 100 ms, by the database's clock, until stopped. */
function startSampling(pool) {
  const samples = [];
  let sampling = true;
  const run = async () => {
    while (sampling) {
      const began = performance.now();
      const { rows } = await pool.query(
        `select lane, rate, backlog::int as backlog, extract(epoch from clock_timestamp())::float8 as at from lanes
          where lane in ('ideas', 'writing', 'quality')`,
      );
      const lanes = Object.fromEntries(rows.map((row) => [row.lane, row]));
      samples.push({ at: rows[0].at, ...lanes });
      await pause(Math.max(0, SAMPLE_MS - (performance.now() - began)));
    }
  };
  const ended = run();
  return {
    async stop() {
      sampling = false;
      await ended;
      return samples;
    },
  };
}

/** Places equal parts for each store; returns the orders' ids. */
async function placeEvenly(stores, { many, word }) {
  const batches = await Promise.all(
    stores.map((store) => placeBatch(store, { many: Math.ceil(many / stores.length), word })),
  );
  return batches.flat();
}

async function tokensBetween(pool, from, to) {
  const { rows } = await pool.query(
    `select coalesce(sum(charged_tokens), 0)::float8 as tokens from provider_calls
      where provider = 'openai' and began_at >= to_timestamp($1) and began_at < to_timestamp($2)`,
    [from, to],
  );
  return rows[0].tokens;
}

export async function bench(flags = {}) {
  const speed = Number(flags.speed ?? 2);
  const texts = Number(flags.count ?? Math.round(90 * speed));
  const ideas = Math.round(texts / 2);
  const { pool, makeStore, stop } = await startSystem({ speed, workers: Number(flags.workers ?? 1) });
  try {
    const stores = await makeStores(makeStore, { count: STORES, word: 'Mix' });
    say(`first: ideas for ${texts} orders`);
    const first = await placeEvenly(stores, { many: texts, word: 'early kettle' });
    const waiting = `select count(*)::int as n from orders where status = 'AWAITING_SELECTION' and id = any($1)`;
    await untilCount(pool, waiting, [first], first.length);

    say(`then: ${texts} texts and the ideas of ${ideas} more orders concurrently`);
    const ticks = cpuTicks();
    const chosen = new Set(first);
    const sampling = startSampling(pool);
    const second = await placeEvenly(stores, { many: ideas, word: 'late lamp' });
    const picker = startPicker({
      pool,
      stores: new Map(stores.map((store) => [store.tenantId, store.call])),
      isHeld: (id) => !chosen.has(id),
    });
    await untilCount(
      pool,
      `select count(distinct order_id)::int as n from provider_calls where lane = 'ideas' and order_id = any($1)`,
      [second],
      second.length,
    );
    await pause((WATCHED_SECONDS + 1) * 1000);
    const samples = await sampling.stop();
    const cpuBusy = cpuShare(ticks);
    await picker.stop();

    // A call's row is written before the call, so the last one of `ideas` marks the moment its queue ran dry.
    const { rows } = await pool.query(
      `select extract(epoch from min(began_at))::float8 as begun, extract(epoch from max(began_at))::float8 as dry
         from provider_calls where lane = 'ideas' and order_id = any($1)`,
      [second],
    );
    const { begun, dry } = rows[0];
    const within = (from, to) => samples.filter(({ at }) => at >= from && at < to);
    const ratesOf = (some) => some.map(({ writing }) => writing.rate ?? 0);
    const settled = percentile(ratesOf(within(dry + SETTLED_FROM, dry + SETTLED_TO)), 0.5);
    const mixed = percentile(ratesOf(within(begun + (dry - begun) / 2, dry)), 0.5);
    const after = within(dry, Number.POSITIVE_INFINITY);
    const there = after.find(({ writing }) => writing.rate >= SETTLED_SHARE * settled);
    const seenDry = samples.find(
      ({ at, ideas: lane, writing }) => at > (begun + dry) / 2 && lane.backlog === 0 && writing.backlog > 0,
    );
    const fromSeen =
      seenDry &&
      samples.find(({ at, writing }) => at >= seenDry.at && writing.rate >= SETTLED_SHARE * settled);
    const tokensPerSecond = (TPM * speed) / 60;
    return {
      ...{
        speed,
        texts: first.length,
        ideas: second.length,
        cores: cpus().length,
        cpuBusy: rounded(cpuBusy),
      },
      sharedSeconds: rounded(dry - begun, 1),
      writingLimitShared: rounded(mixed, 2),
      writingLimitSettled: rounded(settled, 2),
      writingBacklogAtShift: after[0]?.writing.backlog ?? 0,
      writingBacklogAtEnd: after.at(-1)?.writing.backlog ?? 0,
      mixShiftSeconds: there ? rounded(there.at - dry, 2) : null,
      mixShiftFromSeenBacklogSeconds: fromSeen ? rounded(fromSeen.at - seenDry.at, 2) : null,
      budgetUsedBeforeShift: rounded(
        (await tokensBetween(pool, begun, dry)) / (tokensPerSecond * (dry - begun)),
      ),
      budgetUsedAfterShift: rounded(
        (await tokensBetween(pool, dry, dry + WATCHED_SECONDS)) / (tokensPerSecond * WATCHED_SECONDS),
      ),
      limitsEachSecond: Array.from({ length: WATCHED_SECONDS + 5 }, (_, n) => {
        const sample = samples.find(({ at }) => at >= dry + n - 5);
        const of = (lane) => `${lane} ${rounded(sample[lane].rate ?? 0, 2)}/s (${sample[lane].backlog})`;
        return sample ? `${n - 5} s: ${['ideas', 'writing', 'quality'].map(of).join(', ')}` : '';
      }),
    };
  } finally {
    await stop();
  }
}
