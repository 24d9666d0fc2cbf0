import type { Publisher } from '../../../src/clients/publisher';
import { createWixPublisher } from '../../../src/clients/wix/client';
import { GalleyError } from '../../../src/contract/failures';
import type { FaultAction } from '../../../src/simulators/core/fault-types';
import type { Simulators } from '../../../src/simulators/options';
import { SAMPLE_STORES, sampleProducts } from '../../../src/simulators/products';
import { collectionsOf } from '../../../src/simulators/wix/catalog';
import { startFast } from '../../simulators/clients';

let simulators: Simulators;
let client: Publisher;
let nowMs: number;

const instanceId = SAMPLE_STORES[0].instanceId;
const other = SAMPLE_STORES[1].instanceId;
/** Each activity has one of its own, so that those that wait for the same answer do not share one. */
const aSignal = (): AbortSignal => new AbortController().signal;
const signal = aSignal();
const call = { siteId: instanceId, signal };

beforeAll(async () => {
  simulators = await startFast();
});

afterAll(() => simulators?.stop());

function clientOf(part: { appSecret?: string; timeoutMs?: number; baseUrl?: string } = {}): Publisher {
  return createWixPublisher({
    appId: 'app',
    appSecret: part.appSecret ?? 'secret',
    baseUrl: part.baseUrl ?? simulators.wixUrl,
    timeoutMs: part.timeoutMs ?? 5_000,
    requestsPerMinute: 200,
    now: () => nowMs,
  });
}

beforeEach(() => {
  simulators.control.reset();
  nowMs = Date.now();
  client = clientOf();
});

const requests = (kind: string) => simulators.control.requests({ provider: 'wix', kind });
const fault = (kind: string, action: FaultAction, times = -1) =>
  simulators.control.addFault({ provider: 'wix', kind, times, action });

async function failureOf(work: Promise<unknown>) {
  const error = await work.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof GalleyError) return error.failure;
  throw error;
}

function draftOf(title: string, authorId: string) {
  return {
    title,
    excerpt: 'Short.',
    authorId,
    content: {
      nodes: [
        {
          type: 'PARAGRAPH',
          id: 'p',
          nodes: [{ type: 'TEXT', id: '', nodes: [], textData: { text: 'Body.', decorations: [] } }],
        },
      ],
    },
    language: 'en',
    slug: 'grinders',
    metaTitle: 'Meta',
    metaDescription: 'About grinders',
    hashtags: ['coffee'],
    picture: null,
  };
}

test('a post is written, found, published and read', async () => {
  const authorId = await client.author(call);
  const { id } = await client.createDraft({ ...call, draft: draftOf('Grinders', authorId!) });
  const [found] = await client.draftsByTitle({ ...call, titles: ['Grinders'] });
  expect(found).toMatchObject({ id, title: 'Grinders', published: false });
  expect(client.format.visibleText(found!.content)).toBe('Body.');

  expect(await client.postsByTitle({ ...call, titles: ['Grinders'] })).toEqual([]);
  const { postId } = await client.publishDraft({ ...call, draftId: id });
  const post = await client.post({ ...call, postId });
  expect(post.url).toMatch(/\/post\/grinders$/);
  const [shown] = await client.postsByTitle({ ...call, titles: ['Mills', 'Grinders'] });
  expect(shown).toMatchObject({ id: postId, title: 'Grinders', url: post.url });
  expect(client.format.visibleText(shown!.content)).toBe('Body.');
  const page = await fetch(post.url!);
  expect(page.status).toBe(200);
  // Publishing again updates the same post.
  expect(await client.publishDraft({ ...call, draftId: id })).toEqual({ postId });
  expect(simulators.control.posts(instanceId)).toMatchObject([{ publishCount: 2 }]);
});

test('a draft gets another content, and keeps all else', async () => {
  const authorId = (await client.author(call))!;
  const { id } = await client.createDraft({ ...call, draft: draftOf('Kettles', authorId) });
  const { postId } = await client.publishDraft({ ...call, draftId: id });
  const content = client.format.render('Other words.');
  await client.updateDraft({ ...call, draftId: id, content });
  const request = simulators.control.requests({ provider: 'wix', kind: 'draft.update' }).at(-1)!;
  expect(request.body).toEqual({ draftPost: { richContent: content } });
  const shown = async () => {
    const read = await client.post({ ...call, postId, withContent: true });
    return client.format.visibleText(read.content);
  };
  expect(await shown()).toBe('Body.');
  await client.publishDraft({ ...call, draftId: id });
  expect(await shown()).toBe('Other words.');
  expect(await client.draftsByTitle({ ...call, titles: ['Kettles'] })).toMatchObject([{ id, authorId }]);
});

test('a title with signs of its own is looked up as it stands', async () => {
  const authorId = (await client.author(call))!;
  const title = 'Grinders: "best" & 50 % {off} $eq';
  const { id } = await client.createDraft({ ...call, draft: draftOf(title, authorId) });
  await client.createDraft({ ...call, draft: draftOf(`${title}!`, authorId) });
  expect((await client.draftsByTitle({ ...call, titles: [title] })).map((draft) => draft.id)).toEqual([id]);
  await client.deleteDraft({ ...call, draftId: id });
  expect(await client.draftsByTitle({ ...call, titles: [title] })).toEqual([]);
});

test('a picture is uploaded without the token of the store', async () => {
  const { state, media } = await client.upload({ ...call, ...picture });
  expect(state).toBe('ready');
  expect(media.id).not.toBe('');
  expect(await client.uploaded({ ...call, mediaId: media.id })).toEqual({ state, media });
});

const picture = { fileName: 'a.png', bytes: new Uint8Array([1, 2, 3]), mimeType: 'image/png' };
const atAddress = (action: FaultAction) =>
  simulators.control.addFault({ provider: 'wix', match: { contains: '/wix/upload/' }, action });

describe('an upload', () => {
  test.each([400, 401, 403, 404, 410, 413, 428])(
    'that its address answers with %s is about that address alone',
    async (status) => {
      atAddress({ type: 'respond', status, body: 'No.' });
      const failure = await failureOf(client.upload({ ...call, ...picture }));
      expect(failure).toMatchObject({ type: 'Provider.Busy', reason: 'address_refused', status });
      expect((await client.upload({ ...call, ...picture })).state).toBe('ready');
      expect(requests('token')).toHaveLength(1);
    },
  );

  test('that an overloaded address puts off waits as long as it is told', async () => {
    atAddress({ type: 'respond', status: 429, headers: { 'retry-after': '7' }, body: 'Slow down.' });
    const failure = await failureOf(client.upload({ ...call, ...picture }));
    expect(failure).toMatchObject({ type: 'Provider.Busy', reason: 'rate_limit', delayMs: 7_000 });
  });

  test('that the site itself forbids shuts us out of the site', async () => {
    fault('upload', { type: 'respond', status: 403, body: {} }, 1);
    const failure = await failureOf(client.upload({ ...call, ...picture }));
    expect(failure).toMatchObject({ type: 'Provider.Closed', reason: 'store_disconnected' });
  });

  test.each([
    ['pending', { type: 'upload', state: 'PENDING' }],
    ['failed', { type: 'upload', state: 'FAILED' }],
  ] as const)('that is %s says so, then and later', async (state, action) => {
    atAddress(action);
    const upload = await client.upload({ ...call, ...picture });
    expect(upload.state).toBe(state);
    expect((await client.uploaded({ ...call, mediaId: upload.media.id })).state).toBe(state);
  });

  test.each([
    [{ id: 'a~mv2.png' }, { id: 'a~mv2.png', url: '', width: 0, height: 0 }],
    [
      { id: 'a', url: ['x'], operationStatus: 7, media: { image: { image: { width: {}, height: '12' } } } },
      { id: 'a', url: '', width: 0, height: 12 },
    ],
    [
      { id: 'a', media: { image: null }, url: 'https://x.example/a' },
      { id: 'a', url: 'https://x.example/a', width: 0, height: 0 },
    ],
  ])('answered with %j is read as far as it goes', async (file, media) => {
    atAddress({ type: 'respond', status: 200, body: { file } });
    expect(await client.upload({ ...call, ...picture })).toEqual({ state: 'ready', media });
  });

  test.each([
    [{}, 'incomplete'],
    [{ file: 'a' }, 'incomplete'],
    ['<p>Hello</p>', 'address_not_json'],
  ])('answered with %j brought no picture', async (body, reason) => {
    atAddress({ type: 'respond', status: 200, body });
    const failure = await failureOf(client.upload({ ...call, ...picture }));
    expect(failure).toMatchObject({ type: 'Provider.Busy', reason });
  });
});

test('a product comes with its facts as plain text', async () => {
  const product = await client.product({ ...call, productId: sampleProducts[0]!.id });
  expect(product.name).toBe(sampleProducts[0]!.name);
  expect(product.facts.length).toBeGreaterThan(0);
  expect(`${product.description}${product.facts.join()}`).not.toMatch(/<[a-z]/i);
});

test('an unknown product is told as one that will never be there', async () => {
  const failure = await failureOf(
    client.product({ ...call, productId: '00000000-0000-4000-8000-000000000000' }),
  );
  expect(failure.type).toBe('Order.Invalid');
});

test('a post without an owner is refused for good', async () => {
  const failure = await failureOf(client.createDraft({ ...call, draft: draftOf('T', '') }));
  expect(failure).toMatchObject({ type: 'Publish.Rejected', reason: 'missing_post_owner_information' });
});

test('a store without members has no first one', async () => {
  fault('members', { type: 'respond', status: 200, body: { members: [] } });
  expect(await client.author(call)).toBeUndefined();
});

describe('the token of a store', () => {
  test('is fetched once for twenty calls that come at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => client.author({ ...call, signal: aSignal() })));
    expect(requests('token')).toHaveLength(1);
    expect(requests('members')).toHaveLength(20);
  });

  test('is another one for another store', async () => {
    await Promise.all([client.author(call), client.author({ ...call, siteId: other })]);
    expect(
      requests('token')
        .map((request) => request.instanceId)
        .sort(),
    ).toEqual([instanceId, other].sort());
    expect(
      requests('members')
        .map((request) => request.instanceId)
        .sort(),
    ).toEqual([instanceId, other].sort());
  });

  test('is renewed once when twenty calls find it revoked', async () => {
    await client.author(call);
    simulators.control.revokeTokens(instanceId);
    await Promise.all(Array.from({ length: 20 }, () => client.author({ ...call, signal: aSignal() })));
    expect(requests('token')).toHaveLength(2);
    expect(requests('members').filter((request) => request.answered === 200)).toHaveLength(21);
  });

  test('is renewed shortly before it ends', async () => {
    await client.author(call);
    nowMs += (14_400 - 61) * 1_000;
    await client.author(call);
    expect(requests('token')).toHaveLength(1);
    nowMs += 2_000;
    await client.author(call);
    expect(requests('token')).toHaveLength(2);
  });

  test('that is refused again after it was renewed is not asked for in a loop', async () => {
    fault('members', { type: 'respond', status: 401, body: {} });
    expect(await failureOf(client.author(call))).toMatchObject({
      type: 'Provider.Busy',
      reason: 'token_refused',
    });
    expect(requests('members')).toHaveLength(2);
    expect(requests('token')).toHaveLength(2);
  });

  test('whose fetch fails is fetched anew by the next call', async () => {
    fault('token', { type: 'respond', status: 503, body: {} }, 1);
    expect(await failureOf(client.author(call))).toMatchObject({
      type: 'Provider.Busy',
      reason: 'http_503',
    });
    expect(await client.author(call)).toBeDefined();
  });

  test.each<[string, FaultAction]>([
    ['no token', { type: 'respond', status: 200, body: { token_type: 'Bearer' } }],
    ['null', { type: 'respond', status: 200, body: 'null', headers: { 'content-type': 'application/json' } }],
    ['a page', { type: 'html' }],
  ])('whose answer holds %s is a busy store', async (_name, action) => {
    fault('token', action);
    expect(await failureOf(client.author(call))).toMatchObject({
      type: 'Provider.Busy',
      reason: 'no_token',
    });
    expect(requests('token')).toHaveLength(1);
  });

  test('that is refused to our secret means that we are shut out, not that the store is busy', async () => {
    const failure = await failureOf(clientOf({ appSecret: 'bad' }).author(call));
    expect(failure.type).toBe('Provider.Closed');
  });
});

describe('credentials of a store’s own', () => {
  const own = { appId: 'own-app', appSecret: 'own-secret' };
  const appsOf = (kind: string) => requests(kind).map((request) => request.appId);

  test('are what the token is asked with, and it is kept apart from that of the common app', async () => {
    await client.author(call);
    await client.author({ ...call, credentials: own });
    await client.author(call);
    await client.author({ ...call, credentials: own });
    expect(appsOf('token')).toEqual(['app', 'own-app']);
    expect(appsOf('members')).toEqual(['app', 'own-app', 'app', 'own-app']);
  });

  test('that were changed are used at once, also where only the secret is another', async () => {
    await client.author({ ...call, credentials: own });
    await client.author({ ...call, credentials: { ...own, appSecret: 'new-secret' } });
    await client.author({ ...call, credentials: { ...own, appId: 'newer-app' } });
    expect(appsOf('token')).toEqual(['own-app', 'own-app', 'newer-app']);
  });

  test('that are wrong shut out that store and no other', async () => {
    const wrong = { ...own, appSecret: 'bad' };
    const failure = await failureOf(client.author({ ...call, credentials: wrong }));
    expect(failure).toMatchObject({ type: 'Provider.Closed', reason: 'store_disconnected' });
    expect(await failureOf(clientOf({ appSecret: 'bad' }).author(call))).toMatchObject({
      reason: 'app_refused',
    });
    expect(await client.author(call)).toBeDefined();
  });

  test('whose token is refused are asked for a new one with the same credentials', async () => {
    await client.author({ ...call, credentials: own });
    simulators.control.revokeTokens(instanceId);
    await client.author({ ...call, credentials: own });
    expect(appsOf('token')).toEqual(['own-app', 'own-app']);
  });
});

test('a new token is asked for where a call wants one, though the old one lives', async () => {
  await client.author(call);
  await client.check(call);
  await client.author(call);
  expect(requests('token')).toHaveLength(2);
});

test('products are searched by a part of their name', async () => {
  const [product] = sampleProducts;
  const found = await client.products({ ...call, query: product!.name.slice(2, 8), limit: 5 });
  expect(found).toContainEqual({
    id: product!.id,
    name: product!.name,
    description: product!.description,
    price: Math.round(product!.price * 100),
    currency: product!.currency,
    imageUrl: expect.stringMatching(/^http/) as string,
  });
  expect(await client.products({ ...call, query: '"}{$ne', limit: 5 })).toEqual([]);
  expect(await client.products({ ...call, query: '', limit: 2 })).toHaveLength(2);
  fault('product', { type: 'respond', status: 200, body: {} });
  expect(await failureOf(client.products({ ...call, query: '', limit: 2 }))).toMatchObject({
    type: 'Provider.Busy',
    reason: 'incomplete',
  });
});

test('the text of a store is read as a browser shows it', async () => {
  const product = {
    id: 'p',
    name: 'Men&#39;s 15&quot; Sleeve',
    description:
      '<style>p{}</style><p>Caf&eacute;&nbsp;au lait</p><ul><li>1 &lt; 2</li><li>3 < 4</li></ul><script>x()</script>',
    additionalInfoSections: [{ title: 'Size &amp; fit', description: 'H<sub>2</sub>O<br>proof<!-- no -->' }],
  };
  fault('product', { type: 'respond', status: 200, body: { product } }, 1);
  expect(await client.product({ ...call, productId: 'p' })).toMatchObject({
    name: `Men's 15" Sleeve`,
    description: 'Café au lait 1 < 2 3 < 4',
    facts: ['Size & fit: H2O proof'],
  });
});

describe.each([
  ['v1', SAMPLE_STORES[0]],
  ['v3', SAMPLE_STORES[2]],
] as const)('a site with catalogue %s', (catalog, store) => {
  const site = { siteId: store.instanceId, signal };
  const [sample] = sampleProducts.filter(({ id }) => store.productIds.includes(id));
  const [collection] = collectionsOf(store.instanceId);

  test('is asked once which one it has, for all calls that come at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => client.products({ ...site, query: '', limit: 3 })));
    await client.product({ ...site, productId: sample!.id });
    expect(requests('catalog')).toHaveLength(1);
    nowMs += 2 * 3_600_000;
    await client.product({ ...site, productId: sample!.id });
    expect(requests('catalog')).toHaveLength(2);
  });

  test('gives a product with its price and facts as plain text', async () => {
    const product = await client.product({ ...site, productId: sample!.id });
    expect(product).toMatchObject({ name: sample!.name, description: sample!.description });
    expect(product.facts[0]).toBe(`Price: ${sample!.price.toFixed(2)} €`);
    expect(product.facts.join()).toContain(sample!.facts[0]);
    expect(product.facts.join()).not.toMatch(/<[a-z]/i);
  });

  test('is searched by a part of the name, and lists without one', async () => {
    const [first] = await client.products({ ...site, query: '', limit: 1 });
    expect(first).toMatchObject({
      ...{ id: sample!.id, name: sample!.name, description: sample!.description },
      ...{ price: Math.round(sample!.price * 100), currency: 'EUR' },
      imageUrl: expect.stringMatching(/^http/) as string,
    });
    const word = sample!.name.split(' ')[0]!.toUpperCase();
    const found = await client.products({ ...site, query: word, limit: 10 });
    expect(found.map(({ id }) => id)).toContain(sample!.id);
    expect(await client.products({ ...site, query: 'nothing of the kind', limit: 10 })).toEqual([]);
  });

  test('gives a category with its products, each attempt in two requests', async () => {
    const key = { ...site, categoryId: collection!.id };
    const before = (): number =>
      simulators.control.requests({ provider: 'wix' }).filter(({ kind }) => kind !== 'token').length;
    expect(await failureOf(client.category(key))).toMatchObject({ reason: 'catalog_asked', delayMs: 1 });
    const asked = before();
    expect(await client.category(key)).toEqual({
      id: collection!.id,
      name: collection!.name,
      description: `Everything for ${collection!.name.toLowerCase()}`,
    });
    expect(await client.categoryProducts({ ...key, limit: 20 })).toEqual(
      collection!.products.map(({ name }) => name),
    );
    expect(before() - asked).toBe(2);
  });

  test('tells of an unknown product or category as one that will never be there', async () => {
    const none = '00000000-0000-4000-8000-000000000000';
    expect(await failureOf(client.product({ ...site, productId: none }))).toMatchObject({
      type: 'Order.Invalid',
    });
    await failureOf(client.category({ ...site, categoryId: none }));
    expect(await failureOf(client.category({ ...site, categoryId: none }))).toMatchObject({
      type: 'Order.Invalid',
    });
  });

  test('that moves to the other one is asked anew, once', async () => {
    const key = { ...site, productId: sample!.id };
    await client.product(key);
    simulators.control.setCatalog(store.instanceId, catalog === 'v1' ? 'v3' : 'v1');
    const failure = await failureOf(client.product(key));
    expect(failure.type).toBe('Provider.Busy');
    expect(failure.reason).toMatch(/^catalog_v\d_site_calling_catalog_v\d_api$/);
    expect((await client.product(key)).name).toBe(sample!.name);
    expect(requests('catalog')).toHaveLength(2);
    simulators.control.setCatalog(store.instanceId, catalog);
    expect(await client.products({ ...site, query: '', limit: 1 })).toHaveLength(1);
  });

  test.each([
    { name: { original: 'Mug' } },
    { name: 7, price: null, media: 'none' },
    null,
    [],
    { name: '', infoSections: {}, additionalInfoSections: 'x' },
  ])('that answers with the product %j has not answered', async (product) => {
    fault('product', { type: 'respond', status: 200, body: { product } });
    const failure = await failureOf(client.product({ ...site, productId: sample!.id }));
    expect(failure).toMatchObject({ type: 'Provider.Busy', reason: 'incomplete' });
  });

  test('whose product holds nothing but its name is read as far as it goes', async () => {
    const odd = {
      ...{
        name: 'Mug',
        description: 7,
        plainDescription: {},
        price: [],
        actualPriceRange: { minValue: 'x' },
      },
      ...{
        additionalInfoSections: [null, { title: {} }],
        infoSections: ['x', { title: 'Care', plainDescription: 5 }],
      },
    };
    fault('product', { type: 'respond', status: 200, body: { product: odd } });
    const product = await client.product({ ...site, productId: sample!.id });
    expect(product).toMatchObject({ name: 'Mug', description: '' });
  });

  test('whose list holds odd products shows the others', async () => {
    const products = [null, 7, { id: {} }, { id: 'a', name: {}, media: [], price: 'x', currency: 5 }];
    fault('product', { type: 'respond', status: 200, body: { products } });
    expect(await client.products({ ...site, query: '', limit: 5 })).toEqual([
      { id: 'a', name: '', description: '', price: null, currency: null, imageUrl: null },
    ]);
  });
});

describe('a site that has no catalogue', () => {
  const productId = SAMPLE_STORES[0].productIds[0]!;
  const key = { ...call, productId };

  test('yet is busy until it has one', async () => {
    simulators.control.setCatalog(instanceId, 'provisioning');
    for (let n = 0; n < 2; n += 1)
      expect(await failureOf(client.product(key))).toMatchObject({
        ...{ type: 'Provider.Busy', reason: 'catalog_v3_site_provisioning' },
        ...{ delayMs: 1_000, longestDelayMs: 60_000 },
      });
    simulators.control.setCatalog(instanceId, 'v3');
    expect((await client.product(key)).id).toBe(productId);
  });

  test.each([
    {},
    { catalogVersion: null },
    { catalogVersion: 'V4_CATALOG' },
    { catalogVersion: ['V1_CATALOG'] },
  ])('that it names (%j) is busy', async (body) => {
    fault('catalog', { type: 'respond', status: 200, body });
    const failure = await failureOf(client.product(key));
    expect(failure).toMatchObject({ type: 'Provider.Busy', reason: 'catalog_unknown' });
  });

  test('at all says so for good, and goes on once it has one', async () => {
    simulators.control.setCatalog(instanceId, 'none');
    const failure = await failureOf(client.product(key));
    expect(failure).toMatchObject({ type: 'Store.NoCatalog', reason: 'stores_not_installed' });
    expect((await failureOf(client.products({ ...call, query: '', limit: 3 }))).type).toBe('Store.NoCatalog');
    expect(await client.author(call)).toEqual(expect.any(String));
    simulators.control.setCatalog(instanceId, 'v3');
    expect((await client.product(key)).id).toBe(productId);
  });

  test('any more is found out when it refuses', async () => {
    await client.product(key);
    simulators.control.setCatalog(instanceId, 'none');
    expect(await failureOf(client.product(key))).toMatchObject({ reason: 'token_refused' });
    expect((await failureOf(client.product(key))).type).toBe('Store.NoCatalog');
  });

  test('and does not know the question has the first one', async () => {
    fault('catalog', { type: 'respond', status: 404, body: {} });
    expect((await client.product(key)).id).toBe(productId);
  });
});

test('an address that no browser should follow is none', async () => {
  const image = { image: { url: 'javascript:alert(1)' } };
  const product = { id: 'p', name: 'P', price: { price: 1, currency: 'EUR' }, media: { mainMedia: image } };
  fault('product', { type: 'respond', status: 200, body: { products: [product] } }, 1);
  expect(await client.products({ ...call, query: '', limit: 1 })).toEqual([
    { id: 'p', name: 'P', description: '', price: 100, currency: 'EUR', imageUrl: null },
  ]);
});

test.each([
  ['a script', 'javascript:alert(1)//', ''],
  ['credentials', 'https://shop.example@evil.example', '/x'],
  ['credentials in two parts', 'https://shop.example', '@evil.example/x'],
  ['a line end', 'https://shop.example', '/a\nb'],
  ['two thousand characters', 'https://shop.example', `/${'x'.repeat(2_000)}`],
  ['no text', 7, '/x'],
])('a post with %s for an address is published, and has none', async (_name, base, path) => {
  const url = { base, path };
  fault('post.get', { type: 'respond', status: 200, body: { post: { id: 'p', url } } }, 1);
  expect(await client.post({ ...call, postId: 'p' })).toEqual({ id: 'p', url: null });
  fault('post.get', { type: 'respond', status: 200, body: { posts: [{ id: 'p', url }] } }, 1);
  expect((await client.posts({ ...call, limit: 1 }))[0]).toMatchObject({ id: 'p', url: null });
});

test('a provider on the public internet names no host of a private network', async () => {
  const answer = { post: { id: 'p', url: { base: 'http://169.254.169.254', path: '/latest' } } };
  const server = jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation((url) =>
      Promise.resolve(
        Response.json(String(url).endsWith('/token') ? { access_token: 't', expires_in: 300 } : answer),
      ),
    );
  const remote = clientOf({ baseUrl: 'https://www.wix.example' });
  expect(await remote.post({ ...call, postId: 'p' })).toEqual({ id: 'p', url: null });
  server.mockRestore();
});

test('every request for people is told of before it is sent, and no more are sent than that allows', async () => {
  const sent: number[] = [];
  const told = () => void sent.push(simulators.control.requests({ provider: 'wix' }).length);
  const all = () => simulators.control.requests({ provider: 'wix' }).length;
  const counted = async (work: () => Promise<unknown>): Promise<number> => {
    sent.length = 0;
    const before = all();
    await work().catch(() => undefined);
    expect(all() - before).toBe(sent.length);
    return sent.length;
  };
  const asked = { ...call, beforeRequest: told };
  expect(await counted(() => client.check(asked))).toBe(2);
  expect(await counted(() => client.posts({ ...asked, limit: 1 }))).toBe(1);
  expect(await counted(() => client.draftsByTitle({ ...asked, titles: ['x'] }))).toBe(1);
  expect(await counted(() => client.products({ ...asked, query: '', limit: 1 }))).toBe(2);
  // A site that has moved to the other catalogue, whose token has ended besides.
  simulators.control.setCatalog(call.siteId, 'v1');
  await client.products({ ...call, query: '', limit: 1 }).catch(() => undefined);
  simulators.control.setCatalog(call.siteId, 'v3');
  nowMs += 5 * 3_600_000;
  expect(await counted(() => client.products({ ...asked, query: '', limit: 1 }))).toBeLessThanOrEqual(
    client.limits.requestsPerQuestion,
  );
  let left = 1;
  const bounded = () => {
    if (left-- === 0) throw new GalleyError({ type: 'Provider.Busy', reason: 'enough', detail: '' });
  };
  const before = all();
  const failure = await failureOf(client.check({ ...call, beforeRequest: bounded }));
  expect([failure.reason, all() - before]).toEqual(['enough', 1]);
});

test('posts of the blog come newest first', async () => {
  const authorId = (await client.author(call))!;
  const ids: string[] = [];
  for (const title of ['First', 'Second', 'Third']) {
    const { id } = await client.createDraft({
      ...call,
      draft: { ...draftOf(title, authorId), slug: title },
    });
    await client.publishDraft({ ...call, draftId: id });
    ids.unshift(id);
    // The simulator tells times apart to the millisecond.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const posts = await client.posts({ ...call, limit: 2 });
  expect(posts.map((post) => post.id)).toEqual(ids.slice(0, 2));
  expect(posts[0]).toEqual({
    id: ids[0],
    title: 'Third',
    url: expect.stringMatching(/\/post\/third$/) as string,
    publishedAt: expect.stringMatching(/Z$/) as string,
  });
  expect(await client.posts({ ...call, siteId: other, limit: 2 })).toEqual([]);
});

test('a disconnected store is closed while another one goes on', async () => {
  simulators.control.disconnect(instanceId, true);
  const [mine, theirs] = await Promise.all([
    failureOf(client.author(call)),
    client.author({ ...call, siteId: other }),
  ]);
  expect(mine).toMatchObject({ type: 'Provider.Closed', reason: 'store_disconnected', delayMs: 60_000 });
  expect(theirs).toBeDefined();
});

test('a store that is disconnected while its token lives is closed, too', async () => {
  await client.author(call);
  simulators.control.disconnect(instanceId, true);
  expect(await failureOf(client.author(call))).toMatchObject({ reason: 'store_disconnected' });
  expect(requests('token')).toHaveLength(1);
});

test.each<[string, FaultAction, string, string]>([
  ['too many requests', { type: 'respond', status: 429, body: {} }, 'Provider.Busy', 'rate_limit'],
  ['an outage', { type: 'respond', status: 503, body: {} }, 'Provider.Busy', 'http_503'],
  ['a page where JSON was due', { type: 'html' }, 'Provider.Busy', 'not_json'],
  ['half an answer', { type: 'cut' }, 'Provider.Busy', 'no_answer'],
  ['a dropped connection', { type: 'dropBefore' }, 'Provider.Busy', 'no_answer'],
  ['a lost answer', { type: 'dropAfter' }, 'Provider.Busy', 'no_answer'],
  ['an answer without the draft', { type: 'respond', status: 200, body: {} }, 'Provider.Busy', 'incomplete'],
  [
    'null',
    { type: 'respond', status: 200, body: 'null', headers: { 'content-type': 'application/json' } },
    'Provider.Busy',
    'incomplete',
  ],
])(
  '%s to a new draft is told as what it is, after exactly one request',
  async (_name, action, type, reason) => {
    const authorId = (await client.author(call))!;
    fault('draft.create', action);
    const failure = await failureOf(client.createDraft({ ...call, draft: draftOf('Once', authorId) }));
    expect([failure.type, failure.reason]).toEqual([type, reason]);
    expect(requests('draft.create')).toHaveLength(1);
  },
);

test('a call that nobody answers ends at its time-out', async () => {
  fault('publish', { type: 'hang' });
  const failure = await failureOf(clientOf({ timeoutMs: 150 }).publishDraft({ ...call, draftId: 'd1' }));
  expect(failure).toMatchObject({ type: 'Provider.Busy', reason: 'no_answer' });
  expect(requests('publish')).toHaveLength(1);
});

test.each(['members', 'token'])('a call that hangs on %s ends at once when it is cancelled', async (kind) => {
  fault(kind, { type: 'hang' });
  const cancel = new AbortController();
  const hanging = clientOf({ timeoutMs: 2_500 }).author({ siteId: instanceId, signal: cancel.signal });
  setTimeout(() => cancel.abort(), 100);
  await expect(hanging).rejects.not.toBeInstanceOf(GalleyError);
});

test('a caller who gives up does not take the shared token from the others', async () => {
  fault('token', { type: 'delay', ms: 200 }, 1);
  const cancel = new AbortController();
  const quitter = client.author({ siteId: instanceId, signal: cancel.signal });
  const stayer = client.author(call);
  cancel.abort();
  await expect(quitter).rejects.not.toBeInstanceOf(GalleyError);
  expect(await stayer).toBeDefined();
  expect(requests('token')).toHaveLength(1);
});
