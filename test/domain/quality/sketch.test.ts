import fc from 'fast-check';
import { closestSketches, sketchContainment, sketchOf } from '../../../src/domain/quality';

const words = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `w${(from + n).toString(36)}`).join(' ');
const share = (a: string, b: string) => sketchContainment({ own: sketchOf(a), other: sketchOf(b) });

test('a sketch has about one in eight of the runs, as integers in ascending order', () => {
  const sketch = sketchOf(words(0, 2_000));
  expect(sketch.length).toBeGreaterThan(190);
  expect(sketch.length).toBeLessThan(310);
  expect([...sketch].sort((a, b) => a - b)).toEqual(sketch);
  for (const hash of sketch) expect(hash >= 0 && hash < 2 ** 31 && Number.isInteger(hash)).toBe(true);
});

test('the same text has the same sketch on every machine', () => {
  expect(sketchOf(words(0, 60))).toEqual([
    11104284, 325079820, 1048611832, 1288542572, 1445384300, 1459766104, 1550248844, 1577648108, 1699367172,
    1913821588,
  ]);
});

test('a sketch is that of the visible text', () => {
  const text = words(0, 400);
  const [first, ...rest] = text.split(' ');
  const marked = `## ${first}\n\n[${rest.slice(0, 9).join(' ')}](https://a.example.net/b/c/d/e/f) **${rest.slice(9).join(' ')}**`;
  expect(share(text, marked)).toBe(1);
});

test.each([
  [0, 1_000, 1],
  [500, 1_500, 0.5],
  [700, 1_700, 0.3],
  [2_000, 3_000, 0],
])('what a thousand words share with the words %d to %d is estimated', (from, to, expected) => {
  expect(share(words(0, 1_000), words(from, to))).toBeGreaterThanOrEqual(expected - 0.12);
  expect(share(words(0, 1_000), words(from, to))).toBeLessThanOrEqual(expected + 0.12);
});

test('the closest texts come first, and those with little in common not at all', () => {
  const others = [
    { id: 'far', sketch: sketchOf(words(5_000, 6_000)) },
    { id: 'half', sketch: sketchOf(words(500, 1_500)) },
    { id: 'copy', sketch: sketchOf(words(0, 1_000)) },
  ];
  const own = sketchOf(words(0, 1_000));
  expect(closestSketches({ own, others, most: 5 }).map(({ id }) => id)).toEqual(['copy', 'half']);
  expect(closestSketches({ own, others, most: 1 }).map(({ id }) => id)).toEqual(['copy']);
  // Too short a text to tell, so all are compared.
  expect(closestSketches({ own: [1, 2], others, most: 5 })).toHaveLength(3);
});

test('any text has a bounded sketch', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
      expect(sketchOf(text).length).toBeLessThanOrEqual(512);
    }),
  );
  expect(sketchOf('a b c d e f g '.repeat(50_000)).length).toBeLessThanOrEqual(512);
});
