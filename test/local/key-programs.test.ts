import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hashApiKey } from '../../src/api/http/auth';
import { findKeyHolder } from '../../src/db/tenants/tenants';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';
import { filesIn, findSecrets, rowsOf } from '../support/planted';

const DIST = path.join(__dirname, '..', '..', 'dist', 'local');
const KEY = /galley_[\w-]{43}/g;

let database: TestDatabase;
/** Home, working directory and temporary files of the programs. */
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), 'galley-keys-'));
});

afterEach(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  code: number | null;
  output: string;
  keys: string[];
}

function run(command: string, args: string[]): Promise<Ran> {
  const child = spawn(command, args, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      ...{ HOME: folder, TMPDIR: folder, DATABASE_URL: database.url, DB_SSL: 'off', LOG_LEVEL: 'debug' },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output, keys: output.match(KEY) ?? [] }));
  });
}

/** Runs a program whose output is a pipe, as under a service manager. */
function inPipe(program: string, ...args: string[]): Promise<Ran> {
  return run(process.execPath, [path.join(DIST, program), ...args]);
}

/** Runs it in a terminal, which the tool `script` plays. */
function inTerminal(program: string, ...args: string[]): Promise<Ran> {
  const command = [process.execPath, path.join(DIST, program), ...args];
  return process.platform === 'darwin'
    ? run('script', ['-q', '/dev/null', ...command])
    : run('script', ['-qec', command.map((word) => `'${word}'`).join(' '), '/dev/null']);
}

async function validKeys(): Promise<number> {
  const { rows } = await database.pool.query<{ many: number }>('select count(*)::int as many from api_keys');
  return rows[0]!.many;
}

/** Where these keys are to be found, in any form, but for some files. */
async function placesOf(keys: readonly string[], except: string[] = []): Promise<string[]> {
  const secrets = Object.fromEntries(keys.map((key, n) => [`key ${n}`, key]));
  return findSecrets(secrets, [...filesIn([folder], except), ...(await rowsOf(database.pool))]);
}

const roleOf = async (key: string) => (await findKeyHolder(database.pool, { hash: hashApiKey(key) }))?.role;

describe('the program that makes the first key', () => {
  test('shows it in a terminal, once, and leaves it nowhere', async () => {
    const first = await inTerminal('first-key.js');
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining('not shown again') as string });
    expect(first.keys).toHaveLength(1);
    expect(await roleOf(first.keys[0]!)).toBe('admin');
    expect(await placesOf(first.keys)).toEqual([]);
    const second = await inTerminal('first-key.js');
    expect(second).toMatchObject({ code: 1, keys: [] });
    expect(second.output).toContain('There is a valid administrator key already.');
    expect(await validKeys()).toBe(1);
  });

  test('makes none where its output is no terminal, unless it is asked to', async () => {
    const refused = await inPipe('first-key.js');
    expect(refused).toMatchObject({ code: 1, keys: [] });
    expect(refused.output).toContain('Keys are only printed to a terminal.');
    expect(await validKeys()).toBe(0);
    const asked = await inPipe('first-key.js', '--print');
    expect(asked.code).toBe(0);
    expect(asked.keys).toHaveLength(1);
    expect(await roleOf(asked.keys[0]!)).toBe('admin');
    expect(await placesOf(asked.keys)).toEqual([]);
  });
});

describe('the program that makes the sample keys', () => {
  test('shows them in a terminal and leaves them nowhere', async () => {
    const made = await inTerminal('seed.js');
    expect(made.code).toBe(0);
    expect(await validKeys()).toBe(made.keys.length);
    const roles = await Promise.all(made.keys.map(roleOf));
    expect(new Set(roles)).toEqual(new Set(['store', 'admin', 'operator']));
    expect(await placesOf(made.keys)).toEqual([]);
  });

  test('makes none where its output is no terminal and no file is named', async () => {
    const refused = await inPipe('seed.js');
    expect(refused).toMatchObject({ code: 1, keys: [] });
    expect(refused.output).toContain('Keys are only printed to a terminal.');
    expect(await validKeys()).toBe(0);
  });

  test('prints none of those it saves, in a file for its owner only', async () => {
    const file = path.join(folder, 'keys.json');
    const made = await inPipe('seed.js', '--keys-file', file);
    expect(made).toMatchObject({ code: 0, keys: [] });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.new`)).toBe(false);
    const keys = readFileSync(file, 'utf8').match(KEY) ?? [];
    expect(await validKeys()).toBe(keys.length);
    expect(await placesOf(keys, [file])).toEqual([]);
  });
});
