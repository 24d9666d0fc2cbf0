import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const DEMO = path.join(ROOT, 'dist', 'local', 'demo.js');

/** Runs the demo as in production; answers what it printed and how it ended. */
function demo(): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [DEMO, '--prod'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

const scripts = (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { scripts: object })
  .scripts;

// The first run of a machine builds the server with Go.
test("the demo runs to its end on Temporal's production server, and everything stops in order", async () => {
  expect(scripts).toHaveProperty('prod:local');
  const { code, output } = await demo();
  if (code !== 0) process.stdout.write(output);
  expect(code).toBe(0);
  expect(output).toMatch(/Temporal: server [\d.]+ from .*, stored in Postgres/);
  expect(output.match(/^ {2}200 http/gm)).toHaveLength(7);
  const stopped = [...output.matchAll(/^(\w+): stopped after/gm)].map(([, name]) => name);
  expect(stopped).toEqual(['API', 'workers', 'simulators', 'Temporal', 'Postgres']);
}, 1_200_000);
