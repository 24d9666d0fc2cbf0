import fc from 'fast-check';
import {
  CURRENCIES,
  CURRENCY_DIGITS,
  readAmount,
  writeAmount,
} from '../../../src/domain/catalogue/currencies';
import { canonicalHost, isOfHost } from '../../../src/domain/catalogue/hosts';
import { canonicalLanguage } from '../../../src/domain/text/language-tag';

test('currencies without a smaller unit, and those with thousandths, are those of ISO 4217', () => {
  // The runtime's own table says otherwise for some, by its version, as it follows what is usual in shops.
  const withDigits = (digits: number) => CURRENCIES.filter((code) => CURRENCY_DIGITS[code] === digits);
  expect(withDigits(0)).toEqual(['CLP', 'JPY', 'KRW', 'PYG', 'RWF', 'VND', 'XAF', 'XOF']);
  expect(withDigits(3)).toEqual(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);
  expect(withDigits(2)).toHaveLength(CURRENCIES.length - 13);
});

test.each([
  ['120', 'EUR', 12_000],
  ['120.5', 'EUR', 12_050],
  ['120,50', 'EUR', 12_050],
  ['0.01', 'USD', 1],
  ['120', 'JPY', 120],
  ['1200', 'KRW', 1_200],
  ['1.25', 'KWD', 1_250],
] as const)('%s %s is %d of the smallest unit', (text, currency, amount) => {
  expect(readAmount(text, currency)).toBe(amount);
});

test.each([
  ['', 'EUR'],
  ['0', 'EUR'],
  ['-5', 'EUR'],
  ['1,000', 'EUR'],
  ['1.000,50', 'EUR'],
  ['1e3', 'EUR'],
  ['120.5', 'JPY'],
  ['0.001', 'USD'],
  ['99999999999', 'EUR'],
] as const)('%j %s is no price', (text, currency) => {
  expect(readAmount(text, currency)).toBeUndefined();
});

test('what is written is read as the same', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 999_999_999 }),
      fc.constantFrom(...CURRENCIES),
      (amount, currency) => {
        const written = writeAmount({ amount, currency });
        expect(readAmount(written, currency)).toBe(amount);
      },
    ),
  );
});

test.each([
  ['Garden.Example', 'garden.example'],
  [' www.garden.example. ', 'www.garden.example'],
  ['münchen.example', 'xn--mnchen-3ya.example'],
  ['localhost', undefined],
  ['127.0.0.1', undefined],
  ['garden', undefined],
  ['garden.example:80', undefined],
  ['garden.example/path', undefined],
  ['user@garden.example', undefined],
  ['a b.example', undefined],
  ['аррӏе.com', undefined],
  [`${'x'.repeat(300)}.example`, undefined],
])('the host %s is kept as %s', (given, host) => {
  expect(canonicalHost(given)).toBe(host);
});

test('an address is of a site with or without www', () => {
  expect(isOfHost('https://www.garden.example/a', 'garden.example')).toBe(true);
  expect(isOfHost('https://garden.example.evil.example/a', 'garden.example')).toBe(false);
  expect(isOfHost('no address', 'garden.example')).toBe(false);
});

test('a language has one form', () => {
  expect(['DE-at', 'en', 'zh-hant-TW'].map(canonicalLanguage)).toEqual(['de-AT', 'en', 'zh-Hant-TW']);
  expect(['english!', 'x', 'de-AT-u-co-phonebk', 'a'.repeat(40)].map(canonicalLanguage)).toEqual(
    Array(4).fill(undefined),
  );
});
