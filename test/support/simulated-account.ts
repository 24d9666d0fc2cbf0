import type { Lane } from '../../src/contract/lanes';
import { firstWorkWeight } from '../../src/domain/providers/first-work';
import { enterTick, FRESH, limitsOf } from '../../src/domain/providers/pace';
import { createTokenBucket } from '../../src/simulators/core/limits';
import { createChance } from '../../src/simulators/core/random';
import { createTaskQueueModel } from './task-queue-model';

/** The lanes of a blog order in its order, with what their calls cost and how long they take with real limits. */
const STAGES = [
  { lane: 'ideas', tokens: 2_000, seconds: 5 },
  { lane: 'writing', tokens: 4_000, seconds: 15 },
  { lane: 'quality', tokens: 1_000, seconds: 3 },
] as const satisfies ReadonlyArray<{ lane: Lane; tokens: number; seconds: number }>;

/** Limits per minute of the account, and the seconds' worth of calls that it takes at once. */
const REQUESTS = 450;
const TOKENS = 450_000;
const PROVIDER_BURST = 4;

/** Seconds of the simulated clock: its step, idle time before the first order, between updates, until limits hold, age of what is observed. */
const STEP = 0.01;
const IDLE = 5;
const TICK = 1;
const UNTIL_SET = 0.15;
const SETTLED = 0.5;
const LONGEST = 20_000;

/** Relative difference up to which a limit is left alone. */
const CLOSE_ENOUGH = 0.05;

/** What goes through the simulated account. */
export interface SimulatedWork {
  orders: number;
  stores: number;
  /** How many times as fast as with real limits. */
  speed: number;
  seed: number;
  /** Seconds after which an order is placed; by default 25 a second. */
  placedAt?: (order: number) => number;
  /** Stores that place a few orders each while the others are busy. */
  smallStores?: { count: number; orders: number; everySeconds: number };
  /** By how much the controller misjudges what calls cost. */
  misjudged?: number;
  /** Fraction of the reviews that send a text back. */
  sentBack?: number;
  slots?: number;
}

/** What came of it. Times are in seconds since the first order was placed. */
export interface SimulatedRun {
  /** Fraction of the account used while calls were queued. */
  used: number;
  /** Time of the last call by the least time in which the account lets all calls through. */
  overBound: number;
  refused: number;
  /** Most tokens charged within a minute, by the limit. */
  mostOfMinute: number;
  /** Longest time until a small store has its ideas, by the time that takes with a fair share of the whole account. */
  smallOverFair: number;
  /** Jain's index of the tokens that the busy stores have been charged after half the time; 1 if they are equal. */
  jain: number;
  /** Longest time in which texts waited and none began. */
  longestStandstill: number;
}

interface Order {
  store: number;
  placedAt: number;
  ideasAt?: number;
}

interface Task {
  order: Order;
  stage: number;
}

/** Runs orders through an account whose lanes have the limits that the rate controller would set. */
export function simulateAccount(work: SimulatedWork): SimulatedRun {
  const { speed, slots = 50, misjudged = 1 } = work;
  const chance = createChance('account', work.seed);
  const budget = { requestsPerMinute: REQUESTS * speed, tokensPerMinute: TOKENS * speed };
  const perSecond = budget.tokensPerMinute / 60;
  const bucketOf = (perMinute: number) =>
    createTokenBucket({ perMinute, burstSeconds: PROVIDER_BURST, nowMs: 0 });
  const buckets = { requests: bucketOf(budget.requestsPerMinute), tokens: bucketOf(budget.tokensPerMinute) };
  const lanes = STAGES.map((stage) => ({ ...stage, queue: createTaskQueueModel<Task>(), busy: 0 }));
  const calls: Array<{ at: number; store: number; stage: number; tokens: number }> = [];
  const due: Array<{ at: number; run: () => void }> = [];
  const at = (time: number, run: () => void): void => {
    const behind = due.findIndex((other) => other.at > time);
    due.splice(behind === -1 ? due.length : behind, 0, { at: time, run });
  };

  let now = 0;
  let open = 0;
  let refused = 0;
  let longestStandstill = 0;
  let textsMoved = IDLE;

  const openOf = new Map<number, number>();
  const countOpen = (store: number, change: number): number => {
    const count = (openOf.get(store) ?? 0) + change;
    openOf.set(store, count);
    return count;
  };
  const enqueue = ({ order, stage }: Task, weight = 1): void =>
    lanes[stage]!.queue.add({ order, stage }, order.store, weight);
  // Orders of one batch are counted before the first of them is started.
  const start = (order: Order): void => {
    const weight = firstWorkWeight({ weight: 1, openOrders: openOf.get(order.store) ?? 0 });
    enqueue({ order, stage: 0 }, weight);
  };
  const finish = ({ order, stage }: Task): void => {
    if (stage === 0) order.ideasAt = now;
    const isSentBack = stage === 2 && chance.next() < (work.sentBack ?? 0);
    const next = isSentBack ? 1 : stage + 1;
    if (next === lanes.length) {
      open -= 1;
      countOpen(order.store, -1);
    }
    // A person picks an idea within the blink of an eye; a rejected text is written anew after a pause.
    else at(now + (isSentBack ? 2 / speed : 0.1), () => enqueue({ order, stage: next }));
  };
  const begin = (task: Task): void => {
    const { tokens, seconds } = lanes[task.stage]!;
    calls.push({ at: now, store: task.order.store, stage: task.stage, tokens });
    const isLetIn = buckets.requests.admits(1, now * 1000) && buckets.tokens.admits(tokens, now * 1000);
    if (!isLetIn) {
      refused += 1;
      at(now + 1, () => enqueue(task));
      return;
    }
    buckets.requests.charge(1, now * 1000);
    buckets.tokens.charge(tokens, now * 1000);
    lanes[task.stage]!.busy += 1;
    // Between half and double the time, as far below the middle as above.
    const took = (seconds / speed) * 2 ** (2 * chance.next() - 1);
    at(now + took, () => {
      lanes[task.stage]!.busy -= 1;
      finish(task);
    });
  };

  const smalls: Order[] = [];
  const place = (order: Order): void => {
    open += 1;
    at(IDLE + order.placedAt, () => countOpen(order.store, 1));
    at(IDLE + order.placedAt + 1e-6, () => start(order));
  };
  const placedAt = work.placedAt ?? ((n: number) => n / 25);
  for (let n = 0; n < work.orders; n += 1) place({ store: n % work.stores, placedAt: placedAt(n) });
  const { count = 0, orders: ordersOfSmall = 0, everySeconds = 0 } = work.smallStores ?? {};
  for (let n = 0; n < count * ordersOfSmall; n += 1) {
    const small = n % count;
    const order = { store: work.stores + small, placedAt: (small + 1) * everySeconds };
    smalls.push(order);
    place(order);
  }

  let pace = FRESH;
  let settled = -SETTLED;
  const chargedIn = (from: number, until: number, stage: number) => {
    const own = calls.filter((call) => call.stage === stage && call.at > from && call.at <= until);
    return { calls: own.length, tokens: own.reduce((sum, { tokens }) => sum + tokens, 0) };
  };
  const update = (): void => {
    const until = now - SETTLED;
    pace = enterTick(pace, {
      budget,
      seconds: until - settled,
      lanes: lanes.map(({ lane, queue }, n) => ({
        ...{ lane, backlog: queue.backlog() },
        ...chargedIn(settled, until, n),
      })),
    });
    settled = until;
    const limits = limitsOf(
      pace,
      budget,
      lanes.map(({ lane, queue, busy, tokens }, n) => ({
        ...{ lane, busy, slots, backlog: queue.backlog(), meanTokens: tokens * misjudged },
        callsPerSecond: chargedIn(now - 10, now, n).calls / 10,
      })),
    );
    lanes.forEach(({ queue }, n) => {
      const limit = limits[n]!;
      if (Math.abs(queue.rate() - limit) > CLOSE_ENOUGH * Math.max(queue.rate(), limit))
        at(now + UNTIL_SET, () => queue.setRate(limit, now));
    });
  };

  let nextTick = 0;
  let lastWork = IDLE;
  while (open > 0 && now < LONGEST) {
    now += STEP;
    while (due.length > 0 && due[0]!.at <= now) due.shift()!.run();
    for (const lane of lanes)
      while (lane.busy < slots) {
        const task = lane.queue.take(now);
        if (!task) break;
        if (task.stage === 1) textsMoved = now;
        begin(task);
      }
    if (lanes[1]!.queue.backlog() === 0) textsMoved = now;
    longestStandstill = Math.max(longestStandstill, now - textsMoved);
    if (lanes.reduce((sum, { queue }) => sum + queue.backlog(), 0) > 5) lastWork = now;
    if (now < nextTick) continue;
    update();
    nextTick = now + TICK;
  }
  if (open > 0) throw new Error(`${open} orders have not ended`);

  const sumOf = (some: typeof calls): number => some.reduce((sum, { tokens }) => sum + tokens, 0);
  const halfTime = IDLE + (lastWork - IDLE) / 2;
  const ofStores = Array.from({ length: work.stores }, () => 0);
  for (const call of calls)
    if (call.at < halfTime && call.store < work.stores) ofStores[call.store]! += call.tokens;
  const squares = ofStores.reduce((sum, tokens) => sum + tokens ** 2, 0);
  const fair = (ordersOfSmall * STAGES[0].tokens * (work.stores + 1)) / perSecond;
  return {
    used: sumOf(calls.filter((call) => call.at < lastWork)) / (perSecond * (lastWork - IDLE)),
    overBound: (calls.at(-1)!.at - IDLE) / (sumOf(calls) / perSecond),
    refused,
    mostOfMinute:
      Math.max(
        ...calls.map(({ at: from }) => sumOf(calls.filter((call) => call.at >= from && call.at < from + 60))),
      ) / budget.tokensPerMinute,
    smallOverFair:
      Math.max(0, ...smalls.map((order) => order.ideasAt! - IDLE - order.placedAt)) / (fair || 1),
    jain: ofStores.reduce((sum, tokens) => sum + tokens, 0) ** 2 / (work.stores * squares),
    longestStandstill,
  };
}
