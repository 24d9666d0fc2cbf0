import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning } from '../../src/local/pid-file';
import type { ProcessIdentity } from '../../src/local/pid-file';
import { sharedFolder } from '../../src/local/postgres-binaries';

const ROOT = join(__dirname, '..', '..');

let root: string;
let terminal: ChildProcess | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'galley-terminal-'));
  cpSync(join(ROOT, 'dist'), join(root, 'dist'), { recursive: true });
  for (const name of ['node_modules', 'migrations', 'samples', 'package.json'])
    symlinkSync(join(ROOT, name), join(root, name));
});
afterEach(() => {
  terminal?.kill('SIGKILL');
  for (const folder of [root, sharedFolder({ name: 'postgres', key: join(root, '.galley', 'postgres') })])
    rmSync(folder, { recursive: true, force: true });
});

/** Starts the whole system within a terminal of its own, which `script` makes. */
async function startInTerminal(): Promise<void> {
  const ports = ['api', 'temporal', 'ui', 'postgres', 'simulators', 'metrics', 'smtp'];
  const from = 27_000 + (process.pid % 1_000) * 7;
  const flags = ports.map((name, n) => `--${name}-port ${from + n}`).join(' ');
  const command = `exec ${process.execPath} ${join(root, 'dist', 'local', 'start.js')} --no-sample --speed 50 ${flags}`;
  let output = '';
  terminal = spawn('script', ['--quiet', '--flush', '--command', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  terminal.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const deadline = Date.now() + 120_000;
  while (!output.includes('Ctrl-C stops everything')) {
    if (terminal.exitCode !== null || Date.now() > deadline) throw new Error(`not started: ${output}`);
    await pause(100);
  }
}

/** Every process of the system that is on record. */
function processes(): ProcessIdentity[] {
  return ['pids', 'postgres'].flatMap((folder) =>
    readdirSync(join(root, '.galley', folder))
      .filter((name) => name.endsWith('.pid.json'))
      .map(
        (name) => JSON.parse(readFileSync(join(root, '.galley', folder, name), 'utf8')) as ProcessIdentity,
      ),
  );
}

async function allGone(recorded: readonly ProcessIdentity[], withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (recorded.some(isRunning)) {
    if (Date.now() > deadline) throw new Error(`still running: ${JSON.stringify(recorded.filter(isRunning))}`);
    await pause(100);
  }
}

const postgresLog = (): string => readFileSync(join(root, '.galley', 'postgres', 'postgres.log'), 'utf8');

test('a terminal that is closed stops the system in order', async () => {
  await startInTerminal();
  const recorded = processes();
  expect(recorded.length).toBeGreaterThanOrEqual(6);
  // Its end closes the terminal, as a window that is closed does.
  terminal!.kill('SIGKILL');
  await allGone(recorded, 60_000);
  expect(postgresLog().trimEnd()).toMatch(/database system is shut down$/);
}, 240_000);

test('a start that is killed hard leaves nothing running, and the next one works', async () => {
  await startInTerminal();
  const recorded = processes();
  const { pid } = JSON.parse(
    readFileSync(join(root, '.galley', 'pids', 'the stack.pid.json'), 'utf8'),
  ) as ProcessIdentity;
  process.kill(pid, 'SIGKILL');
  await allGone(recorded, 20_000);
  expect(postgresLog().trimEnd()).toMatch(/database system is shut down$/);
  await startInTerminal();
  const again = processes();
  terminal!.kill('SIGKILL');
  await allGone(again, 60_000);
}, 240_000);
