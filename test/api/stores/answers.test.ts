import { randomUUID } from 'node:crypto';
import { SAMPLE_STORES, sampleProducts } from '../../../src/simulators/products';
import { productsOf } from '../../../src/simulators/wix/catalog';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { createShops, respond } from '../../support/shops';
import type { Shops } from '../../support/shops';

const BASE = '/api/stores';

let galley: Galley;
let shops: Shops;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  shops = await createShops(galley);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

afterEach(() => galley.simulators.control.clearFaults());

describe('products of a store', () => {
  const instanceId = SAMPLE_STORES[0].instanceId;
  let store: ApiClient;
  let id: string;

  beforeAll(async () => {
    store = galley.stores[0]!;
    ({ id } = await shops.storeOf(store));
  });

  beforeEach(() => galley.database.pool.query('delete from store_answers'));

  const products = (query = '') => store.call('GET', `${BASE}/${id}/products${query}`);
  const asked = () => shops.requestsOf(instanceId).filter((one) => one.kind === 'product').length;
  const age = (interval: string) =>
    galley.database.pool.query('update store_answers set fetched_at = fetched_at - $1::interval', [interval]);

  test('are found by a part of their name, with price in the smallest unit and picture', async () => {
    const [product] = productsOf(instanceId);
    const word = product!.name.split(' ').pop()!;
    const answer = await products(`?query=${encodeURIComponent(` ${word.toLowerCase()} `)}`);
    expect(answer.status).toBe(200);
    const items = answer.json['items'] as Array<Record<string, unknown>>;
    const expected = productsOf(instanceId).filter(({ name }) =>
      name.toLowerCase().includes(word.toLowerCase()),
    );
    expect(items.map((item) => item['id'])).toEqual(expected.map((one) => one.id));
    expect(items.find((item) => item['id'] === product!.id)).toEqual({
      id: product!.id,
      name: product!.name,
      description: product!.description,
      price: Math.round(product!.price * 100),
      currency: product!.currency,
      imageUrl: expect.stringMatching(/^http.*\.png$/) as string,
    });
    expect((await products('?query=nothing-like-that')).json['items']).toEqual([]);
    expect((await products('?limit=1')).json['items']).toHaveLength(1);
    expect((await products()).json['items']).toHaveLength(productsOf(instanceId).length);
  });

  test.each(['?limit=0', '?limit=101', `?query=${'x'.repeat(101)}`, '?query=a%00b', '?name=x'])(
    'refuse %s',
    async (query) => {
      expect((await products(query)).status).toBe(400);
    },
  );

  test('are asked of Wix once for many who ask at once, and not again while the copy is fresh', async () => {
    const before = asked();
    const answers = await Promise.all(Array.from({ length: 12 }, () => products()));
    expect(new Set(answers.map(({ json }) => JSON.stringify(json))).size).toBe(1);
    expect(answers[0]!.status).toBe(200);
    expect(asked() - before).toBe(1);
    expect((await products()).json).toEqual(answers[0]!.json);
    expect(asked() - before).toBe(1);
    await products('?query=mug');
    await products('?limit=3');
    expect(asked() - before).toBe(3);
  });

  test('are asked anew once the copy is old, and it is told when that was', async () => {
    const before = asked();
    const first = await products();
    await age('11 minutes');
    const second = await products();
    expect(asked() - before).toBe(2);
    expect(Date.parse(String(second.json['fetchedAt']))).toBeGreaterThan(
      Date.parse(String(first.json['fetchedAt'])),
    );
  });

  test('come from the old copy while the store is busy, and without one the answer says when to try again', async () => {
    shops.fault('product', respond(503));
    const without = await products();
    expect([without.status, without.json['error']]).toEqual([503, 'unavailable']);
    expect(Number(without.headers.get('retry-after'))).toBeGreaterThan(0);
    galley.simulators.control.clearFaults();
    const first = await products();
    await age('11 minutes');
    const { rows } = await galley.database.pool.query<{ at: Date }>(
      'select fetched_at as at from store_answers',
    );
    shops.fault('product', respond(429));
    expect((await products()).json).toEqual({ ...first.json, fetchedAt: rows[0]!.at.toISOString() });
  });

  test('of a store that was lost are refused with the reason, and the store is marked until it answers', async () => {
    await products();
    await age('11 minutes');
    galley.simulators.control.disconnect(instanceId, true);
    const lost = await products();
    expect([lost.status, lost.json['error']]).toEqual([409, 'conflict']);
    expect((await shops.read(id, store))['connection']).toBe('needs_reconnect');
    galley.simulators.control.disconnect(instanceId, false);
    expect((await products()).status).toBe(200);
    expect((await shops.read(id, store))['connection']).toBe('ok');
  });

  test('that were asked for more than a day ago are forgotten when the store answers again', async () => {
    const other = await shops.storeOf(galley.stores[1]!);
    await galley.stores[1]!.call('GET', `${BASE}/${other.id}/products`);
    await products('?query=old');
    await age('25 hours');
    await products('?query=new');
    const { rows } = await galley.database.pool.query<{ question: string }>(
      'select question from store_answers order by store_id = $1',
      [id],
    );
    expect(rows.map(({ question }) => JSON.parse(question) as unknown)).toEqual([
      [other.instanceId, 'products', '', 20],
      [instanceId, 'products', 'new', 20],
    ]);
  });

  test('may hold signs that a database cannot', async () => {
    const odd = { id: 'p', name: 'A\0B \ud83d', description: '<p>x</p>', price: { price: 'free' } };
    shops.fault('product', { type: 'respond', status: 200, body: { products: [odd] } });
    expect((await products()).json['items']).toEqual([
      { id: 'p', name: 'AB \ufffd', description: 'x', price: null, currency: null, imageUrl: null },
    ]);
  });

  test('of a store that was connected to another site are those of that site', async () => {
    const shop = await shops.registered({ instanceId: randomUUID() });
    const list = async () =>
      (await shops.manager.call('GET', `${BASE}/${shop.id}/products?limit=100`)).json['items'] as unknown[];
    expect(await list()).toHaveLength(sampleProducts.length);
    const site = randomUUID();
    await shops.manager.call('POST', `${BASE}/${shop.id}/reconnect`, { body: { instanceId: site } });
    await list();
    expect(shops.requestsOf(site).filter((one) => one.kind === 'product')).toHaveLength(1);
  });
});
