import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkComponent, checkDraft, comparedWords } from '../../src/domain/quality';
import { digestOf, filesOf, HALVES, measure, measureLines, readHalf, RULES_OF_FLAW } from './set.cjs';
import type { Half } from './set.cjs';

/** The held-out texts as they were before the rules were first tuned; another digest makes all figures new ones. */
const HELD_OUT = 'd5242a554dd57101130b88340313fe3d6bfbe287c577a45cd61411db7475f183';

const figures = Object.fromEntries(
  HALVES.map((half) => [half, measure(half, { checkDraft, checkComponent, comparedWords })]),
) as Record<Half, ReturnType<typeof measure>>;

/** The number that the document gives for a half. */
function written(name: string, half: Half): number {
  const document = readFileSync(path.join(__dirname, '../../docs/quality.md'), 'utf8');
  const line = new RegExp(`^- ${name}, ${half} half: (\\d+) of 40\\b`, 'm').exec(document);
  if (!line) throw new Error(`docs/quality.md gives no figure for "${name}, ${half} half"`);
  return Number(line[1]);
}

beforeAll(() => {
  for (const half of HALVES) {
    const { flawed, good, misses, falseAlarms } = figures[half];
    process.stdout.write(
      `${half} half: ${misses} of ${flawed} flawed texts missed, ${falseAlarms} of ${good} good ones rejected\n`,
    );
  }
});

describe.each(HALVES)('the %s half', (half) => {
  test('holds forty good and forty flawed texts in four languages, each with its label', () => {
    const texts = readHalf(half);
    expect(texts.filter(({ flaws }) => flaws.length === 0)).toHaveLength(40);
    expect(texts.filter(({ flaws }) => flaws.length > 0)).toHaveLength(40);
    expect([...new Set(texts.map(({ language }) => language))].sort()).toEqual(['de', 'en', 'es', 'fr']);
    expect([...new Set(texts.map(({ kind }) => kind))].sort()).toEqual(['article', 'blog', 'page']);
    expect(new Set(texts.map(({ file }) => file)).size).toBe(80);
    expect(
      texts
        .filter(({ fault }) => !fault)
        .map(({ file }) => file)
        .sort(),
    ).toEqual(filesOf(half));
    for (const { flaws } of texts)
      for (const flaw of flaws) expect(Object.keys(RULES_OF_FLAW)).toContain(flaw);
  });

  test('has a fault in each of its variants', () => {
    const texts = readHalf(half);
    for (const { fault, from, markdown } of texts) {
      if (!fault || fault.name === 'none') continue;
      expect(markdown).not.toBe(texts.find(({ file }) => file === from)!.markdown);
    }
  });
});

test('the checks miss no more flawed texts than the document says', () => {
  for (const half of HALVES) expect(figures[half].misses).toBeLessThanOrEqual(written('Misses', half));
});

test('the checks reject no more good texts than the document says', () => {
  for (const half of HALVES)
    expect(figures[half].falseAlarms).toBeLessThanOrEqual(written('False alarms', half));
});

test('at most one in ten flawed texts is missed, and three in a hundred good ones rejected, in the held-out half', () => {
  const { misses, flawed, falseAlarms, good } = figures['held-out'];
  expect(misses / flawed).toBeLessThanOrEqual(0.1);
  expect(falseAlarms / good).toBeLessThanOrEqual(0.03);
});

test('lines written after the rules were finished are judged no worse than the document says', () => {
  const { missed, rejected } = measureLines({ checkDraft, checkComponent, comparedWords });
  expect([missed, rejected]).toEqual([14, 0]);
});

test('the held-out half has not changed since the rules were tuned', () => {
  expect(digestOf('held-out')).toBe(HELD_OUT);
});

test('no text stands in both halves', () => {
  const tuning = new Set(readHalf('tuning').map(({ markdown }) => markdown));
  expect(readHalf('held-out').filter(({ markdown }) => tuning.has(markdown))).toEqual([]);
});
