import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { Terminal } from '@xterm/headless';
import { runCli } from '../../src/cli/main';
import type { Output } from '../../src/cli/io';

/** What a command wrote, and its exit code. */
export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** How a command is run. */
export interface RunOptions {
  env?: Record<string, string>;
  stdin?: string;
  terminal?: Terminal;
  signal?: AbortSignal;
  onOut?: (text: string) => void;
}

/** A folder in which nothing is configured. */
export const emptyHome = (): string => mkdtempSync(path.join(tmpdir(), 'galley-home-'));

function outputTo(write: (text: string) => void, terminal?: Terminal): Output {
  const stream: Output & PassThrough = new PassThrough();
  stream.on('data', (chunk: Buffer) => write(chunk.toString()));
  if (terminal) Object.assign(stream, { isTTY: true, columns: terminal.cols, rows: terminal.rows });
  return stream;
}

/** Runs the command within this process. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const ran: Ran = { code: -1, out: '', err: '' };
  const { terminal } = options;
  ran.code = await runCli(args, {
    env: options.env ?? {},
    home: emptyHome(),
    stdin: Readable.from(options.stdin === undefined ? [] : [options.stdin]),
    stdout: outputTo((text) => {
      ran.out += text;
      terminal?.write(text);
      options.onOut?.(text);
    }, terminal),
    stderr: outputTo((text) => (ran.err += text)),
    interrupted: options.signal ?? new AbortController().signal,
  });
  // What was written last is passed on in a later turn.
  await new Promise((resolve) => setImmediate(resolve));
  if (terminal) await new Promise<void>((resolve) => terminal.write('', resolve));
  return ran;
}

/** The lines that a terminal shows, without empty ones at the end. */
export function screenOf(terminal: Terminal): string[] {
  const { active } = terminal.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, n) => active.getLine(n)?.translateToString(true).trimEnd() ?? '',
  );
  while (lines.at(-1) === '') lines.pop();
  return lines;
}
