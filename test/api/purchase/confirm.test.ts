import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { fromPanel } from '../../support/signed-in';
import { addForSale, articleOf, buy, dataOf, linkOf, look, newAddress, press, startedToken } from './support';
import type { ForSale } from './support';

let galley: Galley;
let sale: ForSale;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  sale = await addForSale(galley);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const rowsOf = async <R extends object>(sql: string, values: unknown[]): Promise<R[]> =>
  (await galley.database.pool.query<R>(sql, values)).rows;

const ordersOf = (email: string) =>
  rowsOf<{ id: string; kind: string; status: string; phase: string; tenant_id: string }>(
    `select o.id, o.kind, o.status, o.phase, o.tenant_id from orders o join purchases p on p.id = o.id where p.folded = $1
      order by o.created_at`,
    [email],
  );

describe('the button of a mailed link', () => {
  test('makes an order that waits for its payment, and signs its buyer in', async () => {
    const email = newAddress();
    const token = await startedToken(galley, { ...linkOf(sale), notes: 'please' }, email);
    const seen = await look(galley, token);
    expect(dataOf(seen)).toMatchObject({
      ...{ product: 'backlink', state: 'open', topic: null, keyword: null },
      article: { id: sale.article.id },
      domain: { host: sale.site.host },
      ...{ anchorText: 'hand coffee grinder', targetUrl: 'https://shop.example/grinders', notes: 'please' },
      price: { amount: 12_000, currency: 'EUR' },
      email: 'b…@shop.example',
    });
    const confirmed = await press(galley, token);
    expect(confirmed.status).toBe(200);
    const { orderId, checkoutUrl } = dataOf(confirmed);
    expect(orderId).toBe(dataOf(seen)['purchaseId']);
    expect(checkoutUrl).toEqual(expect.stringMatching(/^https?:\/\//));
    const [order] = await ordersOf(email);
    expect(order).toMatchObject({
      ...{ id: orderId, kind: 'backlink', status: 'AWAITING_PAYMENT', phase: 'waiting_person' },
    });
    expect(await rowsOf('select kind from outbox where order_id = $1', [orderId])).toEqual([]);
    const session = await fromPanel(galley.apiUrl, 'GET', '/api/session', { cookie: confirmed.cookie! });
    expect(session.json).toMatchObject({
      ...{ role: 'customer', tenantKind: 'customer', tenantId: order!.tenant_id },
      member: { address: email },
    });
  });

  test('an order of a new article keeps its topic and search keyword apart from the text of the link', async () => {
    const { orderId } = await buy(galley, articleOf(sale));
    const [row] = await rowsOf<Record<string, unknown>>('select * from purchase_orders where id = $1', [
      orderId,
    ]);
    expect(row).toMatchObject({
      backlink_data: { keyword: 'our descaler', target_url: 'https://shop.example/descaler', notes: '' },
      ...{ status: 'AWAITING_PAYMENT', payment_data: {}, session_id: null, version_id: null },
    });
    expect(
      await rowsOf('select topic, niche, search_keyword from purchases where id = $1', [orderId]),
    ).toEqual([{ topic: 'How to descale a kettle', niche: 'kitchens', search_keyword: 'descale kettle' }]);
  });

  test('a second purchase, however its address is written, is the same buyer’s', async () => {
    const email = newAddress();
    const first = await buy(galley, linkOf(sale), email);
    await startedToken(galley, articleOf(sale), email);
    const { rows } = await galley.database.pool.query<{ address: string }>(
      'select distinct address from purchases where folded = $1',
      [email],
    );
    expect(rows).toEqual([{ address: email }]);
    const second = await buy(galley, articleOf(sale), email);
    expect(second.cookie).not.toBe(first.cookie);
    const tenants = new Set((await ordersOf(email)).map(({ tenant_id }) => tenant_id));
    expect(tenants.size).toBe(1);
    expect(
      await rowsOf('select 1 from members where tenant_id = $1 and removed_at is null', [[...tenants][0]]),
    ).toHaveLength(1);
  });

  test('somebody who is invited to a buyer’s tenant buys for a tenant of their own', async () => {
    const owner = newAddress();
    await buy(galley, linkOf(sale), owner);
    const [{ tenant_id: tenantId }] = (await ordersOf(owner)) as unknown as [{ tenant_id: string }];
    const guest = newAddress();
    await galley.db.transaction((tx) =>
      tx.members.addMember({
        ...{ tenantId, address: guest, name: 'Guest', role: 'customer', locale: 'en', addedBy: 'test' },
      }),
    );
    await buy(galley, linkOf(sale), guest);
    expect((await ordersOf(guest))[0]!.tenant_id).not.toBe(tenantId);
  });

  test('pressed twice at once, and by several links of one purchase, makes one order', async () => {
    const email = newAddress();
    const token = await startedToken(galley, linkOf(sale), email);
    const answers = await Promise.all(Array.from({ length: 4 }, () => press(galley, token)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 409, 409, 409]);
    const orders = await ordersOf(email);
    expect(orders).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status === 409))
      expect(answer.json).toMatchObject({ error: 'link_used', orderId: orders[0]!.id });
  });

  test('two first purchases of one address confirmed at once are of one buyer', async () => {
    const email = newAddress();
    const tokens = [
      await startedToken(galley, linkOf(sale), email),
      await startedToken(galley, articleOf(sale), email),
    ];
    const answers = await Promise.all(tokens.map((token) => press(galley, token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const orders = await ordersOf(email);
    expect(orders).toHaveLength(2);
    expect(new Set(orders.map(({ tenant_id }) => tenant_id)).size).toBe(1);
  });

  test('pressed again in the same browser gives the same answer, and elsewhere says that it was used', async () => {
    const email = newAddress();
    const token = await startedToken(galley, linkOf(sale), email);
    const first = await press(galley, token);
    const again = await press(galley, token, first.cookie);
    expect(again.status).toBe(200);
    expect(dataOf(again)).toEqual(dataOf(first));
    expect(again.cookie).toBeUndefined();
    expect(dataOf(await look(galley, token))).toMatchObject({ state: 'used' });
    const stranger = await buy(galley, linkOf(sale));
    for (const cookie of [undefined, stranger.cookie])
      expect(await press(galley, token, cookie)).toMatchObject({
        status: 409,
        json: { error: 'link_used', orderId: dataOf(first)['orderId'] },
      });
  });

  test('of an article that was taken off the list meanwhile says so and changes nothing', async () => {
    const { site, article } = await addForSale(galley);
    const email = newAddress();
    const token = await startedToken(galley, linkOf({ article }), email);
    await galley.operator.call('PATCH', `/api/articles/${article.id}`, { body: { archived: true } });
    expect(await press(galley, token)).toMatchObject({
      status: 409,
      json: { error: 'conflict', message: 'What you ordered is no longer available. Nothing was charged.' },
    });
    expect(await ordersOf(email)).toEqual([]);
    await galley.operator.call('PATCH', `/api/articles/${article.id}`, { body: { archived: false } });
    await galley.operator.call('PATCH', `/api/domains/${site.id}`, {
      body: { prices: { backlink: { amount: 99_000, currency: 'EUR' } } },
    });
    const confirmed = await press(galley, token);
    expect(confirmed.status).toBe(200);
    const payable = await galley.db.transaction((tx) =>
      tx.payment.findPayable({ orderId: String(dataOf(confirmed)['orderId']) }),
    );
    expect(payable).toMatchObject({ amount: 12_000, currency: 'EUR', kind: 'backlink', address: email });
  });
});

describe('case 30: a mail scanner', () => {
  test('that fetches the link with HEAD and ten GETs and runs its scripts changes nothing', async () => {
    const email = newAddress();
    const token = await startedToken(galley, linkOf(sale), email);
    const before = await rowsOf(
      'select p.*, l.* from purchases p join purchase_links l on l.purchase_id = p.id where p.folded = $1',
      [email],
    );
    for (const path of ['/purchase', '/api/v1/purchase/confirm', '/api/v1/purchase/link']) {
      await fetch(`${galley.apiUrl}${path}?token=${token}`, { method: 'HEAD' });
      for (let n = 0; n < 10; n += 1) await fetch(`${galley.apiUrl}${path}?token=${token}`);
    }
    for (let n = 0; n < 3; n += 1) expect((await look(galley, token)).cookie).toBeUndefined();
    expect(
      await rowsOf(
        'select p.*, l.* from purchases p join purchase_links l on l.purchase_id = p.id where p.folded = $1',
        [email],
      ),
    ).toEqual(before);
    expect((await press(galley, token)).status).toBe(200);
    expect((await press(galley, token)).status).toBe(409);
  });

  test('an expired link leads nowhere, and so does one that nobody was mailed', async () => {
    const email = newAddress();
    const token = await startedToken(galley, linkOf(sale), email);
    await galley.database.pool.query(
      `update purchase_links set expires_at = statement_timestamp()
        where purchase_id = (select id from purchases where folded = $1)`,
      [email],
    );
    for (const one of [token, 'x'.repeat(43)]) {
      expect(await look(galley, one)).toMatchObject({
        status: 404,
        json: { success: false, error: 'not_found' },
      });
      expect((await press(galley, one)).status).toBe(404);
    }
    expect(await ordersOf(email)).toEqual([]);
  });

  test('links that are guessed are limited by the network they come from', async () => {
    const api = await startGalley({ lanes: [], env: { TRUST_PROXY: 'loopback' } });
    try {
      const statuses: Record<string, number> = {};
      for (let n = 0; n < 25; n += 1) {
        const answer = await fetch(`${api.apiUrl}/api/v1/purchase/${n % 2 ? 'link' : 'confirm'}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7' },
          body: JSON.stringify({ token: 'x'.repeat(43) }),
        });
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      }
      expect(statuses).toEqual({ 404: 20, 429: 5 });
    } finally {
      await api.stop();
    }
  }, 60_000);
});

test('a page of another site confirms nothing', async () => {
  const token = await startedToken(galley, linkOf(sale), newAddress());
  const answer = await fromPanel(galley.apiUrl, 'POST', '/api/v1/purchase/confirm', {
    body: { token },
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  expect(answer.status).toBe(403);
  expect((await press(galley, token)).status).toBe(200);
});
