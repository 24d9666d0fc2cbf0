import fc from 'fast-check';
import {
  afterClosing,
  afterFailedTrial,
  afterProbe,
  afterRefusal,
  afterSuccess,
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
  trial: null,
  changedAt: -Infinity,
};
const now = 1_000_000;
/** When a question was asked whose answer is there now. */
const askedAt = now - 10;

test('a rate-limit rejection lowers the budget once per cooling period, however many calls run into it', () => {
  const first = afterRefusal(open, { reason: 'rate_limit_requests', delayMs: 4_000, now, askedAt });
  expect(first).toMatchObject({ state: 'cooling', factor: 0.7, coolingUntil: now + 4_000 });
  const second = afterRefusal(first, {
    reason: 'rate_limit_requests',
    delayMs: 9_000,
    now: now + 100,
    askedAt,
  });
  expect(second).toMatchObject({ factor: 0.7, coolingUntil: now + 9_100 });
  const third = afterRefusal(second, {
    reason: 'rate_limit_requests',
    delayMs: undefined,
    now: now + 10_000,
    askedAt,
  });
  expect(third.factor).toBeCloseTo(0.49);
});

test('the budget recovers gradually after the cooling period, up to the full budget', () => {
  const cooling = afterRefusal(open, { reason: 'rate_limit', delayMs: 2_000, now, askedAt });
  expect(afterTime(cooling, { seconds: 1, now: now + 1_000 })).toEqual(cooling);
  const cooled = afterTime(cooling, { seconds: 1, now: now + 2_001 });
  expect(cooled).toMatchObject({ state: 'open', reason: null, coolingUntil: null });
  expect(cooled.factor).toBeCloseTo(0.75);
  expect(afterTime(cooled, { seconds: 100, now: now + 102_000 }).factor).toBe(1);
});

test('when requests run out, nothing is sent; when tokens run out, smaller calls still are', () => {
  const requests = afterRefusal(open, { reason: 'rate_limit_requests', delayMs: 30_000, now, askedAt });
  expect(usableFactor(requests, now)).toBe(0);
  expect(usableFactor(requests, now + 29_000)).toBe(0.7);
  const tokens = afterRefusal(open, { reason: 'rate_limit_tokens', delayMs: 30_000, now, askedAt });
  expect(usableFactor(tokens, now)).toBe(0.7);
});

test('a closed account is probed every five seconds at first and once a minute later, then reopened', () => {
  let standing = afterClosing(open, { reason: 'insufficient_quota', now, askedAt });
  expect(standing).toMatchObject({ state: 'closed', probeAt: now + 5_000 });
  expect(usableFactor(standing, now)).toBe(0);
  const pauses: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    standing = afterProbe(standing, { taken: false, isWaitedFor: true, now });
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
  const opened = afterProbe(standing, { taken: true, isWaitedFor: false, now });
  expect(opened).toEqual({ ...open, probes: 40 });
  // What it took to open it is forgotten when a call has succeeded.
  expect(afterClosing(opened, { reason: 'insufficient_quota', now, askedAt }).probeAt).toBe(now + 60_000);
  expect(afterSuccess(opened, { askedAt })).toEqual(open);
});

test('a closed account ignores further closings, rejections and the passing of time', () => {
  const shut = afterClosing(open, { reason: 'insufficient_quota', now, askedAt });
  expect(afterClosing(shut, { reason: 'key_refused', now: now + 1, askedAt })).toBe(shut);
  expect(afterRefusal(shut, { reason: 'rate_limit', delayMs: 1, now, askedAt })).toBe(shut);
  expect(afterTime(shut, { seconds: 60, now: now + 60_000 })).toBe(shut);
});

test('while orders wait, a probe that succeeds lets one call try, and only its success opens the account', () => {
  const shut = afterClosing(open, { reason: 'key_refused', now, askedAt });
  const offered = afterProbe(shut, { taken: true, isWaitedFor: true, now });
  expect(offered).toMatchObject({ state: 'closed', trial: 'offered' });
  expect(usableFactor(offered, now)).toBeGreaterThan(0);
  const taken: AccountState = { ...offered, trial: 'taken' };
  expect(usableFactor(taken, now)).toBe(0);
  const inVain = afterFailedTrial(taken, { now, askedAt });
  expect(inVain).toMatchObject({ state: 'closed', trial: null, probes: 1 });
  expect(afterFailedTrial(shut, { now, askedAt })).toBe(shut);
  expect(afterSuccess(taken, { askedAt: now + 1 })).toEqual(open);
});

test('trials in vain come less and less often, up to one a minute', () => {
  let shut = afterClosing(open, { reason: 'key_refused', now, askedAt });
  let at = now;
  const trials: number[] = [];
  while (at < now + 3_600_000) {
    at = shut.probeAt!;
    trials.push(at - now);
    const offered = afterProbe(shut, { taken: true, isWaitedFor: true, now: at });
    shut = afterFailedTrial({ ...offered, trial: 'taken' }, { now: at, askedAt: at });
  }
  expect(trials.filter((ms) => ms <= 60_000).length).toBeLessThanOrEqual(12);
  expect(trials.filter((ms) => ms > 3_000_000).length).toBeLessThanOrEqual(11);
});

test('what was asked before the account was closed or opened changes nothing any more', () => {
  const opened: AccountState = { ...open, changedAt: now };
  const early = { reason: 'insufficient_quota', now: now + 50, askedAt: now - 1 };
  expect(afterClosing(opened, early)).toBe(opened);
  expect(afterRefusal(opened, { ...early, delayMs: 600_000 })).toBe(opened);
  expect(afterClosing(opened, { ...early, askedAt: now + 1 })).toMatchObject({ state: 'closed' });
  // A call that was under way when the account was closed does not open it.
  const shut: AccountState = { ...afterClosing(open, { ...early, askedAt }), changedAt: now };
  expect(afterSuccess(shut, { askedAt: now - 1 })).toBe(shut);
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
        if (kind === 'refusal')
          standing = afterRefusal(standing, { reason: 'rate_limit', delayMs, now: at, askedAt });
        if (kind === 'time') standing = afterTime(standing, { seconds: delayMs / 1000, now: at });
        if (kind === 'close') standing = afterClosing(standing, { reason: 'x', now: at, askedAt });
        if (kind === 'probe')
          standing = afterProbe(standing, { taken: delayMs > 5, isWaitedFor: delayMs > 8, now: at });
        expect(standing.factor).toBeGreaterThan(0);
        expect(standing.factor).toBeLessThanOrEqual(1);
        expect(usableFactor(standing, at)).toBeLessThanOrEqual(standing.factor);
      }
    }),
  );
});
