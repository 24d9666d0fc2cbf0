import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import Stripe from 'stripe';
import type { Simulators } from '../../src/simulators/options';
import { startSimulators } from '../../src/simulators/server';

const secret = 'whsec_of_the_test';
let simulators: Simulators;
let endpoint: { url: string; stop: () => void };
/** Events as they came, and the statuses that are answered next; 200 where there are none. */
const came: Array<{ type: string; id: string; signed: boolean }> = [];
const answers: number[] = [];

beforeAll(async () => {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts).toString('utf8');
      const { type, id } = JSON.parse(raw) as { type: string; id: string };
      let signed = true;
      try {
        Stripe.webhooks.constructEvent(raw, String(request.headers['stripe-signature']), secret, 300);
      } catch {
        signed = false;
      }
      came.push({ type, id, signed });
      response.writeHead(answers.shift() ?? 200).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    stop: () => void server.close(),
  };
  simulators = await startSimulators({
    latency: 'none',
    stripe: { endpoint: { url: endpoint.url, secret }, retryMs: 10, tries: 3 },
  });
});

afterAll(async () => {
  await simulators?.stop();
  endpoint?.stop();
});

beforeEach(() => {
  simulators.control.reset();
  came.length = 0;
  answers.length = 0;
});

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const at = () => Math.floor(Date.now() / 1_000);

async function ask(
  method: string,
  path: string,
  fields?: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; replayed: boolean; json: Record<string, unknown> }> {
  const response = await fetch(`${simulators.stripeUrl}/v1${path}`, {
    method,
    headers: {
      authorization: 'Bearer sk_test_1',
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    ...(fields ? { body: form(fields) } : {}),
  });
  return {
    status: response.status,
    replayed: response.headers.get('idempotent-replayed') === 'true',
    json: (await response.json()) as Record<string, unknown>,
  };
}

const wanted = {
  mode: 'payment',
  'line_items[0][quantity]': '1',
  'line_items[0][price_data][currency]': 'eur',
  'line_items[0][price_data][unit_amount]': '9900',
  'line_items[0][price_data][product_data][name]': 'A <b>link</b>',
  'metadata[order_id]': 'o1',
  success_url: 'https://shop.example/done',
  cancel_url: 'https://shop.example/back',
};
const make = async (own: Record<string, string> = {}) =>
  String((await ask('POST', '/checkout/sessions', { ...wanted, ...own })).json['id']);

const press = (id: string, action: string) =>
  fetch(`${simulators.stripeUrl}/pay/${id}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form({ action }),
  });

test('only a test key is taken', async () => {
  const refused = await ask('GET', '/balance', undefined, { authorization: 'Bearer sk_live_1' });
  expect(refused).toMatchObject({ status: 401, json: { error: { type: 'invalid_request_error' } } });
  expect(await ask('GET', '/balance')).toMatchObject({ status: 200, json: { object: 'balance' } });
});

test.each([
  ['another mode', { mode: 'subscription' }],
  ['too little', { 'line_items[0][price_data][unit_amount]': '10' }],
  ['no amount', { 'line_items[0][price_data][unit_amount]': 'many' }],
  ['no name', { 'line_items[0][price_data][product_data][name]': '' }],
  ['an end too soon', { expires_at: String(Math.floor(Date.now() / 1_000) + 60) }],
  ['an end too late', { expires_at: String(Math.floor(Date.now() / 1_000) + 90_000) }],
  ['a way back that is none', { success_url: 'javascript:alert(1)' }],
])('%s is refused with Stripe’s error', async (_name, own) => {
  expect(await ask('POST', '/checkout/sessions', { ...wanted, ...own })).toMatchObject({
    ...{
      status: 400,
      json: { error: { type: 'invalid_request_error', message: expect.any(String) as string } },
    },
  });
});

test('a key of idempotency replays its answer, and refuses other parameters', async () => {
  const key = { 'idempotency-key': 'one' };
  const first = await ask('POST', '/checkout/sessions', wanted, key);
  const again = await ask('POST', '/checkout/sessions', wanted, key);
  expect(first.replayed).toBe(false);
  expect(again).toEqual({ ...first, replayed: true });
  const other = await ask('POST', '/checkout/sessions', { ...wanted, locale: 'de' }, key);
  expect(other).toMatchObject({ status: 400, json: { error: { type: 'idempotency_error' } } });
  simulators.control.stripe.forgetKeys();
  expect((await ask('POST', '/checkout/sessions', wanted, key)).json['id']).not.toBe(first.json['id']);
});

test('the page pays, declines, and lets money come later; each is told and signed', async () => {
  const id = await make();
  const page = await (await fetch(`${simulators.stripeUrl}/pay/${id}`)).text();
  for (const text of ['<html lang="en">', '>Pay<', '>Fail<', '>Pay later<', 'A &lt;b&gt;link&lt;/b&gt;'])
    expect(page).toContain(text);
  expect((await press(id, 'decline')).status).toBe(402);
  expect(came).toEqual([]);
  const paid = await press(id, 'pay');
  expect([paid.status, paid.headers.get('location')]).toEqual([303, 'https://shop.example/done']);
  const later = await make();
  await press(later, 'later');
  expect(await (await fetch(`${simulators.stripeUrl}/pay/${later}`)).text()).toContain('>Money arrives<');
  await press(later, 'fail');
  await simulators.control.stripe.quiet();
  expect(came.map(({ type, signed }) => [type, signed])).toEqual([
    ['checkout.session.completed', true],
    ['checkout.session.completed', true],
    ['checkout.session.async_payment_failed', true],
  ]);
  expect(await (await fetch(`${simulators.url}/stripe`)).text()).toContain(`/stripe/pay/${later}`);
});

test('an event that is not taken is sent again, with its id, so often and no more', async () => {
  answers.push(500, 400);
  await simulators.control.stripe.act(await make(), 'pay');
  expect(came).toHaveLength(3);
  expect(new Set(came.map(({ id }) => id)).size).toBe(1);
  answers.push(500, 500, 500, 500);
  await simulators.control.stripe.act(await make(), 'pay');
  expect(came).toHaveLength(6);
});

test('a session ends when its time is over, which is told', async () => {
  const id = await make({ expires_at: String(at() + 1_900) });
  jest.useFakeTimers({
    now: Date.now() + 2_000_000,
    doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'],
  });
  try {
    expect((await ask('GET', `/checkout/sessions/${id}`)).json).toMatchObject({
      status: 'expired',
      url: null,
    });
  } finally {
    jest.useRealTimers();
  }
  await simulators.control.stripe.quiet();
  expect(came.map(({ type }) => type)).toEqual(['checkout.session.expired']);
  expect((await press(id, 'pay')).status).toBe(409);
});

test('the control over HTTP does what the typed one does', async () => {
  const id = await make();
  const done = await fetch(`${simulators.url}/control/stripe/sessions/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'pay' }),
  });
  expect(done.status).toBe(200);
  const state = (await (await fetch(`${simulators.url}/control/stripe`)).json()) as {
    sessions: unknown[];
    endpoint: string;
  };
  expect(state).toMatchObject({ sessions: [{ id, paymentStatus: 'paid' }], endpoint: endpoint.url });
});

test('sessions and refunds survive a restart', async () => {
  const dir = mkdtempSync(`${tmpdir()}/galley-stripe-`);
  const options = { latency: 'none', stateFile: `${dir}/state.json` } as const;
  try {
    const before = await startSimulators(options);
    const made = await fetch(`${before.stripeUrl}/v1/checkout/sessions`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_1' },
      body: new URLSearchParams(wanted),
    });
    const { id } = (await made.json()) as { id: string };
    await before.stop();
    const after = await startSimulators(options);
    expect(after.control.stripe.sessions()).toEqual([expect.objectContaining({ id, status: 'open' })]);
    await after.stop();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
