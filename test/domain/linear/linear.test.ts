import { parseMarkdown } from '../../../src/domain/text/markdown/parse';
import { exportedFunctions } from './exported';
import { COMPOSED, NOT_TIMED, ON_DRAFTS, PLAIN } from './functions';
import { growth, PIECES, tooSteep } from './growth';
import { checking, reading, timed } from './timed';

/** Functions that parse Markdown, each with a test of its own. */
const PARSERS = ['text/markdown/parse#parseMarkdown', 'quality/draft#readDraft'];

/** The first pieces, for what is slow and consists of functions that have all of them; linear.long.test.ts takes the others, too. */
const first = (count: number): typeof PIECES => Object.fromEntries(Object.entries(PIECES).slice(0, count));

test('a function that takes time by the square of its text is found, and one by its length is not', () => {
  const square = timed((text) => {
    let pairs = 0;
    for (const one of text) for (const other of text) if (one === other) pairs++;
    return pairs;
  });
  const line = timed((text) => {
    let sum = 0;
    for (let round = 0; round < 500; round++) for (const one of text) sum += one.codePointAt(0)!;
    return sum;
  });
  expect(growth(square, 'ab', [1_000, 4_000])).toBeGreaterThan(8.8);
  expect(growth(line, 'ab', [1_000, 4_000])).toBeLessThan(8.8);
  const trailing = timed((text) => /\s+$/.test(text));
  expect(tooSteep(trailing, [2_000, 8_000], { blanks: ' ', letters: 'ab' })).toEqual([
    expect.stringMatching(/^blanks/),
  ]);
});

test('a step between two lengths is no square', () => {
  // As long as it takes above a length as it would for twenty times the text below it.
  const step = timed((text) => {
    let sum = 0;
    const rounds = text.length > 5_000 ? 1_000 : 50;
    for (let round = 0; round < rounds; round++)
      for (const one of text.slice(0, 2_000)) sum += one.codePointAt(0)!;
    return sum;
  });
  expect(tooSteep(step, [8_000, 32_000], { letters: 'ab' })).toEqual([]);
});

test('every exported function of the domain that takes a text is timed, or is excepted with a reason', () => {
  const known = [PLAIN, ON_DRAFTS, COMPOSED].flatMap(Object.keys).concat(PARSERS);
  const exported = exportedFunctions();
  const isExcepted = (name: string): boolean => Object.keys(NOT_TIMED).some((one) => name.startsWith(one));
  // Whoever adds a function adds it to one of the tables in functions.ts.
  expect(exported.filter((name) => !known.includes(name) && !isExcepted(name))).toEqual([]);
  expect(known.filter((name) => !exported.includes(name) && !name.startsWith('quality/'))).toEqual([]);
});

test.each(Object.entries(PLAIN))('%s takes time by the length of its text', (_name, call) => {
  expect(tooSteep(timed(call), [4_000, 16_000, 64_000])).toEqual([]);
});

test('text/markdown/parse#parseMarkdown takes time by the length of its text', () => {
  expect(tooSteep(timed(parseMarkdown), [6_000])).toEqual([]);
});

test('quality/draft#readDraft takes time by the length of its text', () => {
  expect(tooSteep(reading, [4_000], first(16))).toEqual([]);
});

test('every check takes time by the length of its draft', () => {
  const steep = Object.entries(ON_DRAFTS).flatMap(([name, check]) =>
    tooSteep(checking(check), [4_000], first(16)).map((piece) => `${name}, ${piece}`),
  );
  expect(steep).toEqual([]);
});

test.each(Object.entries(COMPOSED))('%s takes time by the length of its text', (_name, call) => {
  expect(tooSteep(timed(call), [2_000], first(8))).toEqual([]);
});
