import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../docs/documents';
import { SERVERS_VARIABLE } from '../../support/servers';

/** A change to one file of the source, at a line that occurs once in it (given without its indentation). */
export interface Entry {
  file: string;
  line: string;
  /** What stands there afterwards, indented as the line is. */
  becomes: string[];
  /** Lines of it that are new. */
  added: number;
}

/** Adds lines after one. */
export const after = (file: string, line: string, ...added: string[]): Entry => ({
  file,
  line,
  becomes: [line, ...added],
  added: added.length,
});

/** Puts lines in the place of one. */
export const instead = (file: string, line: string, ...becomes: string[]): Entry => ({
  file,
  line,
  becomes,
  added: becomes.length,
});

/** A source tree with something added, in a folder of its own. */
export interface Variant {
  dir: string;
  /** Files that are new or changed, and lines that were added to them. */
  size: { files: number; lines: number };
}

const COPIED = [
  'src',
  'test',
  'migrations',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'jest.config.cjs',
];

const linesOf = (text: string): number => text.split('\n').filter((line) => line.trim() !== '').length;

function withEntry(text: string, { file, line, becomes }: Entry): string {
  const lines = text.split('\n');
  const found = lines.flatMap((one, n) => (one.trim() === line ? [n] : []));
  if (found.length !== 1) throw new Error(`${file} has ${found.length} lines "${line}" instead of one`);
  const at = found[0]!;
  const indent = /^\s*/.exec(lines[at]!)![0];
  lines.splice(at, 1, ...becomes.map((one) => indent + one));
  return lines.join('\n');
}

/**
 * Copies the source to a folder of its own and adds to it: the files of `files`, laid out as in the project, and the entries. Nothing
 * else is changed, so that what works in the variant needs no other line.
 */
export function layVariant(options: { name: string; files?: string; entries: readonly Entry[] }): Variant {
  const dir = path.join(ROOT, '.galley', 'variants', `${options.name}-${process.pid}`);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const isHistory = (source: string): boolean => /replay.histories|docs.screenshots/.test(source);
  for (const name of COPIED)
    cpSync(path.join(ROOT, name), path.join(dir, name), {
      recursive: true,
      filter: (source) => !isHistory(source),
    });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(dir, 'node_modules'));
  const changed = new Set<string>();
  let lines = 0;
  if (options.files)
    for (const entry of readdirSync(options.files, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const source = path.join(entry.parentPath, entry.name);
      const target = path.relative(options.files, source);
      mkdirSync(path.dirname(path.join(dir, target)), { recursive: true });
      cpSync(source, path.join(dir, target));
      changed.add(target);
      lines += linesOf(readFileSync(source, 'utf8'));
    }
  for (const entry of options.entries) {
    const target = path.join(dir, entry.file);
    writeFileSync(target, withEntry(readFileSync(target, 'utf8'), entry));
    changed.add(entry.file);
    lines += entry.added;
  }
  return { dir, size: { files: changed.size, lines } };
}

/** Runs one of the project's tools in a variant; rejects with what it printed when it fails. */
export function runIn(variant: Variant, tool: string, args: readonly string[]): Promise<string> {
  // Neither the servers of this run nor its workflows, which lack what the variant adds.
  const { [SERVERS_VARIABLE]: _, GALLEY_TEST_BUNDLE: __, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(ROOT, 'node_modules', tool), ...args], {
      cwd: variant.dir,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${tool} failed:\n${output}`)),
    );
  });
}

/**
 * Type-checks a variant with its panel, so that no registry lacks an entry, and runs its specifications against the real servers.
 */
export async function proveVariant(variant: Variant, specs: readonly string[]): Promise<void> {
  const tsc = 'typescript/bin/tsc';
  await runIn(variant, tsc, ['-p', 'tsconfig.build.json', '--noEmit', '--incremental', 'false']);
  await runIn(variant, tsc, ['-p', 'test/panel/tsconfig.json']);
  await runIn(variant, 'jest/bin/jest.js', [
    '--testMatch',
    ...specs.map((spec) => `**/${spec}`),
    '--runInBand',
    '--forceExit',
  ]);
}
