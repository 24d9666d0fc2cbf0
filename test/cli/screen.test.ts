import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Terminal } from '@xterm/headless';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program';
import type { CliIo } from '../../src/cli/io';
import type { Row } from '../../src/cli/kinds';
import { coloursOf } from '../../src/cli/output';
import { drawScreen } from '../../src/cli/screen';
import { cutToWidth, plainLine, safeJson, widthOf } from '../../src/cli/text';
import { emptyHome, run, screenOf } from './support';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';

const PHASES = ['done', 'running', 'queued', 'failed', 'waiting_person'] as const;
const TITLES = [
  'Gartenschere für kleine Balkone',
  '園芸用のはさみの選び方と手入れの方法について',
  '👩‍🌾🪴 pots',
  '\u001b[31mred\u001b[0m\u009b2Jgone\u202e',
];

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, n) => ({
    ...{ id: `${n}`, kind: 'blog', title: TITLES[n % TITLES.length]!, status: 'AWAITING_SELECTION' },
    ...{
      phase: PHASES[n % PHASES.length]!,
      percent: (n * 7) % 101,
      etaMs: 125_000,
      error: null,
      waiting: null,
    },
  }));

const tty = { isTTY: true } as CliIo['stdout'];
const colours = coloursOf({ env: {}, stdout: tty } as CliIo, tty);

describe.each([80, 60, 34])('%i columns', (cols) => {
  test.each([1, 30])('show %i orders without a line that wraps', async (count) => {
    const terminal = new Terminal({ cols, rows: 24, allowProposedApi: true, convertEol: true });
    const lines = drawScreen({ rows: rowsOf(count), columns: cols - 1, lines: 24, colours, unicode: true });
    await new Promise<void>((resolve) => terminal.write(lines.join('\n'), resolve));
    const screen = screenOf(terminal);
    expect(screen).toHaveLength(count === 1 ? 2 : 23);
    for (const line of screen) expect(widthOf(line)).toBeLessThan(cols);
    expect(screen[0]).toMatch(count === 1 ? /^1 of 1 ended/ : /^12 of 30 ended · 6 failed/);
    if (count === 30) expect(screen.at(-1)).toMatch(/^and 9 more: /);
    // What titles hold was shown, not obeyed.
    expect(screen.join('')).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});

test('bars stand below each other whatever the titles are', async () => {
  const terminal = new Terminal({ cols: 80, rows: 24, allowProposedApi: true, convertEol: true });
  const rows = rowsOf(4).map((row) => ({ ...row, percent: 50 }));
  await new Promise<void>((resolve) =>
    terminal.write(drawScreen({ rows, columns: 79, lines: 24, colours, unicode: true }).join('\n'), resolve),
  );
  const columns = Array.from({ length: 4 }, (_, n) => {
    const line = terminal.buffer.active.getLine(n + 1)!;
    return Array.from({ length: 80 }, (__, x) => line.getCell(x)!.getChars()).indexOf('█');
  });
  expect(new Set(columns).size).toBe(1);
});

test('text is cut at whole characters', () => {
  expect(cutToWidth('園芸用のはさみ', 7)).toBe('園芸用…');
  expect(cutToWidth('👩‍🌾👩‍🌾👩‍🌾', 4)).toBe('👩‍🌾…');
  expect(plainLine('a\nb\tc\u001b]8;;http://x\u0007d')).not.toContain('\u001b');
  expect(JSON.parse(safeJson({ a: '\u009b2J\u202e\u001b' }))).toEqual({ a: '\u009b2J\u202e\u001b' });
  expect(safeJson('\u009b\u202e\u001b')).toMatch(/^[\x20-\x7e]+$/);
});

describe('address and key', () => {
  const configured = (mode: number, text: string): Record<string, string> => {
    const home = emptyHome();
    mkdirSync(path.join(home, 'galley'));
    const file = path.join(home, 'galley', 'config.json');
    writeFileSync(file, text);
    chmodSync(file, mode);
    return { XDG_CONFIG_HOME: home };
  };
  const stored = JSON.stringify({ url: 'http://127.0.0.1:9', apiKey: 'gk_secret' });

  test('come from a file that only its owner may read', async () => {
    expect(await run(['status'], { env: configured(0o600, stored) })).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^Error: Could not reach http:\/\/127\.0\.0\.1:9: .+\.\n$/) as string,
    });
    const open = await run(['status'], { env: configured(0o644, stored) });
    expect([open.code, open.err]).toEqual([2, expect.stringContaining('chmod 600')]);
    const broken = await run(['status'], { env: configured(0o600, '{') });
    expect([broken.code, broken.err]).toEqual([2, expect.stringContaining('is not JSON')]);
  });

  test('the key of a file goes to no other address', async () => {
    const env = { ...configured(0o600, stored), GALLEY_URL: 'https://other.example' };
    const { code, err } = await run(['status'], { env });
    expect([code, err.includes('gk_secret')]).toEqual([2, false]);
    expect(err).toContain('Set GALLEY_API_KEY to a key for https://other.example.');
  });

  test.each([
    [['status'], 'Error: No key.'],
    [['ordr'], "Error: unknown command 'ordr'"],
    [['order', 'post', 'a', '--priority', '11'], 'It must be a whole number from 1 to 10.'],
  ])('%j is wrong use', async (args, message) => {
    const { code, err } = await run(args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

test('docs/command.md has the help of every subcommand', () => {
  const docs = readFileSync(path.join(__dirname, '..', '..', 'docs', 'command.md'), 'utf8');
  const none = { env: {}, stdout: {}, stderr: {} } as CliIo;
  const missing: string[] = [];
  const look = (command: Command): void => {
    if (!docs.includes(`\n${helpOf(command)}\n`)) missing.push(command.name());
    command.commands.forEach(look);
  };
  look(createProgram(none));
  expect(missing).toEqual([]);
});

/** Help without what all subcommands share. */
const helpOf = (command: Command): string =>
  command.helpInformation().split('\nGlobal Options:')[0]!.trimEnd();
