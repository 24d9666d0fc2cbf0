import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import express from 'express';
import { panelRoutes } from '../../src/api/panel';

let dir: string;
let server: Server;
let url: string;

async function serve(from: string): Promise<void> {
  const app = express();
  app.use(panelRoutes(from));
  app.use((_req, res) => {
    res.status(404).send('nothing');
  });
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'galley-panel-'));
  mkdirSync(path.join(dir, 'assets'));
  writeFileSync(path.join(dir, 'index.html'), '<!doctype html><title>Galley</title>');
  writeFileSync(path.join(dir, 'assets', 'main-abc.js'), 'export {};');
  writeFileSync(path.join(dir, 'assets', 'main-abc.js.br'), brotliCompressSync('export {};'));
  await serve(dir);
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(dir, { recursive: true, force: true });
});

const get = (address: string, accept = 'text/html') => fetch(`${url}${address}`, { headers: { accept } });

test.each(['/', '/orders', '/pages/batches/7f3f'])(
  '%s is the page, asked for anew each time',
  async (address) => {
    const answer = await get(address);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<title>Galley</title>');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  },
);

test('no script or style but its own may run or hold, and nobody may frame it', async () => {
  const policy = (await get('/')).headers.get('content-security-policy')!;
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("style-src 'self';");
  expect(policy).not.toContain('unsafe');
});

test('files that are named by their content may be kept for good', async () => {
  const answer = await get('/assets/main-abc.js', '*/*');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toContain('immutable');
});

test.each([
  ['/assets/gone.js', '*/*'],
  ['/favicon.ico', 'image/*'],
  ['/api/nothing', 'text/html'],
  ['//api/nothing', 'text/html'],
  ['/API/nothing', 'text/html'],
  ['/docs/nothing', 'text/html'],
  ['/metrics', 'text/html'],
  ['/orders', 'application/json'],
])('%s (%s) is not the panel’s', async (address, accept) => {
  expect((await get(address, accept)).status).toBe(404);
});

test('scripts go out as the build has compressed them, to whoever takes that', async () => {
  const answer = await fetch(`${url}/assets/main-abc.js`, { headers: { 'accept-encoding': 'gzip, br' } });
  expect(answer.headers.get('content-encoding')).toBe('br');
  expect(answer.headers.get('content-type')).toMatch(/javascript/);
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(answer.headers.get('vary')?.toLowerCase()).toContain('accept-encoding');
  expect(await answer.text()).toBe('export {};');
  const plain = await fetch(`${url}/assets/main-abc.js`, { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.text()).toBe('export {};');
});

test('without a panel there is nothing at all', async () => {
  const empty = mkdtempSync(path.join(tmpdir(), 'galley-no-panel-'));
  const app = express();
  app.use(panelRoutes(empty));
  app.use((_req, res) => {
    res.status(404).end();
  });
  const other = createServer(app);
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
  rmSync(empty, { recursive: true, force: true });
});
