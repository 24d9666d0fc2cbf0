import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createPageReader } from '../../src/clients/page';

let server: Server;
let url: string;
let handle: (path: string, response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((request, response) => handle(request.url ?? '', response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const HTML = { 'content-type': 'text/html; charset=utf-8' };

const look = (options: Partial<Parameters<typeof createPageReader>[0]> = {}, address = url) =>
  createPageReader({ allowPrivate: true, timeoutMs: 5_000, ...options }).read({
    url: address,
    signal: new AbortController().signal,
  });

test('a page is read in the encoding that it names', async () => {
  handle = (_path, response) => response.writeHead(200, HTML).end('<p>Grüße</p>');
  expect(await look()).toEqual({ html: '<p>Grüße</p>' });
  handle = (_path, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html;charset="iso-8859-1"' })
      .end(Buffer.from('<p>Grüße</p>', 'latin1'));
  expect(await look()).toEqual({ html: '<p>Grüße</p>' });
  handle = (_path, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=klingon' }).end('<p>ok</p>');
  expect(await look()).toEqual({ html: '<p>ok</p>' });
});

test('a few redirects are followed, and a circle is left', async () => {
  handle = (path, response) =>
    path === '/end'
      ? response.writeHead(200, HTML).end('here')
      : response.writeHead(301, { location: path === '/two' ? '/end' : '/two' }).end();
  expect(await look()).toEqual({ html: 'here' });
  handle = (_path, response) => response.writeHead(302, { location: '/' }).end();
  expect(await look()).toEqual({ unreadable: 'redirects' });
});

test.each<[string, (response: ServerResponse) => void, string]>([
  ['an error', (response) => response.writeHead(500, HTML).end('x'), 'status'],
  ['nothing there', (response) => response.writeHead(404, HTML).end('x'), 'status'],
  ['a picture', (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('x'), 'not_html'],
  ['no type', (response) => response.writeHead(200).end('x'), 'not_html'],
  [
    'more than two megabytes',
    (response) => response.writeHead(200, HTML).end('x'.repeat(2_200_000)),
    'too_large',
  ],
  [
    'what was not asked for compressed',
    (response) => response.writeHead(200, { ...HTML, 'content-encoding': 'gzip' }).end(gzipSync('x')),
    'encoded',
  ],
  ['a cut connection', (response) => response.destroy(), 'no_answer'],
])('a page that answers %s is not read', async (_what, answer, unreadable) => {
  handle = (_path, response) => answer(response);
  expect(await look()).toEqual({ unreadable });
});

test('a page that never ends is left, and a look that is given up throws', async () => {
  handle = (_path, response) => void response.writeHead(200, HTML).write('<p>');
  expect(await look({ timeoutMs: 200 })).toEqual({ unreadable: 'timed_out' });
  const signal = AbortSignal.timeout(100);
  await expect(
    createPageReader({ allowPrivate: true, timeoutMs: 5_000 }).read({ url, signal }),
  ).rejects.toThrow();
});

test('nothing in a private network is read, by address, by name or by redirect', async () => {
  let asked = 0;
  handle = (_path, response) => {
    asked += 1;
    response.writeHead(200, HTML).end('secret');
  };
  const isPrivate = { allowPrivate: false };
  expect(await look(isPrivate)).toEqual({ unreadable: 'address_refused' });
  const inside = ((_host: string, _options: object, callback: (...args: unknown[]) => void) =>
    callback(null, [{ address: '127.0.0.1', family: 4 }])) as never;
  const named = url.replace('127.0.0.1', 'inside.example');
  expect(await look({ ...isPrivate, resolve: inside }, named)).toEqual({ unreadable: 'address_refused' });
  expect(await look(isPrivate, 'file:///etc/passwd')).toEqual({ unreadable: 'address_refused' });
  expect(asked).toBe(0);
});
