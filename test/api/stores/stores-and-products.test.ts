import { randomUUID } from 'node:crypto';
import type { FaultAction } from '../../../src/simulators/core/fault-types';
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

const patch = (id: string, body: unknown, client = shops.manager) =>
  client.call('PATCH', `${BASE}/${id}`, { body });

describe('registering a store', () => {
  test('asks it at once and answers it with the settings it starts with', async () => {
    const answer = await shops.register();
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      id: expect.any(String) as string,
      tenantId: shops.managerId,
      platform: 'wix',
      instanceId: expect.any(String) as string,
      name: 'Corner Shop',
      status: 'active',
      connection: 'ok',
      checkedAt: expect.any(String) as string,
      disconnectedAt: null,
      hasOwnCredentials: false,
      language: 'en',
      categoryIds: [],
      tagIds: [],
      authorId: null,
      brandVoice: { tone: '', useWords: [], avoidWords: [], sample: '' },
      imageStyle: '',
      notificationAddress: null,
      publishMode: 'publish',
      pictures: 'required',
      timeZone: 'UTC',
      createdAt: expect.any(String) as string,
      problem: null,
    });
    const { problem: _, ...shop } = answer.json;
    expect(answer.headers.get('location')).toBe(`${BASE}/${String(shop['id'])}`);
    expect(await shops.read(String(shop['id']))).toEqual(shop);
    expect(shops.requestsOf(String(shop['instanceId'])).map((one) => one.kind)).toEqual(['token', 'members']);
  });

  test.each<[string, FaultAction]>([
    ['is out of order', respond(503)],
    ['breaks the connection', { type: 'dropBefore' }],
    ['takes no more requests', respond(429)],
  ])('whose site %s is possible all the same', async (_name, action) => {
    shops.fault('members', action);
    const answer = await shops.register();
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({ connection: 'unchecked', checkedAt: null });
    expect(answer.json['problem']).toMatch(/^[A-Z].*\.$/);
  });

  test('says on which platform its site is, which has to be one that is known', async () => {
    expect((await shops.register({ platform: 'wix' })).json['platform']).toBe('wix');
    const unknown = await shops.register({ platform: 'nowhere' });
    expect(unknown.status).toBe(400);
    expect(unknown.json['problems']).toEqual([expect.objectContaining({ field: 'body.platform' })]);
  });

  test('whose site does not know our app says so', async () => {
    const answer = await shops.register({ instanceId: 'no-such-site' });
    expect(answer.json).toMatchObject({
      connection: 'needs_reconnect',
      disconnectedAt: expect.any(String) as string,
      problem: expect.stringContaining('not installed') as string,
    });
  });

  test('twice is refused, whoever asks, and also at the same time', async () => {
    const { instanceId } = await shops.registered();
    const other = await shops.keyFor(await shops.tenant('store'));
    for (const client of [shops.manager, other]) {
      const answer = await shops.register({ instanceId }, client);
      expect([answer.status, answer.json['error']]).toEqual([409, 'conflict']);
    }
    const fresh = randomUUID();
    const answers = await Promise.all(Array.from({ length: 4 }, () => shops.register({ instanceId: fresh })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  test('for somebody is up to those who reach beyond their own', async () => {
    expect((await shops.register({}, galley.operator)).json['problems']).toEqual([
      expect.objectContaining({ field: 'body.tenantId' }),
    ]);
    expect((await shops.register({ tenantId: shops.managerId }, galley.operator)).json).toMatchObject({
      tenantId: shops.managerId,
    });
    expect((await shops.register({ tenantId: shops.managerId })).status).toBe(201);
    for (const kind of ['customer', 'operator'])
      expect((await shops.register({ tenantId: await shops.tenant(kind) }, galley.operator)).status).toBe(
        400,
      );
    const [foreign, unknown] = await Promise.all([
      shops.register({ tenantId: await shops.tenant('store') }),
      shops.register({ tenantId: randomUUID() }),
    ]);
    expect([foreign.status, unknown.status]).toEqual([400, 400]);
    expect(foreign.json['problems']).toEqual(unknown.json['problems']);
    const customer = await shops.keyFor(await shops.tenant('customer'));
    expect((await shops.register({}, customer)).status).toBe(403);
  });
});

describe('settings of a store', () => {
  const all = {
    name: 'New Name',
    language: 'DE-at',
    categoryIds: ['c1', 'c2', 'c1'],
    tagIds: ['t1'],
    authorId: 'm-1',
    brandVoice: {
      tone: 'warm',
      useWords: ['cosy'],
      avoidWords: ['cheap', 'best ever'],
      sample: 'Come in.\nSit down.',
    },
    imageStyle: 'watercolour',
    notificationAddress: 'ada.o’neil+shop@mail.example',
    publishMode: 'approve',
    pictures: 'optional',
    timeZone: 'Europe/Vienna',
    status: 'archived',
  };
  const kept = {
    ...all,
    language: 'de-AT',
    categoryIds: ['c1', 'c2'],
    notificationAddress: "ada.o'neil+shop@mail.example",
  };

  test('are all kept, from the start or later', async () => {
    const settings = { ...all, notificationAddress: kept.notificationAddress };
    const { id } = await shops.registered(settings);
    expect(await shops.read(id)).toMatchObject(kept);
    const other = await shops.registered();
    const answer = await patch(other.id, settings);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject(kept);
    expect(await shops.read(other.id)).toEqual(answer.json);
  });

  test('that are not named stay, and a voice is changed member by member', async () => {
    const { id } = await shops.registered({ ...all, notificationAddress: kept.notificationAddress });
    const before = await shops.read(id);
    expect((await patch(id, {})).json).toEqual(before);
    const changed = await patch(id, { brandVoice: { tone: '', avoidWords: [] }, authorId: null });
    expect(changed.json).toEqual({
      ...before,
      authorId: null,
      brandVoice: { ...kept.brandVoice, tone: '', avoidWords: [] },
    });
    const cleared = await patch(id, {
      imageStyle: '',
      notificationAddress: null,
      categoryIds: [],
      status: 'active',
    });
    expect(cleared.json).toMatchObject({
      imageStyle: '',
      notificationAddress: null,
      categoryIds: [],
      status: 'active',
    });
  });

  test.each<[string, unknown, string]>([
    ['an unknown member', { colour: 'red' }, 'body'],
    ['credentials', { credentials: { appId: 'a', appSecret: 'b' } }, 'body'],
    ['another site', { instanceId: randomUUID() }, 'body'],
    ['another tenant', { tenantId: randomUUID() }, 'body'],
    ['no name', { name: '' }, 'body.name'],
    ['a language that is none', { language: 'not a language' }, 'body.language'],
    ['a language in the wrong form', { language: 'en_US' }, 'body.language'],
    ['31 categories', { categoryIds: Array.from({ length: 31 }, (_, n) => `c${n}`) }, 'body.categoryIds'],
    ['a long tag', { tagIds: ['x'.repeat(51)] }, 'body.tagIds.0'],
    ['an empty tag', { tagIds: [''] }, 'body.tagIds.0'],
    ['half a character', { tagIds: ['\ud83d'] }, 'body.tagIds.0'],
    ['a long tone', { brandVoice: { tone: 'x'.repeat(501) } }, 'body.brandVoice.tone'],
    ['a tone of two lines', { brandVoice: { tone: 'a\nb' } }, 'body.brandVoice.tone'],
    ['51 words', { brandVoice: { useWords: Array(51).fill('w') } }, 'body.brandVoice.useWords'],
    ['a long word', { brandVoice: { avoidWords: ['w'.repeat(61)] } }, 'body.brandVoice.avoidWords.0'],
    ['a long sample', { brandVoice: { sample: 'x'.repeat(2_001) } }, 'body.brandVoice.sample'],
    ['a sample with a nought', { brandVoice: { sample: 'a\0b' } }, 'body.brandVoice.sample'],
    ['an unknown part of the voice', { brandVoice: { mood: 'x' } }, 'body.brandVoice'],
    ['a long style', { imageStyle: 'x'.repeat(501) }, 'body.imageStyle'],
    ['an unknown mode', { publishMode: 'later' }, 'body.publishMode'],
    ['an unknown choice of pictures', { pictures: 'maybe' }, 'body.pictures'],
    ['an offset for a zone', { timeZone: '+02:00' }, 'body.timeZone'],
    ['a zone that is none', { timeZone: 'Europe/Atlantis' }, 'body.timeZone'],
    ['an unknown status', { status: 'deleted' }, 'body.status'],
    [
      'case 28: a line end in the address',
      { notificationAddress: 'b@shop.example\r\nBcc: evil@x.example' },
      'body.notificationAddress',
    ],
    [
      'case 28: a line end after the address',
      { notificationAddress: 'b@shop.example\n' },
      'body.notificationAddress',
    ],
    [
      'case 28: two addresses',
      { notificationAddress: 'b@shop.example, evil@x.example' },
      'body.notificationAddress',
    ],
    [
      'case 28: two addresses by semicolon',
      { notificationAddress: 'b@shop.example;evil@x.example' },
      'body.notificationAddress',
    ],
    [
      'case 28: an address with a name',
      { notificationAddress: 'Bea <b@shop.example>' },
      'body.notificationAddress',
    ],
  ])('refuse %s', async (_name, body, field) => {
    const { id } = await shops.storeOf(shops.manager);
    const before = await shops.read(id);
    const answer = await patch(id, body);
    expect([answer.status, answer.json['error']]).toEqual([400, 'bad_request']);
    expect(answer.json['problems']).toEqual(expect.arrayContaining([expect.objectContaining({ field })]));
    expect(await shops.read(id)).toEqual(before);
  });
});

describe('who sees which store', () => {
  test('another tenant’s answers as if there were none, whatever is asked', async () => {
    const { id } = await shops.registered();
    const stranger = galley.stores[0]!;
    const uses: Array<[string, string, unknown]> = [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'Mine' }],
      ['POST', '/check', undefined],
      ['POST', '/reconnect', {}],
      ['GET', '/products', undefined],
      ['GET', '/posts', undefined],
    ];
    for (const [method, suffix, body] of uses) {
      const ask = (storeId: string) =>
        stranger.call(method, `${BASE}/${storeId}${suffix}`, body === undefined ? {} : { body });
      const [foreign, unknown] = await Promise.all([ask(id), ask(randomUUID())]);
      expect([method, suffix, foreign.status]).toEqual([method, suffix, 404]);
      expect(foreign.json['message']).toBe(unknown.json['message']);
    }
    expect((await shops.read(id))['name']).toBe('Corner Shop');
    expect((await shops.read(id, galley.operator))['id']).toBe(id);
  });

  test('lists are confined and paged', async () => {
    const mine = await shops.tenant('manager');
    const client = await shops.keyFor(mine);
    const made: string[] = [];
    for (let n = 0; n < 3; n += 1) made.unshift(String((await shops.register({}, client)).json['id']));
    const page = async (query: string, by = client) =>
      (await by.call('GET', `${BASE}?${query}`)).json as {
        items: Array<{ id: string }>;
        nextCursor: string | null;
      };
    const first = await page('limit=2');
    const second = await page(`limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map((item) => item.id)).toEqual(made);
    expect(second.nextCursor).toBeNull();
    expect((await page(`tenantId=${mine}`, galley.operator)).items).toHaveLength(3);
    await patch(made[0]!, { status: 'archived' }, client);
    expect((await page('status=archived')).items.map((item) => item.id)).toEqual([made[0]]);
    expect((await client.call('GET', `${BASE}?tenantId=${shops.managerId}`)).status).toBe(404);
  });
});

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
    expect([without.status, without.json['error']]).toEqual([503, 'store_unavailable']);
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
