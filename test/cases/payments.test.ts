import { randomUUID } from 'node:crypto';
import { checkPaymentSoon, openCheckout } from '../../src/api/purchase/checkout';
import { readWebhookEvent } from '../../src/clients/stripe/webhook-events';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { paidState } from '../support/payable';
import {
  checkoutDeps,
  checkoutStates,
  eventOf,
  openOrder,
  refundsReach,
  refundStates,
  sendEvent,
  sessionIn,
  sessionObject,
  signed,
} from '../support/payments';
import type { OpenOrder } from '../support/payments';

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

afterEach(async () => {
  await galley.simulators.control.stripe.quiet();
  galley.simulators.control.clearFaults();
});

const stripe = () => galley.simulators.control.stripe;
const pool = () => galley.database.pool;
const script = (name: string) => galley.simulators.control.addScript(name);
const completed = (order: OpenOrder, own?: Record<string, unknown>, id?: string): string =>
  eventOf('checkout.session.completed', sessionObject(order, own), id);
const startsOf = async (order: OpenOrder): Promise<number> => (await paidState(pool(), order.orderId)).starts;

async function expectPaidOnce(order: OpenOrder): Promise<void> {
  expect(await paidState(pool(), order.orderId)).toEqual({ status: 'PROCESSING', starts: 1, failedMails: 0 });
  expect(await checkoutStates(galley, order.orderId)).toEqual(['paid']);
  expect(await refundStates(galley, order.orderId)).toEqual([]);
}

describe('case 14: the same payment is told more than once', () => {
  test('the same event twice at once is one piece of work', async () => {
    script('payment-webhook-twice');
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'pay');
    await expectPaidOnce(order);
    const [event] = stripe()
      .events()
      .filter(({ objectId }) => objectId === order.sessionId);
    expect(event!.answers).toEqual([200, 200]);
  });

  test('one session in two event ids at once is one piece of work', async () => {
    script('payment-webhook-two-ids');
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'pay');
    await expectPaidOnce(order);
    const told = stripe()
      .events()
      .filter(({ objectId }) => objectId === order.sessionId);
    expect(told.map(({ answers }) => answers)).toEqual([[200], [200]]);
  });

  test('thirty deliveries at once, of one and of many event ids, are one piece of work', async () => {
    const order = await openOrder(galley);
    const same = completed(order);
    const bodies = Array.from({ length: 30 }, (_, n) => (n % 2 ? same : completed(order)));
    const answers = await Promise.all(bodies.map((body) => sendEvent(galley.apiUrl, body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await expectPaidOnce(order);
  });

  test('a crash between noting the event and acting on it leaves neither', async () => {
    const order = await openOrder(galley);
    const body = completed(order);
    const read = readWebhookEvent(
      { raw: Buffer.from(body), header: signed(body), nowMs: Date.now() },
      { secrets: ['whsec_simulator'], isLive: false },
    );
    if (!read.ok) throw new Error(read.problem);
    await expect(
      galley.db.transaction(async (tx) => {
        expect(await tx.payments.applyEvent(read.event)).toBe('paid');
        throw new Error('killed before the commit');
      }),
    ).rejects.toThrow('killed');
    expect(await paidState(pool(), order.orderId)).toMatchObject({ status: 'AWAITING_PAYMENT', starts: 0 });
    const noted = await pool().query('select 1 from payment_events where id = $1', [read.event.id]);
    expect(noted.rowCount).toBe(0);
    // Stripe sends it again, because nobody took it.
    expect(await sendEvent(galley.apiUrl, body)).toMatchObject({ status: 200 });
    await expectPaidOnce(order);
  });

  test('a connection that is cut in the middle leaves neither', async () => {
    const order = await openOrder(galley);
    const body = completed(order);
    const read = readWebhookEvent(
      { raw: Buffer.from(body), header: signed(body), nowMs: Date.now() },
      { secrets: ['whsec_simulator'], isLive: false },
    );
    if (!read.ok) throw new Error(read.problem);
    await expect(
      galley.db.transaction(async (tx) => {
        await tx.payments.applyEvent(read.event);
        await tx.query('select pg_terminate_backend(pg_backend_pid())');
      }),
    ).rejects.toThrow();
    expect(await startsOf(order)).toBe(0);
    await sendEvent(galley.apiUrl, body);
    await expectPaidOnce(order);
  });

  test('an event before the session was saved finds its checkout by what we wrote on it', async () => {
    const order = await openOrder(galley);
    const [checkout] = await galley.db.checkouts.listCheckouts(order);
    await pool().query(
      `update checkouts set session_id = null, url = null, state = 'creating' where id = $1`,
      [checkout!.id],
    );
    const metadata = { order_id: order.orderId, checkout_id: checkout!.id };
    await sendEvent(galley.apiUrl, completed(order, { metadata }));
    await expectPaidOnce(order);
    expect((await galley.db.checkouts.listCheckouts(order))[0]!.sessionId).toBe(order.sessionId);
  });

  test('money for a checkout that we have lost still starts its order', async () => {
    const order = await openOrder(galley);
    await pool().query('delete from checkouts where order_id = $1', [order.orderId]);
    await Promise.all([completed(order), completed(order)].map((body) => sendEvent(galley.apiUrl, body)));
    await until('the order to start', async () => (await startsOf(order)) === 1);
    await sendEvent(galley.apiUrl, completed(order));
    await expectPaidOnce(order);
  });

  test('a session that is not ours is answered and changes nothing', async () => {
    const order = await openOrder(galley);
    const foreign = { ...order, sessionId: `cs_test_${randomUUID().replaceAll('-', '')}` };
    const body = completed(foreign, { metadata: { order_id: randomUUID(), shop: 'another' } });
    expect(await sendEvent(galley.apiUrl, body)).toEqual({
      status: 200,
      json: { success: true, message: expect.any(String) as string, data: { received: true } },
    });
    const noted = await pool().query('select 1 from payment_events where session_id = $1', [
      foreign.sessionId,
    ]);
    expect(noted.rowCount).toBe(0);
    expect(await startsOf(order)).toBe(0);
  });

  test('a second paid checkout of a paid order is refunded', async () => {
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'expire');
    const second = sessionIn((await openCheckout(checkoutDeps(galley), order)).url);
    await stripe().act(second, 'pay');
    await sendEvent(galley.apiUrl, completed(order, { payment_intent: null, amount_total: 12_000 }));
    expect(await checkoutStates(galley, order.orderId)).toEqual(['surplus', 'paid']);
    expect(await startsOf(order)).toBe(1);
    expect(await refundStates(galley, order.orderId)).toHaveLength(1);
  });

  test.each([
    ['another amount', { amount_total: 100, amount_subtotal: 100 }],
    ['another currency', { currency: 'usd' }],
  ])('%s starts nothing; the money goes back', async (_name, own) => {
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'later');
    await stripe().quiet();
    await sendEvent(
      galley.apiUrl,
      eventOf('checkout.session.async_payment_succeeded', sessionObject(order, own)),
    );
    expect(await paidState(pool(), order.orderId)).toMatchObject({ status: 'AWAITING_PAYMENT', starts: 0 });
    expect(await checkoutStates(galley, order.orderId)).toEqual(['surplus']);
    const [refund] = await galley.db.refunds.listRefunds(order);
    expect(refund).toMatchObject({ reason: 'amount_differs' });
  });
});

describe('case 15: the money comes later, or not at all', () => {
  test('unpaid waits, and starts once the money arrives', async () => {
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'later');
    expect(await checkoutStates(galley, order.orderId)).toEqual(['pending']);
    expect(await startsOf(order)).toBe(0);
    await stripe().act(order.sessionId, 'arrive');
    await expectPaidOnce(order);
  });

  test('unpaid waits, and money that fails is told to the customer once', async () => {
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'later');
    await stripe().act(order.sessionId, 'fail');
    const failed = eventOf(
      'checkout.session.async_payment_failed',
      sessionObject(order, { payment_status: 'unpaid' }),
    );
    await sendEvent(galley.apiUrl, failed);
    expect(await checkoutStates(galley, order.orderId)).toEqual(['failed']);
    expect(await paidState(pool(), order.orderId)).toEqual({
      ...{ status: 'AWAITING_PAYMENT', starts: 0, failedMails: 1 },
    });
  });

  test('a checkout that needs no payment starts the order', async () => {
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'free');
    await expectPaidOnce(order);
  });

  test('the completed event after the money changes nothing any more', async () => {
    script('payment-webhook-reordered');
    const order = await openOrder(galley);
    const later = stripe().act(order.sessionId, 'later');
    await stripe().act(order.sessionId, 'arrive');
    await later;
    await expectPaidOnce(order);
  });

  const unpaid = { payment_status: 'unpaid' };
  const story: Array<[string, string, Record<string, unknown>]> = [
    ['completed', 'checkout.session.completed', unpaid],
    ['succeeded', 'checkout.session.async_payment_succeeded', {}],
    ['failed', 'checkout.session.async_payment_failed', unpaid],
    ['expired', 'checkout.session.expired', { ...unpaid, status: 'expired', payment_intent: null }],
  ];
  const orders = story.flatMap((a) =>
    story
      .filter((b) => b !== a)
      .flatMap((b) => story.filter((c) => c !== a && c !== b).map((c) => [a, b, c])),
  );
  test.each(orders.map((events) => [events.map(([name]) => name).join(', '), events] as const))(
    'money decides, whatever comes when: %s',
    async (_name, events) => {
      const order = await openOrder(galley);
      for (const [, type, own] of events)
        expect(await sendEvent(galley.apiUrl, eventOf(type, sessionObject(order, own)))).toMatchObject({
          status: 200,
        });
      const hasMoney = events.some(([name]) => name === 'succeeded');
      expect(await startsOf(order)).toBe(hasMoney ? 1 : 0);
      const [state] = await checkoutStates(galley, order.orderId);
      if (hasMoney) expect(state).toBe('paid');
      else expect(state).toBe('failed');
    },
  );

  test('an expired checkout leaves the order unpaid; money that comes after all starts it', async () => {
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'expire');
    expect(await checkoutStates(galley, order.orderId)).toEqual(['expired']);
    await sendEvent(galley.apiUrl, completed(order));
    await expectPaidOnce(order);
  });

  test('a lost event is found by looking', async () => {
    script('payment-webhook-lost');
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'pay');
    expect(await startsOf(order)).toBe(0);
    await pool().query(`update checkouts set check_at = now() where order_id = $1`, [order.orderId]);
    expect(await checkPaymentSoon(galley, order)).toBe(true);
    await until('the order to start', async () => (await startsOf(order)) === 1);
    await expectPaidOnce(order);
    expect(await checkPaymentSoon(galley, order)).toBe(false);
  });

  test('lost events of a payment that failed are found by looking', async () => {
    script('payment-webhook-lost');
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'later');
    await stripe().act(order.sessionId, 'fail');
    await pool().query(`update checkouts set check_at = now() where order_id = $1`, [order.orderId]);
    await checkPaymentSoon(galley, order);
    await until(
      'a failed checkout',
      async () => (await checkoutStates(galley, order.orderId))[0] === 'failed',
    );
    expect((await paidState(pool(), order.orderId)).failedMails).toBe(1);
  });
});

describe('case 16: what is not signed as it should be', () => {
  const now = () => Math.floor(Date.now() / 1_000);
  let order: OpenOrder;
  let body: string;

  beforeAll(async () => {
    order = await openOrder(galley);
    body = completed(order);
  });

  async function expectRefused(sent: string, headers: Record<string, string>): Promise<void> {
    const { status, json } = await sendEvent(galley.apiUrl, sent, headers);
    expect({ status, json }).toMatchObject({
      ...{
        status: 400,
        json: { success: false, error: 'bad_request', requestId: expect.any(String) as string },
      },
    });
    expect(await startsOf(order)).toBe(0);
    const noted = await pool().query('select 1 from payment_events where session_id = $1', [order.sessionId]);
    expect(noted.rowCount).toBe(0);
  }

  test('301 seconds old', () => expectRefused(body, { 'stripe-signature': signed(body, now() - 301) }));
  test('3,600 seconds in the future', () =>
    expectRefused(body, { 'stripe-signature': signed(body, now() + 3_600) }));
  test('a body that was parsed and written again', () =>
    expectRefused(JSON.stringify(JSON.parse(body), null, 2), { 'stripe-signature': signed(body) }));
  test('a missing header', () => expectRefused(body, {}));
  test('an empty header', () => expectRefused(body, { 'stripe-signature': '' }));
  test('another secret', () =>
    expectRefused(body, { 'stripe-signature': signed(body, now(), 'whsec_another_one') }));
  test('two times, one of them now', () =>
    expectRefused(body, { 'stripe-signature': `t=${now()},${signed(body, now() - 3_600)}` }));
  test('an older scheme', () =>
    expectRefused(body, { 'stripe-signature': signed(body).replace('v1=', 'v0=') }));
  test('a missing body', () => expectRefused('', { 'stripe-signature': signed('') }));
  test('a body that is no JSON', () => expectRefused('{"id":', { 'stripe-signature': signed('{"id":') }));
  test('JSON that is no event', () => expectRefused('null', { 'stripe-signature': signed('null') }));
  test('an event of live mode for a test key', () => {
    const live = body.replace('"livemode":false,"pending', '"livemode":true,"pending');
    return expectRefused(live, { 'stripe-signature': signed(live) });
  });
  test('texts that no id has', () => {
    const odd = eventOf('checkout.session.completed', sessionObject(order, { payment_intent: 'pi_\u0000' }));
    return expectRefused(odd, { 'stripe-signature': signed(odd) });
  });

  test('a body above 256 KB is not read to its end', async () => {
    const large = JSON.stringify({ text: 'x'.repeat(300_000) });
    expect(await sendEvent(galley.apiUrl, large)).toMatchObject({
      status: 413,
      json: { error: 'too_large' },
    });
  });

  test('299 seconds old, or signed by both secrets of a rotation, is taken', async () => {
    const event = eventOf('invoice.paid', { id: 'in_1', object: 'invoice' });
    const at = now() - 299;
    expect(await sendEvent(galley.apiUrl, event, { 'stripe-signature': signed(event, at) })).toMatchObject({
      status: 200,
    });
    const mine = signed(event);
    const other = signed(event, now(), 'whsec_the_old_one').split(',')[1]!;
    const both = `${mine.split(',')[0]},${other},${mine.split(',')[1]}`;
    const read = readWebhookEvent(
      { raw: Buffer.from(event), header: both, nowMs: Date.now() },
      { secrets: ['whsec_a_new_one', 'whsec_simulator'], isLive: false },
    );
    expect(read.ok).toBe(true);
  });
});

describe('case 17: money goes back once', () => {
  async function paidOrder(): Promise<OpenOrder> {
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'pay');
    return order;
  }
  const refund = (order: OpenOrder) =>
    galley.db.transaction((tx) => tx.refunds.requestRefund({ orderId: order.orderId, reason: 'rejected' }));
  const madeFor = (order: OpenOrder) =>
    stripe()
      .refunds()
      .filter(({ metadata }) => metadata['order_id'] === order.orderId);
  const createsFor = (id: string): number =>
    galley.simulators.control
      .requests({ provider: 'stripe', kind: 'refund.create' })
      .filter(({ body }) => String(body).includes(id)).length;

  test('asked twice, at once and afterwards: one refund, whose row was there before the call', async () => {
    const order = await paidOrder();
    const asked = await Promise.all([refund(order), refund(order), refund(order)]);
    expect(new Set(asked.map((one) => one!.refundId)).size).toBe(1);
    expect(await refundStates(galley, order.orderId)).toHaveLength(1);
    await refundsReach(galley, order.orderId, ['succeeded']);
    expect(await refund(order)).toMatchObject({ state: 'succeeded', amount: 12_000, currency: 'EUR' });
    expect(madeFor(order)).toHaveLength(1);
    expect(createsFor(asked[0]!.refundId)).toBe(1);
  });

  test('an order that was not paid has nothing to give back', async () => {
    const order = await openOrder(galley);
    expect(await refund(order)).toBeUndefined();
  });

  test('the answer is lost: the same key is asked again, and answered the same', async () => {
    script('refund-answer-lost');
    const order = await paidOrder();
    const asked = await refund(order);
    await refundsReach(galley, order.orderId, ['succeeded']);
    await stripe().quiet();
    expect(madeFor(order)).toHaveLength(1);
    expect(asked).toBeDefined();
  });

  test('a failure that would be replayed for ever: the list is read first', async () => {
    script('payment-webhook-lost');
    script('refund-answer-500');
    const order = await paidOrderWithoutEvents();
    await refund(order);
    await refundsReach(galley, order.orderId, ['succeeded']);
    expect(madeFor(order)).toHaveLength(1);
    const listed = galley.simulators.control.requests({ provider: 'stripe', kind: 'refund.list' });
    expect(listed.length).toBeGreaterThan(0);
  });

  async function paidOrderWithoutEvents(): Promise<OpenOrder> {
    const order = await openOrder(galley);
    await stripe().act(order.sessionId, 'pay');
    const session = stripe()
      .sessions()
      .find(({ id }) => id === order.sessionId)!;
    await sendEvent(galley.apiUrl, completed(order, { payment_intent: session.paymentIntent }));
    return order;
  }

  test('the webhook of the refund comes before its answer', async () => {
    script('refund-webhook-first');
    const order = await paidOrder();
    await refund(order);
    await refundsReach(galley, order.orderId, ['succeeded']);
    await stripe().quiet();
    expect(await refundStates(galley, order.orderId)).toEqual(['succeeded']);
    expect(madeFor(order)).toHaveLength(1);
  });

  test('a retry a day later looks first', async () => {
    script('payment-webhook-lost');
    const order = await paidOrderWithoutEvents();
    await galley.stopWorkers();
    const asked = await refund(order);
    // As if it had been made a day ago, and its answer and its events were lost.
    const session = stripe()
      .sessions()
      .find(({ id }) => id === order.sessionId)!;
    const made = await galley.payments.client.createRefund({
      ...{
        refundId: asked!.refundId,
        keyNo: 1,
        orderId: order.orderId,
        paymentIntent: session.paymentIntent!,
      },
      ...{ amount: 12_000, currency: 'EUR', reason: 'requested_by_customer' },
      signal: new AbortController().signal,
    });
    stripe().forgetKeys();
    await pool().query(
      `update refunds set key_since = now() - interval '25 hours', tries = 1, first_tried_at = now() - interval '25 hours' where id = $1`,
      [asked!.refundId],
    );
    await galley.startWorkers(['orders', 'payments', 'records']);
    await refundsReach(galley, order.orderId, ['succeeded']);
    expect(madeFor(order).map(({ id }) => id)).toEqual([made.id]);
    expect(createsFor(asked!.refundId)).toBe(1);
  });

  test('a retry a day later of what was never made makes it', async () => {
    const order = await paidOrder();
    await galley.stopWorkers();
    const asked = await refund(order);
    await pool().query(`update refunds set key_since = now() - interval '25 hours' where id = $1`, [
      asked!.refundId,
    ]);
    await galley.startWorkers(['orders', 'payments', 'records']);
    await refundsReach(galley, order.orderId, ['succeeded']);
    expect(madeFor(order)).toHaveLength(1);
  });

  test('money that somebody gave back by hand counts as given back', async () => {
    script('payment-webhook-lost');
    const order = await paidOrderWithoutEvents();
    const session = stripe()
      .sessions()
      .find(({ id }) => id === order.sessionId)!;
    await stripe().refundByHand(session.paymentIntent!);
    await refund(order);
    await refundsReach(galley, order.orderId, ['succeeded']);
    expect(
      stripe()
        .refunds()
        .filter(({ paymentIntent }) => paymentIntent === session.paymentIntent),
    ).toHaveLength(1);
  });

  test('a refund by hand is noted by its event', async () => {
    const order = await paidOrder();
    const session = stripe()
      .sessions()
      .find(({ id }) => id === order.sessionId)!;
    await stripe().refundByHand(session.paymentIntent!);
    expect(await galley.db.refunds.listRefunds(order)).toMatchObject([
      { reason: 'by_hand', state: 'succeeded' },
    ]);
    expect(await refund(order)).toMatchObject({ state: 'succeeded' });
  });

  test('a refund that takes its time ends as its event says, and never goes back', async () => {
    script('refund-pending');
    const order = await paidOrder();
    await refund(order);
    await refundsReach(galley, order.orderId, ['pending']);
    await stripe().quiet();
    const [made] = madeFor(order);
    await stripe().settleRefund(made!.id, 'succeeded');
    expect(await refundStates(galley, order.orderId)).toEqual(['succeeded']);
    await stripe().settleRefund(made!.id, 'failed');
    expect(await refundStates(galley, order.orderId)).toEqual(['succeeded']);
  });

  test('a refund by hand takes the place of one that failed', async () => {
    script('refund-pending');
    const order = await paidOrder();
    await refund(order);
    await refundsReach(galley, order.orderId, ['pending']);
    await stripe().quiet();
    const [failed] = madeFor(order);
    await stripe().settleRefund(failed!.id, 'failed');
    await stripe().refundByHand(failed!.paymentIntent);
    await stripe().settleRefund(failed!.id, 'failed');
    expect(await galley.db.refunds.listRefunds(order)).toMatchObject([
      { reason: 'by_hand', state: 'succeeded', failedRefundId: failed!.id },
    ]);
  });

  test('a refund that failed can be asked for again, and is another one then', async () => {
    script('refund-pending');
    const order = await paidOrder();
    const first = await refund(order);
    await refundsReach(galley, order.orderId, ['pending']);
    await stripe().quiet();
    await stripe().settleRefund(madeFor(order)[0]!.id, 'failed');
    await refundsReach(galley, order.orderId, ['failed']);
    galley.simulators.control.clearFaults();
    expect(await refund(order)).toMatchObject({ refundId: first!.refundId, state: 'requested' });
    await refundsReach(galley, order.orderId, ['succeeded']);
    expect(madeFor(order).map(({ status }) => status)).toEqual(['succeeded', 'failed']);
  });
});
