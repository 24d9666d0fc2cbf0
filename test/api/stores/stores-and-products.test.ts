import { randomUUID } from 'node:crypto';
import { MOST_REVOKED_KEYS } from '../../../src/domain/tenants/bounds';
import type { FaultAction } from '../../../src/simulators/core/fault-types';
import { SAMPLE_STORES, sampleProducts } from '../../../src/simulators/products';
import { membersOf, productsOf } from '../../../src/simulators/wix/catalog';
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
      provedBy: 'signature',
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
    const instanceId = randomUUID();
    galley.simulators.control.disconnect(instanceId, true);
    const answer = await shops.register({ instanceId });
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

describe('a site is proved to be the tenant’s', () => {
  /** What the answer says about a code. */
  const codeIn = (answer: { json: Record<string, unknown> }) =>
    answer.json['proof'] as { code: string; expiresAt: string; attemptsLeft: number } | undefined;
  const plain = { signedInstance: undefined };

  /** Does what the owner of a site does by hand. */
  async function draftWith(instanceId: string, title: string): Promise<void> {
    const url = galley.simulators.wixUrl;
    const post = (path: string, body: unknown, token = '') =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      }).then(async (response) => (await response.json()) as Record<string, unknown>);
    const { access_token: token } = await post('/oauth2/token', {
      grant_type: 'client_credentials',
      client_id: 'a',
      client_secret: 'b',
      instance_id: instanceId,
    });
    const draftPost = { title, memberId: membersOf(instanceId)[0]!.id };
    expect(await post('/blog/v3/draft-posts', { draftPost }, String(token))).toHaveProperty('draftPost');
  }

  test('the same instance in other letters is the same store, and other shapes are refused', async () => {
    const { id, instanceId } = await shops.registered();
    const other = await shops.keyFor(await shops.tenant('store'));
    for (const [client, given] of [
      [shops.manager, instanceId.toUpperCase()],
      [other, instanceId.toUpperCase()],
      [other, ` ${instanceId.slice(0, 8).toUpperCase()}${instanceId.slice(8)} `],
    ] as const) {
      const answer = await shops.register(
        { instanceId: given, signedInstance: shops.signed(instanceId) },
        client,
      );
      expect([given, answer.status]).toEqual([given, 409]);
    }
    for (const shape of [`{${instanceId}}`, instanceId.replaceAll('-', ''), `${instanceId}0`, 'site']) {
      const answer = await shops.register({ instanceId: shape, ...plain });
      expect([shape, answer.status]).toEqual([shape, 400]);
      expect(
        (await shops.manager.call('POST', `${BASE}/${id}/reconnect`, { body: { instanceId: shape } })).status,
      ).toBe(400);
    }
    const written = (await shops.register({ instanceId: randomUUID().toUpperCase() })).json['instanceId'];
    expect(written).toMatch(/^[0-9a-f-]{36}$/);
    const place = (site: string) =>
      shops.manager.call('POST', '/api/blog-generation', {
        body: { sourceType: 'keyword', sourceId: 'tea', instanceId: site },
      });
    expect((await place(instanceId.toUpperCase())).json).toMatchObject({ instanceId });
    expect((await place('site')).status).toBe(400);
    expect((await shops.read(id.toUpperCase()))['id']).toBe(id);
    await expect(
      galley.database.pool.query('update stores set instance_id = upper(instance_id) where id = $1', [id]),
    ).rejects.toThrow('stores_canonical_site');
  });

  test('without a proof nothing is asked or registered, and the answer has a code', async () => {
    const instanceId = randomUUID();
    const answer = await shops.register({ instanceId, ...plain });
    expect([answer.status, answer.json['error']]).toEqual([403, 'site_not_proved']);
    expect(codeIn(answer)).toEqual({
      code: expect.stringMatching(/^galley-[0-9a-f]{32}$/) as string,
      expiresAt: expect.any(String) as string,
      attemptsLeft: 10,
    });
    expect(shops.requestsOf(instanceId)).toEqual([]);
    const { rows } = await galley.database.pool.query('select code_hash::text as hash from site_codes');
    expect(JSON.stringify(rows)).not.toContain(codeIn(answer)!.code);
  });

  test('a code in a draft registers the site once, for the tenant that it was made for, in any letters', async () => {
    const instanceId = randomUUID();
    const { code } = codeIn(await shops.register({ instanceId, ...plain }))!;
    const confirm = (client = shops.manager) =>
      shops.register({ instanceId: instanceId.toUpperCase(), ...plain, proofCode: code }, client);
    const early = await confirm();
    expect([early.status, codeIn(early)]).toEqual([403, expect.objectContaining({ code, attemptsLeft: 9 })]);
    await draftWith(instanceId, code);
    const thief = await shops.keyFor(await shops.tenant('store'));
    const before = shops.requestsOf(instanceId).length;
    expect((await confirm(thief)).status).toBe(403);
    expect(shops.requestsOf(instanceId)).toHaveLength(before);
    const done = await confirm();
    expect(done.status).toBe(201);
    expect(done.json).toMatchObject({ instanceId, provedBy: 'code', connection: 'ok', problem: null });
    expect(
      shops.requestsOf(instanceId).every(({ method, kind }) => method !== 'DELETE' && kind !== 'publish'),
    ).toBe(true);
    const other = codeIn(await shops.register({ instanceId: randomUUID(), ...plain }))!;
    expect((await shops.register({ instanceId: randomUUID(), ...plain, proofCode: other.code })).status).toBe(
      403,
    );
  });

  test('a stranger learns nothing of a site, neither whether it is a store nor whether it answers', async () => {
    const stranger = await shops.keyFor(await shops.tenant('store'));
    const [store, unknown, lost, silent] = [
      (await shops.registered()).instanceId,
      randomUUID(),
      randomUUID(),
      randomUUID(),
    ];
    galley.simulators.control.disconnect(lost, true);
    const answers: unknown[] = [];
    for (const instanceId of [store, unknown, lost, silent]) {
      const first = await shops.register({ instanceId, ...plain }, stranger);
      const { code } = codeIn(first)!;
      if (instanceId === silent) shops.fault('token', respond(503), 1);
      const second = await shops.register({ instanceId, ...plain, proofCode: code }, stranger);
      const { requestId: _, proof, ...rest } = second.json;
      answers.push([first.status, second.status, (proof as { attemptsLeft: number }).attemptsLeft, rest]);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('attempts are bounded, and a new code replaces the last', async () => {
    const instanceId = randomUUID();
    const { code } = codeIn(await shops.register({ instanceId, ...plain }))!;
    for (let n = 0; n < 12; n += 1) await shops.register({ instanceId, ...plain, proofCode: code });
    expect(shops.requestsOf(instanceId).filter(({ kind }) => kind === 'draft.query')).toHaveLength(10);
    await draftWith(instanceId, code);
    expect((await shops.register({ instanceId, ...plain, proofCode: code })).status).toBe(403);
    const next = codeIn(await shops.register({ instanceId, ...plain }))!.code;
    await galley.database.pool.query(`update site_codes set expires_at = now() where instance_id = $1`, [
      instanceId,
    ]);
    await draftWith(instanceId, next);
    expect((await shops.register({ instanceId, ...plain, proofCode: next })).status).toBe(403);
  });

  test('what Wix signed registers the site it names, for one tenant only', async () => {
    const instanceId = randomUUID();
    const page = await fetch(
      `${galley.simulators.wixUrl}/install?instanceId=${instanceId}&redirectUrl=${encodeURIComponent('http://panel.example/stores?x=1')}`,
      { redirect: 'manual' },
    );
    const signedInstance = new URL(page.headers.get('location')!).searchParams.get('instance')!;
    const done = await shops.register({ instanceId: undefined, signedInstance });
    expect(done.json).toMatchObject({ instanceId, provedBy: 'signature', connection: 'ok' });
    // The store moves to another site, and somebody else has seen what was signed.
    const site = randomUUID();
    const body = { signedInstance: shops.signed(site) };
    await shops.manager.call('POST', `${BASE}/${String(done.json['id'])}/reconnect`, { body });
    const thief = await shops.keyFor(await shops.tenant('store'));
    expect((await shops.register({ instanceId, signedInstance }, thief)).status).toBe(403);
    expect((await shops.register({ instanceId, signedInstance })).status).toBe(201);
    expect((await shops.register({ signedInstance: shops.signed(randomUUID()) })).status).toBe(403);
  });

  test('only operators and administrators vouch, which is recorded', async () => {
    const instanceId = randomUUID();
    const vouched = { instanceId, ...plain, vouched: true };
    expect((await shops.register(vouched)).status).toBe(403);
    const done = await shops.register({ ...vouched, tenantId: shops.managerId }, galley.operator);
    expect(done.json).toMatchObject({ provedBy: 'vouched', tenantId: shops.managerId });
    const { rows } = await galley.database.pool.query(
      `select k.role from stores s join api_keys k on k.id = s.proved_key_id where s.id = $1`,
      [done.json['id']],
    );
    expect(rows).toEqual([{ role: 'admin' }]);
    const both = await shops.register({ ...vouched, proofCode: `galley-${'0'.repeat(32)}` }, galley.operator);
    expect(both.status).toBe(400);
  });

  test('a key that showed it can be deleted as any other: what it showed stays', async () => {
    const manager = await shops.keyFor(await shops.tenant('manager'));
    const done = await shops.register({}, manager);
    const [storeId, tenantId] = [String(done.json['id']), String(done.json['tenantId'])];
    const { pool } = galley.database;
    const proved = async () =>
      (
        await pool.query<{ by: string; key: string | null }>(
          'select proved_by as by, proved_key_id as key from stores where id = $1',
          [storeId],
        )
      ).rows[0]!;
    const before = await proved();
    expect(before.key).not.toBeNull();
    // It was revoked before as many others as are kept.
    await pool.query(`update api_keys set revoked_at = clock_timestamp() - interval '1 year' where id = $1`, [
      before.key,
    ]);
    await pool.query(
      `insert into api_keys (id, tenant_id, role, label, key_hash, revoked_at)
       select gen_random_uuid(), $1, 'manager', 'old', sha256(gen_random_uuid()::text::bytea), clock_timestamp()
         from generate_series(1, $2::int)`,
      [tenantId, MOST_REVOKED_KEYS],
    );
    const added = await galley.operator.call('POST', `/api/tenants/${tenantId}/keys`, {
      body: { label: 'new' },
    });
    expect(added.status).toBe(201);
    expect((await pool.query('select 1 from api_keys where id = $1', [before.key])).rowCount).toBe(0);
    expect(await proved()).toEqual({ by: before.by, key: null });
  });

  test('so are another site of a store, and the common app in place of its own', async () => {
    const credentials = { appId: 'own-app', appSecret: 'own-secret' };
    const { id } = await shops.registered({ credentials });
    const reconnect = (body: unknown) => shops.manager.call('POST', `${BASE}/${id}/reconnect`, { body });
    const site = randomUUID();
    for (const body of [{ instanceId: site }, { credentials: null }]) {
      const answer = await reconnect(body);
      expect([answer.status, codeIn(answer)?.attemptsLeft]).toEqual([403, 10]);
    }
    const { code } = codeIn(await reconnect({ instanceId: site }))!;
    await draftWith(site, code);
    const done = await reconnect({ instanceId: site, proofCode: code });
    expect(done.json).toMatchObject({ instanceId: site, provedBy: 'code', connection: 'ok' });
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
    const body = { instanceId: site, signedInstance: shops.signed(site) };
    await shops.manager.call('POST', `${BASE}/${shop.id}/reconnect`, { body });
    await list();
    expect(shops.requestsOf(site).filter((one) => one.kind === 'product')).toHaveLength(1);
  });
});
