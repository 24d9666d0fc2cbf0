import { randomUUID } from 'node:crypto';
import { loadConfig } from '../../../src/config/config';
import { openCredentials } from '../../../src/db/stores/connection';
import { sealerOf } from '../../../src/db/tenants/seal';
import { categoriesOf, collectionsOf, membersOf, tagsOf } from '../../../src/simulators/wix/catalog';
import { until } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { createShops, respond } from '../../support/shops';
import type { Shops } from '../../support/shops';

const BASE = '/api/stores';
const SECRET = 'the-shops-own-secret';

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

describe('credentials of a store’s own', () => {
  const credentials = { appId: 'own-app', appSecret: SECRET };

  test('are used, sealed in the database, and never shown', async () => {
    const answer = await shops.register({ credentials });
    expect(answer.json).toMatchObject({ hasOwnCredentials: true, connection: 'ok' });
    const { id, instanceId } = answer.json as { id: string; instanceId: string };
    expect(shops.requestsOf(instanceId).map((one) => [one.kind, one.appId])).toEqual([
      ['token', 'own-app'],
      ['members', 'own-app'],
    ]);
    const shown = [answer.json, await shops.read(id), (await shops.manager.call('GET', BASE)).json];
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    const { rows } = await galley.database.pool.query<{ sealed: Buffer; row: string }>(
      'select sealed_credentials as sealed, s::text as row from stores s where id = $1',
      [id],
    );
    const { sealed, row } = rows[0]!;
    for (const word of [
      SECRET,
      'own-app',
      Buffer.from(SECRET).toString('hex'),
      Buffer.from(SECRET).toString('base64'),
    ])
      expect(`${sealed.toString('latin1')} ${row}`).not.toContain(word);
  });

  test('that are sealed with the key of before open, and without it the store waits to be connected again', async () => {
    const { id, instanceId } = await shops.registered({ credentials });
    const { stores, pool } = galley.db;
    const shop = (await stores.storeById({ storeId: id }))!;
    const newKey = Buffer.alloc(32, 7).toString('base64');
    const after = (env: Record<string, string>) => sealerOf(loadConfig({ ...galley.environment, ...env }));
    const rotated = after({ SECRETS_KEY: newKey, SECRETS_KEY_OLD: galley.environment['SECRETS_KEY']! });
    expect(openCredentials(rotated, shop)).toEqual(credentials);
    expect(() => openCredentials(after({ SECRETS_KEY: newKey }), shop)).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ type: 'Provider.Closed', reason: 'store_disconnected' }) as object,
      }),
    );
    // Copied into another store's row they do not open.
    const thief = await shops.registered();
    await pool.query(
      'update stores set sealed_credentials = (select sealed_credentials from stores where id = $2) where id = $1',
      [thief.id, id],
    );
    const before = shops.requestsOf(thief.instanceId).length;
    const checked = await shops.manager.call('POST', `${BASE}/${thief.id}/check`);
    expect(checked.json).toMatchObject({
      connection: 'needs_reconnect',
      problem: expect.any(String) as string,
    });
    expect(shops.requestsOf(thief.instanceId)).toHaveLength(before);
    expect(shops.requestsOf(instanceId).length).toBeGreaterThan(0);
  });

  test.each([
    ['half of them', { appId: 'a' }],
    ['an empty secret', { appId: 'a', appSecret: '' }],
    ['a secret of two lines', { appId: 'a', appSecret: 'a\nb' }],
  ])('are refused with %s', async (_name, given) => {
    expect((await shops.register({ credentials: given })).status).toBe(400);
  });
});

describe('asking whether a store answers', () => {
  const check = (id: string) => shops.manager.call('POST', `${BASE}/${id}/check`);

  test('really asks, with a new token, and notes the answer', async () => {
    const { id, instanceId } = await shops.registered();
    const first = await shops.read(id);
    const answer = await check(id);
    expect(answer.json).toMatchObject({ connection: 'ok', problem: null });
    expect(Date.parse(String(answer.json['checkedAt']))).toBeGreaterThan(
      Date.parse(String(first['checkedAt'])),
    );
    expect(shops.requestsOf(instanceId).map((one) => one.kind)).toEqual([
      'token',
      'members',
      'token',
      'members',
    ]);
  });

  test('finds a store disconnected, silent, and back again', async () => {
    const { id, instanceId } = await shops.registered();
    galley.simulators.control.disconnect(instanceId, true);
    const lost = await check(id);
    expect(lost.json).toMatchObject({
      connection: 'needs_reconnect',
      disconnectedAt: expect.any(String) as string,
      problem: expect.stringMatching(/Reconnect the store\.$/) as string,
    });
    galley.simulators.control.disconnect(instanceId, false);
    shops.fault('token', respond(503), 1);
    const silent = await check(id);
    expect(silent.json).toEqual({
      ...lost.json,
      problem: expect.stringContaining('did not respond') as string,
    });
    expect((await check(id)).json).toMatchObject({ connection: 'ok', disconnectedAt: null, problem: null });
  });
});

describe('connecting a store again', () => {
  const reconnect = (id: string, body?: unknown, client = shops.manager) =>
    client.call('POST', `${BASE}/${id}/reconnect`, body === undefined ? {} : { body });

  /** An order of the store that waits because the store was lost, as the workers leave it. */
  async function waitingOrder(instanceId: string): Promise<string> {
    const id = await shops.manager.order({ instanceId });
    await galley.database.pool.query(
      `update orders set phase = 'queued', waiting_type = 'Provider.Closed', waiting_reason = 'store_disconnected'
        where id = $1`,
      [id],
    );
    return id;
  }

  async function wakes(orderId: string): Promise<number> {
    const found = await galley.database.pool.query(
      `select 1 from outbox where kind = 'wake' and order_id = $1`,
      [orderId],
    );
    return found.rowCount ?? 0;
  }

  test('changes nothing while it does not answer, and wakes its orders when it does', async () => {
    const { id, instanceId } = await shops.registered();
    const order = await waitingOrder(instanceId);
    galley.simulators.control.disconnect(instanceId, true);
    await shops.manager.call('POST', `${BASE}/${id}/check`);
    const before = await shops.read(id);
    const refused = await reconnect(id);
    expect([refused.status, refused.json['error']]).toEqual([409, 'conflict']);
    expect(refused.json['message']).toContain('not installed');
    expect(await shops.read(id)).toEqual(before);
    expect(await wakes(order)).toBe(0);

    galley.simulators.control.disconnect(instanceId, false);
    const answer = await reconnect(id);
    expect([answer.status, answer.json]).toEqual([
      200,
      { ...before, connection: 'ok', disconnectedAt: null, checkedAt: expect.any(String) as string },
    ]);
    expect(await wakes(order)).toBe(1);
  });

  test('a check that finds it back wakes its orders, too, once', async () => {
    const { id, instanceId } = await shops.registered();
    const order = await waitingOrder(instanceId);
    await galley.database.pool.query(`update stores set connection = 'needs_reconnect' where id = $1`, [id]);
    await shops.manager.call('POST', `${BASE}/${id}/check`);
    await shops.manager.call('POST', `${BASE}/${id}/check`);
    expect(await wakes(order)).toBe(1);
  });

  test('takes another site and other credentials, together or alone, and goes back to the common app', async () => {
    const { id } = await shops.registered();
    const site = randomUUID();
    const credentials = { appId: 'second-app', appSecret: SECRET };
    const both = await reconnect(id, { signedInstance: shops.signed(site, SECRET), credentials });
    expect(both.json).toMatchObject({ instanceId: site, hasOwnCredentials: true, connection: 'ok' });
    const lastApp = () => shops.requestsOf(site).at(-1)?.appId;
    expect(lastApp()).toBe('second-app');
    const other = await reconnect(id, { credentials: { appId: 'third-app', appSecret: SECRET } });
    expect(other.json).toMatchObject({ instanceId: site, hasOwnCredentials: true });
    expect(lastApp()).toBe('third-app');
    const common = await reconnect(id, { credentials: null, signedInstance: shops.signed(site) });
    expect(common.json).toMatchObject({ instanceId: site, hasOwnCredentials: false });
    expect(lastApp()).toBe('simulator');
  });

  test('to another site forgets the author, categories and tags of the old one; to the same site keeps them', async () => {
    const { id, instanceId } = await shops.registered();
    const chosen = {
      authorId: membersOf(instanceId)[0]!.id,
      categoryIds: [categoriesOf(instanceId)[0]!.id],
      tagIds: [tagsOf(instanceId)[0]!.id],
    };
    await shops.manager.call('PATCH', `${BASE}/${id}`, { body: chosen });
    await shops.manager.call('GET', `${BASE}/${id}/posts`);
    expect((await reconnect(id)).json).toMatchObject(chosen);
    const credentials = { appId: 'own-app', appSecret: SECRET };
    expect((await reconnect(id, { credentials })).json).toMatchObject(chosen);
    const site = randomUUID();
    expect((await reconnect(id, { signedInstance: shops.signed(site, SECRET) })).json).toMatchObject({
      instanceId: site,
      authorId: null,
      categoryIds: [],
      tagIds: [],
    });
    const cached = await galley.database.pool.query('select 1 from store_answers where store_id = $1', [id]);
    expect(cached.rowCount).toBe(0);
    // An author of the old site that was asked for before is not saved after.
    await galley.db.stores.saveStoreAuthor({ storeId: id, instanceId, authorId: chosen.authorId });
    expect((await shops.read(id))['authorId']).toBeNull();
  });

  test('keeps the old ones where the new ones are refused', async () => {
    const { id, instanceId } = await shops.registered({
      credentials: { appId: 'good-app', appSecret: SECRET },
    });
    const before = await shops.read(id);
    const sealed = async () => (await galley.db.stores.storeById({ storeId: id }))!.sealedCredentials;
    const was = await sealed();
    for (const body of [
      { credentials: { appId: 'good-app', appSecret: 'bad' } },
      { credentials: { appId: 'x', appSecret: 'bad' }, signedInstance: shops.signed(randomUUID(), 'bad') },
    ]) {
      const answer = await reconnect(id, body);
      expect(answer.status).toBe(409);
      expect(JSON.stringify(answer.json)).not.toContain('"bad"');
    }
    expect(await shops.read(id)).toEqual(before);
    expect((await sealed())!.equals(was!)).toBe(true);
    await shops.manager.call('POST', `${BASE}/${id}/check`);
    expect(shops.requestsOf(instanceId).at(-1)?.appId).toBe('good-app');
  });

  test('never takes the site of another store', async () => {
    const [one, other] = [await shops.registered(), await shops.registered()];
    const answer = await reconnect(one.id, { signedInstance: shops.signed(other.instanceId) });
    expect(answer.status).toBe(409);
    expect((await shops.read(one.id))['instanceId']).toBe(one.instanceId);
  });

  test('two at the same time leave one whole pair, never half of each', async () => {
    const { id } = await shops.registered();
    const [first, second] = [randomUUID(), randomUUID()];
    const answers = await Promise.all([
      reconnect(id, {
        signedInstance: shops.signed(first, SECRET),
        credentials: { appId: 'app-1', appSecret: SECRET },
      }),
      reconnect(id, {
        signedInstance: shops.signed(second, SECRET),
        credentials: { appId: 'app-2', appSecret: SECRET },
      }),
    ]);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    const shop = (await galley.db.stores.storeById({ storeId: id }))!;
    const opened = openCredentials(sealerOf(galley.config), shop);
    expect([shop.instanceId, opened?.appId]).toEqual(
      shop.instanceId === first ? [first, 'app-1'] : [second, 'app-2'],
    );
  });
});

describe('with the workers at work', () => {
  const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

  beforeAll(() => galley.startWorkers());

  afterAll(() => galley.stopWorkers());

  test('a store’s own app places its posts, and the posts are listed with their orders', async () => {
    const { id, instanceId } = await shops.registered({
      credentials: { appId: 'posting-app', appSecret: SECRET },
    });
    const collection = collectionsOf(instanceId)[0]!.id;
    const done = await shops.manager.publish({
      sourceType: 'category',
      sourceId: collection,
      instanceId,
      policy,
    });
    // An upload address carries its own permission; everything else is asked with a token.
    const asked = shops.requestsOf(instanceId).filter((one) => !one.path.startsWith('/wix/upload/'));
    expect(new Set(asked.map((one) => one.appId))).toEqual(new Set(['posting-app']));
    expect(shops.requestsOf(instanceId).map((one) => one.kind)).toEqual(
      expect.arrayContaining(['product', 'draft.create', 'publish', 'post.get']),
    );
    const answer = await shops.manager.call('GET', `${BASE}/${id}/posts`);
    expect(answer.json).toEqual({
      items: [
        {
          id: done.publication!.postId,
          title: done.post!.title,
          url: done.publication!.url,
          publishedAt: expect.any(String) as string,
          orderId: done.id,
        },
      ],
      fetchedAt: expect.any(String) as string,
    });
    const stranger = await shops.registered();
    expect((await shops.manager.call('GET', `${BASE}/${stranger.id}/posts`)).json['items']).toEqual([]);
  });

  test('an order under way uses the credentials that were changed meanwhile, and never the secret in a history', async () => {
    const { id, instanceId } = await shops.registered({
      credentials: { appId: 'early-app', appSecret: SECRET },
    });
    const order = await shops.manager.order({ instanceId, policy });
    await shops.manager.reaches(order, 'AWAITING_SELECTION');
    const credentials = { appId: 'late-app', appSecret: SECRET };
    const answer = await shops.manager.call('POST', `${BASE}/${id}/reconnect`, { body: { credentials } });
    expect(answer.status).toBe(200);
    await shops.manager.pick(order);
    await shops.manager.reaches(order, 'DONE');
    const app = (kind: string) =>
      shops
        .requestsOf(instanceId)
        .filter((one) => one.kind === kind)
        .map((one) => one.appId);
    expect(app('draft.create')).toEqual(['late-app']);
    expect(app('publish')).toEqual(['late-app']);
    const history = await galley.temporal.workflow.getHandle(`blog:${order}`).fetchHistory();
    expect(JSON.stringify(history)).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 20));
    const failures = await galley.database.pool.query('select detail from activity_failures');
    expect(JSON.stringify(failures.rows)).not.toContain(SECRET);
  });

  test('an order that waits for a lost store goes on when the store is connected to another site', async () => {
    const { id, instanceId } = await shops.registered();
    const order = await shops.manager.order({ instanceId, policy });
    await shops.manager.reaches(order, 'AWAITING_SELECTION');
    galley.simulators.control.disconnect(instanceId, true);
    await shops.manager.pick(order);
    await until(
      'the order waits for its store',
      async () => (await shops.manager.read(order)).waiting?.reason === 'store_disconnected',
    );
    expect((await shops.read(id))['connection']).toBe('needs_reconnect');
    const site = randomUUID();
    const answer = await shops.manager.call('POST', `${BASE}/${id}/reconnect`, {
      body: { signedInstance: shops.signed(site) },
    });
    expect(answer.status).toBe(200);
    // Without the wake it would sleep for a minute.
    const done = await shops.manager.reaches(order, 'DONE', 20_000);
    expect(galley.simulators.control.posts(site).map((post) => post.id)).toEqual([done.publication!.postId]);
  });

  /** Takes an order to where the request of one kind to its site is refused, and connects its store to another site. */
  async function moved(kind: string): Promise<{ order: string; site: string; instanceId: string }> {
    const { id, instanceId } = await shops.registered();
    await shops.manager.call('PATCH', `${BASE}/${id}`, {
      body: { authorId: membersOf(instanceId)[0]!.id, categoryIds: [categoriesOf(instanceId)[0]!.id] },
    });
    const order = await shops.manager.order({ instanceId, policy });
    shops.fault(kind, respond(403), 1_000);
    await shops.manager.pick(order);
    await until(
      'the order waits for its store',
      async () => (await shops.manager.read(order)).waiting?.reason === 'store_disconnected',
    );
    galley.simulators.control.clearFaults();
    const site = randomUUID();
    const body = { signedInstance: shops.signed(site) };
    const answer = await shops.manager.call('POST', `${BASE}/${id}/reconnect`, { body });
    expect(answer.status).toBe(200);
    return { order, site, instanceId };
  }

  test.each(['upload', 'draft.create', 'publish'])(
    'an order whose store moves to another site while %s waits is published there, whole and by that site’s author',
    async (kind) => {
      const { order, site, instanceId } = await moved(kind);
      const done = await shops.manager.reaches(order, 'DONE', 20_000);
      const posts = galley.simulators.control.posts(site);
      expect(posts.map((post) => post.id)).toEqual([done.publication!.postId]);
      const { fields } = posts[0]!;
      expect(fields).toMatchObject({ memberId: membersOf(site)[0]!.id, categoryIds: [] });
      expect(JSON.stringify(fields['media'])).toContain('wixMedia');
      expect(galley.simulators.control.posts(instanceId)).toEqual([]);
      const told = (await shops.manager.events(order)).map(({ type }) => type);
      expect(told).not.toContain('publish.differs');
    },
  );
});
