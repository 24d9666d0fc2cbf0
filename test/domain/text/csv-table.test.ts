import fc from 'fast-check';
import Papa from 'papaparse';
import { csvOf } from '../../../src/domain/text/csv-table';
import { readPageLines } from '../../../src/domain/items/page-lines';
import { plainCell, safeCell } from '../../../src/domain/text/csv-cell';

/** Names that a store might be given, each of which is a formula for one program or another. */
const HOSTILE = [
  '=1+1',
  '+1',
  '-1+1',
  '@SUM(1)',
  "x;=1+cmd|'/C calc'!A0",
  'x,=1+1',
  'x\t=1+1',
  'x\r=1',
  'x\n=1',
  'x\r\n\r\n+1',
  'x; =1',
  'x;"=1"',
  'x";=1',
  '";"=1',
  "x;'=1",
  'x;\u200b=1',
  'x;\u0000=1'.replace('\u0000', '\u0001'),
  '\ufeff=1',
  '\u00a0 =1',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(1)',
  'x;＝1',
  '﹢1',
  '−1',
  '﹦1',
  '﹫A1',
  ';;;=1',
  ';\t,=1',
  'a;b,c\td=e',
  '"=1',
  '""=1',
];

/** The signs that begin a formula, behind whatever programs pass over. */
const SIGN = /^[\s"\p{Default_Ignorable_Code_Point}\p{Cc}]*[=+\-@＝＋－＠﹢﹣﹦﹫−]/u;

/** Fields by each way in which programs part them: with and without regard to quotation marks. */
function fieldsOf(csv: string): string[] {
  return [',', ';', '\t'].flatMap((separator) => [
    ...Papa.parse<string[]>(csv, { delimiter: separator, newline: '\r\n' }).data.flat(),
    ...csv.split(/\r\n|\r|\n/).flatMap((line) => line.split(separator)),
  ]);
}

const dangerous = (cells: string[]): string[] =>
  fieldsOf(
    csvOf([
      ['storeName', 'calls'],
      ...cells.map((cell) => ['0a1b', cell, 3, 'end']),
      ...cells.map((cell) => [cell, cell]),
    ]),
  ).filter((field) => SIGN.test(field));

test.each(HOSTILE)('%j begins no formula in any field, wherever the table is parted', (cell) => {
  expect(dangerous([cell])).toEqual([]);
});

const anyCell = fc
  .array(
    fc.constantFrom(
      ...[',', ';', '\t', '\r', '\n', '"', "'", ' ', '=', '+', '-', '@', '＝', 'x', '\u200b', '1'],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('no field of any table begins a formula', () => {
  fc.assert(
    fc.property(fc.array(anyCell, { minLength: 1, maxLength: 4 }), (cells) => {
      expect(dangerous(cells)).toEqual([]);
    }),
    { seed: 8, numRuns: 2_000 },
  );
});

test('a cell that is read again says what it said', () => {
  fc.assert(
    fc.property(anyCell, (cell) => {
      expect(plainCell(safeCell(cell))).toBe(cell);
    }),
    { seed: 8, numRuns: 2_000 },
  );
  const csv = csvOf([
    ['product', '-40 degree jackets,=sum'],
    ['brand', 'red; -5'],
  ]);
  expect(readPageLines(csv).pages.map(({ targetKeywords }) => targetKeywords)).toEqual([
    ['-40 degree jackets', '=sum'],
    ['red; -5'],
  ]);
});

test('figures stay figures', () => {
  expect(csvOf([['calls'], [3], [-1.5]])).toBe('calls\r\n3\r\n-1.5\r\n');
});
