import fc from 'fast-check';
import {
  activitiesPerStore,
  dispatchRate,
  laneWeights,
  shareBudget,
  siteShares,
} from '../../../src/domain/providers/budget';
import type { AccountBudget, LaneLoad } from '../../../src/domain/providers/budget';

const openai: AccountBudget = { requestsPerMinute: 450, tokensPerMinute: 450_000 };

const load = (part: Partial<LaneLoad> = {}): LaneLoad => ({
  ...{ lane: 'quality', backlog: 1_000, arrivals: 0, slots: 50, busy: 0 },
  ...{ callsPerSecond: 10, meanTokens: 2_500, ...part },
});

const anyLoad: fc.Arbitrary<LaneLoad> = fc.record({
  lane: fc.constantFrom('ideas', 'writing', 'quality', 'images'),
  backlog: fc.oneof(fc.constant(0), fc.nat(10), fc.nat(10_000)),
  arrivals: fc.double({ min: 0, max: 100, noNaN: true }),
  slots: fc.nat(200),
  busy: fc.nat(200),
  callsPerSecond: fc.double({ min: 0, max: 100, noNaN: true }),
  meanTokens: fc.double({ min: 1, max: 50_000, noNaN: true }),
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
const couldBegin = ({ backlog, arrivals, slots, busy, callsPerSecond }: LaneLoad): number =>
  Math.min(backlog + arrivals, Math.max(0, slots - busy) + callsPerSecond) * 60;

/** Calls a minute that take up this fraction of the account. */
const callsOf = (account: AccountBudget, { meanTokens }: LaneLoad, fraction: number): number =>
  fraction /
  Math.max(1 / account.requestsPerMinute, account.tokensPerMinute ? meanTokens / account.tokensPerMinute : 0);

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

test('every lane with work gets at least its share by weight, unless it cannot start as much', () => {
  fc.assert(
    fc.property(anyAccount, anyLoads, (account, loads) => {
      const rates = shareBudget(account, loads);
      const weights = laneWeights(account, loads);
      const sum = weights.reduce((all, weight) => all + weight, 0);
      for (const [n, lane] of loads.entries())
        expect(rates[n]!).toBeGreaterThanOrEqual(
          Math.min(callsOf(account, lane, weights[n]! / sum), couldBegin(lane)) * (1 - 1e-6),
        );
    }),
  );
});

test("more work on one lane never takes another lane's share by weight", () => {
  fc.assert(
    fc.property(anyAccount, anyLoads, fc.nat(10_000), (account, loads, more) => {
      const [first, ...others] = loads as [LaneLoad, ...LaneLoad[]];
      const grown = [{ ...first, backlog: first.backlog + more }, ...others];
      const rates = shareBudget(account, grown);
      const weights = laneWeights(account, grown);
      const sum = weights.reduce((all, weight) => all + weight, 0);
      for (const [n, lane] of others.entries())
        expect(rates[n + 1]!).toBeGreaterThanOrEqual(
          Math.min(callsOf(account, lane, weights[n + 1]! / sum), couldBegin(lane)) * (1 - 1e-6),
        );
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
  const [reviews, texts] = shareBudget(openai, loads) as [number, number];
  expect(reviews * 1_500).toBeCloseTo(texts * 4_500, 3);
  expect(reviews * 1_500 + texts * 4_500).toBeCloseTo(450_000, 0);
});

test('without work, all lanes get the same rate', () => {
  const rates = shareBudget(openai, [load({ backlog: 0 }), load({ backlog: 0 })]);
  expect(rates[0]).toBeCloseTo(rates[1]!, 6);
  expect(rates[0]! * 2_500 * 2).toBeCloseTo(450_000, 0);
});

test('lanes whose slots are full yield their share to lanes that can start work', () => {
  const stuck = load({ lane: 'images', slots: 10, busy: 10, callsPerSecond: 0.02 });
  const rates = shareBudget({ requestsPerMinute: 600, tokensPerMinute: null }, [stuck, load()]);
  expect(rates[1]!).toBeGreaterThan(580);
});

test('people do not wait for ideas behind texts, and texts never come to a standstill', () => {
  const loads = [
    load({ lane: 'ideas', meanTokens: 2_000 }),
    load({ lane: 'writing', meanTokens: 4_000 }),
    load({ lane: 'quality', meanTokens: 1_000 }),
  ];
  const [ideas, texts, reviews] = shareBudget(openai, loads) as [number, number, number];
  expect((ideas * 2_000) / 450_000).toBeCloseTo(28 / 30, 6);
  expect((texts * 4_000) / 450_000).toBeCloseTo(1 / 30, 6);
  expect((reviews * 1_000) / 450_000).toBeCloseTo(1 / 30, 6);
});

test('a lane that has been emptied keeps what arrives each second, so that its queue does not build up between updates', () => {
  const texts = load({ lane: 'writing', meanTokens: 4_000 });
  const reviews = load({ backlog: 0, arrivals: 1.5, meanTokens: 1_000 });
  const [, rate] = shareBudget(openai, [texts, reviews]) as [number, number];
  expect(rate / 60).toBeCloseTo(1.5, 6);
});

test('when texts run out, they go before reviews', () => {
  const reviews = load({ meanTokens: 1_000 });
  // A text takes 15 seconds, and the account lets one through every half second.
  const texts = { lane: 'writing', busy: 30, callsPerSecond: 2, meanTokens: 4_000 } as const;
  const shareOfTexts = (backlog: number): number =>
    (shareBudget(openai, [load({ ...texts, backlog }), reviews])[0]! * 4_000) / 450_000;
  expect(shareOfTexts(300)).toBeCloseTo(0.5, 6);
  expect(shareOfTexts(150)).toBeCloseTo(0.95, 6);
  // There are fewer than it may begin.
  expect(shareOfTexts(1)).toBeCloseTo((60 * 4_000) / 450_000, 6);
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

test('a store is asked no faster than the strictest platform takes it', () => {
  const quick = { requestsPerMinute: 200, requestsPerActivity: 2 };
  const slow = { requestsPerMinute: 120, requestsPerActivity: 3 };
  expect(activitiesPerStore([quick])).toBe(80);
  expect(activitiesPerStore([quick, slow])).toBe(32);
});

test('the shares of a site never add up to more than its limit, and each has some', () => {
  expect(siteShares(200)).toEqual({ publishing: 160, people: 30, attempts: 10 });
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 1_000_000 }), (limit) => {
      const { publishing, people, attempts } = siteShares(limit);
      expect(publishing + people + attempts).toBeLessThanOrEqual(limit);
      for (const share of [publishing, people, attempts]) expect(share).toBeGreaterThanOrEqual(2);
    }),
  );
});
