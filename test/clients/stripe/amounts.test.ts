import fc from 'fast-check';
import { fromStripeAmount, toStripeAmount } from '../../../src/clients/stripe/amounts';
import { CURRENCIES } from '../../../src/domain/catalogue/currencies';

test.each([
  ['two digits', 12_050, 'EUR', 12_050],
  ['no digits', 500, 'JPY', 500],
  ['HUF, which Stripe pays out in whole forints but charges in hundredths', 120_000, 'HUF', 120_000],
  ['TWD, likewise', 300_00, 'TWD', 300_00],
  ['ISK, which has no hundredths but is charged in them', 1_500, 'ISK', 150_000],
  ['UGX, likewise', 40_000, 'UGX', 4_000_000],
  ['three digits that end in 0', 1_230, 'KWD', 1_230],
])('%s', (_name, ours, currency, stripes) => {
  expect(toStripeAmount(ours, currency)).toBe(stripes);
  expect(fromStripeAmount(stripes, currency)).toBe(ours);
});

test.each([
  ['three digits that do not end in 0', 1_234, 'KWD'],
  ['nothing', 0, 'EUR'],
  ['less than nothing', -1, 'EUR'],
  ['half a cent', 0.5, 'EUR'],
  ['more than can be counted', Number.MAX_SAFE_INTEGER, 'ISK'],
  ['no number', Number.NaN, 'EUR'],
])('%s cannot be charged', (_name, amount, currency) => {
  expect(toStripeAmount(amount, currency)).toBeUndefined();
});

test.each([
  ['a fraction of a króna', 150_050, 'ISK'],
  ['less than nothing', -100, 'EUR'],
  ['a fraction of a cent', 0.5, 'EUR'],
])('%s is no amount', (_name, amount, currency) => {
  expect(fromStripeAmount(amount, currency)).toBeUndefined();
});

test('every amount in every currency comes back as it was, or is not charged', () => {
  const currencies = [...CURRENCIES, 'ISK', 'UGX', 'MGA'];
  fc.assert(
    fc.property(
      fc.constantFrom(...currencies),
      fc.integer({ min: 1, max: 1_000_000_000 }),
      (currency, amount) => {
        const counted = toStripeAmount(amount, currency);
        if (counted !== undefined) expect(fromStripeAmount(counted, currency)).toBe(amount);
      },
    ),
  );
});
