import { createServer } from 'node:http';
import type { LookupAddress } from 'node:dns';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import { addressProblem } from '../../src/domain/text/webhook-address';
import { isPublicAddress } from '../../src/domain/text/public-address';
import { createWebhookSender } from '../../src/clients/webhook';
import { GalleyError } from '../../src/contract/failures';
import type { ClassifiedFailure } from '../../src/contract/failures';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

type Handler = (
  headers: Record<string, string>,
  body: string,
) => { status: number; headers?: Record<string, string> } | 'hang' | 'drop';

let server: Server;
let url: string;
let handle: Handler = () => ({ status: 204 });
const seen: Array<{ headers: Record<string, string>; body: string }> = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      seen.push({ headers, body });
      const answer = handle(headers, body);
      if (answer === 'hang') return;
      if (answer === 'drop') request.socket.destroy();
      else response.writeHead(answer.status, answer.headers).end('x'.repeat(200_000));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?a=b`;
});

afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  seen.length = 0;
  handle = () => ({ status: 204 });
});

const sender = (options: Partial<Parameters<typeof createWebhookSender>[0]> = {}) =>
  createWebhookSender({ allowPrivate: true, timeoutMs: 20_000, now: Date.now, ...options });

const message = (part: Record<string, unknown> = {}) => ({
  ...{ url, secret, id: 'msg_1', body: '{"type":"order.done"}', signal: new AbortController().signal },
  ...part,
});

async function failureOf(sending: Promise<unknown>): Promise<ClassifiedFailure> {
  const error = await sending.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GalleyError);
  return (error as GalleyError).failure;
}

test('a message carries its id, timestamp and a signature that the standard library accepts', async () => {
  expect(await sender().send(message())).toEqual({ status: 204, answer: '' });
  const [{ headers, body }] = seen as [(typeof seen)[number]];
  expect(new Verifier(secret).verify(body, headers)).toEqual({ type: 'order.done' });
  expect(headers).toMatchObject({ 'webhook-id': 'msg_1', 'content-type': 'application/json' });
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  expect(() => new Verifier(other).verify(body, headers)).toThrow();
  expect(() => new Verifier(secret).verify(`${body} `, headers)).toThrow();
});

test('a message is signed as the example of the Standard Webhooks specification is', async () => {
  await sender({ now: () => 1_614_265_330_000 }).send(
    message({
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      body: '{"test": 2432232314}',
    }),
  );
  expect(seen[0]!.headers).toMatchObject({
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('a secret that cannot be decoded is not blamed on the receiver', async () => {
  await expect(sender().send(message({ secret: 'whsec_%' }))).rejects.not.toBeInstanceOf(GalleyError);
  expect(seen).toEqual([]);
});

test.each([200, 201, 299])('%i is taken', async (status) => {
  handle = () => ({ status });
  // What is too long to be an answer is none.
  expect(await sender().send(message())).toEqual({ status, answer: '' });
});

test.each([301, 302, 400, 401, 404, 410, 429, 500, 503])(
  'status %i is not accepted, and redirects are not followed',
  async (status) => {
    handle = () => ({ status, headers: { location: url } });
    expect(await failureOf(sender().send(message()))).toMatchObject({ type: 'Receiver.Unavailable', status });
    expect(seen).toHaveLength(1);
  },
);

test('a receiver may ask for a delay, up to a limit', async () => {
  handle = () => ({ status: 429, headers: { 'retry-after': '30' } });
  expect((await failureOf(sender().send(message()))).delayMs).toBe(30_000);
  handle = () => ({ status: 503, headers: { 'retry-after': '99999999' } });
  expect((await failureOf(sender().send(message()))).delayMs).toBe(3_600_000);
});

test('no response, a broken one and a late one are distinguished from a rejection', async () => {
  handle = () => 'drop';
  expect(await failureOf(sender().send(message()))).toMatchObject({ reason: 'no_answer' });
  handle = () => 'hang';
  expect(await failureOf(sender({ timeoutMs: 100 }).send(message()))).toMatchObject({ reason: 'timed_out' });
  expect(await failureOf(sender().send(message({ url: 'http://127.0.0.1:1/' })))).toMatchObject({
    reason: 'no_answer',
  });
});

test('a failure reveals neither the address nor the secret', async () => {
  handle = () => ({ status: 500 });
  const failure = JSON.stringify(await failureOf(sender().send(message())));
  for (const word of [secret, '127.0.0.1', 'hooks']) expect(failure).not.toContain(word);
});

test('a cancelled message ends and is not a failure of the receiver', async () => {
  handle = () => 'hang';
  const cancel = new AbortController();
  const sending = sender().send(message({ signal: cancel.signal }));
  setTimeout(() => cancel.abort(), 100);
  await expect(sending).rejects.not.toBeInstanceOf(GalleyError);
});

describe('without permission for private networks', () => {
  test.each([
    'http://example.com/hook',
    'ftp://example.com/hook',
    'https://user:word@example.com/hook',
    'https://example.com/hook#part',
    'https://localhost/hook',
    'https://api.localhost./hook',
    'https://127.0.0.1/hook',
    'https://127.1/hook',
    'https://2130706433/hook',
    'https://0x7f000001/hook',
    'https://10.1.2.3/hook',
    'https://172.16.0.1/hook',
    'https://192.168.1.1/hook',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/hook',
    'https://0.0.0.0/hook',
    'https://224.0.0.1/hook',
    'https://[::1]/hook',
    'https://[::]/hook',
    'https://[fe80::1]/hook',
    'https://[fd00::1]/hook',
    'https://[::ffff:127.0.0.1]/hook',
    'https://[64:ff9b::7f00:1]/hook',
    'https://[2002:7f00:1::]/hook',
    'not an address',
    '',
  ])('%s is rejected as an address', (address) => {
    expect(addressProblem(address, { allowPrivate: false })).toEqual(expect.stringMatching(/^must /));
  });

  test.each([
    'https://example.com/hook',
    'https://example.com:8443/',
    'https://93.184.216.34/',
    'https://[2606:4700::1]/',
  ])('%s is accepted', (address) => {
    expect(addressProblem(address, { allowPrivate: false })).toBeUndefined();
  });

  test.each<[string, LookupAddress[]]>([
    ['this machine', [{ address: '127.0.0.1', family: 4 }]],
    ['a private network', [{ address: '10.0.0.8', family: 4 }]],
    [
      'a public address and a private one',
      [
        { address: '93.184.216.34', family: 4 },
        { address: '192.168.0.1', family: 4 },
      ],
    ],
    ['a mapped loopback', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    ['nothing', []],
  ])('a name that resolves to %s is rejected when the connection is made', async (_, addresses) => {
    const resolve = ((
      _name: string,
      _options: unknown,
      callback: (error: null, found: LookupAddress[]) => void,
    ) => callback(null, addresses)) as never;
    const failure = await failureOf(
      sender({ allowPrivate: false, resolve }).send(message({ url: 'https://rebound.example/hook' })),
    );
    expect(failure).toMatchObject({ type: 'Receiver.Unavailable', reason: 'address_refused' });
    expect(seen).toEqual([]);
  });

  test('public addresses are recognised', () => {
    for (const address of ['8.8.8.8', '2606:4700:4700::1111']) expect(isPublicAddress(address)).toBe(true);
    for (const address of ['fe80::1%eth0', 'example.com', '', '1.2.3', '2001:db8::1'])
      expect(isPublicAddress(address)).toBe(false);
  });
});
