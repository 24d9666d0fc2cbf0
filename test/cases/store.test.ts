import { SAMPLE_STORES } from '../../src/simulators/products';
import { collectionsOf, productsOf } from '../../src/simulators/wix/catalog';
import { WIX_FAULT_SCRIPTS } from '../../src/simulators/wix/fault-scripts';
import type { FaultAction } from '../../src/simulators/core/fault-types';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({
    // A store that must be reconnected is asked again each minute; here each moment.
    deps: (deps) => ({
      ...deps,
      classify: (error) => ({ ...deps.classify(error), delayMs: 100 }),
    }),
  });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

afterEach(() => galley.simulators.control.clearFaults());

function fault(kind: string, action: FaultAction, rule: { contains?: string; times?: number } = {}): void {
  galley.simulators.control.addFault({
    provider: 'wix',
    kind,
    action,
    ...(rule.times ? { times: rule.times } : {}),
    ...(rule.contains ? { match: { contains: rule.contains } } : {}),
  });
}

function postOf(postId: string): { fields: Record<string, unknown>; publishCount: number } {
  return galley.simulators.control.posts().find((post) => post.id === postId)!;
}

test('case 18: the author is looked up once per store, for all its orders', async () => {
  const [store] = galley.stores;
  const before = galley.simulators.control.requests({ provider: 'wix', kind: 'members' }).length;
  await store!.publish({ sourceId: 'authored mug', policy });
  const done = await store!.publish({ sourceId: 'authored kettle', policy });
  expect(galley.simulators.control.requests({ provider: 'wix', kind: 'members' }).length - before).toBe(1);
  expect(postOf(done.publication!.postId!).fields['memberId']).toEqual(expect.any(String));
});

test('case 18: "missing post owner information" is a clear and final error', async () => {
  const [store] = galley.stores;
  const keyword = 'ownerless pen';
  fault(
    'draft.create',
    {
      type: 'respond',
      status: 400,
      body: {
        message: 'Missing post owner information',
        details: { applicationError: { code: 'MISSING_POST_OWNER_INFORMATION' } },
      },
    },
    { contains: keyword },
  );
  const id = await store!.order({ sourceId: keyword, policy });
  await store!.pick(id);
  expect(await store!.reaches(id, 'FAILED')).toMatchObject({ errorType: 'Publish.Rejected' });
});

test('case 19: a title of over 200 characters is truncated between graphemes before it is sent', async () => {
  const [store] = galley.stores;
  const keyword = 'titled tent';
  const title = `${'Tent '.repeat(39)}five\u{1F469}\u200D\u{1F469}\u200D\u{1F467} and more`;
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'content',
    match: { contains: keyword },
    action: { type: 'patch', fields: { title } },
  });
  const id = await store!.order({ sourceId: keyword, policy });
  await store!.pick(id);
  const done = await store!.reaches(id, 'DONE');
  // The family of 8 code units would begin at 199: it goes as a whole, and no half of a pair is left behind.
  expect(done.post!.title).toBe(`${'Tent '.repeat(39)}five`);
  expect(postOf(done.publication!.postId!).fields['title']).toBe(done.post!.title);
});

test('case 19: rich content over 400 KB is rejected before anything is sent', async () => {
  const [store] = galley.stores;
  const keyword = 'heavy notebook';
  galley.simulators.control.addFault({
    provider: 'replicate',
    kind: 'create',
    match: { contains: keyword },
    action: { type: 'delay', ms: 800 },
  });
  const id = await store!.order({ sourceId: keyword, policy });
  await store!.pick(id);
  await store!.reaches(id, 'GENERATING_IMAGE');
  // Short in Markdown, heavy in the store's format: every word is a node of its own there.
  await galley.database.pool.query('update versions set body_markdown = $2 where order_id = $1', [
    id,
    `${'**a** *b* '.repeat(5)}\n\n`.repeat(800),
  ]);
  const failed = await store!.reaches(id, 'FAILED');
  expect(failed.errorType).toBe('Publish.Rejected');
  expect(
    galley.simulators.control.drafts().some((draft) => draft.fields['title'] === failed.post!.title),
  ).toBe(false);
});

test('case 19: the store drops a category it does not know, and the order reports it', async () => {
  const [, store] = galley.stores;
  await galley.database.pool.query(
    `update stores set category_ids = '["no-such-category"]' where instance_id = $1`,
    [SAMPLE_STORES[1]!.instanceId],
  );
  const done = await store!.publish({ sourceId: 'filed daypack', policy });
  const told = (await store!.events(done.id)).filter((event) => event.type === 'publish.differs');
  expect(told).toMatchObject([{ data: { fields: ['categoryIds'] } }]);
  await galley.database.pool.query(`update stores set category_ids = '[]'`);
});

test('what is generated around the text reaches the store within its limits', async () => {
  const [store] = galley.stores;
  const done = await store!.publish({ sourceId: 'described lantern', policy });
  const { fields } = postOf(done.publication!.postId!);
  expect(fields).toMatchObject({ title: done.post!.title, seoSlug: done.post!.slug, language: 'en' });
  const seo = JSON.stringify(fields['seoData']);
  expect(seo).toContain('"type":"title"');
  expect(seo).toContain('"name":"description"');
  expect((fields['excerpt'] as string).length).toBeGreaterThan(0);
  expect((fields['excerpt'] as string).length).toBeLessThanOrEqual(200);
  expect((fields['media'] as { altText: string }).altText.length).toBeGreaterThan(0);
  const told = (await store!.events(done.id)).map((event) => event.type);
  expect(told).not.toContain('publish.differs');
});

test('case 20: an expired token is renewed once for all calls that wait', async () => {
  const [, , store] = galley.stores;
  const ids = await Promise.all(
    ['renewed blanket', 'renewed pillow', 'renewed towel', 'renewed curtain'].map((sourceId) =>
      store!.order({ sourceId, policy }),
    ),
  );
  await Promise.all(ids.map((id) => store!.reaches(id, 'AWAITING_SELECTION')));
  galley.simulators.control.revokeTokens(SAMPLE_STORES[2]!.instanceId);
  const before = galley.simulators.control.requests({ provider: 'wix', kind: 'token' }).length;
  await Promise.all(ids.map((id) => store!.pick(id)));
  await Promise.all(ids.map((id) => store!.reaches(id, 'DONE')));
  expect(galley.simulators.control.requests({ provider: 'wix', kind: 'token' }).length - before).toBe(1);
});

test('case 20: a store that returns 403 waits for reconnection while other stores continue', async () => {
  const [first, second] = galley.stores;
  const { instanceId } = SAMPLE_STORES[0]!;
  galley.simulators.control.disconnect(instanceId, true);
  const id = await first!.order({ sourceId: 'disconnected grinder', policy });
  await first!.pick(id);
  const waiting = await until('the order waits', async () => {
    const order = await first!.read(id);
    return order.waiting?.reason === 'store_disconnected' && order;
  });
  expect(waiting).toMatchObject({ status: 'PUBLISHING', phase: 'queued' });
  const connection = (): Promise<string> =>
    galley.database.pool
      .query<{ connection: string }>('select connection from stores where instance_id = $1', [instanceId])
      .then((result) => result.rows[0]!.connection);
  expect(await connection()).toBe('needs_reconnect');
  await second!.publish({ sourceId: 'connected daypack', policy });

  galley.simulators.control.disconnect(instanceId, false);
  await first!.reaches(id, 'DONE');
  expect(await connection()).toBe('ok');
});

test('case 20: a throttled store only delays itself', async () => {
  const [first, second] = galley.stores;
  const keyword = 'throttled espresso cup';
  fault(
    'draft.create',
    { type: 'respond', status: 429, body: { message: 'Too many requests' } },
    { contains: keyword, times: 3 },
  );
  const id = await first!.order({ sourceId: keyword, policy });
  await first!.pick(id);
  await second!.publish({ sourceId: 'unhurried trowel', policy });
  const done = await first!.reaches(id, 'DONE');
  expect(
    galley.simulators.control.drafts().filter((draft) => draft.fields['title'] === done.post!.title),
  ).toHaveLength(1);
});

test('case 21: a publication whose response was lost is repeated and updates the same post', async () => {
  const [store] = galley.stores;
  fault('publish', { type: 'dropAfter' });
  const done = await store!.publish({ sourceId: 'repeated kettle', policy });
  expect(postOf(done.publication!.postId!).publishCount).toBe(2);
  const same = galley.simulators.control.posts().filter((post) => post.fields['title'] === done.post!.title);
  expect(same).toHaveLength(1);
});

test.each([0, 2])(
  'a product and a category of store %s are subjects, whichever catalogue it has',
  async (at) => {
    const store = galley.stores[at]!;
    const { instanceId, productIds } = SAMPLE_STORES[at]!;
    const [collection] = collectionsOf(instanceId);
    const product = productsOf(instanceId).find(({ id }) => id === productIds[1])!;
    const ids = await Promise.all([
      store.order({ sourceType: 'category', sourceId: collection!.id, policy }),
      store.order({ sourceType: 'product', sourceId: product.id, policy }),
    ]);
    await Promise.all(ids.map((id) => store.reaches(id, 'AWAITING_SELECTION')));
    const asked = galley.simulators.control
      .requests({ provider: 'openai', kind: 'ideas' })
      .map((request) => JSON.stringify(request.body));
    const about = (subject: string) => asked.find((body) => body.includes(`Subject: ${subject}`));
    expect(about(collection!.name)).toContain(collection!.products[0]!.name);
    expect(about(product.name)).toContain(product.facts[0]);
    expect(about(product.name)).toContain(`Price: ${product.price.toFixed(2)}`);
  },
);

test('a store that is moved to the other catalogue, or is still being set up, only delays its orders', async () => {
  const store = galley.stores[1]!;
  const { instanceId, productIds } = SAMPLE_STORES[1]!;
  const order = () => store.order({ sourceType: 'product', sourceId: productIds[0]!, policy });
  await store.reaches(await order(), 'AWAITING_SELECTION');
  galley.simulators.control.setCatalog(instanceId, 'provisioning');
  const id = await order();
  const waiting = await until('the order waits', async () => {
    const read = await store.read(id);
    return read.waiting?.reason === 'catalog_v3_site_provisioning' && read;
  });
  expect(waiting).toMatchObject({ error: null, waiting: { type: 'Provider.Busy' } });
  galley.simulators.control.setCatalog(instanceId, 'v3');
  await store.reaches(id, 'AWAITING_SELECTION');
});

test('a store without a shop fails orders for products with a reason, and no others', async () => {
  const store = galley.stores[0]!;
  const { instanceId, productIds } = SAMPLE_STORES[0]!;
  galley.simulators.control.setCatalog(instanceId, 'none');
  const product = await store.order({ sourceType: 'product', sourceId: productIds[0]!, policy });
  const category = await store.order({ sourceType: 'category', sourceId: productIds[0]!, policy });
  const keyword = await store.order({ sourceId: 'shopless mug', policy });
  for (const id of [product, category])
    expect(await store.reaches(id, 'FAILED')).toMatchObject({
      errorType: 'Store.NoCatalog',
      error: expect.stringContaining('no shop app installed') as string,
    });
  await store.reaches(keyword, 'AWAITING_SELECTION');
  galley.simulators.control.setCatalog(instanceId, 'v1');
  await store.act(product, 'retry');
  await store.reaches(product, 'AWAITING_SELECTION');
});

test('a read of a product that is refused says so of the order, not of a post', async () => {
  const store = galley.stores[2]!;
  fault('product', { type: 'respond', status: 400, body: { message: 'not a GUID' } });
  const id = await store.order({ sourceType: 'product', sourceId: 'not-a-guid', policy });
  expect(await store.reaches(id, 'FAILED')).toMatchObject({ errorType: 'Order.Invalid' });
});

test('a product that never comes with a name fails its order after a few reads', async () => {
  const store = galley.stores[2]!;
  const [sourceId] = SAMPLE_STORES[2]!.productIds;
  const [rule] = WIX_FAULT_SCRIPTS['wix-odd-product']!.rules;
  galley.simulators.control.addFault(rule!);
  const id = await store.order({ sourceType: 'product', sourceId: sourceId!, policy });
  expect(await store.reaches(id, 'FAILED')).toMatchObject({ errorType: 'Order.Invalid' });
});

test('a batch is accepted completely or not at all', async () => {
  const [, store] = galley.stores;
  const items = ['batched pen', 'batched mug', 'batched tent'].map((sourceId) => ({
    sourceType: 'keyword',
    sourceId,
    policy,
  }));
  const count = (): Promise<number> =>
    galley.database.pool
      .query<{ n: number }>('select count(*)::int as n from orders')
      .then((result) => result.rows[0]!.n);
  const before = await count();
  const bad = await store!.call('POST', '/api/blog-generation/batch', {
    body: { items: [...items, { sourceType: 'keyword', sourceId: '' }] },
  });
  expect(bad.status).toBe(400);
  expect(await count()).toBe(before);
  const headers = { 'idempotency-key': 'batch-1' };
  const [good, again] = await Promise.all([
    store!.call('POST', '/api/blog-generation/batch', { body: { items }, headers }),
    store!.call('POST', '/api/blog-generation/batch', { body: { items }, headers }),
  ]);
  expect(good).toMatchObject({ status: 202, json: { total: 3 } });
  expect(again.json).toEqual(good.json);
  expect(await count()).toBe(before + 3);
  const created = good.json['items'] as Array<{ id: string; sourceId: string }>;
  expect(created.map((order) => order.sourceId)).toEqual(items.map((item) => item.sourceId));
  await Promise.all(created.map((order) => store!.reaches(order.id, 'AWAITING_SELECTION')));
});
