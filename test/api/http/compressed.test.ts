import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import express from 'express';
import { compressed } from '../../../src/api/http/compressed';

const LONG = { items: Array.from({ length: 4_000 }, (_, n) => ({ title: `Oak table no ${n}` })) };

let server: Server;

beforeAll(async () => {
  const app = express();
  app.use('/api', compressed);
  app.all('/api/long', (_req, res) => void res.json(LONG));
  app.get('/api/short', (_req, res) => void res.json({ ok: true }));
  app.get('/api/file', (_req, res) => void res.type('text/csv').send('a,b\r\n'.repeat(1_000)));
  app.get('/api/events', (_req, res) => {
    res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform' });
    res.write(`data: ${JSON.stringify(LONG)}\n\n`);
  });
  server = createServer(app).listen(0);
  await once(server, 'listening');
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Asks and reads until the answer ends, or for the first part of it. */
async function ask(
  path: string,
  { method = 'GET', encoding = 'gzip', onlyFirst = false } = {},
): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  const { port } = server.address() as AddressInfo;
  const sent = request({ port, path, method, headers: { 'accept-encoding': encoding } });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of answer) {
    parts.push(part as Buffer);
    if (onlyFirst) break;
  }
  return { headers: answer.headers, body: Buffer.concat(parts) };
}

test('a long answer to a read is compressed for those who take it', async () => {
  const { headers, body } = await ask('/api/long');
  expect(headers['content-encoding']).toBe('gzip');
  expect(headers['vary']).toMatch(/accept-encoding/i);
  expect(JSON.parse(gunzipSync(body).toString())).toEqual(LONG);
  expect(body.length).toBeLessThan(JSON.stringify(LONG).length / 4);
  const plain = await ask('/api/long', { encoding: 'identity' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(JSON.parse(plain.body.toString())).toEqual(LONG);
});

test.each([
  ['an answer to a write, which may hold a secret', { path: '/api/long', method: 'POST' }],
  ['a short answer', { path: '/api/short' }],
  ['a file', { path: '/api/file' }],
])('%s is not compressed', async (_, { path, ...options }) => {
  expect((await ask(path, options)).headers['content-encoding']).toBeUndefined();
});

test('a stream is not compressed, and what is written to it comes at once', async () => {
  const { headers, body } = await ask('/api/events', { onlyFirst: true });
  expect(headers['content-encoding']).toBeUndefined();
  expect(body.toString()).toContain('data: {"items"');
});
