import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { judgeText, labelledTexts, RULES_OF_FLAW } from './labelled';

const all = labelledTexts();
const judged = all.map((text) => ({ text, verdict: judgeText(text, all) }));
const good = judged.filter(({ text }) => text.label === 'good');
const flawed = judged.filter(({ text }) => text.label === 'flawed');
const misses = flawed.filter(({ verdict }) => verdict.passed);
const falseAlarms = good.filter(({ verdict }) => !verdict.passed);

/** The flawed texts that were rejected, but not for what is wrong with them. */
const forAnotherReason = flawed.filter(({ text, verdict }) => {
  const rules = text.flaws.flatMap((flaw) => RULES_OF_FLAW[flaw] ?? []);
  const blocking = verdict.findings.filter(({ severity }) => severity === 'blocking');
  return !verdict.passed && !blocking.some(({ id }) => rules.some((rule) => id.startsWith(rule)));
});

/** The figure that the document gives under a name. */
function written(name: string): number {
  const document = readFileSync(path.join(__dirname, '../../docs/quality.md'), 'utf8');
  const line = new RegExp(`^- ${name}: (\\d+) of 30\\b`, 'm').exec(document);
  if (!line) throw new Error(`docs/quality.md gives no figure for "${name}"`);
  return Number(line[1]);
}

beforeAll(() => {
  const names = (list: typeof judged): string => list.map(({ text }) => text.file).join(' ') || 'none';
  process.stdout.write(
    `labelled texts: ${misses.length} of ${flawed.length} flawed ones missed (${names(misses)}), ` +
      `${falseAlarms.length} of ${good.length} good ones rejected (${names(falseAlarms)})\n`,
  );
});

test('the set holds thirty good and thirty flawed texts, each with its label', () => {
  expect([good.length, flawed.length]).toEqual([30, 30]);
  const files = readdirSync(path.join(__dirname, 'labelled')).sort();
  expect(all.map(({ file }) => file).sort()).toEqual(files);
  for (const { text } of flawed) {
    expect(text.flaws.length).toBeGreaterThan(0);
    for (const flaw of text.flaws) expect(Object.keys(RULES_OF_FLAW)).toContain(flaw);
  }
  for (const { others } of all)
    for (const file of others) expect(existsSync(path.join(__dirname, 'labelled', file))).toBe(true);
});

test('the checks miss no more flawed texts than the document says', () => {
  expect(misses.length).toBeLessThanOrEqual(written('Misses'));
});

test('the checks reject no more good texts than the document says', () => {
  expect(falseAlarms.length).toBeLessThanOrEqual(written('False alarms'));
});

test('a flawed text that is rejected is rejected for what is wrong with it', () => {
  expect(forAnotherReason.map(({ text }) => text.file)).toEqual([]);
});
