import { refundIdOf } from '../../src/contract/ids';
import { enqueueRefund } from '../../src/db/outbox/outbox';
import { inTransaction } from '../../src/db/pool';
import { randomUUID } from 'node:crypto';
import { until } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { makeParty } from '../support/belongings';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import {
  eventOf,
  openOrder,
  refundsReach,
  refundStates,
  sendEvent,
  sessionObject,
} from '../support/payments';
import type { OpenOrder } from '../support/payments';

let galley: Galley;
let operator: ApiClient;

const LANES = ['orders', 'payments', 'records'] as const;

beforeAll(async () => {
  galley = await startGalley({
    lanes: LANES,
    simulators: { latency: 'none', stripe: { retryMs: 50 } },
  });
  operator = (await makeParty(galley, 'operator', 'operator')).client;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

afterEach(async () => {
  await galley.simulators.control.stripe.quiet();
  galley.simulators.control.clearFaults();
});

const control = () => galley.simulators.control;
const stripe = () => control().stripe;
const pool = () => galley.database.pool;
const REFUNDS = '/api/v1/admin/refunds';

async function paidOrder(): Promise<OpenOrder> {
  const order = await openOrder(galley);
  await stripe().act(order.sessionId, 'pay');
  await stripe().quiet();
  const { paymentIntent } = stripe()
    .sessions()
    .find(({ id }) => id === order.sessionId)!;
  await sendEvent(
    galley.apiUrl,
    eventOf('checkout.session.completed', sessionObject(order, { payment_intent: paymentIntent })),
  );
  return order;
}

const request = async ({ orderId }: OpenOrder, reason: 'rejected' | 'failed' = 'rejected') =>
  (await galley.db.transaction((tx) => tx.refunds.requestRefund({ orderId, reason })))!;

const madeFor = ({ orderId }: OpenOrder) =>
  stripe()
    .refunds()
    .filter(({ metadata }) => metadata['order_id'] === orderId);

const asked = (kind: 'refund.create' | 'refund.list') => control().requests({ provider: 'stripe', kind });

/** How often Stripe was asked to make a refund. */
const createsOf = (refundId: string): number =>
  asked('refund.create').filter(({ body }) => String(body).includes(refundId)).length;

const keyOf = async (refundId: string): Promise<number> =>
  (await galley.db.refunds.findRefund({ refundId }))!.keyNo;

/** What a timeline tells of refunds. */
async function told({ orderId }: OpenOrder): Promise<string[]> {
  const events = await galley.db.events.listEvents({ orderId, limit: 100 });
  return events.filter(({ type }) => type.startsWith('refund.')).map(({ type }) => type.slice(7));
}

async function alertsOf({ orderId }: OpenOrder): Promise<string[]> {
  const { rows } = await pool().query<{ alert: string }>(
    `select body ->> 'alert' as alert from webhook_deliveries where channel = 'alert' and body ->> 'orderId' = $1 order by seq`,
    [orderId],
  );
  return rows.map(({ alert }) => alert);
}

const sinceHours = (refundId: string, hours: number) =>
  pool().query(`update refunds set unsure_since = now() - make_interval(hours => $2) where id = $1`, [
    refundId,
    hours,
  ]);

/** A refund that Stripe has said nothing of for a day. */
async function unconfirmed(order: OpenOrder): Promise<string> {
  control().addScript('refund-unknown');
  const { refundId } = await request(order);
  await until('a lost answer', async () => {
    const { rows } = await pool().query(`select 1 from refunds where id = $1 and unsure_since is not null`, [
      refundId,
    ]);
    return rows.length === 1;
  });
  await sinceHours(refundId, 25);
  await refundsReach(galley, order.orderId, ['unconfirmed']);
  return refundId;
}

const resolve = (refundId: string, body: object, client: ApiClient = galley.operator) =>
  client.call('POST', `${REFUNDS}/${refundId}/resolve`, { body });
const retry = (refundId: string, client: ApiClient = galley.operator) =>
  client.call('POST', `${REFUNDS}/${refundId}/retry`, { body: {} });

/** Has a refund tried at once, however long its next pause is: its workflow is lost, and what a sweep does begins another one. */
async function tryNow(refundId: string): Promise<void> {
  await galley.temporal.workflow.getHandle(refundIdOf({ refundId })).terminate('lost');
  await inTransaction(pool(), (tx) => enqueueRefund(tx, { refundId }));
}

describe('a refund whose outcome nobody knows', () => {
  test('is left to a person after a day, told once, and asked for no more', async () => {
    const order = await paidOrder();
    const refundId = await unconfirmed(order);
    expect(await told(order)).toEqual(['requested', 'unconfirmed']);
    expect(await alertsOf(order)).toEqual(['refund_unconfirmed']);
    const before = createsOf(refundId);
    control().clearFaults();
    // The decision asks again, and a sweep looks: neither makes a second one of it.
    expect(await request(order)).toMatchObject({ refundId, state: 'unconfirmed' });
    expect(await galley.db.refundTries.quietRefunds({ quietMs: -60_000, most: 100 })).not.toContain(refundId);
    await until('nothing on its way', async () => {
      const { rows } = await pool().query(`select 1 from outbox where state = 'pending'`);
      return rows.length === 0;
    });
    expect(createsOf(refundId)).toBe(before);
    expect(madeFor(order)).toEqual([]);
  });

  test('is tried until then, and after the day as long as Stripe says what it does not do', async () => {
    const order = await paidOrder();
    control().addScript('refund-unknown');
    const { refundId } = await request(order);
    await until('a lost answer', async () => (await galley.db.refunds.findRefund({ refundId }))!.tries > 0);
    await sinceHours(refundId, 23);
    await until('another try', async () => createsOf(refundId) > 1);
    expect(await refundStates(galley, order.orderId)).toEqual(['requested']);
    control().clearFaults();
    control().addScript('payment-key-refused');
    await sinceHours(refundId, 25);
    await tryNow(refundId);
    await until('a refusal of our key', async () => {
      const { rows } = await pool().query<{ problem: string }>(
        `select last_problem as problem from refunds where id = $1`,
        [refundId],
      );
      return rows[0]!.problem === 'key_refused';
    });
    expect(await refundStates(galley, order.orderId)).toEqual(['requested']);
    control().clearFaults();
    await tryNow(refundId);
    await refundsReach(galley, order.orderId, ['succeeded']);
    expect(await told(order)).toEqual(['requested', 'succeeded']);
  });

  test('is left to a person where Stripe refuses to list what was made', async () => {
    const order = await paidOrder();
    await galley.stopWorkers();
    const { refundId } = await request(order);
    await pool().query(
      `update refunds set look_first = true, tries = 1, unsure_since = now() - interval '25 hours' where id = $1`,
      [refundId],
    );
    const body = { error: { type: 'invalid_request_error', code: 'resource_missing', message: 'No.' } };
    control().addFault({
      ...{ provider: 'stripe', kind: 'refund.list', times: -1 },
      action: { type: 'respond', status: 404, body },
    });
    await galley.startWorkers(LANES);
    await refundsReach(galley, order.orderId, ['unconfirmed']);
    expect(createsOf(refundId)).toBe(0);
    expect(await alertsOf(order)).toEqual(['refund_unconfirmed']);
  });

  const lateEvents: Array<[string, (order: OpenOrder, refundId: string) => Promise<unknown>]> = [
    [
      'refund.updated',
      (_order, refundId) =>
        sendEvent(
          galley.apiUrl,
          eventOf('refund.updated', {
            ...{ id: `re_${randomUUID().slice(0, 8)}`, object: 'refund', amount: 12_000, currency: 'eur' },
            ...{ status: 'succeeded', payment_intent: null, metadata: { refund_id: refundId } },
          }),
        ),
    ],
    [
      'charge.refunded',
      async (order) => {
        const { paymentIntent } = (await galley.db.refunds.listRefunds(order))[0]!;
        control().addScript('payment-webhook-lost');
        await stripe().refundByHand(paymentIntent!);
        const charge = { id: 'ch_1', object: 'charge', payment_intent: paymentIntent };
        await sendEvent(galley.apiUrl, eventOf('charge.refunded', charge));
      },
    ],
  ];
  test.each(lateEvents)('is settled by %s that comes late', async (_name, tell) => {
    const order = await paidOrder();
    const refundId = await unconfirmed(order);
    control().clearFaults();
    const before = createsOf(refundId);
    await tell(order, refundId);
    await refundsReach(galley, order.orderId, ['succeeded']);
    expect(await told(order)).toEqual(['requested', 'unconfirmed', 'succeeded']);
    expect(createsOf(refundId)).toBe(before);
    expect(await resolve(refundId, { resolution: 'not_refunded' })).toMatchObject({
      ...{ status: 409, json: { error: 'conflict', state: 'succeeded' } },
    });
  });
});

describe('a person resolves it', () => {
  test('as refunded: it has succeeded, and the same again is answered the same', async () => {
    const order = await paidOrder();
    const refundId = await unconfirmed(order);
    control().clearFaults();
    const body = { resolution: 'refunded', stripeRefundId: `re_${randomUUID().slice(0, 8)}` };
    expect((await resolve(refundId, body, operator)).status).toBe(403);
    const answers = await Promise.all([1, 2, 3].map(() => resolve(refundId, body)));
    for (const { status, json } of answers)
      expect({ status, json }).toEqual({ status: 200, json: answers[0]!.json });
    expect(answers[0]!.json).toMatchObject({
      success: true,
      data: {
        ...{ id: refundId, state: 'succeeded', stripeRefundId: body.stripeRefundId, lastProblem: null },
        ...{ resolution: 'refunded', resolvedBy: expect.stringMatching(/^key:/) as string },
      },
    });
    expect(await told(order)).toEqual(['requested', 'unconfirmed', 'resolved', 'succeeded']);
    expect(madeFor(order)).toEqual([]);
    for (const other of [{ resolution: 'not_refunded' }, { resolution: 'refunded' }])
      expect(await resolve(refundId, other)).toMatchObject({
        ...{ status: 409, json: { success: false, error: 'conflict', state: 'succeeded' } },
      });
    // The money is back, so that nothing gives it back again.
    expect(await request(order)).toMatchObject({ state: 'succeeded' });
    // The refund of one payment is not that of another.
    const second = await paidOrder();
    expect(await resolve(await unconfirmed(second), body)).toMatchObject({
      ...{ status: 409, json: { state: 'unconfirmed' } },
    });
  });

  test.each([
    ['no resolution', {}],
    ['another resolution', { resolution: 'maybe' }],
    ['an id that is none of a refund', { resolution: 'refunded', stripeRefundId: 'pi_123' }],
    ['an id with more after it', { resolution: 'refunded', stripeRefundId: 're_1\u0000' }],
    ['an id of what was not made', { resolution: 'not_refunded', stripeRefundId: 're_123' }],
    ['more than is taken', { resolution: 'refunded', amount: 1 }],
  ])('%s is refused', async (_name, body) => {
    expect(await resolve(randomUUID(), body)).toMatchObject({
      status: 400,
      json: { success: false, error: 'bad_request' },
    });
  });

  test('one that is not there is a 404', async () => {
    expect((await resolve(randomUUID(), { resolution: 'refunded' })).status).toBe(404);
    expect((await retry(randomUUID())).status).toBe(404);
  });

  test('as not refunded: Stripe’s list is read, then it is asked for once with another key', async () => {
    const order = await paidOrder();
    const refundId = await unconfirmed(order);
    const [creates, key] = [createsOf(refundId), await keyOf(refundId)];
    control().clearFaults();
    const listed = asked('refund.list').length;
    const answers = await Promise.all([1, 2, 3].map(() => resolve(refundId, { resolution: 'not_refunded' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await refundsReach(galley, order.orderId, ['succeeded']);
    expect(madeFor(order)).toHaveLength(1);
    expect(asked('refund.list').length).toBeGreaterThan(listed);
    expect(createsOf(refundId)).toBe(creates + 1);
    expect(await keyOf(refundId)).toBe(key + 1);
    expect(await told(order)).toEqual(['requested', 'unconfirmed', 'resolved', 'requested', 'succeeded']);
    expect((await resolve(refundId, { resolution: 'not_refunded' })).status).toBe(200);
    expect(madeFor(order)).toHaveLength(1);
  });

  test('as not refunded, but it was: the one on Stripe’s list counts, and no other is made', async () => {
    const order = await paidOrder();
    const refundId = await unconfirmed(order);
    control().clearFaults();
    control().addScript('payment-webhook-lost');
    const [row] = await galley.db.refunds.listRefunds(order);
    const made = await galley.payments.client.createRefund({
      ...{ refundId, keyNo: row!.keyNo, orderId: order.orderId, paymentIntent: row!.paymentIntent! },
      ...{ amount: 12_000, currency: 'EUR', reason: 'requested_by_customer' },
      signal: new AbortController().signal,
    });
    const before = createsOf(refundId);
    await resolve(refundId, { resolution: 'not_refunded' });
    await refundsReach(galley, order.orderId, ['succeeded']);
    expect(madeFor(order).map(({ id }) => id)).toEqual([made.id]);
    expect(createsOf(refundId)).toBe(before);
  });

  test('one that is unconfirmed again is told again, and resolved anew', async () => {
    const order = await paidOrder();
    const refundId = await unconfirmed(order);
    await resolve(refundId, { resolution: 'not_refunded' });
    await until('a lost answer again', async () => {
      const { rows } = await pool().query(
        `select 1 from refunds where id = $1 and unsure_since is not null`,
        [refundId],
      );
      return rows.length === 1;
    });
    await sinceHours(refundId, 25);
    await refundsReach(galley, order.orderId, ['unconfirmed']);
    expect(await alertsOf(order)).toEqual(['refund_unconfirmed', 'refund_unconfirmed']);
    expect(await resolve(refundId, { resolution: 'refunded' })).toMatchObject({
      json: { data: { state: 'succeeded', stripeRefundId: null } },
    });
  });
});

describe('a refund that failed', () => {
  test('is told, retried by a person once, and made once', async () => {
    control().addScript('refund-refused');
    const order = await paidOrder();
    const { refundId } = await request(order, 'failed');
    await refundsReach(galley, order.orderId, ['failed']);
    expect(await alertsOf(order)).toEqual(['refund_failed']);
    expect((await retry(refundId, operator)).status).toBe(403);
    // It fails again, which is another incident.
    expect(await retry(refundId)).toMatchObject({ status: 200, json: { data: { resolution: 'retried' } } });
    await until('a second failure', async () => (await alertsOf(order)).length === 2);
    control().clearFaults();
    const answers = await Promise.all([1, 2, 3].map(() => retry(refundId)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await refundsReach(galley, order.orderId, ['succeeded']);
    expect(madeFor(order)).toMatchObject([{ reason: 'requested_by_customer' }]);
    const again = ['resolved', 'requested'];
    expect(await told(order)).toEqual([
      ...['requested', 'failed', ...again, 'failed', ...again, 'succeeded'],
    ]);
  });

  test('one that did not fail is not retried', async () => {
    const order = await paidOrder();
    const { refundId } = await request(order);
    await refundsReach(galley, order.orderId, ['succeeded']);
    expect(await retry(refundId)).toMatchObject({ status: 409, json: { state: 'succeeded' } });
    expect(madeFor(order)).toHaveLength(1);
  });
});

test('what goes back of a second payment is on the timeline of its order', async () => {
  const order = await paidOrder();
  await pool().query(
    `insert into checkouts (id, order_id, number, state, request, session_id, amount, currency, expires_at, check_at)
     select gen_random_uuid(), order_id, 2, 'open', request, $2, amount, currency, now(), now() from checkouts where order_id = $1`,
    [order.orderId, `cs_test_${order.orderId.replaceAll('-', '')}`],
  );
  const sessionId = `cs_test_${order.orderId.replaceAll('-', '')}`;
  await sendEvent(
    galley.apiUrl,
    eventOf('checkout.session.completed', sessionObject({ ...order, sessionId })),
  );
  const events = await galley.db.events.listEvents({ orderId: order.orderId, limit: 100 });
  expect(events.find(({ type }) => type === 'refund.requested')).toMatchObject({
    data: { amount: 12_000, currency: 'EUR', reason: 'surplus' },
  });
});

test('operators list refunds by state, page by page, newest first', async () => {
  const { json } = await operator.call('GET', `${REFUNDS}?state=succeeded&limit=100`);
  const { items } = json['data'] as { items: Array<{ id: string; state: string; createdAt: string }> };
  expect(items.length).toBeGreaterThan(2);
  expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['succeeded']));
  expect(items.map(({ createdAt }) => createdAt)).toEqual(
    items
      .map(({ createdAt }) => createdAt)
      .toSorted()
      .toReversed(),
  );
  const found: string[] = [];
  for (let cursor = ''; ;) {
    const page = await operator.call('GET', `${REFUNDS}?state=succeeded&limit=2${cursor}`);
    const data = page.json['data'] as { items: Array<{ id: string }>; nextCursor: string | null };
    found.push(...data.items.map(({ id }) => id));
    if (data.nextCursor === null) break;
    cursor = `&cursor=${data.nextCursor}`;
  }
  expect(found).toEqual(items.map(({ id }) => id));
  expect((await operator.call('GET', `${REFUNDS}?state=lost`)).status).toBe(400);
  expect((await galley.stores[0]!.call('GET', REFUNDS)).status).toBe(403);
});
