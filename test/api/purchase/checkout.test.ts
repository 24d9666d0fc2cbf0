import { checkPaymentSoon, openCheckout } from '../../../src/api/purchase/checkout';
import { ApiError } from '../../../src/api/http/errors';
import { createStripeClient } from '../../../src/clients/stripe/stripe';
import { paymentsSweep } from '../../../src/dispatch/sweeps/payments';
import { until } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { paidState, payableOrder, retitle } from '../../support/payable';
import { checkoutDeps, checkoutStates, openOrder, sessionIn } from '../../support/payments';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({
    lanes: ['orders', 'payments', 'records'],
    simulators: { latency: 'none', stripe: { retryMs: 50 } },
  });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

afterEach(() => galley.simulators.control.clearFaults());

const stripe = () => galley.simulators.control.stripe;
const pool = () => galley.database.pool;
const open = (order: { orderId: string }) => openCheckout(checkoutDeps(galley), order);
const sessionsOf = (orderId: string) =>
  stripe()
    .sessions()
    .filter(({ reference }) => reference === orderId);

async function refusalOf(work: Promise<unknown>): Promise<ApiError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

test('a checkout is opened once, however often and by how many it is asked for', async () => {
  const order = await payableOrder(pool());
  const opened = await Promise.all(Array.from({ length: 6 }, () => open(order)));
  opened.push(await open(order));
  expect(new Set(opened.map(({ url }) => url)).size).toBe(1);
  expect(sessionsOf(order.orderId)).toHaveLength(1);
  expect(sessionsOf(order.orderId)[0]).toMatchObject({
    ...{ amount: 12_000, currency: 'eur', email: 'buyer@shop.example', name: 'Pruning roses' },
    successUrl: `https://galley.example/order-status/${order.orderId}?paid=1`,
    cancelUrl: `https://galley.example/order-status/${order.orderId}`,
    metadata: expect.objectContaining({ order_id: order.orderId, article_id: order.articleId }) as object,
  });
  expect(await checkoutStates(galley, order.orderId)).toEqual(['open']);
});

test('Stripe’s answer is lost: asking again finds the same session', async () => {
  galley.simulators.control.addScript('payment-answer-lost');
  const order = await payableOrder(pool());
  expect(await refusalOf(open(order))).toMatchObject({ code: 'provider_unavailable', retryAfterSeconds: 5 });
  expect(sessionsOf(order.orderId)).toHaveLength(1);
  expect(await checkoutStates(galley, order.orderId)).toEqual(['creating']);
  // By then, the title has changed; what is asked for stays what it was.
  await retitle(pool(), order.orderId, 'Another title');
  const { url } = await open(order);
  expect(sessionsOf(order.orderId).map(({ id }) => id)).toEqual([sessionIn(url)]);
});

test.each([
  ['Stripe is away', 'payment-down'],
  ['Stripe refuses the key', 'payment-key-refused'],
])('%s: the order is kept, and can be paid later', async (_name, script) => {
  galley.simulators.control.addScript(script);
  const order = await payableOrder(pool());
  const refusal = await refusalOf(open(order));
  expect(refusal).toMatchObject({ code: 'provider_unavailable' });
  expect(refusal.message).toContain('Your order is kept');
  galley.simulators.control.clearFaults();
  expect((await open(order)).url).toMatch(/\/stripe\/pay\/cs_test_/);
});

test('without Stripe nothing can be paid, which is said', async () => {
  const order = await payableOrder(pool());
  const off = { ...checkoutDeps(galley), payments: undefined };
  expect(await refusalOf(openCheckout(off, order))).toMatchObject({ code: 'provider_unavailable' });
  const client = createStripeClient(undefined, { now: Date.now });
  const deps = { ...checkoutDeps(galley), payments: { ...galley.payments, client } };
  expect(await refusalOf(openCheckout(deps, order))).toMatchObject({ code: 'provider_unavailable' });
});

test('a paid order has no checkout, and one whose money is on its way waits', async () => {
  const paid = await openOrder(galley);
  await stripe().act(paid.sessionId, 'pay');
  expect(await refusalOf(open(paid))).toMatchObject({ code: 'conflict' });
  const later = await openOrder(galley);
  await stripe().act(later.sessionId, 'later');
  expect((await refusalOf(open(later))).message).toContain('on its way');
  await stripe().act(later.sessionId, 'fail');
  const again = await open(later);
  expect(sessionIn(again.url)).not.toBe(later.sessionId);
  expect(await checkoutStates(galley, later.orderId)).toEqual(['failed', 'open']);
});

test('an expired checkout is followed by another one', async () => {
  const order = await openOrder(galley);
  await stripe().act(order.sessionId, 'expire');
  const { url } = await open(order);
  expect(sessionIn(url)).not.toBe(order.sessionId);
  expect(await checkoutStates(galley, order.orderId)).toEqual(['expired', 'open']);
});

test('a checkout that is nearly over is ended at Stripe before another one is opened', async () => {
  const order = await openOrder(galley);
  await pool().query(`update checkouts set expires_at = now() + interval '1 minute' where order_id = $1`, [
    order.orderId,
  ]);
  await open(order);
  expect(await checkoutStates(galley, order.orderId)).toEqual(['expired', 'open']);
  expect(sessionsOf(order.orderId).map(({ status }) => status)).toEqual(['open', 'expired']);
});

test('one that was paid a moment before it is ended is found to be paid', async () => {
  const order = await openOrder(galley);
  galley.simulators.control.addScript('payment-webhook-lost');
  await stripe().act(order.sessionId, 'pay');
  await pool().query(`update checkouts set expires_at = now() + interval '1 minute' where order_id = $1`, [
    order.orderId,
  ]);
  expect(await refusalOf(open(order))).toMatchObject({ code: 'conflict' });
  expect(await paidState(pool(), order.orderId)).toMatchObject({ status: 'PROCESSING', starts: 1 });
});

test('a row that waited too long for its session is given up for another one', async () => {
  galley.simulators.control.addScript('payment-down');
  const order = await payableOrder(pool());
  await refusalOf(open(order));
  galley.simulators.control.clearFaults();
  await pool().query(
    `update checkouts set expires_at = now() + interval '20 minutes',
            request = request || jsonb_build_object('expiresAt', floor(extract(epoch from now()))::int + 1200) where order_id = $1`,
    [order.orderId],
  );
  await open(order);
  expect(await checkoutStates(galley, order.orderId)).toEqual(['expired', 'open']);
});

describe('what no webhook told', () => {
  const sweep = (name = 'sweep') =>
    paymentsSweep({ pool: pool(), pace: { everyMs: 1, quietRefundMs: 0 } })
      .run()
      .then(() => name);
  const due = (orderId: string) =>
    pool().query(`update checkouts set check_at = now() where order_id = $1`, [orderId]);

  test('a lost payment is found by the sweep, and looked at less and less often', async () => {
    galley.simulators.control.addScript('payment-webhook-lost');
    const [paid, waiting] = [await openOrder(galley), await openOrder(galley)];
    await stripe().act(paid.sessionId, 'pay');
    await Promise.all([paid, waiting].map(({ orderId }) => due(orderId)));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await sweep();
    await until(
      'the order to start',
      async () => (await paidState(pool(), paid.orderId)).status === 'PROCESSING',
    );
    const checked = () =>
      pool()
        .query<{ checks: number; later: boolean }>(
          `select checks, check_at > now() + interval '9 minutes' as later from checkouts where order_id = $1`,
          [waiting.orderId],
        )
        .then(({ rows }) => rows[0]!);
    await until('a look at the other one', async () => (await checked()).checks === 1);
    expect(await checked()).toEqual({ checks: 1, later: true });
  });

  test('an order that is paid has its other open checkout ended', async () => {
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'expire');
    const other = sessionIn((await open(order)).url);
    // Money for the first one arrives after all.
    const session = stripe()
      .sessions()
      .find(({ id }) => id === order.sessionId)!;
    await galley.db.transaction((tx) =>
      tx.payments.applySession({
        ...{ id: session.id, url: null, status: 'complete', paymentStatus: 'paid', hasFailed: false },
        ...{ amount: 12_000, fullAmount: 12_000, currency: 'EUR', paymentIntent: 'pi_late', expiresAt: null },
        ...{ checkoutId: null, orderId: order.orderId },
      }),
    );
    await until('the other one to end', async () => {
      const states = await checkoutStates(galley, order.orderId);
      return states[0] === 'paid' && states[1] === 'expired';
    });
    expect(
      stripe()
        .sessions()
        .find(({ id }) => id === other),
    ).toMatchObject({ status: 'expired' });
  });

  test('an order that nobody paid for a week ends; money that comes later still starts it', async () => {
    const [old, young, underWay] = [
      await openOrder(galley, { ageDays: 8 }),
      await openOrder(galley, { ageDays: 6 }),
      await openOrder(galley, { ageDays: 8 }),
    ];
    for (const order of [old, young]) await stripe().act(order.sessionId, 'expire');
    await stripe().act(underWay.sessionId, 'later');
    await new Promise((resolve) => setTimeout(resolve, 5));
    await sweep();
    expect(await paidState(pool(), old.orderId)).toMatchObject({ status: 'FAILED' });
    expect(await paidState(pool(), young.orderId)).toMatchObject({ status: 'AWAITING_PAYMENT' });
    expect(await paidState(pool(), underWay.orderId)).toMatchObject({ status: 'AWAITING_PAYMENT' });
    await stripe().act(underWay.sessionId, 'arrive');
    expect(await paidState(pool(), underWay.orderId)).toMatchObject({ status: 'PROCESSING', starts: 1 });
  });

  test('a page may have Stripe asked, but not again and again', async () => {
    const order = await openOrder(galley);
    expect(await checkPaymentSoon(galley, order)).toBe(false);
    await pool().query(`update checkouts set created_at = now() - interval '6 seconds' where order_id = $1`, [
      order.orderId,
    ]);
    expect(await checkPaymentSoon(galley, order)).toBe(true);
    await until('a look', async () => {
      const { rows } = await pool().query<{ checks: number }>(
        'select checks from checkouts where order_id = $1',
        [order.orderId],
      );
      return rows[0]!.checks > 0;
    });
    expect(await checkPaymentSoon(galley, order)).toBe(false);
  });
});

test('administrators are told of money that is given back', async () => {
  await pool().query(
    `with person as (insert into people (id, address, folded) values (gen_random_uuid(), 'admin@galley.example', 'admin@galley.example') returning id)
     insert into members (id, person_id, tenant_id, name, role, locale, added_by)
     select gen_random_uuid(), p.id, t.id, 'Admin', 'admin', 'de', 'test' from person p, tenants t where t.kind = 'operator' limit 1`,
  );
  const order = await openOrder(galley);
  stripe().setAmount(order.sessionId, 9_900);
  await stripe().act(order.sessionId, 'pay');
  const { rows } = await pool().query(
    `select recipient, locale, body from webhook_deliveries where channel = 'mail' and event_type = 'admin_alert'`,
  );
  expect(rows).toEqual([
    expect.objectContaining({
      ...{ recipient: 'admin@galley.example', locale: 'de' },
      body: expect.objectContaining({ alert: 'amount_differs', orderId: order.orderId }) as object,
    }),
  ]);
});
