import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { orderPage, pageAbout } from '../../support/items';

interface Found {
  kind: string;
  id: string;
  title: string;
  status: string | null;
  by: string;
}

let galley: Galley;
let kettle: string;
let picked: string;
let page: string;
let batch: string;

/** Nobody works, so that what was ordered stays as it is. */
beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  const [own, other] = galley.stores;
  kettle = await own!.order({ sourceId: 'gooseneck kettle' });
  await other!.order({ sourceId: 'gooseneck kettle of another store' });
  page = (await orderPage(own!, pageAbout('100% wool_blanket'))).id;
  const answer = await own!.call('POST', '/api/generation/batch', { body: { items: [pageAbout('linen')] } });
  batch = String(answer.json['id']);
  picked = await own!.order({ sourceId: 'a product' });
  await galley.database.pool.query(
    `with idea as (
       insert into ideas (id, order_id, round, n, title, angle, outline, keyword, reason)
       select gen_random_uuid(), $1, 1, n, title, '', '[]', '', '' from
         (values (1, 'Warm hands at dawn'), (2, 'Warm hands at dusk')) as t (n, title) returning id, n)
     update blog_orders set idea_id = (select id from idea where n = 1) where order_id = $1`,
    [picked],
  );
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

async function find(words: string, who = galley.stores[0]!): Promise<Found[]> {
  const answer = await who.call('GET', `/api/search?q=${encodeURIComponent(words)}`);
  expect(answer.status).toBe(200);
  return answer.json['items'] as Found[];
}

test('an order is found by its keyword, whatever its case, by its own store only', async () => {
  expect(await find('NECK kett')).toEqual([
    expect.objectContaining({
      kind: 'blog',
      id: kettle,
      title: 'gooseneck kettle',
      by: 'keyword',
      status: 'PENDING',
    }),
  ]);
  expect(await find('of another store')).toEqual([]);
  expect(await find('gooseneck', galley.operator)).toHaveLength(2);
});

test('of the titles of ideas only the picked one counts', async () => {
  expect(await find('warm hands')).toEqual([
    expect.objectContaining({ id: picked, title: 'Warm hands at dawn', by: 'title' }),
  ]);
  expect(await find('at dusk')).toEqual([]);
});

test('signs that mean something to a pattern are found as they are', async () => {
  expect((await find('0% wool_')).map(({ id }) => id)).toEqual([page]);
  expect(await find('100_')).toEqual([]);
  expect(await find('%%')).toEqual([]);
  expect(await find('", "')).toEqual([]);
});

test.each(['first digits', 'whole'])('everything is found by its id: %s', async (how) => {
  for (const [kind, id] of [
    ['blog', kettle],
    ['item', page],
    ['batch', batch],
  ] as const) {
    const words = how === 'whole' ? id.toUpperCase() : id.slice(0, 13);
    expect(await find(words)).toEqual([expect.objectContaining({ kind, id, by: 'id' })]);
    expect(await find(words, galley.stores[1]!)).toEqual([]);
  }
});

test('a store is found by its name', async () => {
  const stores = await galley.stores[0]!.call('GET', '/api/stores');
  const [store] = stores.json['items'] as Array<{ id: string; name: string }>;
  expect(await find(store!.name)).toEqual([
    expect.objectContaining({ kind: 'store', id: store!.id, title: store!.name, by: 'title' }),
  ]);
});

test.each(['', 'a', 'x'.repeat(101), 'a\u0000b', 'a\u202eb'])('%j is no search', async (words) => {
  const answer = await galley.stores[0]!.call('GET', `/api/search?q=${encodeURIComponent(words)}`);
  expect(answer).toMatchObject({ status: 400, json: { error: 'bad_request' } });
});
