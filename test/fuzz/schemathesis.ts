import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const VERSION = '4.32.5';
/** Every package that it needs, with its checksums. */
const REQUIREMENTS = path.join(__dirname, 'requirements.txt');
const CACHE = path.resolve(__dirname, '../../.galley/fuzz');

/** What a run found. */
export interface FuzzRun {
  /** The exit code: 0 where nothing was found. */
  code: number;
  /** Everything that it printed. */
  output: string;
  /** Requests that were sent and checked. */
  cases: number;
  /** Links of the description that were followed. */
  links: number;
}

function python(file: string, args: string[]): void {
  try {
    execFileSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 300_000 });
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr ?? error).slice(-500);
    throw new Error(
      `NOTHING WAS FUZZED: Schemathesis cannot be had. "${file} ${args.join(' ')}" failed: ${said}\n` +
        'Python 3.11 or newer with venv, and the Python package index, are needed.',
    );
  }
}

/** Installs Schemathesis from the Python package index, once. Answers its command; throws where it cannot be had. */
export function installSchemathesis(): string {
  const venv = path.join(CACHE, `venv-${VERSION}`);
  const command = path.join(venv, 'bin', 'schemathesis');
  const installed = path.join(venv, 'installed');
  if (existsSync(installed)) return command;
  mkdirSync(CACHE, { recursive: true });
  python('python3', ['-m', 'venv', '--clear', venv]);
  const args = ['install', '--quiet', '--require-hashes', '--requirement', REQUIREMENTS];
  python(path.join(venv, 'bin', 'python'), ['-m', 'pip', ...args]);
  mkdirSync(installed);
  return command;
}

/** Runs Schemathesis against an API as the holder of a key, or as nobody. `places`: see hooks.py. */
export function fuzz(options: {
  command: string;
  apiUrl: string;
  key: string | undefined;
  role: string;
  places: ReadonlyArray<readonly [string, Record<string, string>]>;
  /** The tenant and the site that creations name, and the id of the key. */
  own: { tenantId?: string; instanceId?: string; keyId?: string };
  maxExamples: number;
  seed: number;
  /** Those of Schemathesis, comma-separated. */
  phases: string;
  /** After so many seconds it ends, with what it has found by then. */
  seconds: number;
  /** Of the log, below `.galley/fuzz`. */
  name: string;
}): Promise<FuzzRun> {
  const { command, apiUrl, key, role, places, own, maxExamples, seed, phases, seconds, name } = options;
  const args = [
    ...['--config-file', path.join(__dirname, 'schemathesis.toml')],
    ...['run', `${apiUrl}/openapi.json`, '--no-color', '--no-shrink', '--continue-on-failure'],
    // A stream has no end.
    ...['--exclude-path', '/api/events'],
    ...['--max-examples', String(maxExamples), '--seed', String(seed), '--workers', '1'],
    ...['--request-timeout', '15', '--suppress-health-check', 'all', '--generation-database', 'none'],
    ...['--warnings', 'off', '--max-time', String(seconds), '--phases', phases],
    // What was deleted is gone at once, but who may not read a thing is not told whether it is there.
    ...['--exclude-checks', 'object_level_authorization'],
    ...(key === undefined
      ? ['--exclude-checks', 'ignored_auth']
      : ['--header', `Authorization: Bearer ${key}`]),
  ];
  const child = spawn(command, args, {
    cwd: CACHE,
    env: {
      PATH: process.env['PATH'],
      HOME: CACHE,
      PYTHONPATH: __dirname,
      PYTHONDONTWRITEBYTECODE: '1',
      SCHEMATHESIS_HOOKS: 'hooks',
      GALLEY_FUZZ_PLACES: JSON.stringify(places),
      GALLEY_FUZZ_OWN: JSON.stringify(own),
      GALLEY_FUZZ_AS: role,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const log = createWriteStream(path.join(CACHE, `${name}.log`));
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      log.write(chunk);
    });
  // Its own limit is not looked at while it draws a value.
  const late = setTimeout(() => child.kill(), (seconds * 2 + 30) * 1000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(late);
      log.end();
      const cases = Number(/(\d+) generated/.exec(output)?.[1] ?? 0);
      const links = Number(/API Links: +(\d+) covered/.exec(output)?.[1] ?? 0);
      resolve({ code: code ?? 1, output, cases, links });
    });
  });
}
