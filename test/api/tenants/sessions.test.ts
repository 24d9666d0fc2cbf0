import { SESSION_COOKIE } from '../../../src/api/tenants/session-cookie';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

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
  expect((await ask('DELETE', '/api/session', { cookie })).status).toBe(204);
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
