import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createTextPool } from '../../../src/api/texts/pool';
import { directTexts } from '../../../src/api/texts/texts';
import { parseMarkdown } from '../../../src/domain/text/markdown/parse';
import { until } from '../../support/api-client';

const idleFailures: unknown[] = [];
const pool = createTextPool({
  file: path.join(__dirname, 'threads.cjs'),
  timeoutMs: 1_500,
  onIdleFailure: (error) => idleFailures.push(error),
});
afterAll(() => pool.stop());

const long = (word: string): string => `<b>${word}</b> ${'a '.repeat(2_000)}`;
const page = (bodyMarkdown: string) => ({
  ...{ title: 't', metaTitle: '', metaDescription: '', slug: 't' },
  components: [{ id: '1', name: 'n', heading: 'h', bodyMarkdown }],
});

test('long texts are read in another thread, short ones and those without HTML at once', async () => {
  expect(await pool.given(long('x'))).toMatch(/^read \d+$/);
  expect(await pool.given('<b>x</b>')).toBe('**x**');
  expect(await pool.given('a '.repeat(5_000))).toBe('a '.repeat(5_000));
});

test('a text that takes too long or too much memory is given as it is, and the next one is read', async () => {
  let turns = 0;
  const turning = setInterval(() => turns++, 20);
  const [endless, greedy] = await Promise.all([pool.given(long('endless')), pool.given(long('greedy'))]);
  clearInterval(turning);
  expect(parseMarkdown(endless).children).toMatchObject([{ type: 'code', value: long('endless') }]);
  expect(greedy).toContain('greedy');
  // Other requests went on meanwhile.
  expect(turns).toBeGreaterThan(5);
  expect(await pool.given(long('x'))).toMatch(/^read/);
});

test('a thread that runs out of memory as its task is ended takes nothing with it', async () => {
  expect(await pool.given(long('x'))).toMatch(/^read/);
  idleFailures.length = 0;
  const greedy = pool.given(long('greedy'));
  // This thread sleeps until both have happened. After an immediate, timers come before what other threads say.
  await setImmediate();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4_000);
  expect(await greedy).toContain('greedy');
  await until('the failure is heard of', async () => idleFailures.length > 0);
  expect(idleFailures).toMatchObject([{ code: 'ERR_WORKER_OUT_OF_MEMORY' }]);
  expect(await pool.given(long('x'))).toMatch(/^read/);
});

test('a page that takes too long is a conflict, and no error of ours', async () => {
  await expect(pool.page(page(long('endless')))).rejects.toMatchObject({ code: 'conflict' });
  expect(await pool.page(page(long('x')))).toMatchObject({ title: 't' });
});

test('the visible text of a long text is made in another thread, and is the text itself where that takes too long', async () => {
  expect(await pool.plain('**x**')).toBe('x');
  expect(await pool.plain(long('x'))).toMatch(/^read \d+$/);
  expect(await pool.plain(long('endless'))).toBe(long('endless'));
});

test('places in a long article are looked for in another thread; one that takes too long is to be asked for again', async () => {
  const asked = { anchor: 'pair of shears', language: 'en' };
  expect(await pool.places({ ...asked, markdown: 'A pair of shears.' })).toMatchObject({
    best: { kind: 'words' },
  });
  expect(await pool.places({ ...asked, markdown: long('x') })).toMatchObject({ best: null });
  await expect(pool.places({ ...asked, markdown: long('endless') })).rejects.toMatchObject({
    code: 'unavailable',
  });
});

test('what is too complex to be shown as Markdown is given as a block of code, also within a page', async () => {
  for (const text of [
    '> a\n\n'.repeat(8_000),
    '*_a'.repeat(5_000),
    `${'>'.repeat(200)}a`,
    '<li>'.repeat(2_000),
  ]) {
    const given = await directTexts.given(text);
    expect(parseMarkdown(given).children.map(({ type }) => type)).toEqual(['code']);
    const { body } = await directTexts.page(page(text));
    expect(parseMarkdown(body).children.map(({ type }) => type)).toEqual(['heading', 'code']);
  }
});
