import { createHash, randomUUID } from 'node:crypto';
import { SESSION_COOKIE } from '../../../src/api/tenants/session-cookie';
import { ApiClient } from '../../support/api-client';
import type { Answer } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

let galley: Galley;
let admin: ApiClient;
let tenantIds: { store: string; manager: string; customer: string; operator: string };

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  admin = galley.operator;
  const create = async (kind: string) =>
    String((await admin.call('POST', '/api/tenants', { body: { kind, name: kind } })).json['id']);
  tenantIds = {
    store: await create('store'),
    manager: await create('manager'),
    customer: await create('customer'),
    operator: await create('operator'),
  };
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

describe('sessions', () => {
  function ask(
    method: string,
    path: string,
    options: { cookie?: string; body?: unknown; headers?: Record<string, string> } = {},
  ) {
    const { cookie, body, headers } = options;
    return fetch(`${galley.apiUrl}${path}`, {
      method,
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async function signIn(): Promise<string> {
    const answer = await ask('POST', '/api/session', { body: { key: galley.stores[0]!.key } });
    expect(answer.status).toBe(204);
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(new RegExp(`^${SESSION_COOKIE}=[\\w-]{43}; .*HttpOnly.*SameSite=Strict`));
    expect(cookie).not.toMatch(/Secure/);
    return cookie!.split(';')[0]!;
  }

  test('who signs in with a key is known by a cookie, and nobody once signed out', async () => {
    expect((await ask('GET', '/api/session')).status).toBe(401);
    const cookie = await signIn();
    const who = await ask('GET', '/api/session', { cookie });
    expect(await who.json()).toMatchObject({
      role: 'store',
      tenantKind: 'store',
      tenantName: expect.any(String),
    });
    expect((await ask('GET', '/api/blog-generation', { cookie })).status).toBe(200);
    const stream = await ask('GET', '/api/events', { cookie });
    expect(stream.status).toBe(200);
    await stream.body?.cancel();
    const fromPanel = { cookie, headers: { 'x-galley-panel': '1' } };
    expect((await ask('DELETE', '/api/session', fromPanel)).status).toBe(204);
    expect((await ask('GET', '/api/session', { cookie })).status).toBe(401);
    expect((await ask('GET', '/api/blog-generation', { cookie })).status).toBe(401);
  });

  test('a change by cookie needs a header that other sites cannot send', async () => {
    const cookie = await signIn();
    const body = { sourceType: 'keyword', sourceId: 'kettle' };
    expect((await ask('POST', '/api/blog-generation', { cookie, body })).status).toBe(403);
    const headers = { 'x-galley-panel': '1' };
    expect((await ask('POST', '/api/blog-generation', { cookie, body, headers })).status).toBe(202);
    // The header opens nothing by itself.
    expect((await ask('POST', '/api/blog-generation', { body, headers })).status).toBe(401);
  });

  test('behind TLS the cookie is for TLS only', async () => {
    const answer = await ask('POST', '/api/session', {
      body: { key: galley.stores[0]!.key },
      headers: { 'x-forwarded-proto': 'https' },
    });
    expect(answer.headers.getSetCookie()[0]).toMatch(/Secure/);
  });

  test.each([
    [{ key: 'galley_no_such_key' }, 401],
    [{ key: 'short' }, 400],
    [{}, 400],
    [{ key: 'galley_no_such_key', role: 'admin' }, 400],
  ])('%j is answered %i', async (body, status) => {
    expect((await ask('POST', '/api/session', { body })).status).toBe(status);
  });

  test('a session ends with its key, and by itself', async () => {
    const cookie = await signIn();
    await galley.database.pool.query(`update sessions set expires_at = now() - interval '1 second'`);
    expect((await ask('GET', '/api/session', { cookie })).status).toBe(401);
    const next = await signIn();
    await galley.database.pool.query('update api_keys set revoked_at = now()');
    expect((await ask('GET', '/api/session', { cookie: next })).status).toBe(401);
    await galley.database.pool.query('update api_keys set revoked_at = null');
  });

  test('the cookie is found among those of other programs, broken ones too', async () => {
    const cookie = await signIn();
    for (const cookies of [`theme="dark"; ${cookie}`, `${cookie};lang=de`, `a=%E0%A4%A; =c; b; ${cookie}`])
      expect((await ask('GET', '/api/session', { cookie: cookies })).status).toBe(200);
  });

  test('made-up cookies are nobody’s', async () => {
    for (const cookie of [
      `${SESSION_COOKIE}=`,
      `${SESSION_COOKIE}=${'x'.repeat(43)}`,
      `${SESSION_COOKIE}=a=b`,
      'a; b=; =c',
    ])
      expect((await ask('GET', '/api/session', { cookie })).status).toBe(401);
  });

  test('an address signs in once, within its hour, and not after its key is revoked', async () => {
    const make = async (): Promise<string> => {
      const made = await galley.stores[0]!.call('POST', '/api/session/links', { body: {} });
      expect(made.status).toBe(201);
      return String(made.json['path']).split('#')[1]!;
    };
    const link = await make();
    const used = await Promise.all([1, 2, 3].map(() => ask('POST', '/api/session', { body: { link } })));
    expect(used.map(({ status }) => status).sort()).toEqual([204, 401, 401]);
    const late = await make();
    await galley.database.pool.query(`update sign_in_links set expires_at = now() - interval '1 second'`);
    expect((await ask('POST', '/api/session', { body: { link: late } })).status).toBe(401);
    const both = { key: galley.stores[0]!.key, link: await make() };
    expect((await ask('POST', '/api/session', { body: both })).status).toBe(400);
  });

  test('where Temporal shows runs is told to operators alone', async () => {
    const told = async (key: string): Promise<unknown> => {
      const answer = await ask('POST', '/api/session', { body: { key } });
      const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
      return ((await (await ask('GET', '/api/session', { cookie })).json()) as Record<string, unknown>)[
        'temporalUiUrl'
      ];
    };
    expect(await told(galley.operator.key)).toBe('http://temporal.example/namespaces/test/workflows');
    expect(await told(galley.stores[0]!.key)).toBeNull();
  });
});

describe('keys', () => {
  function keysOf(tenantId: string): string {
    return `/api/tenants/${tenantId}/keys`;
  }

  function make(tenantId: string, body: Record<string, unknown> = {}, client = admin): Promise<Answer> {
    return client.call('POST', keysOf(tenantId), { body: { label: 'laptop', ...body } });
  }

  async function clientOf(tenantId: string, role?: string): Promise<ApiClient & { keyId: string }> {
    const { json } = await make(tenantId, role ? { role } : {});
    return Object.assign(new ApiClient(galley.apiUrl, String(json['key'])), { keyId: String(json['id']) });
  }

  const revoke = (tenantId: string, keyId: string, client = admin): Promise<Answer> =>
    client.call('DELETE', `${keysOf(tenantId)}/${keyId}`);

  describe('a new key', () => {
    test('is shown once, works at once and is kept as its hash', async () => {
      const made = await make(tenantIds.store);
      const key = String(made.json['key']);
      expect(made.status).toBe(201);
      expect(made.headers.get('cache-control')).toBe('no-store');
      expect(made.json).toEqual({
        id: expect.any(String) as string,
        label: 'laptop',
        role: 'store',
        createdAt: expect.any(String) as string,
        lastUsedAt: null,
        revokedAt: null,
        key: expect.stringMatching(/^galley_[\w-]{43}$/) as string,
      });
      expect((await new ApiClient(galley.apiUrl, key).call('GET', '/api/tenants')).status).toBe(200);

      const { key: _, ...shown } = made.json;
      const listed = await admin.call('GET', keysOf(tenantIds.store));
      expect(
        (listed.json['items'] as Array<{ id: string }>).find((one) => one.id === made.json['id']),
      ).toEqual({
        ...shown,
        lastUsedAt: expect.any(String) as string,
      });
      expect(JSON.stringify(listed.json)).not.toContain(key);
      const row = await galley.database.pool.query<{ row: string; hash: Buffer }>(
        'select k::text as row, key_hash as hash from api_keys k where id = $1',
        [made.json['id']],
      );
      expect(row.rows[0]!.row).not.toContain(key);
      expect(row.rows[0]!.hash.equals(createHash('sha256').update(key).digest())).toBe(true);
    });

    test.each([
      ['store', 'store'],
      ['manager', 'manager'],
      ['customer', 'customer'],
      ['operator', 'operator'],
    ] as const)('of a tenant of kind %s has role %s when none is named', async (kind, role) => {
      expect((await make(tenantIds[kind])).json['role']).toBe(role);
    });

    test.each([
      ['store', 'manager'],
      ['store', 'admin'],
      ['manager', 'store'],
      ['customer', 'operator'],
      ['operator', 'store'],
    ] as const)('of a tenant of kind %s cannot have role %s', async (kind, role) => {
      const answer = await make(tenantIds[kind], { role });
      expect(answer.status).toBe(400);
      expect(answer.json['problems']).toEqual([expect.objectContaining({ field: 'body.role' })]);
    });

    test.each([
      ['no label', { label: ' ' }],
      ['an unknown role', { role: 'root' }],
      ['a key of one’s own', { key: 'galley_mine' }],
    ])('with %s is refused', async (_name, part) => {
      expect((await make(tenantIds.store, part)).status).toBe(400);
    });

    test('of a manager opens the manager’s part alone', async () => {
      const manager = await clientOf(tenantIds.manager);
      expect((await make(tenantIds.manager, { role: 'admin' }, manager)).status).toBe(400);
      expect((await make(tenantIds.manager, {}, manager)).status).toBe(201);
      expect((await make(tenantIds.store, {}, manager)).status).toBe(404);
      expect((await manager.call('GET', keysOf(tenantIds.store))).status).toBe(404);
      expect((await manager.call('GET', keysOf(randomUUID()))).status).toBe(404);
    });

    test('cannot be made by an operator, who reads the keys of operators alone', async () => {
      const operator = await clientOf(tenantIds.operator);
      expect((await make(tenantIds.operator, {}, operator)).status).toBe(403);
      expect((await operator.call('GET', keysOf(tenantIds.operator))).status).toBe(200);
      expect((await operator.call('GET', keysOf(tenantIds.store))).status).toBe(404);
    });

    test('is asked for at a tenant that exists', async () => {
      expect((await make(randomUUID())).status).toBe(404);
    });
  });

  test('a tenant has a hundred valid keys and no more, exactly, and a key twenty sessions', async () => {
    const { pool } = galley.database;
    const tenantId = String(
      (await admin.call('POST', '/api/tenants', { body: { kind: 'store', name: 'full' } })).json['id'],
    );
    await pool.query(
      `insert into api_keys (id, tenant_id, role, label, key_hash)
       select gen_random_uuid(), $1, 'store', 'one', sha256(n::text::bytea) from generate_series(1, 97) n`,
      [tenantId],
    );
    const made = await Promise.all(Array.from({ length: 6 }, () => make(tenantId)));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409]);
    expect(made[0]!.headers.get('cache-control')).toBe('no-store');
    const key = made.find(({ status }) => status === 201)!.json['key'];
    const signIns = await Promise.all(
      Array.from({ length: 23 }, () =>
        fetch(`${galley.apiUrl}/api/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ key }),
        }),
      ),
    );
    expect(signIns.map(({ status }) => status)).toEqual(signIns.map(() => 204));
    const left = await pool.query(
      'select 1 from sessions s join api_keys k on k.id = s.key_id where k.tenant_id = $1',
      [tenantId],
    );
    expect(left.rowCount).toBe(20);
  });

  describe('revoking', () => {
    test('ends a key at once and for good; twice is the same answer', async () => {
      const client = await clientOf(tenantIds.store);
      const first = await revoke(tenantIds.store, client.keyId);
      expect(first.status).toBe(200);
      expect(first.json).toMatchObject({ id: client.keyId, revokedAt: expect.any(String) as string });
      expect((await client.call('GET', '/api/tenants')).status).toBe(401);
      const again = await revoke(tenantIds.store, client.keyId);
      expect([again.status, again.json]).toEqual([200, first.json]);
    });

    test('reaches no key of another tenant', async () => {
      const client = await clientOf(tenantIds.store);
      const manager = await clientOf(tenantIds.manager);
      expect((await revoke(tenantIds.store, client.keyId, manager)).status).toBe(404);
      expect((await revoke(tenantIds.manager, client.keyId, manager)).status).toBe(404);
      expect((await revoke(tenantIds.manager, randomUUID(), manager)).status).toBe(404);
      expect((await client.call('GET', '/api/tenants')).status).toBe(200);
    });

    test('the last key of an administrator is refused, exactly, when two are revoked at the same time', async () => {
      const own = (
        await galley.database.pool.query<{ tenantId: string; id: string }>(
          `select tenant_id as "tenantId", id from api_keys where role = 'admin'`,
        )
      ).rows[0]!;
      for (let round = 0; round < 5; round += 1) {
        const second = await clientOf(own.tenantId, 'admin');
        const third = await clientOf(own.tenantId, 'admin');
        // For the moment only these two are administrators' keys; each of them revokes itself.
        await galley.database.pool.query('update api_keys set role = $2 where id = $1', [own.id, 'operator']);
        const answers = await Promise.all([
          revoke(own.tenantId, second.keyId, second),
          revoke(own.tenantId, third.keyId, third),
        ]);
        await galley.database.pool.query('update api_keys set role = $2 where id = $1', [own.id, 'admin']);
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
        const left = await galley.database.pool.query(
          `select 1 from api_keys where role = 'admin' and revoked_at is null and id <> $1`,
          [own.id],
        );
        expect(left.rowCount).toBe(1);
        await galley.database.pool.query(`update api_keys set revoked_at = now() where id = any($1)`, [
          [second.keyId, third.keyId],
        ]);
      }
      const last = await revoke(own.tenantId, own.id);
      expect([last.status, last.json['error']]).toEqual([409, 'conflict']);
      expect(last.json['message']).toMatch(/last valid key of an administrator/);
      expect((await admin.call('GET', '/api/tenants')).status).toBe(200);
    });
  });

  test('the last use of a key is noted, once a minute at most', async () => {
    const { pool } = galley.database;
    const client = await clientOf(tenantIds.store);
    const noted = async (): Promise<Date | null> =>
      (
        await pool.query<{ at: Date | null }>('select last_used_at as at from api_keys where id = $1', [
          client.keyId,
        ])
      ).rows[0]!.at;
    expect(await noted()).toBeNull();
    await client.call('GET', '/api/tenants');
    const first = await noted();
    expect(first).not.toBeNull();
    await Promise.all(Array.from({ length: 5 }, () => client.call('GET', '/api/tenants')));
    expect(await noted()).toEqual(first);
    await pool.query(
      `update api_keys set last_used_at = last_used_at - interval '61 seconds' where id = $1`,
      [client.keyId],
    );
    await client.call('GET', '/api/tenants');
    expect((await noted())!.getTime()).toBeGreaterThanOrEqual(first!.getTime());
  });

  test('the list is paged', async () => {
    const tenant = String(
      (await admin.call('POST', '/api/tenants', { body: { kind: 'store', name: 'paged' } })).json['id'],
    );
    const made: string[] = [];
    for (let n = 0; n < 3; n += 1) made.unshift(String((await make(tenant, { label: `n${n}` })).json['id']));
    const first = (await admin.call('GET', `${keysOf(tenant)}?limit=2`)).json as {
      items: Array<{ id: string }>;
      nextCursor: string;
    };
    const second = (await admin.call('GET', `${keysOf(tenant)}?limit=2&cursor=${first.nextCursor}`)).json as {
      items: Array<{ id: string }>;
      nextCursor: string | null;
    };
    expect([...first.items, ...second.items].map((item) => item.id)).toEqual(made);
    expect(second.nextCursor).toBeNull();
  });
});
