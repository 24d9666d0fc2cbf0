import fc from 'fast-check';
import { cappedBy, cappedDelay, spreadOf } from '../../../src/domain/spending/caps';
import type { Caps, Spent } from '../../../src/domain/spending/caps';

const HOUR_MS = 3_600_000;
const CENT = 10_000;
const NONE: Spent = { settledMicros: 0, reservedMicros: 0 };
const spent = (settledCents: number, reservedCents = 0): Spent => ({
  settledMicros: settledCents * CENT,
  reservedMicros: reservedCents * CENT,
});
const caps = (dailyCents: number | null, monthlyCents: number | null = null): Caps => ({
  dailyCents,
  monthlyCents,
});

describe('a cap blocks the next call', () => {
  test.each([
    ['no cap, however much is spent', caps(null), spent(1e6), spent(1e6), undefined],
    ['below both', caps(10, 100), spent(9), spent(99), undefined],
    ['spent up to the daily one', caps(10), spent(10), spent(10), { reason: 'daily_cap', by: 'full' }],
    ['spent past it', caps(10), spent(11), spent(11), { reason: 'daily_cap', by: 'full' }],
    ['up to the monthly one', caps(null, 100), spent(1), spent(100), { reason: 'monthly_cap', by: 'full' }],
    [
      'both: the longer one is named',
      caps(10, 10),
      spent(10),
      spent(10),
      { reason: 'monthly_cap', by: 'full' },
    ],
    [
      'a full daily one before a monthly one that is only set aside',
      caps(10, 20),
      spent(10, 0),
      spent(10, 10),
      { reason: 'daily_cap', by: 'full' },
    ],
    ['the rest is set aside', caps(10), spent(4, 6), spent(4, 6), { reason: 'daily_cap', by: 'set_aside' }],
    ['a cap of nought, with nothing spent', caps(0), NONE, NONE, { reason: 'daily_cap', by: 'full' }],
  ])('%s', (_, given, day, month, expected) => {
    expect(cappedBy({ caps: given, day, month })).toEqual(expected);
  });

  test('not one millionth below it', () => {
    const day = { settledMicros: 10 * CENT - 1, reservedMicros: 0 };
    expect(cappedBy({ caps: caps(10), day, month: day })).toBeUndefined();
  });

  test('so that spending exceeds it by less than one call, whatever calls cost', () => {
    const cost = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(fc.nat(100), fc.array(cost, { maxLength: 60 }), (dailyCents, most) => {
        let reservedMicros = 0;
        let last = 0;
        for (const micros of most) {
          const day = { settledMicros: 0, reservedMicros };
          if (cappedBy({ caps: caps(dailyCents), day, month: day })) continue;
          reservedMicros += micros;
          last = micros;
        }
        expect(reservedMicros - last).toBeLessThanOrEqual(Math.max(0, dailyCents * CENT - 1));
      }),
    );
  });
});

describe('a capped call is retried', () => {
  const at = (iso: string, spread = 0, tries = 1) => ({ now: new Date(iso), spread, tries });

  test('after an hour at most, if the next day or month is further away', () => {
    const day = { reason: 'daily_cap', by: 'full' } as const;
    const month = { reason: 'monthly_cap', by: 'full' } as const;
    for (const capped of [day, month])
      for (const spread of [0, 0.5, 0.999]) {
        const delay = cappedDelay(capped, at('2025-11-12T12:00:00Z', spread));
        expect(delay).toBeGreaterThanOrEqual(HOUR_MS - 60_000);
        expect(delay).toBeLessThanOrEqual(HOUR_MS);
      }
  });

  test.each([
    ['daily_cap', '2025-11-12T23:50:00Z', 600_000],
    ['daily_cap', '2025-12-31T23:59:59.500Z', 500],
    ['monthly_cap', '2025-11-30T23:50:00Z', 600_000],
    ['monthly_cap', '2025-12-31T23:59:00Z', 60_000],
    ['monthly_cap', '2024-02-29T23:59:00Z', 60_000],
  ] as const)('%s, reached at %s, when the next one starts', (reason, now, expected) => {
    expect(cappedDelay({ reason, by: 'full' }, at(now))).toBe(expected);
    const latest = cappedDelay({ reason, by: 'full' }, at(now, 0.999));
    expect(latest).toBeGreaterThan(expected);
    expect(latest).toBeLessThanOrEqual(expected + 60_000);
  });

  test('on a monthly cap, not at the start of the next day', () => {
    const delay = cappedDelay({ reason: 'monthly_cap', by: 'full' }, at('2025-11-12T23:50:00Z'));
    expect(delay).toBe(HOUR_MS - 60_000);
  });

  test('soon, then less and less often, while calls in progress may release money', () => {
    const delay = (tries: number) =>
      cappedDelay({ reason: 'daily_cap', by: 'set_aside' }, at('2025-11-12T12:00:00Z', 1, tries));
    expect([1, 2, 3].map(delay)).toEqual([5_000, 10_000, 20_000]);
    expect(delay(10_000)).toBe(300_000);
  });
});

test('spread evenly, always at the same offset for an order', () => {
  const id = '3f2b8c1e-0000-4000-8000-000000800000';
  expect(spreadOf(id)).toBe(0.5);
  expect(spreadOf('00000000-0000-4000-8000-000000ffffff')).toBeLessThan(1);
  expect(spreadOf('no identifier')).toBe(0);
});
