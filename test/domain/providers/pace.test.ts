import { dispatchRate, shareBudget } from '../../../src/domain/providers/budget';
import type { AccountBudget, LaneLoad } from '../../../src/domain/providers/budget';
import { enterTick, FRESH, limitsOf } from '../../../src/domain/providers/pace';
import type { LaneTick, Pace } from '../../../src/domain/providers/pace';
import { simulateAccount } from '../../support/simulated-account';

const budget: AccountBudget = { requestsPerMinute: 450, tokensPerMinute: 450_000 };
const load = (part: Partial<LaneLoad>) => ({
  ...{ lane: 'writing' as const, backlog: 0, slots: 50, busy: 0, callsPerSecond: 0, meanTokens: 4_000 },
  ...part,
});
const second = (pace: Pace, ...lanes: LaneTick[]): Pace => enterTick(pace, { budget, lanes, seconds: 1 });
const reviews = (backlog: number, calls: number): LaneTick => ({
  ...{ lane: 'quality', backlog, calls, tokens: calls * 1_000 },
});

describe('what a lane is left', () => {
  const texts = load({ backlog: 1_000 });
  const limitOfReviews = (pace: Pace, backlog: number): number =>
    limitsOf(pace, budget, [texts, load({ lane: 'quality', meanTokens: 1_000, backlog })])[1]!;

  test('follows what arrives, also while its queue is empty', () => {
    let pace = second(FRESH, reviews(0, 0));
    for (let n = 0; n < 10; n += 1) pace = second(pace, reviews(0, 2));
    expect(limitOfReviews(pace, 0)).toBeGreaterThan(dispatchRate(2 * 60) * 0.95);
    for (let n = 0; n < 10; n += 1) pace = second(pace, reviews(0, 0));
    expect(limitOfReviews(pace, 0)).toBeLessThan(0.2);
  });

  test('counts what joined the queue, not what was in it already', () => {
    let pace = second(FRESH, reviews(3, 0));
    for (let n = 0; n < 10; n += 1) pace = second(pace, reviews(3, 0));
    // Three a second would be its work; its limit without anything joining is to begin those three within a second.
    expect(limitOfReviews(pace, 3) / dispatchRate(3 * 60)).toBeGreaterThan(0.95);
    expect(limitOfReviews(pace, 3) / dispatchRate(3 * 60)).toBeLessThan(1.4);
  });

  test('is what the account allows, whatever arrives', () => {
    let pace = second(FRESH, reviews(0, 0));
    for (let n = 0; n < 10; n += 1) pace = second(pace, reviews(1_000 * n, 7));
    const [ofTexts, ofReviews] = limitsOf(pace, budget, [
      texts,
      load({ lane: 'quality', meanTokens: 1_000, backlog: 9_000 }),
    ]) as [number, number];
    expect(ofTexts * 4_000 + ofReviews * 1_000).toBeLessThanOrEqual((450_000 / 60) * 1.3);
  });
});

test('without work, limits add up to no more than the account lets through, whatever was left over', () => {
  const loads = [load({}), load({ lane: 'quality', meanTokens: 1_000 })];
  const tokensOf = ([texts, judged]: number[]): number => (texts! * 4_000 + judged! * 1_000) * 61;
  let pace = FRESH;
  for (let n = 0; n < 60; n += 1) pace = second(pace, reviews(0, 0));
  expect(tokensOf(limitsOf(pace, budget, loads))).toBeLessThanOrEqual(450_000 * (1 + 1e-9));
  const working = loads.map((lane) => ({ ...lane, backlog: 100 }));
  expect(tokensOf(limitsOf(pace, budget, working))).toBeCloseTo(450_000 * 1.3, 0);
});

test('without anything known, limits are the shares of the account', () => {
  const loads = [load({ backlog: 20 }), load({ lane: 'quality', backlog: 20, meanTokens: 1_000 })];
  const shares = shareBudget(
    budget,
    loads.map((lane) => ({ ...lane, arrivals: 0 })),
  );
  expect(limitsOf(FRESH, budget, loads)).toEqual(shares.map(dispatchRate));
});

/**
 * Orders through an account in simulated time, with the limits that the rate controller would set. Before, by the same simulation: 300
 * orders used 0.98 of the budget and took 1.07 to 1.10 times the bound, a small store waited 2.6 times its fair share.
 */
describe('in simulated time', () => {
  const many = { orders: 1_000, stores: 20, smallStores: { count: 5, orders: 5, everySeconds: 5 } };

  test.each([
    [1, 1],
    [2, 2],
    [3, 4],
  ])('a thousand orders of twenty stores use the whole budget (seed %i, %i times as fast)', (seed, speed) => {
    const small = { ...many.smallStores, everySeconds: 5 / speed };
    const run = simulateAccount({ ...many, seed, speed, smallStores: small });
    expect(run.refused).toBe(0);
    expect(run.used).toBeGreaterThan(0.98);
    expect(run.overBound).toBeLessThan(1.04);
    expect(run.mostOfMinute).toBeLessThan(1.02);
    expect(run.jain).toBeGreaterThan(0.99);
    expect(run.longestStandstill).toBeLessThan(20 / speed);
  });

  test('a small store among busy ones waits about its fair share for ideas, and texts go on meanwhile', () => {
    const runs = [1, 2, 3, 4].map((seed) => simulateAccount({ ...many, orders: 400, seed, speed: 1 }));
    const mean = runs.reduce((sum, { smallOverFair }) => sum + smallOverFair, 0) / runs.length;
    expect(mean).toBeLessThan(1.5);
    for (const { longestStandstill } of runs) expect(longestStandstill).toBeLessThan(20);
  });

  test('a small store behind a big one has its ideas as soon as if it were alone', () => {
    const small = { count: 1, orders: 5, everySeconds: 5 };
    const waits = (orders: number): number =>
      Array.from({ length: 20 }, (_, seed) =>
        simulateAccount({
          ...{ orders, stores: 1, seed, speed: 1, smallStores: small, placedAt: () => 0 },
        }),
      ).reduce((sum, { smallOverFair }) => sum + smallOverFair, 0);
    expect(waits(100) / waits(0)).toBeLessThan(1.04);
  });

  test('hundreds of stores have their share', () => {
    const run = simulateAccount({ orders: 1_000, stores: 250, seed: 1, speed: 4 });
    expect(run.jain).toBeGreaterThan(0.97);
    expect(run.used).toBeGreaterThan(0.98);
  });

  test('few orders do not leave the budget unused at their end', () => {
    for (const seed of [1, 2, 3])
      expect(simulateAccount({ orders: 300, stores: 20, seed, speed: 1 }).overBound).toBeLessThan(1.04);
  });

  test.each([0.9, 1.1, 1.25])(
    'calls that cost %d of what they are thought to cost change nothing',
    (cost) => {
      const run = simulateAccount({ orders: 500, stores: 20, seed: 1, speed: 1, misjudged: 1 / cost });
      expect(run.refused).toBe(0);
      expect(run.used).toBeGreaterThan(0.98);
      expect(run.used).toBeLessThan(1);
    },
  );

  test('orders that come in waves, and texts that are sent back, lose nothing and are never refused', () => {
    const waves = simulateAccount({
      ...{ orders: 400, stores: 20, seed: 1, speed: 1, sentBack: 0.1 },
      placedAt: (n) => Math.floor(n / 100) * 60 + (n % 100) / 20,
    });
    expect(waves.refused).toBe(0);
    expect(waves.used).toBeGreaterThan(0.97);
  });

  test('a burst after hours without work is not refused', () => {
    const run = simulateAccount({
      orders: 200,
      stores: 2,
      seed: 1,
      speed: 4,
      placedAt: (n) => 3_600 + n / 200,
    });
    expect(run.refused).toBe(0);
  });
});
