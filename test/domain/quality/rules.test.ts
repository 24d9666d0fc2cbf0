import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CRITERIA, MIN_MEAN, MIN_SCORE } from '../../../src/domain/quality/approval';
import { DRAFT_CHECKS, DRAFT_RULES } from '../../../src/domain/quality';

const document = readFileSync(path.join(__dirname, '../../../docs/quality.md'), 'utf8');
const rows = document
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );

test('every rule belongs to a check, and every check has rules', () => {
  const prefixes = Object.keys(DRAFT_RULES).map((id) => id.split('.')[0]!);
  expect(new Set(prefixes)).toEqual(new Set(Object.keys(DRAFT_CHECKS)));
});

test('every rule states when it applies, why, and what to do', () => {
  for (const { threshold, reason, hint } of Object.values(DRAFT_RULES))
    for (const text of [threshold, reason, hint]) expect(text).toMatch(/\S/);
});

test('the document lists every rule', () => {
  const documented = rows.filter((row) => row.length === 4).map((row) => row.slice(0, 4));
  const rules = Object.entries(DRAFT_RULES).map(([id, { severity, threshold, reason }]) => [
    `\`${id}\``,
    severity,
    threshold,
    reason,
  ]);
  expect(documented).toEqual(rules);
});

test('the document lists every review criterion and its limits', () => {
  const documented = rows.filter((row) => row.length === 2);
  expect(documented).toEqual(Object.entries(CRITERIA).map(([name, question]) => [`\`${name}\``, question]));
  expect(document).toContain(`at least ${MIN_SCORE}`);
  expect(document).toContain(`at least ${MIN_MEAN}`);
});
