import { readCount, readHundredths, readNumber } from '../../src/panel/parts/figures';

test.each<[string, number]>([
  ['5', 500],
  ['12.50', 1250],
  ['12,5', 1250],
  [' 0.07 ', 7],
  ['1000', 100_000],
  ['19.99', 1999],
])('%j is money', (text, cents) => {
  expect(readHundredths(text)).toEqual({ as: 'number', value: cents });
});

// To some readers these are a thousand, to others one.
test.each(['1,000', '1.000', '1 000', 'abc', '-5', '5 $', '1e3', '12.345', '١٢'])(
  '%j is not guessed at',
  (text) => {
    for (const read of [readHundredths, readCount, readNumber])
      expect(read(text)).toEqual({ as: 'unreadable' });
  },
);

test('nothing is nothing, a count is whole, a share may have two digits behind the point', () => {
  for (const read of [readHundredths, readCount, readNumber]) expect(read('  ')).toEqual({ as: 'nothing' });
  expect(readCount('20')).toEqual({ as: 'number', value: 20 });
  expect(readCount('2.5')).toEqual({ as: 'unreadable' });
  expect(readNumber('0.125')).toEqual({ as: 'number', value: 0.125 });
  expect(readNumber('0,25')).toEqual({ as: 'number', value: 0.25 });
});
