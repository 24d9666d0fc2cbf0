import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endLeftover, identify, isRunning } from '../../src/local/pid-file';
import { runNode, spawnNode } from '../../src/local/processes';
import type { NodeProgram } from '../../src/local/processes';

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await pause(20);
  }
}

describe('Node processes of this project', () => {
  let dir: string;
  let lines: string[];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'galley-processes-'));
    lines = [];
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const program = async (source: string): Promise<NodeProgram> => {
    const script = join(dir, 'script.js');
    await writeFile(script, source);
    return {
      ...{ name: 'thing', script, args: ['one'], env: process.env },
      logFile: join(dir, 'logs', 'thing.log'),
      pidFile: join(dir, 'thing.pid.json'),
      log: (line) => lines.push(line),
    };
  };
  const READY = `console.log('{"ready":true}'); setInterval(() => {}, 1000);`;
  const readyLine = (text: string): boolean => text.includes('"ready"');

  test('a crashed process is restarted and reported; a stopped one is not', async () => {
    const seen: string[] = [];
    const child = await spawnNode({
      ...(await program(
        `${READY} console.log(process.argv[2]); process.on('SIGTERM', () => process.exit(0));`,
      )),
      readyLine,
      readyTimeoutMs: 10_000,
      onLine: ({ text }) => seen.push(text),
    });
    const first = child.pid();
    expect(child.readyText).toBe('{"ready":true}');
    await until(() => seen.length === 1);
    await child.kill();
    await until(() => child.pid() !== first && seen.length === 2);
    expect(seen).toEqual(['one', 'one']);
    expect(lines).toEqual([expect.stringMatching(/^thing was terminated by SIGKILL; restarting/)]);
    await child.stop({ graceMs: 5_000 });
    await pause(100);
    expect(child.restarts()).toBe(1);
    expect(identify({ pid: child.pid() })).toBeUndefined();
    expect(existsSync(join(dir, 'thing.pid.json'))).toBe(false);
    expect(await readFile(join(dir, 'logs', 'thing.log'), 'utf8')).toContain('one');
  });

  test('a process that stands back for others does so with all its threads', async () => {
    const child = await spawnNode({
      ...(await program(READY)),
      ...{ niceness: 4, readyLine, readyTimeoutMs: 10_000 },
    });
    const wanted = Math.min(19, getPriority() + 4);
    expect(getPriority(child.pid())).toBe(wanted);
    if (process.platform === 'linux') {
      const threads = await readdir(`/proc/${child.pid()}/task`);
      expect(threads.length).toBeGreaterThan(1);
      expect(threads.map((thread) => getPriority(Number(thread)))).toEqual(threads.map(() => wanted));
    }
    await child.stop({ graceMs: 5_000 });
  });

  test('a process that does not end is killed after the grace period', async () => {
    const child = await spawnNode({
      ...(await program(`process.on('SIGTERM', () => {}); ${READY}`)),
      ...{ readyLine, readyTimeoutMs: 10_000 },
    });
    await child.stop({ graceMs: 200 });
    expect(identify({ pid: child.pid() })).toBeUndefined();
    expect(child.restarts()).toBe(0);
  });

  test('a process that exits or stays silent before it is ready is an error', async () => {
    const ends = { ...(await program('process.exit(3)')), readyLine, readyTimeoutMs: 10_000 };
    await expect(spawnNode(ends)).rejects.toThrow(/^thing exited with code 3 before it was ready \(log: /);
    const silent = { ...(await program('setInterval(() => {}, 1000)')), readyLine, readyTimeoutMs: 300 };
    await expect(spawnNode(silent)).rejects.toThrow(/^thing was not ready after 0\.3 s/);
  });

  test('a script run to its end returns its output or its last error line', async () => {
    expect(await runNode(await program(`console.log('a'); console.log('b'); console.error('c')`))).toBe(
      'a\nb',
    );
    const failing = await program(`console.error('table is missing'); process.exitCode = 2`);
    await expect(runNode(failing)).rejects.toThrow(/^thing exited with code 2: table is missing \(log: /);
  });

  test('leftovers of a killed run are ended, but not processes in use or a stranger with a reused number', async () => {
    const file = join(dir, 'left.pid.json');
    const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      detached: true,
      stdio: 'ignore',
    });
    await once(left, 'spawn');
    const identity = identify({ pid: left.pid ?? 0 });
    const self = identify({ pid: process.pid });
    if (!identity || !self) throw new Error('no identity');
    const record = (changes: object): Promise<void> =>
      writeFile(file, JSON.stringify({ ...identity, stopSignal: 'SIGTERM', owner: self, ...changes }));
    const end = (): Promise<void> => endLeftover({ file, name: 'thing', log: (line) => lines.push(line) });
    const gone = { ...self, startedAt: 'long ago' };

    await record({});
    await expect(end()).rejects.toThrow(/is in use by process/);
    await record({ startedAt: 'long ago', owner: gone });
    await end();
    expect(isRunning(identity)).toBe(true);
    expect(lines).toEqual([]);
    await record({ owner: gone });
    await end();
    expect(isRunning(identity)).toBe(false);
    expect(lines).toEqual([expect.stringMatching(/left over from a run that was killed/)]);
    expect(existsSync(file)).toBe(false);
  });
});
