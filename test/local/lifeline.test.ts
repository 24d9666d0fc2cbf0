import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { identify } from '../../src/local/pid-file';

const ROOT = join(__dirname, '..', '..');
const dist = (name: string): string => JSON.stringify(join(ROOT, 'dist', name));

let folder: string;
const started: number[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'galley-lifeline-'));
});
afterEach(() => {
  for (const pid of started.splice(0)) if (identify({ pid })) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not in time: ${what}`);
    await pause(50);
  }
}

const isGone = (pid: number) => (): boolean => identify({ pid }) === undefined;

/** Starts a program and answers with its first line that fits. */
async function startUntil(
  command: string[],
  fits: RegExp,
  env: NodeJS.ProcessEnv = {},
): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(command[0]!, command.slice(1), {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child.pid!);
  child.stderr.resume();
  for await (const line of createInterface({ input: child.stdout }))
    if (fits.test(line)) return { child, line };
  throw new Error(`${command.join(' ')} ended`);
}

/** A script of Node that runs until something ends it. */
function script(source: string): string[] {
  const file = join(folder, 'script.js');
  writeFileSync(file, `${source}\nsetInterval(() => undefined, 1_000);`);
  return [process.execPath, file];
}

test('what was started does not outlive a process that was killed hard', async () => {
  const options = `{ command: 'sleep', args: ['600'], env: process.env, stopSignal: 'SIGTERM',
    logFile: ${JSON.stringify(join(folder, 'log'))}, pidFile: ${JSON.stringify(join(folder, 'pid'))} }`;
  const { child, line } = await startUntil(
    script(
      `require(${dist('local/detached.js')}).spawnDetached(${options}).then(({ pid }) => console.log('pid ' + pid));`,
    ),
    /^pid \d+$/,
  );
  const pid = Number(line.slice(4));
  started.push(pid);
  await pause(100);
  expect(isGone(pid)()).toBe(false);
  child.kill('SIGKILL');
  await until('the end of what it had started', isGone(pid));
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'a supervisor that sends npm alone %s ends what npm runs, too',
  async (signal) => {
    // In a folder of its own, since the project's scripts begin with a build.
    const watch = JSON.stringify(join(ROOT, 'scripts', 'children.mjs'));
    writeFileSync(
      join(folder, 'run.mjs'),
      `import { runToEnd } from ${watch};
       await runToEnd({ commands: [[${JSON.stringify(join(folder, 'script.js'))}]], cwd: '.', env: process.env });`,
    );
    script(
      `require(${dist('telemetry/stop-requests.js')}).onStopRequest(() => process.exit(0)); console.log('pid ' + process.pid);`,
    );
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ scripts: { run: `"${process.execPath}" run.mjs` } }),
    );
    const { child, line } = await startUntil(['npm', '--prefix', folder, 'run', 'run'], /^pid \d+$/);
    const pid = Number(line.slice(4));
    started.push(pid);
    child.kill(signal);
    await until('the end of the program', isGone(pid));
  },
);

test('a reader that has gone away ends neither a program nor its work', async () => {
  const done = join(folder, 'done');
  const { child } = await startUntil(
    script(
      `require(${dist('telemetry/stop-requests.js')}).outliveTerminal();
       console.log('begun');
       let n = 0;
       setInterval(() => { console.log('a line'); console.error('another');
         if (++n === 20) require('node:fs').writeFileSync(${JSON.stringify(done)}, 'all'); }, 20);`,
    ),
    /begun/,
  );
  child.stdout!.destroy();
  child.stderr!.destroy();
  await until('the end of the work', () => {
    try {
      return readFileSync(done, 'utf8') === 'all';
    } catch {
      return false;
    }
  });
  expect(isGone(child.pid!)()).toBe(false);
});

test('a process goes on and ends in order although its log lines cannot be written', async () => {
  const full = openSync('/dev/full', 'w');
  const [, file] = script(
    `const { createLogger } = require(${dist('telemetry/logger.js')});
     const log = createLogger({ level: 'info', process: 'test', hide: (line) => line });
     require(${dist('telemetry/stop-requests.js')}).onStopRequest(() => process.exit(3));
     for (let n = 0; n < 20; n += 1) log.info('a line');
     process.send('ready');`,
  );
  const child = spawn(process.execPath, [file!], { stdio: ['ignore', full, full, 'ipc'] });
  started.push(child.pid!);
  closeSync(full);
  await once(child, 'message');
  await pause(200);
  expect(isGone(child.pid!)()).toBe(false);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([3, null]);
});

test('a terminal that is closed stops a system in order; only a person who asks again ends it at once', async () => {
  const { child } = await startUntil(
    script(
      `require(${dist('local/interrupts.js')}).watchInterrupts({ onFirst: () => console.log('first'), onSecond: () => process.exit(7) });
       console.log('ready');`,
    ),
    /ready/,
  );
  child.kill('SIGHUP');
  await pause(1_200);
  child.kill('SIGHUP');
  await pause(200);
  expect(isGone(child.pid!)()).toBe(false);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([7, null]);
});
