import { rmSync } from 'node:fs';
import path from 'node:path';
import { FACT_CHECK_ENTRIES } from './fact-check/entries';
import { NOTE_ENTRIES } from './note/entries';
import { layVariant, proveVariant } from './support/variant';
import type { Variant } from './support/variant';

const variants: Variant[] = [];

afterAll(() => {
  for (const { dir } of variants) rmSync(dir, { recursive: true, force: true });
});

test('a further kind of order needs nothing but its own files and its entries', async () => {
  const files = path.join(__dirname, 'note', 'files');
  const variant = layVariant({ name: 'note', files, entries: NOTE_ENTRIES });
  variants.push(variant);
  process.stdout.write(`a further kind: ${variant.size.files} files touched, ${variant.size.lines} lines\n`);
  expect(variant.size.lines).toBeLessThanOrEqual(300);
  await proveVariant(variant, ['note.spec.ts', 'note-panel.spec.tsx', 'panel/kinds.test.ts']);
}, 240_000);

test('a stage between two others needs its lifecycle, its activity and its words', async () => {
  const files = path.join(__dirname, 'fact-check', 'files');
  const variant = layVariant({ name: 'fact-check', files, entries: FACT_CHECK_ENTRIES });
  variants.push(variant);
  process.stdout.write(`a further stage: ${variant.size.files} files touched, ${variant.size.lines} lines\n`);
  expect(variant.size.files).toBeLessThanOrEqual(5);
  await proveVariant(variant, ['fact-check.spec.ts', 'panel/kinds.test.ts', 'panel/messages.test.ts']);
}, 240_000);
