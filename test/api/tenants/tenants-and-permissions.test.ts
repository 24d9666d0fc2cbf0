import { randomUUID } from 'node:crypto';
import { hashApiKey, newApiKey } from '../../../src/api/http/auth';
import { ROLES, ROLES_OF_KIND, TENANT_KINDS } from '../../../src/contract/tenancy';
import type { Role } from '../../../src/contract/tenancy';
import { PERMISSIONS, reachOf } from '../../../src/domain/tenants/permissions';
import type { Permission } from '../../../src/domain/tenants/permissions';
import { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

interface Operation {
  method: string;
  path: string;
  /** Undefined where the route is open. */
  permission: Permission | undefined;
}

/** Everything of one tenant that an address can name. */
interface Belongings {
  tenant: string;
  store: string;
  order: string;
  orderBatch: string;
  webhook: string;
  batch: string;
  item: string;
}

const BASE = '/api/tenants';
let galley: Galley;
let admin: ApiClient;
let store: ApiClient;

beforeAll(async () => {
  // Nobody works, so that what is named stays as it is.
  galley = await startGalley({ lanes: [] });
  admin = galley.operator;
  store = galley.stores[1]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

async function create(body: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const answer = await admin.call('POST', BASE, { body: { kind: 'manager', name: 'Two Shops', ...body } });
  expect(answer.status).toBe(201);
  return answer.json;
}

/** The tenant of a sample store's key. */
async function ownTenant(client: ApiClient): Promise<string> {
  const page = (await client.call('GET', BASE)).json as { items: Array<{ id: string }> };
  return page.items[0]!.id;
}

describe('creating a tenant', () => {
  test('answers it with the defaults, at the address that it names', async () => {
    const answer = await admin.call('POST', BASE, { body: { kind: 'customer', name: ' Ada ' } });
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      itemsAtOnce: null,
      itemsPerMinute: null,
      id: expect.any(String) as string,
      kind: 'customer',
      name: 'Ada',
      plan: 'standard',
      fairnessWeight: 1,
      dailyCap: null,
      monthlyCap: null,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
    const location = answer.headers.get('location')!;
    expect(location).toBe(`${BASE}/${String(answer.json['id'])}`);
    expect((await admin.call('GET', location)).json).toEqual(answer.json);
  });

  test('takes all that can be set', async () => {
    const caps = {
      dailyCap: { amount: 250, currency: 'USD' },
      monthlyCap: { amount: 10_000_000_000, currency: 'USD' },
    };
    expect(await create({ plan: 'premium', fairnessWeight: 0.5, ...caps })).toMatchObject({
      plan: 'premium',
      fairnessWeight: 0.5,
      ...caps,
    });
    expect(await create({ plan: 'premium' })).toMatchObject({ fairnessWeight: 2 });
  });

  test.each([
    ['no kind', { kind: undefined }, 'body.kind'],
    ['an unknown kind', { kind: 'shop' }, 'body.kind'],
    ['no name', { name: '  ' }, 'body.name'],
    ['a name of two lines', { name: 'a\nb' }, 'body.name'],
    ['an unknown plan', { plan: 'gold' }, 'body.plan'],
    ['a weight of nothing', { fairnessWeight: 0 }, 'body.fairnessWeight'],
    ['a weight above all', { fairnessWeight: 1001 }, 'body.fairnessWeight'],
    ['a negative cap', { dailyCap: { amount: -1, currency: 'USD' } }, 'body.dailyCap.amount'],
    ['half a cent', { dailyCap: { amount: 0.5, currency: 'USD' } }, 'body.dailyCap.amount'],
    ['another currency', { monthlyCap: { amount: 1, currency: 'EUR' } }, 'body.monthlyCap.currency'],
    ['a cap without currency', { monthlyCap: { amount: 1 } }, 'body.monthlyCap.currency'],
    ['a bare number as cap', { dailyCap: 100 }, 'body.dailyCap'],
    ['something unknown', { weight: 3 }, 'body'],
  ])('refuses %s', async (_name, part, field) => {
    const answer = await admin.call('POST', BASE, { body: { kind: 'store', name: 'x', ...part } });
    expect([answer.status, answer.json['error']]).toEqual([400, 'bad_request']);
    expect(answer.json['problems']).toEqual([expect.objectContaining({ field })]);
  });
});

describe('changing a tenant', () => {
  test('leaves what is not named, and null takes the plan’s weight and the caps back', async () => {
    const cap = { amount: 500, currency: 'USD' };
    const made = await create({ plan: 'premium', fairnessWeight: 7, dailyCap: cap, monthlyCap: cap });
    const path = `${BASE}/${String(made['id'])}`;
    const change = async (body: unknown) => (await admin.call('PATCH', path, { body })).json;
    expect(await change({})).toEqual(made);
    expect(await change({ name: 'New' })).toEqual({ ...made, name: 'New' });
    expect(await change({ fairnessWeight: null, dailyCap: null })).toMatchObject({
      fairnessWeight: 2,
      dailyCap: null,
      monthlyCap: cap,
    });
    expect(await change({ plan: 'standard', monthlyCap: { amount: 0, currency: 'USD' } })).toMatchObject({
      fairnessWeight: 1,
      monthlyCap: { amount: 0, currency: 'USD' },
    });
    expect((await admin.call('GET', path)).json).toMatchObject({ name: 'New', plan: 'standard' });
  });

  test('never changes its kind', async () => {
    const { id } = await create();
    const answer = await admin.call('PATCH', `${BASE}/${String(id)}`, { body: { kind: 'store' } });
    expect(answer.status).toBe(400);
  });

  test('wakes the orders that wait for the cap, and only when a cap is touched', async () => {
    const { pool } = galley.database;
    const waiting = await store.order({ sourceId: 'capped kettle' });
    const busy = await store.order({ sourceId: 'busy kettle' });
    await pool.query(
      `update orders set phase = 'queued', waiting_reason = 'x',
              waiting_type = case when id = $1 then 'Spending.Capped' else 'Provider.Busy' end
        where id = any($2)`,
      [waiting, [waiting, busy]],
    );
    const woken = async () =>
      (
        await pool.query<{ id: string }>(
          `select order_id as id from outbox where kind = 'wake' and order_id = any($1)`,
          [[waiting, busy]],
        )
      ).rows.map((row) => row.id);
    const path = `${BASE}/${await ownTenant(store)}`;
    await admin.call('PATCH', path, { body: { name: 'Same Shop' } });
    expect(await woken()).toEqual([]);
    await admin.call('PATCH', path, { body: { dailyCap: { amount: 100, currency: 'USD' } } });
    expect(await woken()).toEqual([waiting]);
  });
});

test('the list is paged, newest first, and holds every tenant once', async () => {
  const made: unknown[] = [];
  for (let n = 0; n < 5; n += 1) made.unshift((await create({ kind: 'operator', name: `Team ${n}` }))['id']);
  const seen: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor ? `&cursor=${cursor}` : '';
    const page = (await admin.call('GET', `${BASE}?kind=operator&limit=2${query}`)).json as {
      items: Array<{ id: string }>;
      nextCursor: string | null;
    };
    expect(page.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  }
  expect(seen.slice(0, 5)).toEqual(made);
  expect(new Set(seen).size).toBe(seen.length);
  expect((await admin.call('GET', `${BASE}?cursor=nonsense`)).status).toBe(400);
});

describe('who may what', () => {
  test('a store sees its own tenant, and others are as if they were not', async () => {
    const { id: foreign } = await create();
    const page = (await store.call('GET', BASE)).json as { items: Array<{ id: string }> };
    expect(page.items).toHaveLength(1);
    const own = page.items[0]!.id;
    expect((await store.call('GET', `${BASE}/${own}`)).status).toBe(200);
    const [theirs, nobodys] = await Promise.all([
      store.call('GET', `${BASE}/${String(foreign)}`),
      store.call('GET', `${BASE}/${randomUUID()}`),
    ]);
    expect([theirs.status, nobodys.status]).toEqual([404, 404]);
    expect(theirs.json['message']).toBe(nobodys.json['message']);
    expect((await store.call('GET', `${BASE}/x`)).status).toBe(400);
  });

  test('only an administrator creates or changes one', async () => {
    const own = await ownTenant(store);
    const body = { kind: 'store', name: 'x' };
    expect((await store.call('POST', BASE, { body })).status).toBe(403);
    expect((await store.call('PATCH', `${BASE}/${own}`, { body: { plan: 'premium' } })).status).toBe(403);
    expect((await store.call('GET', `${BASE}/${own}`)).json['plan']).toBe('standard');
    const missing = await admin.call('PATCH', `${BASE}/${randomUUID()}`, { body: { plan: 'premium' } });
    expect(missing.status).toBe(404);
  });
});

describe('permissions of keys', () => {
  let operations: Operation[];
  const clients = new Map<Role, ApiClient>();

  beforeAll(async () => {
    for (const kind of TENANT_KINDS)
      for (const role of ROLES_OF_KIND[kind]) clients.set(role, await clientOf(role, kind));
    const { paths } = (await (await fetch(`${galley.apiUrl}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { 'x-permission'?: Permission; security?: [] }>>;
    };
    operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { 'x-permission': permission, security }]) => {
        expect([path, permission !== undefined || security?.length === 0]).toEqual([path, true]);
        return { method: method.toUpperCase(), path, permission };
      }),
    );
  });

  async function clientOf(role: Role, kind: (typeof TENANT_KINDS)[number]): Promise<ApiClient> {
    const { key } = newApiKey();
    const sells = kind === 'store' || kind === 'manager';
    await galley.db.tenants.createTenantWithKey({
      tenantId: randomUUID(),
      kind,
      name: role,
      plan: 'standard',
      key: { id: randomUUID(), hash: hashApiKey(key), label: role, role },
      ...(sells ? { store: { id: randomUUID(), instanceId: randomUUID(), language: 'en' } } : {}),
    });
    return new ApiClient(galley.apiUrl, key);
  }

  async function belongingsOf(client: ApiClient): Promise<Belongings> {
    const webhook = await client.call('POST', '/api/webhooks', {
      body: { url: 'https://receiver.example/hook' },
    });
    const placed = await client.call('POST', '/api/blog-generation/batch', {
      body: { items: [{ sourceType: 'keyword', sourceId: 'kettle' }] },
    });
    const [{ id: order }] = placed.json['items'] as [{ id: string }];
    const rows = await galley.database.pool.query<{ tenant: string; store: string }>(
      'select tenant_id as tenant, store_id as store from orders where id = $1',
      [order],
    );
    const items = await client.call('POST', '/api/generation/batch', {
      body: { items: [{ pageType: 'product', targetKeywords: ['kettle'] }] },
    });
    return {
      ...rows.rows[0]!,
      order,
      orderBatch: String(placed.json['batchId']),
      webhook: String(webhook.json['id']),
      batch: String(items.json['id']),
      item: (items.json['ids'] as string[])[0]!,
    };
  }

  /** The address with what belongs to somebody put in for its first parameter, and made-up identifiers for the others. */
  function addressOf(path: string, owner: Belongings): string {
    const kinds: Array<[string, string]> = [
      ['/api/tenants/', owner.tenant],
      ['/api/stores/', owner.store],
      ['/api/webhooks/', owner.webhook],
      ['/api/blog-generation/batch/', owner.orderBatch],
      ['/api/blog-generation/', owner.order],
      ['/api/generation/batch/', owner.batch],
      ['/api/generation/', owner.item],
    ];
    const [, id] = kinds.find(([prefix]) => path.startsWith(prefix)) ?? ['', undefined];
    return path.replace('{id}', id ?? 'unknown').replace(/\{[^}]+\}/g, () => randomUUID());
  }

  /** Bodies that would be taken, so that nothing but the permission decides. Others are sent an empty one. */
  const BODIES: Record<string, object> = {
    'PATCH /api/tenants/{id}': { name: 'Renamed' },
    'POST /api/tenants/{id}/keys': { label: 'another' },
    'PATCH /api/stores/{id}': { name: 'Renamed' },
    'PATCH /api/webhooks/{id}': { description: 'Renamed' },
    'POST /api/blog-generation/{id}/select': { title: 'A title of my own' },
    'POST /api/blog-generation/{id}/regenerate': { part: 'text' },
    'POST /api/blog-generation/{id}/schedule': { publishAt: null },
    'POST /api/blog-generation/{id}/priority': { priority: 6 },
    'POST /api/generation/{id}/priority': { priority: 6 },
    'POST /api/blog-generation/{id}/resolve': { resolution: 'absent' },
  };

  const QUERIES: Record<string, string> = {
    'GET /api/calendar': '?from=2026-01-01&to=2026-12-31',
  };

  const nameOf = (operation: Operation): string => `${operation.method} ${operation.path}`;

  function send(client: ApiClient, operation: Operation, owner: Belongings) {
    const address = addressOf(operation.path, owner) + (QUERIES[nameOf(operation)] ?? '');
    return client.call(
      operation.method,
      address,
      operation.method === 'GET' ? {} : { body: BODIES[nameOf(operation)] ?? {} },
    );
  }

  /** What can be seen of somebody's belongings by themselves. */
  async function stateOf(client: ApiClient, owner: Belongings) {
    const addresses = [
      `/api/tenants/${owner.tenant}`,
      `/api/tenants/${owner.tenant}/keys`,
      `/api/stores/${owner.store}`,
      `/api/webhooks/${owner.webhook}`,
      `/api/blog-generation/${owner.order}`,
      `/api/blog-generation/batch/${owner.orderBatch}`,
      `/api/generation/${owner.item}`,
      `/api/generation/batch/${owner.batch}`,
    ];
    const answers = await Promise.all(addresses.map((address) => client.call('GET', address)));
    for (const answer of answers) expect(answer.status).toBe(200);
    return JSON.stringify(answers.map((answer) => answer.json)).replace(/"lastUsedAt":[^,}]*/g, '');
  }

  test('every route needs a permission of the table, or is open', () => {
    const named = operations.map(({ permission }) => permission);
    for (const permission of named) if (permission) expect(Object.keys(PERMISSIONS)).toContain(permission);
    // And every permission is needed somewhere.
    for (const permission of Object.keys(PERMISSIONS)) expect(named).toContain(permission);
    const open = operations.filter(({ permission }) => !permission).map(({ path }) => path);
    expect([...new Set(open)].sort()).toEqual(['/api/session', '/healthz', '/metrics', '/readyz']);
  });

  test.each(ROLES)('a key of role %s may do what the table says, and nothing else', async (role) => {
    const client = clients.get(role)!;
    const [owner] = galley.stores;
    // What belongs to a tenant that none of the keys is of.
    const foreign = await belongingsOf(owner!);
    const before = await stateOf(owner!, foreign);
    // What deletes comes last, so that all the others find something.
    const last = (operation: Operation): number => (operation.method === 'DELETE' ? 1 : 0);
    let reachesAll = true;
    for (const operation of [...operations].sort((a, b) => last(a) - last(b))) {
      const { permission, path } = operation;
      if (!permission) continue;
      const name = nameOf(operation);
      const answer = await send(client, operation, foreign);
      const said = [name, answer.status];
      const reach = reachOf(role, permission);
      if (reach !== 'any') reachesAll = false;
      const named = path.includes('{id}');
      if (!reach) expect([...said, answer.json['error']]).toEqual([name, 403, 'forbidden']);
      else if (reach === 'own' && named) expect(said).toEqual([name, 404]);
      else expect([name, [401, 403, 500].includes(answer.status)]).toEqual([name, false]);
      if (reach === 'any' && named && !/\{(?!id)/.test(path) && !path.endsWith('/image'))
        expect([name, answer.status]).not.toEqual([name, 404]);
      // What belongs to somebody else is in no list of those who reach no further than their own.
      if (reach === 'own' && operation.method === 'GET')
        for (const id of Object.values(foreign))
          expect([name, JSON.stringify(answer.json).includes(id)]).toEqual([name, false]);
    }
    if (role === 'store' || role === 'manager' || role === 'customer')
      expect(await stateOf(owner!, foreign)).toBe(before);
    expect(reachesAll).toBe(role === 'admin');
  });

  test('without a key nothing but the open routes answers', async () => {
    const nobody = new ApiClient(galley.apiUrl, newApiKey().key);
    const foreign = await belongingsOf(galley.stores[0]!);
    for (const operation of operations.filter(({ permission }) => permission)) {
      const answer = await send(nobody, operation, foreign);
      expect([nameOf(operation), answer.status]).toEqual([nameOf(operation), 401]);
    }
  });
});
