import fc from 'fast-check';
import {
  activitiesPerStore,
  dispatchRate,
  nextCorrection,
  shareBudget,
} from '../../../src/domain/providers/budget';
import type { AccountBudget, LaneLoad } from '../../../src/domain/providers/budget';

const openai: AccountBudget = { requestsPerMinute: 450, tokensPerMinute: 450_000 };

const load = (part: Partial<LaneLoad> = {}): LaneLoad => ({
  ...{ lane: 'ideas', backlog: 1_000, slots: 50, busy: 0, meanTokens: 2_500, meanSeconds: 5 },
  ...part,
});

const anyLoad = fc.record({
  lane: fc.constant('x'),
  backlog: fc.oneof(fc.constant(0), fc.nat(10), fc.nat(10_000)),
  slots: fc.nat(200),
  busy: fc.nat(200),
  meanTokens: fc.double({ min: 1, max: 50_000, noNaN: true }),
  meanSeconds: fc.double({ min: 0.01, max: 300, noNaN: true }),
});
const anyAccount = fc.record({
  requestsPerMinute: fc.double({ min: 0.1, max: 100_000, noNaN: true }),
  tokensPerMinute: fc.option(fc.double({ min: 10, max: 10_000_000, noNaN: true }), { nil: null }),
});
const anyLoads = fc.array(anyLoad, { minLength: 1, maxLength: 6 });

const sums = (loads: readonly LaneLoad[], rates: readonly number[]) => ({
  requests: rates.reduce((sum, rate) => sum + rate, 0),
  tokens: rates.reduce((sum, rate, n) => sum + rate * loads[n]!.meanTokens, 0),
});

/** Calls a minute that a lane could begin within the next second. */
const couldBegin = ({ backlog, slots, busy, meanSeconds }: LaneLoad): number =>
  Math.min(backlog, Math.max(0, slots - busy) + slots / Math.max(meanSeconds, 0.1)) * 60;

test('limits are never exceeded, and every lane can start something', () => {
  fc.assert(
    fc.property(anyAccount, anyLoads, (account, loads) => {
      const rates = shareBudget(account, loads);
      const { requests, tokens } = sums(loads, rates);
      expect(requests).toBeLessThanOrEqual(account.requestsPerMinute * (1 + 1e-9));
      if (account.tokensPerMinute !== null)
        expect(tokens).toBeLessThanOrEqual(account.tokensPerMinute * (1 + 1e-9));
      for (const rate of rates) expect(rate).toBeGreaterThan(0);
    }),
  );
});

test('the account is never idle while there is work to start', () => {
  fc.assert(
    fc.property(anyAccount, anyLoads, (account, loads) => {
      const rates = shareBudget(account, loads);
      const held = loads.some((lane, n) => couldBegin(lane) > rates[n]! * (1 + 1e-6));
      const { requests, tokens } = sums(loads, rates);
      const used = Math.max(
        requests / account.requestsPerMinute,
        account.tokensPerMinute ? tokens / account.tokensPerMinute : 0,
      );
      if (held) expect(used).toBeGreaterThan(0.999);
    }),
  );
});

test('every lane with work gets at least its equal share, unless it cannot start as much', () => {
  fc.assert(
    fc.property(anyAccount, anyLoads, (account, loads) => {
      const rates = shareBudget(account, loads);
      for (const [n, lane] of loads.entries()) {
        const share = Math.max(
          1 / account.requestsPerMinute,
          account.tokensPerMinute ? lane.meanTokens / account.tokensPerMinute : 0,
        );
        const equal = 1 / loads.length / share;
        if (lane.backlog > 0)
          expect(rates[n]!).toBeGreaterThanOrEqual(Math.min(equal, couldBegin(lane)) * (1 - 1e-6));
      }
    }),
  );
});

test("more work on one lane never reduces another lane's equal share", () => {
  fc.assert(
    fc.property(anyAccount, anyLoads, fc.nat(10_000), (account, loads, more) => {
      const [first, ...others] = loads as [LaneLoad, ...LaneLoad[]];
      const rates = shareBudget(account, [{ ...first, backlog: first.backlog + more }, ...others]);
      for (const [n, lane] of others.entries()) {
        const share = Math.max(
          1 / account.requestsPerMinute,
          account.tokensPerMinute ? lane.meanTokens / account.tokensPerMinute : 0,
        );
        if (lane.backlog > 0)
          expect(rates[n + 1]!).toBeGreaterThanOrEqual(
            Math.min(1 / loads.length / share, couldBegin(lane)) * (1 - 1e-6),
          );
      }
    }),
  );
});

test('the only lane with work gets all but a trickle', () => {
  const loads = [
    load({ backlog: 0 }),
    load({ lane: 'writing', meanTokens: 4_500 }),
    load({ lane: 'quality', backlog: 0 }),
  ];
  const rates = shareBudget(openai, loads);
  expect(rates[1]! * 4_500).toBeGreaterThan(0.97 * 450_000);
});

test('lanes with enough work share by tokens charged, not by number of calls', () => {
  const loads = [load({ meanTokens: 1_500 }), load({ lane: 'writing', meanTokens: 4_500 })];
  const [ideas, writing] = shareBudget(openai, loads) as [number, number];
  expect(ideas * 1_500).toBeCloseTo(writing * 4_500, 3);
  expect(ideas * 1_500 + writing * 4_500).toBeCloseTo(450_000, 0);
});

test('without work, all lanes get the same rate', () => {
  const rates = shareBudget(openai, [load({ backlog: 0 }), load({ backlog: 0 })]);
  expect(rates[0]).toBeCloseTo(rates[1]!, 6);
  expect(rates[0]! * 2_500 * 2).toBeCloseTo(450_000, 0);
});

test('lanes whose slots are full yield their share to lanes that can start work', () => {
  const stuck = load({ lane: 'images', slots: 10, busy: 10, meanSeconds: 600 });
  const rates = shareBudget({ requestsPerMinute: 600, tokensPerMinute: null }, [stuck, load()]);
  expect(rates[1]!).toBeGreaterThan(580);
});

test('a closed account dispatches nothing', () => {
  expect(shareBudget({ requestsPerMinute: 0, tokensPerMinute: null }, [load(), load()])).toEqual([0, 0]);
});

test('no sixty seconds exceed the limit per minute', () => {
  // The server lets up to 61 seconds' worth and one through in any minute.
  fc.assert(
    fc.property(fc.double({ min: 1, max: 10_000, noNaN: true }), (perMinute) => {
      expect(dispatchRate(perMinute) * 61).toBeLessThanOrEqual(perMinute * (1 + 1e-9));
    }),
  );
});

test("usage converges to the account's limit, whatever fraction of the limits is used", () => {
  for (const taken of [0.93, 0.95, 0.99, 1.02]) {
    let correction = 1;
    for (let second = 0; second < 300; second += 1)
      correction = nextCorrection(correction, taken * correction);
    expect(taken * correction).toBeCloseTo(0.99, 2);
  }
});

test('the correction is bounded and fades without work', () => {
  let correction = 1;
  for (let second = 0; second < 1_000; second += 1) correction = nextCorrection(correction, 0.2);
  expect(correction).toBe(1.08);
  for (let second = 0; second < 100; second += 1) correction = nextCorrection(correction, undefined);
  expect(correction).toBeCloseTo(1, 3);
  for (let second = 0; second < 1_000; second += 1) correction = nextCorrection(correction, 3);
  expect(correction).toBe(0.9);
});

test('a store is asked no faster than the strictest platform takes it', () => {
  const quick = { requestsPerMinute: 200, requestsPerActivity: 2 };
  const slow = { requestsPerMinute: 120, requestsPerActivity: 3 };
  expect(activitiesPerStore([quick])).toBe(100);
  expect(activitiesPerStore([quick, slow])).toBe(40);
});
