import { parseUrl } from '../../../src/domain/text/parse-url';
import { readWebAddress } from '../../../src/domain/text/web-address';

test.each([
  'https://münchen.example/ä',
  'https://shop.example/café?q=ñ',
  'https://例え.example/',
  'https://shop.example/',
])('%s is an address, however often it was asked before', (address) => {
  const answers = new Set<boolean>();
  // Long enough that the call is compiled.
  for (let n = 0; n < 20_000; n += 1) answers.add(parseUrl(address) !== undefined);
  expect([...answers]).toEqual([true]);
  expect(readWebAddress(address).ok).toBe(true);
});

test.each(['', 'shop', '//shop.example/', 'https://', 'https://a b/'])('%j is none', (address) => {
  expect(parseUrl(address)).toBeUndefined();
});

test('an address is read against another one', () => {
  expect(parseUrl('../ä', 'https://shop.example/a/b')?.href).toBe('https://shop.example/%C3%A4');
});
