import { randomUUID } from 'node:crypto';
import { createStripeClient } from '../../../src/clients/stripe/stripe';
import { GalleyError } from '../../../src/contract/failures';
import { startStripeMock } from '../../support/stripe-mock';
import type { StripeMock } from '../../support/stripe-mock';

let mock: StripeMock | undefined;

beforeAll(async () => {
  const started = await startStripeMock();
  if ('url' in started) mock = started;
  // Said on the terminal itself, because a skipped test is easily taken for one that passed.
  else process.stderr.write(`\nSKIPPED: the client is not tried against stripe-mock: ${started.reason}\n\n`);
}, 330_000);

afterAll(() => mock?.stop());

const signal = new AbortController().signal;

/** Does something with a client of stripe-mock, if that could be had. */
async function withMock(
  work: (client: ReturnType<typeof createStripeClient>) => Promise<void>,
  secretKey = 'sk_test_mock',
): Promise<void> {
  if (!mock) return;
  const settings = { secretKey, baseUrl: mock.url, isLive: false, timeoutMs: 10_000 };
  await work(createStripeClient(settings, { now: Date.now }));
}

test('Stripe’s description of its API takes the session that we ask for', () =>
  withMock(async (client) => {
    const made = await client.createSession({
      ...{ checkoutId: randomUUID(), orderId: randomUUID(), articleId: randomUUID(), title: 'Pruning roses' },
      ...{ address: 'buyer@shop.example', locale: 'de', amount: 12_000, currency: 'EUR' },
      successUrl: 'https://galley.example/order-status/1?paid=1',
      cancelUrl: 'https://galley.example/order-status/1',
      ...{ expiresAt: Math.floor(Date.now() / 1_000) + 3_600, signal },
    });
    expect(made.id).toMatch(/^cs_/);
  }));

test('a session is read with its payment, and ended', () =>
  withMock(async (client) => {
    expect((await client.readSession({ sessionId: 'cs_test_1', signal })).id).toMatch(/^cs_/);
    expect((await client.expireSession({ sessionId: 'cs_test_1', signal })).id).toMatch(/^cs_/);
  }));

test('a refund is made, read and listed', () =>
  withMock(async (client) => {
    const made = await client.createRefund({
      ...{ refundId: randomUUID(), keyNo: 1, orderId: randomUUID(), paymentIntent: 'pi_1', amount: 100 },
      ...{ currency: 'EUR', reason: 'duplicate', signal },
    });
    expect(made).toMatchObject({ amount: expect.any(Number) as number });
    expect((await client.readRefund({ refundId: 're_1', signal })).id).toMatch(/^re_/);
    expect(Array.isArray(await client.listRefunds({ paymentIntent: 'pi_1', signal }))).toBe(true);
  }));

test('the balance is read, and a key that is none is refused', () =>
  withMock(async (client) => {
    expect(await client.readBalance({ signal })).toEqual({ isLive: false });
    await withMock(async (stranger) => {
      const refused = stranger.readBalance({ signal });
      await expect(refused).rejects.toBeInstanceOf(GalleyError);
      await expect(refused).rejects.toMatchObject({ failure: { type: 'Payment.Closed' } });
    }, 'no_key_at_all');
  }));
