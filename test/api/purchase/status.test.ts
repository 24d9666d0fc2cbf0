import { randomUUID } from 'node:crypto';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { lastMailTo, queuedTo } from '../../support/queued-mail';
import { fromPanel } from '../../support/signed-in';
import { addForSale, articleOf, buy, dataOf, linkOf, newAddress, pay, PURCHASE, statusOf } from './support';
import type { Bought, ForSale } from './support';

let galley: Galley;
let sale: ForSale;
let bought: Bought;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  sale = await addForSale(galley);
  bought = await buy(galley, linkOf(sale));
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

describe('the status of an order', () => {
  test('that waits for its payment', async () => {
    const { status, json } = await statusOf(galley, bought);
    expect(status).toBe(200);
    expect(json).toEqual({
      success: true,
      message: 'Waiting for your payment',
      data: {
        ...{ orderId: bought.orderId, product: 'backlink', status: 'AWAITING_PAYMENT' },
        statusMessage: 'Waiting for your payment',
        progress: {
          ...{ step: 1, total: 5, description: 'Work begins as soon as your payment has arrived.' },
        },
        ...{ version: null, versions: [], queue: { hasActiveJob: false, jobs: [] } },
        regeneration: { usedToday: 0, limit: 20, availableAt: null },
        ...{ baseChanged: false, outcome: null, failureReason: null, refund: null },
        ...{ submittedBy: null, submittedAt: null, deadlineAt: null, publishedUrl: null },
        ...{ canRegenerateBacklink: false, canSubmitForReview: false, canPay: true, paymentState: 'unpaid' },
        ...{ price: { amount: 12_000, currency: 'EUR' }, eta: null, topic: null },
        article: { id: sale.article.id, title: expect.stringMatching(/^An article/) as string },
        domain: { name: `Site of ${sale.site.host}`, host: sale.site.host },
        ...{ anchorText: 'hand coffee grinder', targetUrl: 'https://shop.example/grinders' },
        createdAt: expect.stringMatching(/Z$/) as string,
      },
    });
  });

  test('that is paid for is queued and takes 10 to 30 minutes, until that has been measured', async () => {
    const own = await buy(galley, articleOf(sale));
    expect(await pay(galley, own.orderId)).toBe('paid');
    expect(dataOf(await statusOf(galley, own))).toMatchObject({
      ...{ status: 'PROCESSING', statusMessage: 'Processing your request', paymentState: 'paid' },
      progress: { step: 2, total: 5 },
      queue: { hasActiveJob: false, jobs: [{ id: `article-gen-${own.orderId}`, status: 'waiting' }] },
      ...{ canPay: false, article: null, topic: 'How to descale a kettle' },
      eta: { p50Ms: 600_000, p90Ms: 1_800_000 },
    });
  });

  test('that is paid in a way that takes days is on its way, for its buyer and for operators', async () => {
    const own = await buy(galley, linkOf(sale));
    const { orderId } = own;
    await galley.database.pool.query(`update checkouts set state = 'pending' where order_id = $1`, [orderId]);
    expect(dataOf(await statusOf(galley, own))).toMatchObject({
      ...{ status: 'AWAITING_PAYMENT', statusMessage: 'Your payment is on its way', paymentState: 'pending' },
      canPay: false,
    });
    const shown = await galley.operator.call('GET', `/api/backlink-orders/${orderId}`);
    expect(shown.json).toMatchObject({ status: 'AWAITING_PAYMENT', paymentState: 'pending' });
  });

  test.each([
    ['QUALITY_CHECK', 3, 'Content ready for review'],
    ['ADMIN_REVIEW', 4, 'Submitted for approval'],
    ['COMPLETED', 5, 'Published'],
    ['FAILED', 2, 'We encountered an issue. Our team has been notified.'],
  ])('%s is step %i of 5', async (status, step, statusMessage) => {
    const own = await buy(galley, linkOf(sale));
    await pay(galley, own.orderId);
    await galley.database.pool.query('update orders set status = $2 where id = $1', [own.orderId, status]);
    expect(dataOf(await statusOf(galley, own))).toMatchObject({
      ...{ status, statusMessage, progress: { step, total: 5 } },
      queue: { hasActiveJob: false, jobs: [{ id: `backlink-int-${own.orderId}` }] },
    });
  });

  test('is told to its buyer and to operators, and to nobody else', async () => {
    const { orderId } = bought;
    const path = `${PURCHASE}/status/${orderId}`;
    expect(await fromPanel(galley.apiUrl, 'GET', path)).toMatchObject({
      status: 401,
      json: { success: false, error: 'unauthorized' },
    });
    const other = await buy(galley, linkOf(sale));
    expect((await statusOf(galley, { orderId, cookie: other.cookie })).status).toBe(404);
    expect((await galley.stores[0]!.call('GET', path)).status).toBe(404);
    expect((await galley.operator.call('GET', path)).status).toBe(200);
    for (const [id, status] of [
      [randomUUID(), 404],
      ['not-an-id', 400],
    ] as const)
      expect((await statusOf(galley, { orderId: id, cookie: other.cookie })).status).toBe(status);
  });
});

test('a buyer’s list has what the buyer ordered, newest first, by pages', async () => {
  const email = newAddress();
  const first = await buy(galley, linkOf(sale), email);
  const { orderId, cookie } = await buy(galley, articleOf(sale), email);
  const page = async (query: string) =>
    dataOf(await fromPanel(galley.apiUrl, 'GET', `${PURCHASE}/orders?limit=1${query}`, { cookie }));
  const one = await page('');
  expect(one['items']).toMatchObject([{ orderId, product: 'article', paymentState: 'unpaid' }]);
  const two = await page(`&cursor=${String(one['nextCursor'])}`);
  expect(two).toMatchObject({ items: [{ orderId: first.orderId, product: 'backlink' }], nextCursor: null });
});

describe('paying', () => {
  const checkout = (orderId: string, cookie: string) =>
    fromPanel(galley.apiUrl, 'POST', `${PURCHASE}/${orderId}/checkout`, { cookie });

  test('is possible for the buyer until the money has arrived', async () => {
    const own = await buy(galley, linkOf(sale));
    const answer = await checkout(own.orderId, own.cookie);
    expect(answer.status).toBe(200);
    expect(dataOf(answer)['checkoutUrl']).toEqual(expect.stringMatching(/^https?:\/\//));
    await pay(galley, own.orderId);
    expect(await checkout(own.orderId, own.cookie)).toMatchObject({
      status: 409,
      json: { success: false, error: 'conflict' },
    });
  });

  test('is nobody else’s', async () => {
    const other = await buy(galley, linkOf(sale));
    expect((await checkout(bought.orderId, other.cookie)).status).toBe(404);
    const { status } = await galley.stores[0]!.call('POST', `${PURCHASE}/${bought.orderId}/checkout`);
    expect(status).toBe(403);
  });
});

describe('a fresh link to an order', () => {
  const askFor = (orderId: string) => fromPanel(galley.apiUrl, 'POST', `${PURCHASE}/status/${orderId}/link`);

  test('is mailed to its own address, signs in as its buyer on another device, and leads back to it', async () => {
    const own = await buy(galley, linkOf(sale));
    const asked = await askFor(own.orderId);
    expect(asked.status).toBe(202);
    const mail = await lastMailTo(galley, own.email, 'sign_in_link');
    expect(mail.facts).toMatchObject({ orderId: own.orderId });
    const signedIn = await fromPanel(galley.apiUrl, 'POST', '/api/session', {
      body: { mailLink: mail.secret },
    });
    expect(signedIn.status).toBe(204);
    expect(dataOf(await statusOf(galley, { ...own, cookie: signedIn.cookie! }))).toMatchObject({
      orderId: own.orderId,
    });
  });

  test('signs in as the buyer, wherever else that person was a member last', async () => {
    const own = await buy(galley, linkOf(sale));
    const shop = await galley.stores[0]!.call('GET', '/api/tenants');
    const [{ id: tenantId }] = shop.json['items'] as [{ id: string }];
    const memberId = await galley.db.transaction((tx) =>
      tx.members.addMember({
        ...{ tenantId, address: own.email, name: 'Ada', role: 'store', locale: 'en', addedBy: 'test' },
      }),
    );
    await galley.database.pool.query('update members set last_used_at = now() where id = $1', [memberId]);
    await askFor(own.orderId);
    const { secret } = await lastMailTo(galley, own.email, 'sign_in_link');
    const { cookie } = await fromPanel(galley.apiUrl, 'POST', '/api/session', { body: { mailLink: secret } });
    expect((await statusOf(galley, { ...own, cookie: cookie! })).status).toBe(200);
  });

  test('is answered alike for an order that is not there, and limited for each order', async () => {
    const own = await buy(galley, linkOf(sale));
    const [known, unknown] = [await askFor(own.orderId), await askFor(randomUUID())];
    expect(unknown.json).toEqual(known.json);
    expect(unknown.status).toBe(202);
    const nobodys = randomUUID();
    const statuses = [];
    for (let n = 0; n < 6; n += 1) statuses.push((await askFor(nobodys)).status);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
  });

  test('is not mailed where the buyer may no longer sign in', async () => {
    const own = await buy(galley, linkOf(sale));
    await galley.database.pool.query(
      `update members set removed_at = now() where person_id = (select id from people where folded = $1)`,
      [own.email],
    );
    expect((await askFor(own.orderId)).status).toBe(202);
    expect((await queuedTo(galley, own.email)).map(({ kind }) => kind)).toEqual(['purchase_link']);
  });
});

test('operators find what was bought by kind and change its priority; nobody creates or cancels it by key', async () => {
  const own = await buy(galley, articleOf(sale));
  const admin = galley.operator;
  const path = `/api/article-orders/${own.orderId}`;
  expect((await admin.call('GET', path)).json).toMatchObject({
    ...{ id: own.orderId, status: 'AWAITING_PAYMENT', phase: 'waiting_person', may: ['priority'] },
    ...{ title: 'How to descale a kettle', keyword: 'descale kettle', email: own.email },
  });
  expect((await admin.call('GET', `/api/backlink-orders/${own.orderId}`)).status).toBe(404);
  const listed = await admin.call('GET', '/api/article-orders?status=AWAITING_PAYMENT&limit=200');
  expect((listed.json['items'] as Array<{ id: string }>).map(({ id }) => id)).toContain(own.orderId);
  expect((await admin.call('POST', `${path}/priority`, { body: { priority: 9 } })).status).toBe(200);
  for (const [method, at] of [
    ['POST', '/api/article-orders'],
    ['POST', `${path}/cancel`],
  ] as const)
    expect([404, 405]).toContain((await admin.call(method, at, { body: {} })).status);
  const timeline = await admin.call('GET', `${path}/events`);
  expect((timeline.json['items'] as Array<{ type: string }>).map(({ type }) => type)).toEqual([
    ...['order.accepted', 'order.reprioritised'],
  ]);
});
