// Many concurrent orders from many stores against the simulators' limits: how much of the token budget is used while
// there is work, how often a limit is hit, how close the total comes to its bound, and how long a small store waits
// behind big ones. Ideas are picked immediately.
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuShare, cpuTicks, jain, rounded, seconds } from './support/measure.mjs';
import { startPicker } from './support/picker.mjs';
import { makeStores, placeBatch, say, startSystem, TPM } from './support/system.mjs';

const SMALL_STORES = 5;
const SMALL_STORE_AFTER_MS = 5_000;
const BIG_STORE_ORDERS = 60;
const TIMEOUT_MS = 30 * 60_000;

/** Seconds until these orders have their ideas. */
async function untilIdeas(pool, ids) {
  const since = performance.now();
  for (;;) {
    const { rows } = await pool.query(
      'select count(distinct order_id)::int as n from ideas where order_id = any($1)',
      [ids],
    );
    if (rows[0].n === ids.length) return seconds(since);
    await pause(50);
  }
}

async function openOrders(pool) {
  const { rows } = await pool.query('select count(*)::int as n from orders where finished_at is null');
  return rows[0].n;
}

async function clock(pool) {
  const { rows } = await pool.query('select clock_timestamp() as now');
  return rows[0].now;
}

/** Places the orders of all big stores at once, those of the small ones in between, and waits until all have ended. */
async function busyStretch({ pool, stores, smalls, smallOrders, count, speed }) {
  const ticks = cpuTicks();
  const begun = await clock(pool);
  const since = performance.now();
  await Promise.all(
    stores.map((store, n) => {
      const many = Math.floor(count / stores.length) + (n < count % stores.length ? 1 : 0);
      return many > 0 ? placeBatch(store, { many, word: 'busy kettle' }) : undefined;
    }),
  );
  const placedSeconds = seconds(since);
  const smallWaits = Promise.all(
    smalls.map(async (small, n) => {
      await pause(((n + 1) * SMALL_STORE_AFTER_MS) / speed);
      return untilIdeas(pool, await placeBatch(small, { many: smallOrders, word: 'small pen' }));
    }),
  );
  // The last time the account had queued work, as observed by the rate controller.
  let lastWork = performance.now();
  do {
    await pause(500);
    const { rows } = await pool.query(
      `select coalesce(sum(backlog), 0)::int as waiting from lanes where lane in ('ideas', 'writing', 'quality')`,
    );
    if (rows[0].waiting > 5) lastWork = performance.now();
  } while ((await openOrders(pool)) > 0 && performance.now() - since < TIMEOUT_MS);
  return {
    ...{ begun, placedSeconds },
    makespan: seconds(since),
    workSeconds: (lastWork - since) / 1000,
    cpuBusy: cpuShare(ticks),
    ended: await clock(pool),
    smallWaits: await smallWaits,
  };
}

async function readCalls(pool, { begun, ended, workSeconds, tenants }) {
  const figures = await pool.query(
    `select count(*) filter (where provider = 'openai')::int as calls,
            coalesce(sum(charged_tokens) filter (where provider = 'openai'), 0)::float8 as tokens,
            coalesce(sum(charged_tokens) filter (where provider = 'openai' and began_at < $1::timestamptz + make_interval(secs => $2)), 0)::float8 as "tokensInWork",
            count(*) filter (where reason like 'rate_limit%')::int as refused, count(*)::int as "allCalls",
            extract(epoch from max(began_at) filter (where provider = 'openai') - $1)::float8 as "lastModelCall"
       from provider_calls where began_at between $1 and $3`,
    [begun, workSeconds, ended],
  );
  const perStore = await pool.query(
    `select t.id, coalesce(sum(c.charged_tokens), 0)::float8 as tokens
       from unnest($3::uuid[]) as t (id)
       left join provider_calls c on c.tenant_id = t.id and c.provider = 'openai'
             and c.began_at between $1 and $1::timestamptz + make_interval(secs => $2)
      group by t.id`,
    [begun, workSeconds / 2, tenants],
  );
  const ends = await pool.query(
    `select status, count(*)::int as n from orders where created_at between $1 and $2 group by status`,
    [begun, ended],
  );
  const ideas = await pool.query(
    `select coalesce(avg(charged_tokens), 0)::float8 as tokens from provider_calls
      where lane = 'ideas' and began_at between $1 and $2`,
    [begun, ended],
  );
  return {
    ...figures.rows[0],
    tokensOfIdeas: ideas.rows[0].tokens,
    jain: jain(perStore.rows.map(({ tokens }) => tokens)),
    ends: Object.fromEntries(ends.rows.map(({ status, n }) => [status, n])),
  };
}

export async function bench(flags = {}) {
  const speed = Number(flags.speed ?? 4);
  const count = Number(flags.count ?? 300);
  const storeCount = Number(flags.stores ?? 20);
  const workerCount = Number(flags.workers ?? 1);
  const smallOrders = Number(flags.small ?? 5);
  const { pool, makeStore, stop } = await startSystem({ speed, workers: workerCount });
  try {
    const stores = await makeStores(makeStore, { count: storeCount, word: 'Big' });
    const smalls = await makeStores(makeStore, { count: SMALL_STORES, word: 'Small' });
    const [small] = smalls;
    const picker = startPicker({
      pool,
      stores: new Map([...stores, ...smalls].map((store) => [store.tenantId, store.call])),
    });

    say(`idle: ${smallOrders} orders of one store`);
    const idle = await untilIdeas(pool, await placeBatch(small, { many: smallOrders, word: 'idle lamp' }));
    while ((await openOrders(pool)) > 0) await pause(200);

    say(`busy: ${count} orders of ${storeCount} stores, ${workerCount} worker processes, speed ${speed}`);
    const busy = await busyStretch({ pool, stores, smalls, smallOrders, count, speed });

    say(`after a big one: ${smallOrders} orders of a small store behind ${BIG_STORE_ORDERS} of a big one`);
    await placeBatch(stores[0], { many: BIG_STORE_ORDERS, word: 'big teapot' });
    await pause(SMALL_STORE_AFTER_MS / speed);
    const behindBig = await untilIdeas(
      pool,
      await placeBatch(small, { many: smallOrders, word: 'late pen' }),
    );
    await picker.stop();

    const { workSeconds, makespan, smallWaits } = busy;
    const read = await readCalls(pool, { ...busy, tenants: stores.map(({ tenantId }) => tenantId) });
    const orders = count + SMALL_STORES * smallOrders;
    const tokensPerSecond = (TPM * speed) / 60;
    const bound = read.tokens / tokensPerSecond;
    const perHour = (orders / read.lastModelCall / speed) * 3600;
    const worstSmall = Math.max(...smallWaits);
    // Time that its ideas take if all stores get equal shares of the account.
    const fairWait = (smallOrders * read.tokensOfIdeas * (storeCount + 1)) / tokensPerSecond;
    return {
      ...{
        speed,
        orders,
        stores: storeCount,
        ordersOfASmallStore: smallOrders,
        workers: workerCount,
        cores: cpus().length,
      },
      ends: read.ends,
      cpuBusy: rounded(busy.cpuBusy),
      placedSeconds: rounded(busy.placedSeconds, 1),
      meanTokensAnOrder: rounded(read.tokens / orders, 0),
      modelCalls: read.calls,
      workSeconds: rounded(workSeconds, 1),
      budgetUsed: rounded(read.tokensInWork / (tokensPerSecond * workSeconds)),
      rate429: rounded(read.refused / read.allCalls, 5),
      boundSeconds: rounded(bound, 1),
      modelSeconds: rounded(read.lastModelCall, 1),
      makespanSeconds: rounded(makespan, 1),
      modelOverBound: rounded(read.lastModelCall / bound),
      makespanOverBound: rounded(makespan / bound),
      jain: rounded(read.jain),
      idleIdeasSeconds: rounded(idle, 2),
      smallAmongManySeconds: smallWaits.map((wait) => rounded(wait, 2)),
      worstSmallStoreWaitSeconds: rounded(worstSmall, 2),
      worstSmallStoreWaitOverIdle: rounded(worstSmall / idle, 2),
      fairShareWaitSeconds: rounded(fairWait, 2),
      worstSmallStoreWaitOverFairShare: rounded(worstSmall / fairWait, 2),
      smallBehindBigSeconds: rounded(behindBig, 2),
      smallStoreWaitOverIdle: rounded(behindBig / idle, 2),
      blogsPerHourAtRealLimits: rounded(perHour, 0),
      hoursFor5000: rounded(5000 / perHour, 2),
    };
  } finally {
    await stop();
  }
}
