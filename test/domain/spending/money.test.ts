import { minorUnits } from '../../../src/domain/spending/money';

test.each([
  [24.9, 'EUR', 2490],
  [0, 'EUR', 0],
  [1.005, 'USD', 101],
  [1_200, 'JPY', 1_200],
  [1.234, 'KWD', 1_234],
  [19.99, 'eur', 1_999],
  [5, 'not a currency', 500],
])('%d %s is %d in the smallest unit', (amount, currency, minor) => {
  expect(minorUnits(amount, currency)).toBe(minor);
});
