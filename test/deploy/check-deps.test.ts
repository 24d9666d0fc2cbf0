import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SCRIPT = path.join(__dirname, '..', '..', 'scripts', 'check-deps.mjs');
const CHECKSUM = 'sha512-AAAA';

interface Planted {
  version?: string;
  integrity?: string;
  /** What the lockfile says; the installed package says it too unless `installed` differs. */
  license?: unknown;
  installed?: unknown;
  dev?: boolean;
}

describe('the check of dependencies', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'galley-deps-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const plant = (packages: Record<string, Planted>): void => {
    const entries = Object.entries(packages).map(([name, { installed, ...entry }]) => {
      const folder = path.join(root, 'node_modules', name);
      if (installed !== undefined) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, license: installed }));
      }
      return [`node_modules/${name}`, { version: '1.0.0', integrity: CHECKSUM, ...entry }];
    });
    const lock = {
      name: 'planted',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: {
        '': {
          name: 'planted',
          version: '1.0.0',
          dependencies: Object.fromEntries(
            Object.entries(packages).map(([name, { version }]) => [name, version ?? '1.0.0']),
          ),
        },
        ...Object.fromEntries(entries),
      },
    };
    writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify(lock));
    writeFileSync(path.join(root, 'package.json'), JSON.stringify(lock.packages['']));
  };
  const check = (args: string[] = ['--offline'], env: NodeJS.ProcessEnv = {}) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const child = spawn(process.execPath, [SCRIPT, '--root', root, ...args], {
        env: { ...process.env, npm_config_cache: path.join(root, 'cache'), ...env },
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.once('close', (code) => resolve({ code, out, err }));
    });

  test('licences that give what we need are accepted, also by choice and together', async () => {
    plant({
      mit: { license: 'MIT' },
      either: { license: '(MIT OR GPL-3.0-only)' },
      both: { license: 'Apache-2.0 AND MIT' },
    });
    expect(await check()).toEqual({
      code: 0,
      out: 'dependencies: 3, all with a checksum and an accepted licence\n',
      err: '',
    });
  });

  test.each<[string, Planted, RegExp]>([
    ['under the GPL', { license: 'GPL-3.0-only' }, /bad@1\.0\.0 has the licence "GPL-3\.0-only"/],
    ['under two licences, one of them the GPL', { license: 'MIT AND GPL-2.0-only' }, /MIT AND GPL-2\.0-only/],
    [
      'with the GPL in its own package.json',
      { license: 'MIT', installed: 'AGPL-3.0-only' },
      /AGPL-3\.0-only/,
    ],
    ['without a licence', {}, /has the licence unknown/],
    ['with a licence that is no expression', { license: 'SEE LICENSE IN LICENSE' }, /SEE LICENSE IN LICENSE/],
    ['that nobody may use', { license: 'UNLICENSED' }, /UNLICENSED/],
    ['without a checksum', { license: 'MIT', integrity: '' }, /bad@1\.0\.0 has no checksum/],
  ])('a package %s fails it', async (_what, bad, message) => {
    plant({ good: { license: 'MIT' }, bad });
    const { code, err } = await check();
    expect(err).toMatch(message);
    expect(err.match(/^Error: /gm)).toHaveLength(1);
    expect(code).toBe(1);
  });

  test('a decision holds for one licence, one version where there is none, and for development only if it says so', async () => {
    plant({
      unionfs: { version: '4.6.0' },
      'axe-core': { license: 'MPL-2.0', dev: true },
      'caniuse-lite': { license: 'CC-BY-4.0' },
    });
    expect((await check()).code).toBe(0);
    plant({
      unionfs: { version: '4.7.0' },
      'axe-core': { license: 'MPL-2.0' },
      'caniuse-lite': { license: 'CC-BY-NC-4.0' },
    });
    const { err } = await check();
    expect(err.match(/(?<=^Error: )\S+@/gm)).toEqual(['unionfs@', 'axe-core@', 'caniuse-lite@']);
  });

  test('known vulnerabilities fail it; a registry that does not tell them is named aloud, and fails nothing', async () => {
    plant({ good: { license: 'MIT' } });
    let answer: { status: number; body: object } = { status: 405, body: {} };
    const registry = createServer((request, response) => {
      request.resume();
      const isAudit = request.url?.includes('/security/') === true;
      response.writeHead(isAudit ? answer.status : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isAudit ? answer.body : {}));
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
    const env = { npm_config_registry: address, npm_config_fetch_retries: '0' };
    try {
      const silent = await check([], env);
      expect(silent.err).toMatch(/^WARNING: KNOWN VULNERABILITIES WERE NOT LOOKED UP: 405 /);
      expect(silent.code).toBe(0);
      answer = { status: 200, body: {} };
      expect((await check([], env)).out).toMatch(/no known vulnerabilities/);
      const advisory = { id: 1, url: '', title: 'planted', severity: 'high', vulnerable_versions: '<2' };
      answer = { status: 200, body: { good: [advisory] } };
      const vulnerable = await check([], env);
      expect(vulnerable.err).toMatch(/^Error: good .* has a known vulnerability \(high\)/m);
      expect(vulnerable.code).toBe(1);
    } finally {
      registry.close();
    }
  });
});
