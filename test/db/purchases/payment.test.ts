import { randomUUID } from 'node:crypto';
import { prepareRestored } from '../../../src/db/restore';
import { PAY_WITHIN_DAYS } from '../../../src/domain/purchases/bounds';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { queuedTo } from '../../support/queued-mail';
import { addForSale, articleOf, buy, linkOf, pay } from '../../api/purchase/support';
import type { ForSale } from '../../api/purchase/support';

let galley: Galley;
let sale: ForSale;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  // What is queued stays where it is.
  await galley.relay.stop();
  sale = await addForSale(galley);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const rowsOf = async <R extends object>(sql: string, values: unknown[]): Promise<R[]> =>
  (await galley.database.pool.query<R>(sql, values)).rows;

const orderOf = async (id: string) =>
  (await rowsOf<Record<string, unknown>>('select * from orders where id = $1', [id]))[0]!;

const startsOf = (id: string) =>
  rowsOf(`select start_no from outbox where order_id = $1 and kind = 'start'`, [id]);

const mailsOf = async (email: string): Promise<string[]> =>
  (await queuedTo(galley, email)).map(({ kind }) => kind).filter((kind) => kind !== 'purchase_link');

const age = (id: string) =>
  galley.database.pool.query(
    `update orders set created_at = created_at - interval '7 days 1 minute' where id = $1`,
    [id],
  );

const expire = (orderId: string) => galley.db.transaction((tx) => tx.payment.expireUnpaid({ orderId }));

const openOrders = async (tenantId: unknown): Promise<number> =>
  galley.db.openOrders.countOpen({ tenantId: String(tenantId) });

test('a payment that is told five times at once is one payment, one start and one mail', async () => {
  const { orderId, email } = await buy(galley, linkOf(sale));
  const { tenant_id: tenantId } = await orderOf(orderId);
  expect(await openOrders(tenantId)).toBe(0);
  const told = await Promise.all(
    Array.from({ length: 5 }, (_, n) => pay(galley, orderId, `cs_${n}_${orderId}`)),
  );
  expect(told.sort()).toEqual([...Array<string>(4).fill('already_paid'), 'paid']);
  expect(await orderOf(orderId)).toMatchObject({ status: 'PROCESSING', phase: 'queued', start_no: 1 });
  expect(await startsOf(orderId)).toEqual([{ start_no: 1 }]);
  expect(await mailsOf(email)).toEqual(['request_received']);
  expect(await openOrders(tenantId)).toBe(1);
  const [row] = await rowsOf<Record<string, unknown>>('select * from purchase_orders where id = $1', [
    orderId,
  ]);
  expect(Object.keys(row!)).toEqual([
    ...['id', 'session_id', 'article_id', 'version_id', 'customer_email', 'backlink_data', 'payment_data'],
    ...['status', 'created_at', 'completed_at', 'updated_at'],
  ]);
  expect(row).toMatchObject({
    ...{
      session_id: expect.stringMatching(/^cs_\d_/) as string,
      status: 'PROCESSING',
      customer_email: email,
    },
    article_id: sale.article.id,
    payment_data: {
      ...{ payment_status: 'paid', payment_intent: 'pi_test', amount: 12_000, currency: 'EUR' },
      paid_at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    },
    completed_at: null,
  });
  await expect(
    galley.database.pool.query(`update purchase_orders set status = 'COMPLETED' where id = $1`, [orderId]),
  ).rejects.toThrow('purchase_orders is a view for reading');
});

test('what is rolled back leaves nothing, and the same payment is taken then', async () => {
  const { orderId, email } = await buy(galley, articleOf(sale));
  const paid = { orderId, sessionId: `cs_${orderId}`, amount: 45_000, currency: 'USD', paymentIntent: null };
  await expect(
    galley.db.transaction(async (tx) => {
      await tx.payment.orderPaid(paid);
      throw new Error('killed');
    }),
  ).rejects.toThrow('killed');
  expect(await orderOf(orderId)).toMatchObject({ status: 'AWAITING_PAYMENT' });
  expect(await startsOf(orderId)).toEqual([]);
  expect(await mailsOf(email)).toEqual([]);
  expect(await galley.db.transaction((tx) => tx.payment.orderPaid(paid))).toBe('paid');
  expect(await startsOf(orderId)).toHaveLength(1);
});

test('an order that is none, or of another kind, is said to be none', async () => {
  expect(await pay(galley, randomUUID())).toBe('no_such_order');
  expect(await pay(galley, await galley.stores[0]!.order())).toBe('no_such_order');
});

test('a payment that fails is mailed once for each checkout, and none is once the order is paid for', async () => {
  const { orderId, email } = await buy(galley, linkOf(sale));
  const fail = (checkoutNumber: number) =>
    galley.db.transaction((tx) => tx.payment.orderPaymentFailed({ orderId, checkoutNumber }));
  await Promise.all([fail(1), fail(1), fail(1)]);
  await fail(2);
  expect(await mailsOf(email)).toEqual(['payment_failed', 'payment_failed']);
  expect(await orderOf(orderId)).toMatchObject({ status: 'AWAITING_PAYMENT' });
  await pay(galley, orderId);
  await fail(3);
  expect(await mailsOf(email)).toEqual(['payment_failed', 'payment_failed', 'request_received']);
});

describe('an order that nobody pays for', () => {
  test('ends after seven days and not before, and money that comes all the same still moves it', async () => {
    const { orderId, email } = await buy(galley, linkOf(sale));
    expect(await expire(orderId)).toBe(false);
    const overdue = () => galley.db.checkouts.unpaidOrders({ days: PAY_WITHIN_DAYS, most: 100 });
    await galley.database.pool.query(`update checkouts set state = 'expired' where order_id = $1`, [orderId]);
    expect(await overdue()).not.toContain(orderId);
    await age(orderId);
    expect(await overdue()).toContain(orderId);
    // Money may still arrive by a checkout that is open.
    await galley.database.pool.query(`update checkouts set state = 'open' where order_id = $1`, [orderId]);
    expect(await overdue()).not.toContain(orderId);
    await galley.database.pool.query(`update checkouts set state = 'expired' where order_id = $1`, [orderId]);
    expect([await expire(orderId), await expire(orderId)]).toEqual([true, false]);
    expect(await orderOf(orderId)).toMatchObject({
      ...{ status: 'FAILED', phase: 'failed', error_type: 'Payment.Expired' },
    });
    expect(await galley.db.transaction((tx) => tx.payment.findPayable({ orderId }))).toBeUndefined();
    expect(await pay(galley, orderId)).toBe('paid');
    expect(await orderOf(orderId)).toMatchObject({
      ...{ status: 'PROCESSING', phase: 'queued', error: null, error_type: null, finished_at: null },
    });
    expect(await startsOf(orderId)).toHaveLength(1);
    expect(await mailsOf(email)).toEqual(['request_received']);
  });

  test('and is paid for at the same moment goes on, whichever comes first', async () => {
    for (let n = 0; n < 5; n += 1) {
      const { orderId } = await buy(galley, linkOf(sale));
      await age(orderId);
      await Promise.all([expire(orderId), pay(galley, orderId)]);
      expect(await orderOf(orderId)).toMatchObject({ status: 'PROCESSING' });
      expect(await startsOf(orderId)).toHaveLength(1);
    }
  });
});

test('no limit of open orders refuses what is paid for, not even after it had ended', async () => {
  const [late, other] = [await buy(galley, linkOf(sale)), await buy(galley, linkOf(sale))];
  await age(late.orderId);
  expect(await expire(late.orderId)).toBe(true);
  await galley.db.openOrders.setOpenLimits({ ofAll: 0, ofTenant: 0 });
  try {
    for (const { orderId } of [late, other]) expect(await pay(galley, orderId)).toBe('paid');
  } finally {
    await galley.db.openOrders.setOpenLimits({ ofAll: 10_000, ofTenant: 2_000 });
  }
});

test('a database that is restored starts what was paid for again, and leaves what was not', async () => {
  const [paid, unpaid] = [await buy(galley, linkOf(sale)), await buy(galley, linkOf(sale))];
  await pay(galley, paid.orderId);
  await prepareRestored(galley.database.pool);
  expect(await orderOf(paid.orderId)).toMatchObject({ status: 'PROCESSING', phase: 'queued', start_no: 2 });
  expect(await startsOf(paid.orderId)).toEqual([{ start_no: 1 }, { start_no: 2 }]);
  expect(await orderOf(unpaid.orderId)).toMatchObject({ status: 'AWAITING_PAYMENT', start_no: 1 });
  expect(await startsOf(unpaid.orderId)).toEqual([]);
});

test('purchases that nobody confirms are deleted after seven days with their links, others are kept', async () => {
  const kept = await buy(galley, linkOf(sale));
  const { rows } = await galley.database.pool.query<{ id: string }>(
    `insert into purchases (id, product, domain_id, article_id, target_url, anchor_text, notes, amount, currency, address, folded, locale,
                            content_sha256, created_at)
     select gen_random_uuid(), product, domain_id, article_id, target_url, anchor_text, notes, amount, currency, address, folded, locale,
            content_sha256, now() - n * interval '1 day' from purchases, unnest(array[6, 8]) n where id = $1 returning id`,
    [kept.orderId],
  );
  const [young, old] = rows.map(({ id }) => id) as [string, string];
  await galley.database.pool.query(
    `insert into purchase_links values ('\\x01', $1, now() - interval '8 days'), ('\\x02', $2, now() - interval '6 days')`,
    [kept.orderId, old],
  );
  expect(await galley.db.purchases.forgetPurchases({ days: 7, most: 100 })).toBe(1);
  const left = await rowsOf<{ id: string }>('select id from purchases where id = any($1)', [
    [kept.orderId, young, old],
  ]);
  expect(left.map(({ id }) => id).sort()).toEqual([kept.orderId, young].sort());
  expect(
    await rowsOf(`select 1 from purchase_links where token_hash in ('\\x01', '\\x02')`, []),
  ).toHaveLength(0);
});
