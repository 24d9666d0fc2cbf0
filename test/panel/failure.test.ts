import { failureOf } from '../../src/panel/api/failure';
import { isPrice } from '../../src/panel/parts/price';

test('a refusal tells the new price, and a used link its order', () => {
  const price = { amount: 15_000, currency: 'EUR' };
  const changed = failureOf(409, { success: false, error: 'price_changed', message: 'It has.', price });
  expect([changed.code, changed.price, changed.orderId]).toEqual(['price_changed', price, undefined]);
  const used = failureOf(409, { success: false, error: 'link_used', message: 'It is.', orderId: 'o-1' });
  expect([used.price, used.orderId]).toEqual([undefined, 'o-1']);
  expect(failureOf(500, 'no JSON').price).toBeUndefined();
});

test('a refusal of what was asked for too often tells from when on it can be asked for again', () => {
  const availableAt = '2026-11-30T12:00:00.000Z';
  const refusal = failureOf(429, {
    success: false,
    error: 'too_many_regenerations',
    message: 'No.',
    availableAt,
  });
  expect([refusal.availableAt, failureOf(429, {}).availableAt]).toEqual([availableAt, undefined]);
});

test.each([
  [{ amount: 15_000, currency: 'EUR' }, true],
  [{ amount: 1.5, currency: 'EUR' }, false],
  [{ amount: 15_000, currency: 'XXX' }, false],
  [{ amount: 15_000, currency: 'toString' }, false],
  [{ amount: '15', currency: 'EUR' }, false],
  [undefined, false],
  [null, false],
])('%j is a price: %s', (value, expected) => {
  expect(isPrice(value)).toBe(expected);
});
