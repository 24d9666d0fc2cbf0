import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BinaryTools } from '../../src/local/binary-tools';
import { HISTORY_SHARDS, serverConfig } from '../../src/local/production/server-config';
import { ensureServerPrograms, SERVER_VERSION } from '../../src/local/production/server-programs';

const ROOT = join(__dirname, '..', '..');

let cacheDir: string;
let lines: string[];
let commands: string[];

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'galley-server-programs-'));
  lines = [];
  commands = [];
});
afterEach(() => rm(cacheDir, { recursive: true, force: true }));

const FOLDER = `temporal-server-${SERVER_VERSION}`;

async function program(path: string): Promise<void> {
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, 0o755);
}

/** Go that answers with this code, after it has built as many of the programs as it is told. */
const go = ({ code = 0, stderr = '', builds = ['server', 'sql'] } = {}): BinaryTools => ({
  platform: 'linux',
  arch: 'x64',
  run: async ({ command, args, env }) => {
    commands.push([command, ...args].join(' '));
    for (const name of builds) await program(join(env!['GOBIN']!, name));
    return { code, stdout: '', stderr };
  },
  download: () => Promise.reject(new Error('nothing is downloaded')),
});

const ensure = (tools: BinaryTools): Promise<string> =>
  ensureServerPrograms({ cacheDir, env: {}, log: (line) => lines.push(line), tools });

test('what is not there is built with Go, said, and under the names of the images', async () => {
  const folder = await ensure(go());
  expect((await readdir(folder)).sort()).toEqual(['temporal-server', 'temporal-sql-tool']);
  expect(commands).toEqual([
    `go install go.temporal.io/server/cmd/server@v${SERVER_VERSION} go.temporal.io/server/cmd/tools/sql@v${SERVER_VERSION}`,
  ]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('takes some minutes');
});

test('what is there is not built again', async () => {
  await mkdir(join(cacheDir, FOLDER));
  for (const name of ['temporal-server', 'temporal-sql-tool']) await program(join(cacheDir, FOLDER, name));
  expect(await ensure(go())).toBe(join(cacheDir, FOLDER));
  expect(commands).toEqual([]);
});

test.each([
  [127, 'spawn go ENOENT', 'Go is not installed'],
  [1, 'go: downloading\ngo: no such host', 'go: no such host'],
  [2, '', 'go exited with code 2'],
])(
  'where Go ends with %i, nothing that looks like a program is left, and one sentence says why',
  async (code, stderr, reason) => {
    const failure = await ensure(go({ code, stderr, builds: ['server'] })).catch((error: Error) => error);
    expect((failure as Error).message).toContain(`cannot be built (${reason})`);
    expect((failure as Error).message).not.toContain('\n');
    expect(await readdir(join(cacheDir, FOLDER))).toEqual([]);
  },
);

test('version and number of shards are those of Compose', async () => {
  const compose = await readFile(join(ROOT, 'docker-compose.yml'), 'utf8');
  expect(compose).toContain(`image: temporalio/server:${SERVER_VERSION}\n`);
  expect(compose).toContain(`temporalio/admin-tools:${SERVER_VERSION}\n`);
  expect(compose).toContain(`NUM_HISTORY_SHARDS: '${HISTORY_SHARDS}'\n`);
});

test('the configuration has the databases, the role and the password of the URL, and listens on the loopback address only', () => {
  const service = { grpc: 7001, membership: 7002 };
  const config = JSON.stringify(
    serverConfig({
      ports: { frontend: service, history: service, matching: service, worker: service },
      databaseUrl: 'postgres://galley_temporal:p%40ss@127.0.0.1:5999/temporal',
      dynamicConfigFile: '/etc/dynamic.yaml',
    }),
  );
  for (const name of ['temporal', 'temporal_visibility'])
    expect(config).toContain(`"databaseName":"${name}"`);
  expect(config).toContain('"user":"galley_temporal","password":"p@ss"');
  expect(config).toContain('"connectAddr":"127.0.0.1:5999"');
  expect(config).toContain('"filepath":"/etc/dynamic.yaml"');
  expect(config.match(/"bindOnIP":"[^"]*"/g)).toEqual(Array(4).fill('"bindOnIP":"127.0.0.1"'));
});
