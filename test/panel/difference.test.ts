import fc from 'fast-check';
import { differenceOf, folded } from '../../src/panel/parts/difference';
import type { Row } from '../../src/panel/parts/difference';

const textOf = (rows: readonly Row[], side: 'before' | 'after'): string =>
  rows
    .flatMap((row) => {
      if (row.kind === 'changed') return [row[side].map(({ text }) => text).join('')];
      return row.kind === (side === 'before' ? 'added' : 'removed') ? [] : [row.text];
    })
    .join('\n');

const line = fc.oneof(
  fc.constantFrom(
    '',
    '## Rain',
    'Water butts hold *rain*.',
    'A hedge needs water.',
    '水桶 は 雨 を ためる。',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, ' ')),
);
const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'));

test('both texts can be read off the rows, whatever they are', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const rows = differenceOf(before, after);
      expect(textOf(rows, 'before')).toBe(before);
      expect(textOf(rows, 'after')).toBe(after);
      expect(folded(rows).flatMap((block) => block.rows)).toEqual(rows);
    }),
  );
});

test('within a changed line only the words that differ are marked', () => {
  const before = 'Intro.\n\nA hedge needs water in summer.\n\nEnd.';
  const after = 'Intro.\n\nA hedge needs [rain water](https://water.example) in summer.\n\nEnd.';
  const [row, ...others] = differenceOf(before, after).filter(({ kind }) => kind !== 'same');
  expect(others).toEqual([]);
  if (row?.kind !== 'changed') throw new Error('the line is not taken for a changed one');
  expect(row.before.filter(({ isChanged }) => isChanged)).toEqual([]);
  expect(row.after.filter(({ isChanged }) => isChanged).map((piece) => piece.text)).toEqual([
    '[rain ',
    '](https://water.example)',
  ]);
});

test('a paragraph that was put in before a changed one is added, and the changed one is still changed', () => {
  const before = 'One two three four five.';
  const after = 'Something else entirely here.\n\nOne two three four six.';
  expect(differenceOf(before, after).map(({ kind }) => kind)).toEqual(['added', 'added', 'changed']);
});

test('line ends of other systems are no difference', () => {
  expect(differenceOf('a\r\nb\rc', 'a\nb\nc').every(({ kind }) => kind === 'same')).toBe(true);
});

test('long stretches of equal lines are folded, but for three next to a change', () => {
  const lines = Array.from({ length: 20 }, (_, n) => `line ${n}`);
  const rows = differenceOf(lines.join('\n'), [...lines.slice(0, 10), 'new', ...lines.slice(10)].join('\n'));
  expect(folded(rows).map(({ isFolded, rows: { length } }) => [isFolded, length])).toEqual([
    [true, 7],
    [false, 7],
    [true, 7],
  ]);
});

test('a single equal line between two changes is not folded', () => {
  const same: Row = { kind: 'same', text: 'a' };
  const added: Row = { kind: 'added', text: 'b' };
  expect(folded([added, ...new Array<Row>(7).fill(same), added])).toHaveLength(1);
  expect(folded([added, ...new Array<Row>(8).fill(same), added])).toHaveLength(3);
});

test('texts that have nothing in common are compared in reasonable time', () => {
  const words = (from: number): string =>
    Array.from({ length: 3_000 }, (_, n) => `word${from + n} ${from + n * 7}`).join('\n');
  const begun = performance.now();
  expect(differenceOf(words(0), words(1_000_000))).toHaveLength(6_000);
  expect(performance.now() - begun).toBeLessThan(5_000);
});
