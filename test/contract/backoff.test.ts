import fc from 'fast-check';
import { backoffMs } from '../../src/contract/backoff';
import { itemPauseMs } from '../../src/contract/items';
import { DELIVERY_PAUSES, deliveryPause } from '../../src/contract/webhooks';

describe('a pause after failures', () => {
  const pause = { baseMs: 1_000, maxMs: 60_000 };

  test.each([
    [1, 500, 1_000],
    [2, 1_000, 2_000],
    [3, 2_000, 4_000],
    [6, 16_000, 32_000],
    [7, 30_000, 60_000],
    [10_000, 30_000, 60_000],
  ])('after %d is %d ms at least and %d at most', (failures, least, most) => {
    expect(backoffMs({ ...pause, failures, random: 0 })).toBe(least);
    expect(backoffMs({ ...pause, failures, random: 1 })).toBe(most);
    expect(backoffMs({ ...pause, failures, random: 0.5 })).toBe((least + most) / 2);
  });

  test('without a base there is none', () => {
    expect(backoffMs({ baseMs: 0, failures: 5_000, maxMs: 60_000, random: 0.7 })).toBe(0);
  });

  test('is a whole number, never above the maximum, and does not shrink with further failures', () => {
    const given = fc.record({
      baseMs: fc.integer({ min: 0, max: 600_000 }),
      maxMs: fc.integer({ min: 1, max: 3_600_000 }),
      failures: fc.integer({ min: 1, max: 3_000 }),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    fc.assert(
      fc.property(given, (one) => {
        const ms = backoffMs(one);
        expect(Number.isInteger(ms)).toBe(true);
        expect(ms).toBeGreaterThanOrEqual(Math.min(one.baseMs, one.maxMs) / 2);
        expect(ms).toBeLessThanOrEqual(one.maxMs);
        expect(backoffMs({ ...one, failures: one.failures + 1 })).toBeGreaterThanOrEqual(ms);
      }),
    );
  });
});

test('an item waits up to 2, 4, 8 s', () => {
  expect([1, 2, 3].map((failed) => itemPauseMs(failed, 1))).toEqual([2_000, 4_000, 8_000]);
});

test('a receiver is left alone for the documented pauses at most', () => {
  expect(deliveryPause(1, 1)).toBe(DELIVERY_PAUSES.firstMs);
  expect(deliveryPause(50, 1)).toBe(DELIVERY_PAUSES.longestMs);
});
