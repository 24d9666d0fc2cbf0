import fc from 'fast-check';
import {
  afterClosing,
  afterProbe,
  afterRefusal,
  afterTime,
  usableFactor,
} from '../../../src/domain/providers/account-feedback';
import type { AccountState } from '../../../src/domain/providers/account-feedback';

const open: AccountState = {
  state: 'open',
  reason: null,
  factor: 1,
  coolingUntil: null,
  probeAt: null,
  probes: 0,
};
const now = 1_000_000;

test('a rate-limit rejection lowers the budget once per cooling period, however many calls run into it', () => {
  const first = afterRefusal(open, { reason: 'rate_limit_requests', delayMs: 4_000, now });
  expect(first).toMatchObject({ state: 'cooling', factor: 0.7, coolingUntil: now + 4_000 });
  const second = afterRefusal(first, { reason: 'rate_limit_requests', delayMs: 9_000, now: now + 100 });
  expect(second).toMatchObject({ factor: 0.7, coolingUntil: now + 9_100 });
  const third = afterRefusal(second, {
    reason: 'rate_limit_requests',
    delayMs: undefined,
    now: now + 10_000,
  });
  expect(third.factor).toBeCloseTo(0.49);
});

test('the budget recovers gradually after the cooling period, up to the full budget', () => {
  const cooling = afterRefusal(open, { reason: 'rate_limit', delayMs: 2_000, now });
  expect(afterTime(cooling, { seconds: 1, now: now + 1_000 })).toEqual(cooling);
  const cooled = afterTime(cooling, { seconds: 1, now: now + 2_001 });
  expect(cooled).toMatchObject({ state: 'open', reason: null, coolingUntil: null });
  expect(cooled.factor).toBeCloseTo(0.75);
  expect(afterTime(cooled, { seconds: 100, now: now + 102_000 }).factor).toBe(1);
});

test('when requests run out, nothing is sent; when tokens run out, smaller calls still are', () => {
  const requests = afterRefusal(open, { reason: 'rate_limit_requests', delayMs: 30_000, now });
  expect(usableFactor(requests, now)).toBe(0);
  expect(usableFactor(requests, now + 29_000)).toBe(0.7);
  const tokens = afterRefusal(open, { reason: 'rate_limit_tokens', delayMs: 30_000, now });
  expect(usableFactor(tokens, now)).toBe(0.7);
});

test('a closed account is probed every five seconds at first and once a minute later, then reopened', () => {
  let standing = afterClosing(open, { reason: 'insufficient_quota', now });
  expect(standing).toMatchObject({ state: 'closed', probeAt: now + 5_000 });
  expect(usableFactor(standing, now)).toBe(0);
  const pauses: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    standing = afterProbe(standing, { taken: false, now });
    pauses.push(standing.probeAt! - now);
  }
  expect(pauses.slice(0, 7)).toEqual([5_000, 5_000, 5_000, 5_000, 5_000, 5_000, 5_833]);
  expect(pauses.at(-1)).toBe(60_000);
  // At any time the next look is at most a sixth of the time away for which it has been shut, or five seconds.
  let shutFor = 5_000;
  for (const wait of pauses) {
    expect(wait).toBeLessThanOrEqual(Math.max(5_000, shutFor / 6) + 1);
    shutFor += wait;
  }
  expect(afterProbe(standing, { taken: true, now })).toEqual(open);
});

test('a closed account ignores further closings, rejections and the passing of time', () => {
  const shut = afterClosing(open, { reason: 'insufficient_quota', now });
  expect(afterClosing(shut, { reason: 'key_refused', now: now + 1 })).toBe(shut);
  expect(afterRefusal(shut, { reason: 'rate_limit', delayMs: 1, now })).toBe(shut);
  expect(afterTime(shut, { seconds: 60, now: now + 60_000 })).toBe(shut);
});

test('the usable fraction always stays above zero and at most one', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('refusal' as const), delayMs: fc.nat(100_000) }),
    fc.record({ kind: fc.constant('time' as const), delayMs: fc.nat(100_000) }),
    fc.record({ kind: fc.constant('close' as const), delayMs: fc.nat(10) }),
    fc.record({ kind: fc.constant('probe' as const), delayMs: fc.nat(10) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let standing = open;
      let at = now;
      for (const { kind, delayMs } of steps) {
        at += delayMs;
        if (kind === 'refusal') standing = afterRefusal(standing, { reason: 'rate_limit', delayMs, now: at });
        if (kind === 'time') standing = afterTime(standing, { seconds: delayMs / 1000, now: at });
        if (kind === 'close') standing = afterClosing(standing, { reason: 'x', now: at });
        if (kind === 'probe') standing = afterProbe(standing, { taken: delayMs > 5, now: at });
        expect(standing.factor).toBeGreaterThan(0);
        expect(standing.factor).toBeLessThanOrEqual(1);
        expect(usableFactor(standing, at)).toBeLessThanOrEqual(standing.factor);
      }
    }),
  );
});
