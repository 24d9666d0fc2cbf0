import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as StackModule from '../../src/local/stack';
import type { Stack } from '../../src/local/stack';
import { spawnDetached } from '../../src/local/detached';
import { sharedFolder } from '../../src/local/postgres-binaries';
import type { FaultRule } from '../../src/simulators/core/fault-types';

const DIST = path.join(__dirname, '..', '..', 'dist');

/** Everything as `npm start` runs it, with secrets of the test's own, in a folder of its own. */
export interface PlantedStack {
  stack: Stack;
  root: string;
  /** Folders with all its files; that of Postgres' data may be elsewhere. */
  folders: string[];
  /** Files that hold secrets on purpose. */
  secretFiles: string[];
  metricsUrls: string[];
  /** What the processes and the start itself said. */
  output: string[];
  fault(rule: FaultRule): Promise<void>;
  stop(): Promise<void>;
}

/** A secret that changes in every form of writing, such as in an address or in base64. */
export function newSecret(name: string): string {
  return `${name}+/${randomBytes(24).toString('base64url')}=${randomBytes(6).toString('hex')}`;
}

/** A secret that looks like a word, so that it may stand wherever a code may. */
export function newWord(name: string): string {
  return `${name}-${randomBytes(20).toString('hex')}`;
}

async function startSimulatorProcess(root: string, onLine: (line: string) => void) {
  let tell: (url: string) => void = () => undefined;
  const ready = new Promise<string>((resolve) => (tell = resolve));
  const args = ['--speed', '400', '--state-file', path.join(root, 'simulators.json')];
  const child = await spawnDetached({
    command: process.execPath,
    args: [path.join(DIST, 'simulators', 'main.js'), ...args],
    env: { PATH: process.env['PATH'] },
    logFile: path.join(root, 'logs', 'simulators.log'),
    pidFile: path.join(root, 'pids', 'simulators.pid.json'),
    stopSignal: 'SIGTERM',
    onLine: ({ text }) => {
      onLine(`simulators: ${text}`);
      if (text.includes('"ready":true')) tell((JSON.parse(text) as { url: string }).url);
    },
  });
  const ended = child.exited.then(() => {
    throw new Error('the simulators ended');
  });
  const url = await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return { url, stop: () => child.stop({ graceMs: 5_000 }) };
}

/** Starts everything; `secrets` are those of the installation, by the names of their settings. */
export async function startPlantedStack(secrets: Record<string, string>): Promise<PlantedStack> {
  const script = path.join(DIST, 'local', 'stack.js');
  if (!existsSync(script)) throw new Error('Build first: npm run build');
  const { startStack } = (await import(script)) as typeof StackModule;
  const parent = mkdtempSync(path.join(tmpdir(), 'galley-planted-'));
  const root = path.join(parent, 'state');
  const elsewhere = sharedFolder({ name: 'postgres', key: path.join(root, 'postgres') });
  const output: string[] = [];
  const simulators = await startSimulatorProcess(path.join(parent, 'simulators'), (line) =>
    output.push(line),
  );
  const remove = (): void =>
    [parent, elsewhere].forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  const [from, metrics] = [26_000 + (process.pid % 1_000) * 6, 33_000 + (process.pid % 1_000)];
  const stack = await startStack({
    stateDir: root,
    fresh: false,
    inMemory: false,
    ports: {
      api: from,
      temporal: from + 1,
      ui: from + 2,
      postgres: from + 3,
      simulators: from + 4,
      smtp: from + 5,
      metrics,
    },
    speed: 400,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      LOG_LEVEL: 'debug',
      OPENAI_BASE_URL: `${simulators.url}/openai/v1`,
      REPLICATE_BASE_URL: `${simulators.url}/replicate/v1`,
      WIX_BASE_URL: `${simulators.url}/wix`,
      ...{ OPENAI_RPM: '100000', OPENAI_TPM: '100000000', REPLICATE_RPM: '100000' },
      ...{ WIX_RPM_PER_STORE: '100000', REPLICATE_POLL_MS: '50', WIX_APP_ID: 'planted' },
      ...secrets,
    },
    log: (line) => output.push(line),
    onLine: (name, { text }) => output.push(`${name}: ${text}`),
  }).catch(async (error: unknown) => {
    await simulators.stop();
    remove();
    throw error;
  });
  return {
    stack,
    root,
    output,
    folders: [parent, elsewhere].filter(existsSync),
    secretFiles: ['keys.json', 'secrets.key', path.join('postgres', 'password')].map((name) =>
      path.join(root, name),
    ),
    metricsUrls: [`${stack.apiUrl}/metrics`, `http://127.0.0.1:${metrics}/metrics`],
    async fault(rule) {
      const answer = await fetch(`${simulators.url}/control/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(rule),
      });
      if (!answer.ok) throw new Error(`No fault: ${await answer.text()}`);
    },
    async stop() {
      await stack.stop();
      await simulators.stop();
      remove();
    },
  };
}

/** A server that answers every request with what `answer` says at the time. */
export async function startAnswering(
  answer: () => { status: number; body: string },
): Promise<{ url: string; asked: () => number; stop(): Promise<void> }> {
  let asked = 0;
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      asked += 1;
      const { status, body } = answer();
      response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
