import fc from 'fast-check';
import { enterCharges, EVEN, factorOf } from '../../../src/domain/providers/ledger';
import type { Ledger } from '../../../src/domain/providers/ledger';

const account = { requestsPerMinute: 600, tokensPerMinute: 600_000 };

/** A second in which this fraction of both limits was charged. */
const second = (ledger: Ledger, used: number): Ledger =>
  enterCharges(ledger, { account, charged: { calls: used * 10, tokens: used * 10_000 }, seconds: 1 });

test.each([0.8, 0.93, 0.99, 1.02, 1.3])(
  "what is used comes to 0.99 of the account's limit, if %d of the limits set is used",
  (taken) => {
    let ledger = EVEN;
    let used = 0;
    for (let n = 0; n < 300; n += 1) {
      used = taken * factorOf(ledger);
      ledger = second(ledger, used);
    }
    expect(used).toBeCloseTo(0.99, 2);
  },
);

test('what was left over for a moment is made up for, and what was overspent is paid back', () => {
  const behind = second(EVEN, 0.5);
  expect(factorOf(behind)).toBeCloseTo(1 + 0.49 / 3, 6);
  const ahead = second(EVEN, 1.5);
  expect(factorOf(ahead)).toBeCloseTo(1 - 0.51 / 3, 6);
});

test('the scarcer of requests and tokens counts', () => {
  const ledger = enterCharges(EVEN, { account, charged: { calls: 15, tokens: 0 }, seconds: 1 });
  expect(factorOf(ledger)).toBeLessThan(1);
  const images = { requestsPerMinute: 600, tokensPerMinute: null };
  const idle = enterCharges(EVEN, { account: images, charged: { calls: 0, tokens: 9_999 }, seconds: 60 });
  expect(factorOf(idle)).toBeGreaterThan(1);
});

test('after hours without work no more than a second is made up for, and a closed account has nothing left over', () => {
  const idle = enterCharges(EVEN, { account, charged: { calls: 0, tokens: 0 }, seconds: 36_000 });
  expect(idle).toEqual({ requests: 1, tokens: 1 });
  expect(factorOf(idle)).toBe(1.3);
  const closed = { requestsPerMinute: 0, tokensPerMinute: 0 };
  const shut = enterCharges(idle, { account: closed, charged: { calls: 0, tokens: 0 }, seconds: 10 });
  expect(shut).toEqual({ requests: 0, tokens: 0 });
});

test('whatever happens, the limits stay between half and 1.3 times the shares', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 50 }), (fractions) => {
      const factor = factorOf(fractions.reduce(second, EVEN));
      expect(factor).toBeGreaterThanOrEqual(0.5);
      expect(factor).toBeLessThanOrEqual(1.3);
    }),
  );
});
