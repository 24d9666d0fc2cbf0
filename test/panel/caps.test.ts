import { nearestCap, resetOf } from '../../src/panel/parts/caps';

const cap = (amount: number, spentMicros: number, reservedMicros = 0) => ({
  amount,
  currency: 'USD' as const,
  spentMicros,
  reservedMicros,
  reached: spentMicros + reservedMicros >= amount * 10_000,
});

test('a cap is told of from four fifths on, what is set aside included', () => {
  expect(nearestCap(null)).toBeUndefined();
  expect(nearestCap({ daily: null, monthly: null })).toBeUndefined();
  expect(nearestCap({ daily: cap(1_000, 7_900_000), monthly: null })).toBeUndefined();
  expect(nearestCap({ daily: cap(1_000, 7_000_000, 1_000_000), monthly: null })).toMatchObject({
    span: 'daily',
    share: 0.8,
    reached: false,
  });
});

test('one that is reached goes before one that is only near', () => {
  const caps = { daily: cap(1_000, 9_900_000), monthly: cap(0, 0) };
  expect(nearestCap(caps)).toMatchObject({ span: 'monthly', reached: true, share: 1 });
});

test('budgets start anew with the next day or month of UTC, over the end of a year, too', () => {
  const evening = new Date('2026-12-31T23:30:00+02:00');
  expect(resetOf('daily', evening).toISOString()).toBe('2027-01-01T00:00:00.000Z');
  expect(resetOf('monthly', evening).toISOString()).toBe('2027-01-01T00:00:00.000Z');
  // By the clock of New York it is still the day before.
  const late = new Date('2026-03-09T20:00:00-04:00');
  expect(resetOf('daily', late).toISOString()).toBe('2026-03-11T00:00:00.000Z');
  expect(resetOf('monthly', late).toISOString()).toBe('2026-04-01T00:00:00.000Z');
});
