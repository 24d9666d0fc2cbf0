import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Terminal } from '@xterm/headless';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { until } from '../support/api-client';
import { emptyHome, run, screenOf } from './support';
import type { Ran, RunOptions } from './support';

let galley: Galley;
let env: Record<string, string>;

beforeAll(async () => {
  galley = await startGalley({ env: { BULK_ITEM_DELAY_MS: '20' } });
  env = { GALLEY_URL: galley.apiUrl, GALLEY_API_KEY: galley.stores[0]!.key };
}, 60_000);

afterAll(() => galley.stop());

const cli = (args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  run(args, { env, ...options });

/** Runs a command for its JSON; fails where it was refused. */
async function json<T>(args: readonly string[], options: RunOptions = {}): Promise<T> {
  const ran = await cli([...args, '--json'], options);
  expect([ran.code, ran.err]).toEqual([0, '']);
  return JSON.parse(ran.out) as T;
}

function fileWith(name: string, text: string): string {
  const file = path.join(emptyHome(), name);
  writeFileSync(file, text);
  return file;
}

const bulkCsv = [
  'topic;word_count',
  ...Array.from({ length: 10 }, (_, n) => `Garden tools ${n + 1};300`),
].join('\n');

describe('a post', () => {
  test('is ordered, picked, watched to its end, and seen on the stream', async () => {
    const leaving = new AbortController();
    let heard = '';
    const tail = cli(['tail', '--kind', 'blog', '--json'], {
      signal: leaving.signal,
      onOut: (text) => (heard += text),
    });
    await until('the stream', async () => heard.includes('"snapshot"'));

    const placed = await cli(['order', 'post', 'copper kettle', '--publish-mode', 'publish']);
    expect(placed.code).toBe(0);
    const id = /Accepted post (\S+)\. /.exec(placed.out)![1]!;

    const waited = await cli(['watch', id, '--until-person']);
    expect(waited).toMatchObject({ code: 0, err: '' });
    expect(waited.out.trim().split('\n').at(-1)).toContain(`${id} awaiting selection: `);

    const ideas = await json<Array<{ title: string }>>(['pick', id.slice(0, 13)]);
    const listed = await cli(['pick', id]);
    expect(listed.out).toContain(`2. ${ideas[1]!.title}`);
    expect(await cli(['pick', id, '99'])).toMatchObject({
      code: 2,
      err: `Error: The number must be from 1 to ${ideas.length}.\n`,
    });
    const picked = await cli(['pick', id, '2']);
    expect(picked.out).toContain(`Chosen: ${ideas[1]!.title}.`);

    const terminal = new Terminal({ cols: 80, rows: 24, allowProposedApi: true, convertEol: true });
    expect(await cli(['watch', id], { terminal })).toMatchObject({ code: 0, err: '' });
    const lines = screenOf(terminal);
    expect(lines[0]).toBe('1 of 1 ended · 1 done');
    expect(lines[1]).toMatch(/^✓ .{4,} +█{16} {2}100% done$/);

    const status = await json<{ status: string; title: string }>(['status', id]);
    expect(status.status).toBe('DONE');
    expect((await cli(['status', id])).out).toContain('  Status:    done, 100%\n');
    expect((await cli(['status'])).out).toMatch(/^\d+ of at most \d+ orders open; /);

    // What is over cannot be cancelled: the sentence is the server's.
    const refused = await cli(['order', 'cancel', id]);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/^Error: .+\n$/);

    leaving.abort();
    expect((await tail).code).toBe(130);
    const events = heard
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; event: string });
    expect(events.map(({ event }) => event)).toContain('orderChanged');
    const last = events.at(-1)!;
    expect(last.id).not.toBe('');
  }, 30_000);

  test('is scheduled, approved, given other ideas, another priority, and cancelled', async () => {
    const { id } = await json<{ id: string }>(['order', 'post', 'tea tray', '--publish-mode', 'approve']);
    await cli(['watch', id, '--until-person']);
    expect((await cli(['order', 'new-ideas', id, '--hint', 'about teak'])).code).toBe(0);
    await until(
      'other ideas',
      async () =>
        (await json<{ round: number; status: string }>(['status', id])).status === 'AWAITING_SELECTION',
    );
    expect((await cli(['order', 'priority', id, '9'])).code).toBe(0);
    const titled = await cli(['pick', id, '--title', 'The teak tray']);
    expect(titled.out).toContain('Chosen: The teak tray.');
    await until(
      'a text to approve',
      async () => (await json<{ status: string }>(['status', id])).status === 'AWAITING_APPROVAL',
    );
    const scheduled = await cli([
      ...['order', 'schedule', id, new Date(Date.now() + 86_400_000).toISOString().slice(0, 16)],
      ...['--time-zone', 'Europe/Berlin'],
    ]);
    expect([scheduled.code, scheduled.err]).toEqual([0, '']);
    const approved = await cli(['order', 'approve', id]);
    expect([approved.code, approved.err]).toEqual([0, '']);
    await until(
      'its time',
      async () => (await json<{ status: string }>(['status', id])).status === 'SCHEDULED',
    );
    const cancelled = await cli(['order', 'cancel', id]);
    expect(cancelled.out).toMatch(/^post \S+ is /);
    expect(await cli(['watch', id])).toMatchObject({ code: 0 });
    expect((await json<{ status: string }>(['status', id])).status).toBe('CANCELLED');
    const retried = await cli(['order', 'retry', id]);
    expect(retried.code).toBe(1);
  }, 30_000);

  test('that fails makes watch fail', async () => {
    const { id } = await json<{ id: string }>(['order', 'post', '--product', 'no-such-product']);
    const watched = await cli(['watch', id]);
    expect(watched.code).toBe(1);
    expect(watched.err).toMatch(new RegExp(`^Error: ${id} failed: .+\\n$`));
  }, 30_000);

  test('ordered twice with one key is one order', async () => {
    const args = ['order', 'post', 'one kettle', '--idempotency-key', 'from-a-script-1'];
    const [first, second] = [await json<{ id: string }>(args), await json<{ id: string }>(args)];
    expect(second.id).toBe(first.id);
  });
});

describe('many', () => {
  test('posts from a table are watched as a batch, and exported', async () => {
    const table = fileWith(
      'posts.csv',
      'sourceType,sourceId,priority\nkeyword,"brass, lamp",7\nkeyword,\'=1+1,\n',
    );
    const batch = await json<{ batchId: string; items: Array<{ sourceId: string; priority: number }> }>([
      'batch',
      'posts',
      table,
    ]);
    expect(batch.items).toMatchObject([{ sourceId: 'brass, lamp', priority: 7 }, { sourceId: '=1+1' }]);
    const watched = await cli(['watch', batch.batchId, '--until-person', '--json']);
    const rows = watched.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; phase: string });
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
    expect(rows.at(-1)!.phase).toBe('waiting_person');
    expect((await cli(['status', batch.batchId])).out).toContain('0 completed, 0 failed');

    const csv = await cli(['export', 'posts', '--batch', batch.batchId, '--format', 'csv']);
    // A spreadsheet must not run what a name looks like.
    expect(csv.out).toContain("'=1+1");
    expect(csv.out.trim().split('\r\n')).toHaveLength(3);
    expect(csv.out.startsWith('id,status,phase,')).toBe(true);

    const cancelled = await json<{ cancelledNow: number }>(['batch', 'cancel', batch.batchId]);
    expect(cancelled.cancelledNow).toBe(2);
    expect((await cli(['watch', batch.batchId])).code).toBe(0);
  }, 30_000);

  test('pages are ordered alone and from JSON and CSV, and cancelled', async () => {
    const page = await json<{ id: string }>(['order', 'page', 'category', '--keywords', 'garden, shears']);
    expect((await cli(['watch', page.id])).code).toBe(0);
    const list = [{ pageType: 'product', targetKeywords: ['kettle'] }];
    const placed = await json<{ id: string; total: number }>(['batch', 'pages', '-'], {
      stdin: JSON.stringify(list),
    });
    expect(placed.total).toBe(1);
    const other = await cli(['batch', 'pages', '-'], { stdin: 'type;keywords\nproduct;pan\n' });
    expect(other.code + other.err).toBe('0');
    const id = /batch (\S+)\. /.exec(other.out)![1]!;
    expect((await cli(['batch', 'cancel', id])).out).toMatch(/^Cancelled \d of batch /);
    expect((await cli(['watch', placed.id])).code).toBe(0);
  }, 30_000);

  test('texts are ordered in each mode that needs nothing but the command line, and by files', async () => {
    const text = await json<{ id: string; mode: string }>([
      'order',
      'text',
      'Pruning',
      '--mode',
      'keywords',
      '--keywords',
      'pruning,shears',
      '--words',
      '300',
    ]);
    expect(text.mode).toBe('keywords');
    const trends = fileWith(
      'trends.json',
      JSON.stringify([{ text: 'Shears are recalled', date: '2026-11-01' }]),
    );
    expect((await cli(['order', 'text', 'Shears', '--mode', 'trends', '--trends', trends])).code).toBe(0);
    expect(await cli(['order', 'text', 'Shears', '--mode', 'topic', '--keywords', 'a'])).toMatchObject({
      code: 2,
      err: 'Error: --keywords does not go with --mode topic.\n',
    });
    expect(
      (await cli(['order', 'cancel', text.id])).code + (await cli(['watch', text.id])).code,
    ).toBeLessThan(2);
  }, 30_000);

  test('a bulk job is placed from CSV, paused, resumed, watched, listed and saved', async () => {
    const { id } = await json<{ id: string }>(['bulk', 'create', '-', '--format', 'csv'], { stdin: bulkCsv });
    expect((await cli(['bulk', 'pause', id])).out).toMatch(/^bulk job \S+ is paus(?:ing|ed)\./);
    expect((await cli(['bulk', 'resume', id])).code).toBe(0);
    const terminal = new Terminal({ cols: 60, rows: 10, allowProposedApi: true, convertEol: true });
    expect(await cli(['watch', id], { terminal })).toMatchObject({ code: 0, err: '' });
    expect(screenOf(terminal)[1]).toMatch(/^✓ 10 texts \(topic\) +█{8} {2}100% completed$/);
    expect((await cli(['bulk', 'items', id])).out).toMatch(/^10\. \S+ completed: /m);
    const file = path.join(emptyHome(), 'texts.zip');
    expect((await cli(['bulk', 'download', id, '--output', file])).code).toBe(0);
    expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await cli(['bulk', 'download', id, '--output', file])).toMatchObject({
      code: 2,
      err: `Error: Could not write ${file}: it exists already.\n`,
    });
    // It is over; and a job is no post.
    expect((await cli(['bulk', 'cancel', id])).code).toBe(1);
    expect((await cli(['bulk', 'retry', id])).code).toBe(1);
    expect(await cli(['order', 'approve', id])).toMatchObject({ code: 2, out: '' });

    // Every page of a list is followed, and each text is there once.
    const lines = (await cli(['export', 'texts', '--json'])).out.trim().split('\n');
    const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids.length).toBeGreaterThanOrEqual(12);
    expect(new Set(ids).size).toBe(ids.length);
  }, 30_000);
});

describe('what is wrong', () => {
  test('is told in one sentence with the field named', async () => {
    const bad = await cli(['order', 'page', 'brand', '--keywords', 'a', '--language', 'no language']);
    expect(bad).toMatchObject({ code: 1, out: '' });
    expect(bad.err).toMatch(/^Error: The body of the request is invalid\. \(language: .+\)\n$/);
    expect(await cli(['status', 'ffffffff-ffff-4fff-8fff-ffffffffffff'])).toMatchObject({
      code: 1,
      err: 'Error: There is no order, batch or bulk job with the ID ffffffff-ffff-4fff-8fff-ffffffffffff.\n',
    });
    const stranger = await cli(['status'], { env: { ...env, GALLEY_API_KEY: 'gk_nobody' } });
    expect([stranger.code, stranger.err.includes('gk_nobody')]).toEqual([1, false]);
  });
});
