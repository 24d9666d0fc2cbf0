import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { identify } from '../../src/local/pid-file';
import { keepLogs } from '../../src/local/kept-logs';
import { newsFilter } from '../../src/local/news-filter';
import { isPlainPath } from '../../src/local/postgres-binaries';
import { rememberedPort } from '../../src/local/remembered-ports';
import { openStateDir } from '../../src/local/state-dir';

const HOST = '127.0.0.1';
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'galley-clones-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a port that was moved to is used again, also once the wanted one is free', async () => {
  const other = createServer().listen(0, HOST);
  await once(other, 'listening');
  const wanted = (other.address() as AddressInfo).port;
  const ask = () =>
    rememberedPort({ file: join(dir, 'ports.json'), name: 'API', wanted, host: HOST, taken: new Set() });
  const first = await ask();
  expect(first.number).toBeGreaterThan(wanted);
  expect(first.told).toBe(`port ${wanted} is busy, using ${first.number}`);
  other.close();
  await once(other, 'close');
  expect(await ask()).toEqual({ number: first.number, told: `port ${first.number}, as in the last run` });
  const busy = createServer().listen(first.number, HOST);
  await once(busy, 'listening');
  expect(await ask()).toEqual({
    number: wanted,
    told: `port ${first.number} of the last run is busy, using ${wanted} from now on`,
  });
  busy.close();
  await once(busy, 'close');
  writeFileSync(join(dir, 'ports.json'), '{"half');
  expect(await ask()).toEqual({ number: wanted });
});

test('a second run in the same folder is told that Galley runs, and where', async () => {
  const owner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(owner, 'spawn');
  try {
    const running = identify({ pid: owner.pid! })!;
    mkdirSync(join(dir, 'pids'));
    writeFileSync(join(dir, 'pids', 'api.pid.json'), JSON.stringify({ ...running, owner: running }));
    writeFileSync(join(dir, 'ports.json'), JSON.stringify({ API: { wanted: 3000, used: 3001 } }));
    const again = openStateDir({ root: dir, fresh: true, log: () => undefined });
    await expect(again).rejects.toThrow(
      `Galley already runs here (process ${owner.pid}), at http://127.0.0.1:3001; use that one, or stop it first`,
    );
    expect(existsSync(join(dir, 'ports.json'))).toBe(true);
  } finally {
    owner.kill('SIGKILL');
  }
});

test('starting fresh deletes all data, but neither what was downloaded nor the lock of an installation', async () => {
  mkdirSync(join(dir, 'cache'));
  for (const name of ['keys.json', 'install.lock']) writeFileSync(join(dir, name), 'x');
  const state = await openStateDir({ root: dir, fresh: true, log: () => undefined });
  state.release();
  expect(readdirSync(dir).sort()).toEqual(['cache', 'install.lock', 'logs', 'pictures', 'pids', 'postgres']);
});

test('the logs of a failed run stay, where its message says, until five more have failed', () => {
  const root = join(dir, 'demo');
  const fail = (hour: number) => {
    const stateDir = join(root, 'run-x');
    for (const [folder, file] of [
      ['logs', 'api.log'],
      ['postgres', 'postgres.log'],
    ] as const) {
      mkdirSync(join(stateDir, folder), { recursive: true });
      writeFileSync(join(stateDir, folder, file), 'why');
    }
    const kept = keepLogs({ root, stateDir, now: new Date(Date.UTC(2026, 0, 1, hour)) });
    rmSync(stateDir, { recursive: true });
    return { kept, said: kept.sentence(`api ended (log: ${join(stateDir, 'logs', 'api.log')})`) };
  };
  const first = fail(0);
  expect(first.said).toBe(`api ended (log: ${join(first.kept.folder, 'api.log')})`);
  expect(readdirSync(first.kept.folder).sort()).toEqual(['api.log', 'postgres.log']);
  for (let hour = 1; hour <= 4; hour += 1) fail(hour);
  expect(existsSync(first.kept.folder)).toBe(true);
  fail(5);
  expect(existsSync(first.kept.folder)).toBe(false);
  expect(readdirSync(root)).toHaveLength(5);
});

test('reports that repeat are told once, and again when they change', () => {
  const isNews = newsFilter();
  const heard = (line: string): boolean => isNews(`worker  | ${line}`);
  expect(heard('[Blog Worker] Heartbeat - cycle 30 | Queue: 0')).toBe(true);
  expect(heard('[Article Worker] waiting 0, active 0')).toBe(true);
  expect(heard('[Blog Worker] Heartbeat - cycle 60 | Queue: 0')).toBe(false);
  expect(heard('[Article Worker] waiting 0, active 0')).toBe(false);
  expect(heard('[Blog Worker] Heartbeat - cycle 90 | Queue: 1')).toBe(true);
  expect(heard('[Blog Worker] Heartbeat - cycle 120 | Queue: 0')).toBe(true);
  expect(heard('order published') && heard('order published')).toBe(true);
});

test.each([
  ['/home/é ü/my #1 (new)', true],
  ["/home/it's", true],
  ['/home/$HOME/x', false],
  ['/home/a"b', false],
  ['/home/a`b', false],
  ['/home/a\\b', false],
])('whether a shell changes the path %s', (path, isPlain) => {
  expect(isPlainPath(path)).toBe(isPlain);
});
