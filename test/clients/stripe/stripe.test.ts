import { randomUUID } from 'node:crypto';
import { createStripeClient } from '../../../src/clients/stripe/stripe';
import type { NewSession } from '../../../src/clients/stripe/stripe';
import { GalleyError } from '../../../src/contract/failures';
import type { ClassifiedFailure } from '../../../src/contract/failures';
import type { FaultAction } from '../../../src/simulators/core/fault-types';
import type { Simulators } from '../../../src/simulators/options';
import { startSimulators } from '../../../src/simulators/server';

let simulators: Simulators;

beforeAll(async () => {
  simulators = await startSimulators({ latency: 'none' });
});

afterAll(async () => {
  await simulators?.stop();
});

beforeEach(() => simulators.control.reset());

const signal = new AbortController().signal;
const client = (
  own: Partial<{ secretKey: string; baseUrl: string; isLive: boolean; timeoutMs: number }> = {},
) =>
  createStripeClient(
    {
      secretKey: 'sk_test_simulator',
      baseUrl: simulators.stripeUrl,
      isLive: false,
      timeoutMs: 2_000,
      ...own,
    },
    { now: Date.now },
  );

const session = (own: Partial<NewSession> = {}): NewSession => ({
  ...{ checkoutId: randomUUID(), orderId: randomUUID(), articleId: randomUUID(), title: 'Grüße & 世界 [1]' },
  ...{ address: 'buyer+1@shop.example', locale: 'de', amount: 12_000, currency: 'EUR' },
  successUrl: 'https://galley.example/order-status/1?paid=1',
  cancelUrl: 'https://galley.example/order-status/1',
  expiresAt: Math.floor(Date.now() / 1_000) + 3_600,
  ...own,
});

async function failureOf(work: Promise<unknown>): Promise<ClassifiedFailure> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof GalleyError)) throw new Error(`not classified: ${String(error)}`);
  return error.failure;
}

const kept = () => simulators.control.stripe.sessions();

test('a session is asked for with all that finds it again, and read as it was made', async () => {
  const wanted = session();
  const made = await client().createSession({ ...wanted, signal });
  expect(kept()).toEqual([
    expect.objectContaining({
      ...{ name: wanted.title, email: wanted.address, amount: 12_000, currency: 'eur', locale: 'de' },
      ...{ reference: wanted.orderId, successUrl: wanted.successUrl, cancelUrl: wanted.cancelUrl },
      expiresAt: wanted.expiresAt,
      metadata: { order_id: wanted.orderId, article_id: wanted.articleId, checkout_id: wanted.checkoutId },
    }),
  ]);
  const facts = {
    ...{ id: kept()[0]!.id, status: 'open', paymentStatus: 'unpaid', hasFailed: false, amount: 12_000 },
    ...{ fullAmount: 12_000, currency: 'EUR', paymentIntent: null, expiresAt: wanted.expiresAt * 1_000 },
    ...{ checkoutId: wanted.checkoutId, orderId: wanted.orderId, url: made.url },
  };
  expect(made).toEqual(facts);
  expect(await client().readSession({ sessionId: made.id, signal })).toEqual(facts);
  const [record] = simulators.control.requests({ provider: 'stripe', kind: 'session.create' });
  expect(record).toMatchObject({ answered: 200 });
});

test('the same checkout asked for twice is one session', async () => {
  const wanted = session();
  const [one, two] = [
    await client().createSession({ ...wanted, signal }),
    await client().createSession({ ...wanted, signal }),
  ];
  expect(two).toEqual(one);
  expect(kept()).toHaveLength(1);
  const changed = await failureOf(client().createSession({ ...wanted, amount: 1_000, signal }));
  expect(changed).toMatchObject({ type: 'Payment.Refused', reason: 'idempotency_error' });
});

test('whether a payment failed is read from the payment', async () => {
  const { id: sessionId } = await client().createSession({ ...session(), signal });
  await simulators.control.stripe.act(sessionId, 'later');
  expect(await client().readSession({ sessionId, signal })).toMatchObject({
    ...{ status: 'complete', paymentStatus: 'unpaid', hasFailed: false },
  });
  await simulators.control.stripe.act(sessionId, 'fail');
  expect(await client().readSession({ sessionId, signal })).toMatchObject({ hasFailed: true });
});

test('a session is ended once, and cannot be paid afterwards', async () => {
  const { id: sessionId } = await client().createSession({ ...session(), signal });
  expect(await client().expireSession({ sessionId, signal })).toMatchObject({ status: 'expired', url: null });
  expect(await failureOf(client().expireSession({ sessionId, signal }))).toMatchObject({
    ...{ type: 'Payment.Refused', reason: 'resource_invalid_state' },
  });
  await expect(simulators.control.stripe.act(sessionId, 'pay')).rejects.toThrow('not open');
});

test('a refund is made once, listed and read', async () => {
  const { id: sessionId } = await client().createSession({ ...session(), signal });
  await simulators.control.stripe.act(sessionId, 'pay');
  const { paymentIntent } = await client().readSession({ sessionId, signal });
  const wanted = {
    ...{ refundId: randomUUID(), keyNo: 1, orderId: randomUUID(), paymentIntent: paymentIntent! },
    ...{ amount: 12_000, currency: 'EUR', reason: 'requested_by_customer' as const, signal },
  };
  const made = await client().createRefund(wanted);
  expect(made).toEqual({
    ...{ id: expect.stringMatching(/^re_/) as string, state: 'succeeded', amount: 12_000, currency: 'EUR' },
    ...{ paymentIntent, refundRowId: wanted.refundId },
  });
  expect(await client().createRefund(wanted)).toEqual(made);
  expect(await client().listRefunds({ paymentIntent: paymentIntent!, signal })).toEqual([made]);
  expect(await client().readRefund({ refundId: made.id, signal })).toEqual(made);
  expect(await failureOf(client().createRefund({ ...wanted, keyNo: 2 }))).toMatchObject({
    ...{ type: 'Payment.Refused', reason: 'charge_already_refunded' },
  });
});

test.each([
  [
    'kept waiting',
    { type: 'respond', status: 429, headers: { 'retry-after': '7' }, body: {} },
    { delayMs: 7_000 },
  ],
  ['an outage', { type: 'respond', status: 503, body: {} }, { reason: 'http_503' }],
  ['a gateway’s page', { type: 'html' }, { reason: 'no_answer' }],
  ['half an answer', { type: 'cut' }, { reason: 'no_answer' }],
  ['a lost answer', { type: 'dropAfter' }, { reason: 'no_answer' }],
  ['silence', { type: 'hang' }, { reason: 'timed_out' }],
  ['another document', { type: 'respond', status: 200, body: { object: 'list' } }, { reason: 'odd_answer' }],
  ['nothing', { type: 'respond', status: 200, body: null }, { reason: 'odd_answer' }],
] as Array<[string, FaultAction, Partial<ClassifiedFailure>]>)(
  '%s: one request, which may be made again',
  async (_name, action, failure) => {
    simulators.control.addFault({ provider: 'stripe', kind: 'session.create', times: -1, action });
    const failed = await failureOf(client({ timeoutMs: 300 }).createSession({ ...session(), signal }));
    expect(failed).toMatchObject({ type: 'Payment.Unavailable', ...failure });
    expect(simulators.control.requests({ provider: 'stripe' })).toHaveLength(1);
  },
);

test('a refused key, and none at all, let payments wait; neither is told', async () => {
  const refused = await failureOf(client({ secretKey: 'sk_live_secret' }).readBalance({ signal }));
  expect(refused).toMatchObject({ type: 'Payment.Closed', status: 401 });
  expect(JSON.stringify(refused)).not.toContain('secret');
  const off = createStripeClient(undefined, { now: Date.now });
  expect(await failureOf(off.readBalance({ signal }))).toMatchObject({
    ...{ type: 'Payment.Closed', reason: 'not_configured' },
  });
});

test('what Stripe says of a request is kept as a word, and nothing that it quotes', async () => {
  const quoting = { type: 'card_error', code: 'card_declined', message: 'buyer@shop.example has no money' };
  simulators.control.addFault({
    ...{ provider: 'stripe', kind: 'session.create' },
    action: { type: 'respond', status: 402, body: { error: quoting } },
  });
  const failed = await failureOf(client().createSession({ ...session(), signal }));
  expect(failed).toMatchObject({ type: 'Payment.Refused', reason: 'card_declined' });
  expect(JSON.stringify(failed)).not.toContain('shop.example');
});

test('an amount that Stripe cannot take is not asked for', async () => {
  const failed = await failureOf(
    client().createSession({ ...session({ amount: 1_234, currency: 'KWD' }), signal }),
  );
  expect(failed).toMatchObject({ type: 'Payment.Refused', reason: 'amount_not_chargeable' });
  expect(simulators.control.requests({ provider: 'stripe' })).toEqual([]);
});

test('a cancelled request ends at once', async () => {
  simulators.control.addFault({ provider: 'stripe', kind: 'session.create', action: { type: 'hang' } });
  const cancelling = new AbortController();
  const asked = client().createSession({ ...session(), signal: cancelling.signal });
  setTimeout(() => cancelling.abort(new Error('cancelled')), 50);
  await expect(asked).rejects.toThrow('cancelled');
});

test('a session of the other mode is none of ours', async () => {
  const failed = await failureOf(client({ isLive: true }).createSession({ ...session(), signal }));
  expect(failed).toMatchObject({ type: 'Payment.Unavailable', reason: 'odd_answer' });
});
