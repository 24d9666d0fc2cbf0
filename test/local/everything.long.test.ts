import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SCRIPT = path.join(__dirname, '..', '..', 'dist', 'local', 'demo.js');

/** Where a port is taken, the next free one is used. */
const PORTS = ['api', 'temporal', 'ui', 'postgres', 'simulators', 'smtp', 'metrics'].flatMap((name, n) => [
  ...[`--${name}-port`, String(27_000 + (process.pid % 500) * 10 + n)],
]);

interface Run {
  code: number | null;
  output: string;
}

/** Runs the demo in a folder; `onOutput` is told all that it has said so far, and may interrupt it. */
async function demo(
  cwd: string,
  onOutput: (output: string, interrupt: () => void) => void = () => undefined,
): Promise<Run> {
  if (!existsSync(SCRIPT)) throw new Error('Build first: npm run build');
  const child = spawn(process.execPath, [SCRIPT, '--all', '--speed', '20', ...PORTS], {
    ...{ cwd, env: { ...process.env, TMPDIR: cwd }, stdio: ['ignore', 'pipe', 'pipe'] },
  });
  let output = '';
  let isInterrupted = false;
  const interrupt = (): void => {
    if (!isInterrupted) child.kill('SIGINT');
    isInterrupted = true;
  };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      onOutput(output, interrupt);
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

/** Processes that have this folder in their command line or environment, as those that the demo starts do; none where the system does not tell. */
function processesOf(folder: string): string[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return ['cmdline', 'environ'].some((file) =>
          readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(folder),
        );
      } catch {
        return false;
      }
    });
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'galley-demo-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('everything is shown in under five minutes, nothing is lost or doubled, and nothing stays behind', async () => {
  const output = path.join(folder, 'demo-output');
  mkdirSync(output);
  writeFileSync(path.join(output, 'old.html'), 'from an earlier run');
  const begun = Date.now();
  const run = await demo(folder);
  expect(run).toMatchObject({ code: 0 });
  expect(Date.now() - begun).toBeLessThan(300_000);
  expect(run.output).toMatch(/worker (\d+): killed \(SIGKILL\)/);
  const [, killed] = /worker (\d+): killed/.exec(run.output)!;
  const [, finisher] = /finished by worker (\d+)/.exec(run.output)!;
  expect(finisher).not.toBe(killed);
  expect(run.output).toContain('16 orders in');
  expect(run.output).toContain('0 lost, 0 doubled');
  expect(run.output).toMatch(/bulk job .* completed: 10 of 10/);
  const files = readdirSync(output);
  expect(files).toContain('index.html');
  expect(files).not.toContain('old.html');
  expect(files.length).toBe(16);
  expect(processesOf(folder)).toEqual([]);
}, 400_000);

test('Ctrl-C in the middle ends all that was started', async () => {
  const { code, output } = await demo(folder, (said, interrupt) => {
    if (said.includes('killed (SIGKILL)')) interrupt();
  });
  expect(output).toContain('Postgres: stopped');
  expect(code).toBe(130);
  expect(existsSync(path.join(folder, 'demo-output'))).toBe(false);
  expect(processesOf(folder)).toEqual([]);
}, 400_000);
