import { isStepOverdue, itemEta, waitsForWindow, windowMs } from '../../../src/domain/items/eta';
import type { StepTimes } from '../../../src/domain/items/eta';
import { batchEta } from '../../../src/domain/orders/eta';
import { chance, spreadTime } from '../../support/chance';

const STEPS = 10;
const MIDDLE_MS = 3_000;

/** The steps of one item: each has its own chance, and all share the item's. */
function stepsOf(next: () => number, own: number, shared: number): number[] {
  const factor = spreadTime(next, 1, shared);
  return Array.from({ length: STEPS }, () => spreadTime(next, MIDDLE_MS, own) * factor);
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const deviation = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1));
};

function measure(items: readonly number[][]): StepTimes {
  const all = items.flat();
  const byChance = deviation(all) ** 2 / STEPS;
  return {
    measured: all.length,
    items: items.length,
    meanMs: mean(all),
    deviationMs: deviation(all),
    commonMs: Math.sqrt(Math.max(0, deviation(items.map(mean)) ** 2 - byChance)),
  };
}

/** When the item behind `ahead` others is written, with so many slots that have `busy` steps left. */
function simulate(
  next: () => number,
  queue: { atOnce: number; busy: number[]; ahead: number },
  spread: number[],
): number {
  const [own, shared] = spread as [number, number];
  const free = Array.from({ length: queue.atOnce }, (_, n) =>
    sum(stepsOf(next, own, shared).slice(0, queue.busy[n] ?? 0)),
  );
  for (let n = 0; ; n += 1) {
    const slot = free.indexOf(Math.min(...free));
    free[slot]! += sum(stepsOf(next, own, shared));
    if (n === queue.ahead) return free[slot]!;
  }
}

test.each([
  [1, 0.2, 0.1],
  [2, 0.35, 0],
  [3, 0.3, 0.25],
  [4, 0.5, 0.15],
])(
  '85 to 97 % of two hundred items are written within the stated p90 (seed %i, spread %d and %d)',
  (seed, own, shared) => {
    const next = chance(seed);
    const held = Array.from({ length: 200 }, (_, n) => {
      const atOnce = 1 + (n % 8);
      const ahead = Math.floor(next() * 60);
      const busy = Array.from({ length: atOnce }, () => Math.floor(next() * (STEPS + 1)));
      // Measured anew for each, as no two measurements are off by the same.
      const times = measure(Array.from({ length: 50 }, () => stepsOf(next, own, shared)));
      const eta = itemEta({
        ahead,
        stepsLeft: STEPS,
        totalSteps: STEPS,
        pauseMs: 0,
        queue: { atOnce, perMinute: 100_000, busy, startedAgoMs: [] },
        times,
      });
      // The pace is not quite what it was when it was measured.
      const took = simulate(next, { atOnce, busy, ahead }, [own, shared]) * spreadTime(next, 1, 0.005);
      return { p50: took <= eta.p50Ms, p90: took <= eta.p90Ms };
    });
    const share = (name: 'p50' | 'p90'): number => held.filter((one) => one[name]).length / held.length;
    expect(share('p90')).toBeGreaterThanOrEqual(0.85);
    expect(share('p90')).toBeLessThanOrEqual(0.97);
    expect(share('p50')).toBeGreaterThan(0.35);
    expect(share('p50')).toBeLessThan(0.65);
  },
);

const TIMES: StepTimes = { measured: 100, items: 10, meanMs: 1_000, deviationMs: 300, commonMs: 100 };
const QUEUE = {
  atOnce: 5,
  perMinute: 20,
  busy: [3, 3, 3, 3, 3],
  startedAgoMs: [5, 4, 3, 2, 1].map((s) => s * 1_000),
};
const ITEM = { ahead: null, stepsLeft: 10, totalSteps: 10, pauseMs: 0, queue: QUEUE, times: TIMES };

test('the estimate grows with the remaining work and shrinks with finished work', () => {
  expect(itemEta({ ...ITEM, stepsLeft: 0 })).toEqual({ p50Ms: 0, p90Ms: 0 });
  const left = [1, 2, 5, 10].map((stepsLeft) => itemEta({ ...ITEM, stepsLeft }).p50Ms);
  expect([...left].sort((a, b) => a - b)).toEqual(left);
});

test('the per-minute limit delays items beyond it', () => {
  const within = itemEta({ ...ITEM, ahead: 4 });
  const beyond = itemEta({ ...ITEM, ahead: 40 });
  expect(within.p50Ms).toBeLessThan(20_000);
  // The 26th too many starts a minute after the 6th, which starts a minute after the first.
  expect(beyond.p50Ms).toBeGreaterThan(120_000);
});

describe('twenty of twenty-three items were begun within the last minute, and all of them are done', () => {
  const startedAt = Array.from({ length: 20 }, (_, n) => n * 500);
  const queueAt = (now: number) => ({
    ...QUEUE,
    busy: [],
    startedAgoMs: startedAt.map((at) => now - at).filter((ago) => ago < 60_000),
  });
  const times = { ...TIMES, meanMs: 250, deviationMs: 20, commonMs: 10 };
  const eta = (ahead: number, now: number) =>
    itemEta({ ...ITEM, ahead, stepsLeft: 10, queue: queueAt(now), times }).p50Ms;

  test('the next one starts when the first of them is a minute old, whatever else is free', () => {
    expect(windowMs(0, queueAt(12_000))).toBe(48_000);
    expect(windowMs(2, queueAt(12_000))).toBe(49_000);
    expect(eta(0, 12_000)).toBeGreaterThan(50_000);
    expect(eta(0, 12_000)).toBeLessThan(51_500);
    expect(waitsForWindow({ ahead: 0, totalSteps: 10, queue: queueAt(12_000), times })).toBe(true);
  });

  test('the time left shrinks with the time that passes', () => {
    const left = [12_000, 24_000, 36_000, 48_000].map((now) => eta(2, now));
    for (const [n, ms] of left.slice(1).entries()) expect(left[n]! - ms).toBeGreaterThan(11_000);
    expect(windowMs(0, queueAt(60_000))).toBe(0);
  });

  test('whole minutes are added for those beyond the next twenty', () => {
    expect(windowMs(20, queueAt(12_000))).toBe(108_000);
    expect(windowMs(41, queueAt(12_000))).toBe(168_500);
  });

  test('a limit that was lowered meanwhile counts from the last of them', () => {
    expect(windowMs(0, { ...queueAt(12_000), perMinute: 5 })).toBe(60_000 - (12_000 - 15 * 500));
  });
});

test('an item waits for a slot, and not for the limit, where that takes longer', () => {
  expect(windowMs(3, QUEUE)).toBe(0);
  expect(waitsForWindow({ ahead: 3, totalSteps: 10, queue: QUEUE, times: TIMES })).toBe(false);
  const slow = { ...TIMES, meanMs: 30_000 };
  expect(windowMs(20, QUEUE)).toBeGreaterThan(0);
  expect(waitsForWindow({ ahead: 20, totalSteps: 10, queue: QUEUE, times: slow })).toBe(false);
});

test('a pause after a failed attempt counts only if it is longer than the wait', () => {
  expect(itemEta({ ...ITEM, ahead: 0, pauseMs: 8_000 }).p50Ms).toBeGreaterThan(
    itemEta({ ...ITEM, ahead: 0, pauseMs: 0 }).p50Ms,
  );
});

test('with fewer than twenty measured steps, an item takes two to four minutes', () => {
  const { p50Ms, p90Ms } = itemEta({ ...ITEM, times: { ...TIMES, measured: 19 } });
  expect(p50Ms).toBeGreaterThan(100_000);
  expect(p90Ms).toBeLessThan(260_000);
});

test('a batch takes as long as its last item', () => {
  expect(batchEta([])).toEqual({ p50Ms: 0, p90Ms: 0 });
  expect(
    batchEta([
      { p50Ms: 5, p90Ms: 6 },
      { p50Ms: 4, p90Ms: 9 },
    ]),
  ).toEqual({ p50Ms: 5, p90Ms: 9 });
});

test('a step that takes twice as long as nine in ten did is overdue', () => {
  const times = { measured: 50, items: 5, meanMs: 10_000, deviationMs: 1_000, commonMs: 0 };
  expect([isStepOverdue(20_000, times), isStepOverdue(25_000, times)]).toEqual([false, true]);
});
