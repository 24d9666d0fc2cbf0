import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import { ERROR_STATUS } from '../../../src/api/http/errors';
import { DescribedRouter } from '../../../src/api/http/route';
import { parseFault } from '../../../src/api/http/server';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const BASE = '/api/blog-generation';
let galley: Galley;
let orderId: string;
let storeId: string;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  orderId = await galley.stores[0]!.order();
  const { json } = await galley.stores[0]!.call('GET', '/api/stores');
  storeId = (json['items'] as Array<{ id: string }>)[0]!.id;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

interface Sent {
  method?: string;
  path?: string;
  body?: string;
  headers?: Record<string, string>;
}

async function send(sent: Sent) {
  const response = await fetch(`${galley.apiUrl}${sent.path ?? BASE}`, {
    method: sent.method ?? 'POST',
    headers: {
      authorization: `Bearer ${galley.stores[0]!.key}`,
      ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...sent.headers,
    },
    ...(sent.body === undefined ? {} : { body: sent.body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

/** Every refusal has the one shape, its request's id, and nothing of our inside. */
async function expectRefused(sent: Sent, status: number): Promise<Record<string, unknown>> {
  const answer = await send(sent);
  expect([answer.status, answer.text]).toEqual([status, answer.text]);
  const json = JSON.parse(answer.text) as Record<string, unknown>;
  expect(json).toMatchObject({
    error: expect.stringMatching(/^[a-z_]+$/) as string,
    message: expect.stringMatching(/^[A-Z].*\.$/s) as string,
    requestId: answer.headers.get('x-request-id'),
  });
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.text).not.toMatch(/node_modules|\bat .*\.[jt]s:|SyntaxError|ZodError|select |postgres/i);
  return json;
}

const KEYWORD = { sourceType: 'keyword', sourceId: 'x' };
const order = (part: Record<string, unknown>): Sent => ({ body: JSON.stringify({ ...KEYWORD, ...part }) });

describe('a body that is not what was asked for', () => {
  test.each<[string, Sent, number]>([
    ['cut JSON', { body: '{"a":' }, 400],
    ['null', { body: 'null' }, 400],
    ['a number', { body: '5' }, 400],
    ['a string', { body: '"x"' }, 400],
    ['a list', { body: '[]' }, 400],
    ['an empty object', { body: '{}' }, 400],
    ['nothing', {}, 400],
    ['nothing, said to be JSON', { headers: { 'content-type': 'application/json' } }, 400],
    ['a byte-order mark only', { body: '\uFEFF' }, 400],
    ['text', { body: JSON.stringify(KEYWORD), headers: { 'content-type': 'text/plain' } }, 415],
    [
      'a form',
      { body: 'sourceType=keyword', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
    ],
    [
      'an odd character set',
      { body: JSON.stringify(KEYWORD), headers: { 'content-type': 'application/json; charset=x-none' } },
      415,
    ],
    [
      'an encoding that it does not have',
      { body: JSON.stringify(KEYWORD), headers: { 'content-encoding': 'gzip' } },
      400,
    ],
    [
      'an unknown encoding',
      { body: JSON.stringify(KEYWORD), headers: { 'content-encoding': 'x-none' } },
      415,
    ],
    ['200 KB', { body: JSON.stringify({ ...KEYWORD, sourceId: 'x'.repeat(200_000) }) }, 413],
    ['a thousand levels', { body: `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}` }, 400],
  ])('%s', async (_name, sent, status) => {
    await expectRefused(sent, status);
  });

  test('is not read of whoever may not send it', async () => {
    const cut = { body: '{"a":' };
    for (const path of [BASE, `${BASE}/batch`, '/api/generation/batch', `/api/stores`])
      await expectRefused({ ...cut, path, headers: { authorization: 'Bearer galley_nobody' } }, 401);
    // A store may not change tenants.
    await expectRefused({ ...cut, path: '/api/tenants' }, 403);
    await expectRefused({ ...cut, path: '/api/nothing' }, 404);
  });

  test('nested deeper, or with more values, than any request', async () => {
    for (const body of [
      '{"a":'.repeat(15_000),
      `{"a":${'['.repeat(40)}${']'.repeat(40)}}`,
      `{"sourceId":"${'["'.repeat(10)}`,
    ])
      await expectRefused({ body }, 400);
    const values = `{"items":[${'0,'.repeat(120_000)}0]}`;
    const answer = await expectRefused({ path: '/api/generation/batch', body: values }, 400);
    expect(answer['message']).toContain('too many values');
    // Names of unknown fields are not all repeated.
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 8_000 }, (_, n) => [`f${n}`, n])));
    expect(JSON.stringify(await expectRefused({ body: many }, 400)).length).toBeLessThan(2_000);
    await expectRefused({ body: `{"priority":${'9'.repeat(90_000)}}` }, 400);
  });

  test('a small body that is large when it is decompressed', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, ' '));
    const response = await fetch(`${galley.apiUrl}${BASE}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${galley.stores[0]!.key}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body: bomb,
    });
    expect([response.status, await response.json()]).toMatchObject([413, { error: 'too_large' }]);
  });

  test('no content type at all', async () => {
    // fetch would add one of its own, so the request is written by hand.
    const body = JSON.stringify(KEYWORD);
    const text = await raw(
      `POST ${BASE} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${galley.stores[0]!.key}\r\n` +
        `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(text).toMatch(/^HTTP\/1.1 415 /);
    expect(text).toContain('"error":"unsupported_media_type"');
  });

  test('a body is not read before its sender is known and may', async () => {
    const cut = { body: '{"a":' };
    await expectRefused({ ...cut, headers: { authorization: 'Bearer nobodys-key' } }, 401);
    const headers = { authorization: `Bearer ${galley.stores[0]!.key}` };
    await expectRefused({ ...cut, path: '/api/tenants', headers }, 403);
  });
});

/** What a request that is written by hand is answered, until the connection ends. */
function raw(text: string): Promise<string> {
  const url = new URL(galley.apiUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname, () => socket.write(text));
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.on('end', () => resolve(received));
    socket.on('error', reject);
  });
}

describe('what never becomes a request has the one error shape', () => {
  const head = (line: string, ...more: string[]): string =>
    `${[line, 'Host: x', ...more, 'Connection: close'].join('\r\n')}\r\n\r\n`;
  test.each<[string, string, number, string]>([
    ['no HTTP', 'hello\r\n\r\n', 400, 'bad_request'],
    ['a method that is none', head('FETCH / HTTP/1.1'), 400, 'bad_request'],
    ['a version that is none', head('GET / HTTP/9.9'), 400, 'bad_request'],
    ['a header without a name', head('GET / HTTP/1.1', ': x'), 400, 'bad_request'],
    ['a null character in a header', head('GET / HTTP/1.1', 'X-Request-Id: a\0b'), 400, 'bad_request'],
    ['two lengths', head('POST / HTTP/1.1', 'Content-Length: 1', 'Content-Length: 2'), 400, 'bad_request'],
    ['a length that is none', head('POST / HTTP/1.1', 'Content-Length: x'), 400, 'bad_request'],
    [
      'a chunk that is none',
      `${head(`POST ${BASE} HTTP/1.1`, 'Transfer-Encoding: chunked')}x\r\n`,
      400,
      'bad_request',
    ],
    [
      'headers that are too large',
      head('GET / HTTP/1.1', `X: ${'x'.repeat(20_000)}`),
      431,
      'headers_too_large',
    ],
    ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'bad_request'],
    ['an expectation', head('GET /healthz HTTP/1.1', 'Expect: cake'), 417, 'expectation_failed'],
    ['CONNECT', head('CONNECT x:80 HTTP/1.1'), 405, 'method_not_allowed'],
    ['TRACE', head('TRACE /healthz HTTP/1.1'), 405, 'method_not_allowed'],
    ['TRACE of nothing', head('TRACE /nothing HTTP/1.1'), 404, 'not_found'],
    ['an asterisk', head('OPTIONS * HTTP/1.1'), 404, 'not_found'],
  ])('%s', async (_name, text, status, error) => {
    const answer = await raw(text);
    const [top = '', body = ''] = answer.split('\r\n\r\n');
    expect([top.split('\r\n')[0]!.slice(0, 12), body]).toEqual([`HTTP/1.1 ${status}`, body]);
    expect(top).toMatch(/^content-type: application\/json/im);
    const json = JSON.parse(body) as Record<string, unknown>;
    expect(json).toMatchObject({
      error,
      message: expect.stringMatching(/^\S.*\.$/) as string,
      requestId: /^x-request-id: (.+)$/im.exec(top)![1]!.trim(),
    });
    if (status === 405) expect(top).toMatch(/^allow: \w/im);
  });

  test('what takes too long is told so', () => {
    expect(parseFault('ERR_HTTP_REQUEST_TIMEOUT')).toMatchObject({ code: 'request_timeout' });
    expect(ERROR_STATUS.request_timeout).toBe(408);
  });

  test('an upgrade that nobody offers is a request like any other', async () => {
    const answer = await raw(head('GET /healthz HTTP/1.1', 'Upgrade: websocket'));
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('a field that cannot be', () => {
  test.each<[string, Record<string, unknown>]>([
    ['sourceId empty', { sourceId: '' }],
    ['sourceId of blanks', { sourceId: ' \t ' }],
    ['sourceId of 201 characters', { sourceId: 'x'.repeat(201) }],
    ['sourceId with a bidi override', { sourceId: 'grinder \u202e gpj.exe' }],
    ['sourceId with a bidi isolate', { sourceId: 'a\u2066b' }],
    ['sourceId with a newline', { sourceId: 'grinder\nSubject: other' }],
    ['sourceId with a line separator', { sourceId: 'a\u2028b' }],
    ['sourceId with a null character', { sourceId: 'a\u0000b' }],
    ['sourceId a number', { sourceId: 5 }],
    ['sourceId null', { sourceId: null }],
    ['sourceId a list', { sourceId: ['x'] }],
    ['sourceId missing', { sourceId: undefined }],
    ['sourceType unknown', { sourceType: 'Keyword' }],
    ['sourceType inherited', { sourceType: 'constructor' }],
    ['priority 0', { priority: 0 }],
    ['priority 11', { priority: 11 }],
    ['priority 1.5', { priority: 1.5 }],
    ['priority a string', { priority: '5' }],
    ['priority null', { priority: null }],
    ['instanceId empty', { instanceId: '' }],
    ['policy a list', { policy: [] }],
    ['policy with a time below nought', { policy: { deadlineMs: -1 } }],
    ['policy with no attempts', { policy: { draftAttempts: 0 } }],
    ['policy with an unknown member', { policy: { deadline: 5 } }],
    ['an unknown field', { userId: randomUUID() }],
    ['a status', { status: 'DONE' }],
    ['constructor', { constructor: { prototype: { admin: true } } }],
  ])('%s', async (_name, part) => {
    const json = await expectRefused(order(part), 400);
    expect(json['error']).toBe('bad_request');
    expect(json['problems']).not.toHaveLength(0);
  });

  test('__proto__', async () => {
    const body = '{"sourceType":"keyword","sourceId":"x","__proto__":{"priority":10}}';
    await expectRefused({ body }, 400);
    expect(({} as Record<string, unknown>)['priority']).toBeUndefined();
  });

  test('of 200 characters, with accents and emoji, is none of these', async () => {
    const sourceId = `${'é'.repeat(198)}☕`;
    const answer = await galley.stores[0]!.call('POST', BASE, { body: { ...KEYWORD, sourceId } });
    expect([answer.status, answer.json['sourceId']]).toEqual([202, sourceId]);
  });
});

describe('what was sent by mistake is not repeated', () => {
  // Hexadecimal digits are what a name may be made of, too.
  const secret = `galley_${randomUUID()}${randomUUID()}`.replaceAll('-', '');

  test.each<[string, Sent]>([
    ['a field', order({ [secret]: 1 })],
    ['a field within another', order({ policy: { [secret]: 1 } })],
    ['a field of one in a list', { path: `${BASE}/batch`, ...order({ items: [{ [secret]: 1 }] }) }],
    ['a value', order({ sourceType: secret, priority: secret, instanceId: secret })],
    ['a value where an object belongs', order({ policy: secret })],
    ['a parameter', { method: 'GET', path: `${BASE}?${secret}=1` }],
    ['values of parameters', { method: 'GET', path: `${BASE}?status=${secret}&limit=${secret}` }],
    ['a cursor', { method: 'GET', path: `${BASE}?cursor=${secret}` }],
    ['an id', { method: 'GET', path: `${BASE}/${secret}` }],
    ['a lane', { path: `/api/lanes/${secret}/pause`, body: '{}' }],
    ['a path', { method: 'GET', path: `/api/${secret}` }],
    ['a path outside', { method: 'GET', path: `/${secret}` }],
    ['a content type', { body: '{}', headers: { 'content-type': `text/${secret}` } }],
    ['a character set', { body: '{}', headers: { 'content-type': `application/json; charset=${secret}` } }],
    ['an encoding', { body: '{}', headers: { 'content-encoding': secret } }],
    ['an idempotency key', { body: '{}', headers: { 'idempotency-key': `a ${secret}` } }],
    ['a last event id', { method: 'GET', path: `/api/events?lastEventId=${secret}&${secret}=1` }],
  ])('%s', async (_name, sent) => {
    const answer = await send(sent);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text + JSON.stringify([...answer.headers])).not.toContain(secret);
  });

  test('a method', async () => {
    const answer = await raw(
      `${secret.toUpperCase()} ${BASE} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer.toLowerCase()).not.toContain(secret);
  });

  test('but what looks like the name of a field is', async () => {
    const { problems } = await expectRefused(order({ userId: 1, sourceID: 'x' }), 400);
    expect(problems).toEqual([{ field: 'body', problem: 'Unrecognized keys: "userId", "sourceID"' }]);
    const mixed = await expectRefused(order({ userId: 1, [secret]: 1 }), 400);
    expect(mixed['problems']).toEqual([{ field: 'body', problem: 'Unrecognized key' }]);
  });
});

describe.each([
  ['a null character', 'a\u0000b'],
  ['half a character', 'a\ud83d b'],
])('%s', (_name, bad) => {
  const store = (): string => `/api/stores/${storeId}`;
  test.each<[string, string, () => string, object]>([
    ['the keyword of an order', 'POST', () => BASE, { ...KEYWORD, sourceId: bad }],
    ['an order of a batch', 'POST', () => `${BASE}/batch`, { orders: [{ ...KEYWORD, sourceId: bad }] }],
    ['a hint', 'POST', () => `${BASE}/${orderId}/new-ideas`, { hint: bad }],
    ['a title of one’s own', 'POST', () => `${BASE}/${orderId}/select`, { title: bad }],
    ['a keyword of a page', 'POST', () => '/api/generation', { pageType: 'product', targetKeywords: [bad] }],
    ['the name of a store', 'PATCH', store, { name: bad }],
    ['the voice of a store', 'PATCH', store, { brandVoice: { sample: bad } }],
    ['the picture style of a store', 'PATCH', store, { imageStyle: bad }],
    ['the address of a webhook', 'POST', () => '/api/webhooks', { url: `https://x.example/${bad}` }],
  ])('in %s is refused', async (_field, method, path, body) => {
    await expectRefused({ method, path: path(), body: JSON.stringify(body) }, 400);
  });

  test('in any text of any route is refused, with the field it is in', async () => {
    const routes = new DescribedRouter();
    const body = z.strictObject({ notes: z.array(z.object({ text: z.string() })) });
    const spec = { method: 'post', path: '/notes', summary: '', description: '', answers: {} } as const;
    let reached = 0;
    routes.route({ ...spec, permission: 'open', body }, async () => void (reached += 1));
    const app = express().use(express.json(), routes.router);
    const thrown = await new Promise<unknown>((resolve) => {
      app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
        resolve(error);
        res.sendStatus(400);
      });
      const server = app.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        void fetch(`http://127.0.0.1:${port}/notes`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ notes: [{ text: 'fine' }, { text: bad }] }),
        }).finally(() => server.close());
      });
    });
    expect(thrown).toMatchObject({ facts: { problems: [{ field: 'body.notes.1.text' }] } });
    expect(reached).toBe(0);
  });
});

test.each(['/api/search?q=a%00b', `${BASE}?cursor=a%00b`, `${BASE}?status=a%00b`])(
  'a null character in the address %s is refused',
  async (path) => {
    await expectRefused({ method: 'GET', path }, 400);
  },
);

test.each(['a b', 'é', 'x'.repeat(201)])('the Idempotency-Key %j is refused', async (key) => {
  await expectRefused({ body: JSON.stringify(KEYWORD), headers: { 'idempotency-key': key } }, 400);
});

const cursorOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('an address that cannot be', () => {
  const get = (path: string): Sent => ({ method: 'GET', path });
  test.each<[string, Sent, number]>([
    ['broken encoding', get(`${BASE}/%E0%A4%A`), 400],
    ['broken encoding before an act', { path: `${BASE}/%E0%A4%A/cancel` }, 400],
    ['not a uuid', get(`${BASE}/not-an-id`), 400],
    ['a uuid with more', get(`${BASE}/${randomUUID()}'--`), 400],
    ['a null character', get(`${BASE}/%00`), 400],
    ['a slash in an id', get(`${BASE}/a%2Fb`), 400],
    ['broken encoding outside all routes', get('/%E0%A4%A'), 400],
    ['broken encoding in an unknown route', get('/api/orders/%E0%A4%A'), 400],
    ['a null character in an unknown route', get('/nothing%00'), 400],
    ['broken encoding in a query', get(`${BASE}?status=%E0%A4%A`), 400],
    ['a slash too many', get(`//api/blog-generation`), 404],
    ['a slash too many within', get(`/api//blog-generation`), 404],
    ['dots that lead up', get(`/api/%2e%2e/%2e%2e/etc/passwd`), 404],
    ['a very long id', get(`${BASE}/${'a'.repeat(8_000)}`), 400],
    ['an unknown route', get('/api/nothing'), 404],
    ['an unknown route outside', get('/nothing'), 404],
    ['an unknown act', { path: `${BASE}/${randomUUID()}/explode`, body: '{}' }, 404],
    ['a repeated parameter', get(`${BASE}?status=DONE&status=FAILED`), 400],
    ['a repeated limit', get(`${BASE}?limit=5&limit=6`), 400],
    ['a parameter in brackets', get(`${BASE}?status[$ne]=DONE`), 400],
    ['an unknown parameter', get(`${BASE}?tenantId=${randomUUID()}`), 400],
    ['__proto__ as a parameter', get(`${BASE}?__proto__=x`), 400],
    ['constructor as a parameter', get(`${BASE}?constructor=x`), 400],
    ['an unknown status', get(`${BASE}?status=done`), 400],
    ['an unknown phase', get(`${BASE}?phase=DONE`), 400],
    ['limit 0', get(`${BASE}?limit=0`), 400],
    ['limit 201', get(`${BASE}?limit=201`), 400],
    ['limit 1.5', get(`${BASE}?limit=1.5`), 400],
    ['limit a word', get(`${BASE}?limit=all`), 400],
    ['limit empty', get(`${BASE}?limit=`), 400],
    ['a made-up cursor', get(`${BASE}?cursor=abc`), 400],
    ['an empty cursor', get(`${BASE}?cursor=`), 400],
    ['a cursor of another make', get(`${BASE}?cursor=${cursorOf({ id: 1 })}`), 400],
    [
      'a cursor with a day that no month has',
      get(`${BASE}?cursor=${cursorOf(['2026-02-31 10:00:00+00', randomUUID()])}`),
      400,
    ],
    [
      'a cursor with an hour that no day has',
      get(`${BASE}?cursor=${cursorOf(['2026-02-01 99:00:00+00', randomUUID()])}`),
      400,
    ],
    [
      'a cursor from beyond all time',
      get(`${BASE}?cursor=${cursorOf(['999999-01-01 10:00:00+00', randomUUID()])}`),
      400,
    ],
    ['a cursor longer than any', get(`${BASE}?cursor=${'a'.repeat(401)}`), 400],
  ])('%s', async (_name, sent, status) => {
    await expectRefused(sent, status);
  });

  test.each(['abc', '-1', '1.5', '9'.repeat(19)])('the timeline from %s', async (cursor) => {
    await expectRefused({ method: 'GET', path: `${BASE}/${orderId}/events?cursor=${cursor}` }, 400);
  });

  test.each(['0', '501', 'x'])('%s entries of the timeline', async (limit) => {
    await expectRefused({ method: 'GET', path: `${BASE}/${orderId}/events?limit=${limit}` }, 400);
  });

  test.each(['PUT', 'PATCH', 'DELETE'])('the wrong method %s', async (method) => {
    for (const [path, allowed] of [
      [BASE, 'GET, HEAD, OPTIONS, POST'],
      [`${BASE}/${orderId}`, 'GET, HEAD, OPTIONS'],
      [`${BASE}/${orderId}/cancel`, 'OPTIONS, POST'],
      [`${BASE}/batch`, 'OPTIONS, POST'],
      ['/healthz', 'GET, HEAD, OPTIONS'],
      ['/openapi.json', 'GET, HEAD, OPTIONS'],
    ] as const) {
      await expectRefused({ method, path, body: '{}' }, 405);
      expect((await send({ method, path, body: '{}' })).headers.get('allow')).toBe(allowed);
    }
  });

  test('a word where others have an id is not taken for one', async () => {
    await expectRefused({ method: 'GET', path: `${BASE}/batch` }, 405);
    await expectRefused({ method: 'PATCH', path: '/api/generation/queue', body: '{}' }, 405);
  });

  test('OPTIONS names the methods; of HEAD there is no body', async () => {
    const options = await send({ method: 'OPTIONS' });
    expect([options.status, options.text, options.headers.get('allow')]).toEqual([
      204,
      '',
      'GET, HEAD, OPTIONS, POST',
    ]);
    const head = await send({ method: 'HEAD', path: `${BASE}/${orderId}` });
    expect([head.status, head.text]).toEqual([200, '']);
    expect((await send({ method: 'HEAD', path: `${BASE}/${randomUUID()}` })).status).toBe(404);
  });
});

describe('an act that is not what was asked for', () => {
  test.each<[string, string, unknown]>([
    ['select', 'nothing', {}],
    ['select', 'no uuid', { ideaId: '1' }],
    ['select', 'more than an idea', { ideaId: randomUUID(), status: 'DONE' }],
    ['cancel', 'a reason', { reason: 'x' }],
    ['cancel', 'a list', []],
    ['retry', 'a round', { round: 9 }],
    ['resolve', 'nothing', {}],
    ['resolve', 'an unknown word', { resolution: 'EXISTS' }],
    ['resolve', 'no draft', { resolution: 'exists' }],
    ['resolve', 'a draft with a newline', { resolution: 'exists', draftId: 'a\nb' }],
  ])('%s with %s', async (act, _name, body) => {
    await expectRefused({ path: `${BASE}/${orderId}/${act}`, body: JSON.stringify(body) }, 400);
  });

  test.each<[string, string]>([
    ['of 201 characters', 'k'.repeat(201)],
    ['that is not ASCII', 'schlüssel'],
    ['with a space', 'a b'],
    ['that is empty', ''],
  ])('an Idempotency-Key %s', async (_name, key) => {
    const headers = { 'idempotency-key': key };
    await expectRefused({ ...order({}), headers }, 400);
    await expectRefused({ path: `${BASE}/${orderId}/cancel`, body: '{}', headers }, 400);
  });
});

describe('the id of a request', () => {
  const idOf = async (given: string) => {
    const answer = await send({ method: 'GET', path: '/nothing', headers: { 'x-request-id': given } });
    return {
      header: answer.headers.get('x-request-id'),
      body: (JSON.parse(answer.text) as { requestId: string }).requestId,
    };
  };

  test.each(['abc', 'A.b_c-9', 'x'.repeat(100)])('is the sender’s where it is sane: %s', async (given) => {
    expect(await idOf(given)).toEqual({ header: given, body: given });
  });

  test.each(['', 'a b', '<script>', 'x'.repeat(101), 'a,b', 'é'])(
    'is ours where it is not: %j',
    async (given) => {
      const { header, body } = await idOf(given);
      expect(header).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
      expect(body).toBe(header);
    },
  );

  test('is in good answers, too', async () => {
    const answer = await send({ method: 'GET', headers: { 'x-request-id': 'mine' } });
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([200, 'mine']);
  });
});

test('after all this the order is as it was and the API goes on', async () => {
  expect(await galley.stores[0]!.read(orderId)).toMatchObject({ status: 'PENDING', round: 1 });
});
