import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { addArticle, addSite, newHost } from './support';

let galley: Galley;
let admin: ApiClient;
let storeId: string;

beforeAll(async () => {
  galley = await startGalley({ lanes: [], env: { WEBHOOK_ALLOW_PRIVATE: 'false' } });
  admin = galley.operator;
  const { rows } = await galley.database.pool.query<{ id: string }>('select id from stores limit 1');
  storeId = rows[0]!.id;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const patch = (id: string, outlet: unknown) =>
  admin.call('PATCH', `/api/domains/${id}`, { body: { outlet } });

const sealedOf = async (id: string): Promise<Buffer | null> => {
  const { rows } = await galley.database.pool.query<{ sealed: Buffer | null }>(
    'select hook_sealed_secret as sealed from domains where id = $1',
    [id],
  );
  return rows[0]!.sealed;
};

test('a site has a store, a hook or no outlet, and each change is on record', async () => {
  const site = await addSite(admin);
  expect((await patch(site.id, { storeId })).json).toMatchObject({ outlet: { storeId } });
  expect((await patch(site.id, { storeId })).status).toBe(200);
  const hook = await patch(site.id, { hookUrl: 'https://CMS.example.:443/in' });
  expect(hook.json).toMatchObject({ outlet: { hookUrl: 'https://cms.example/in' } });
  expect((await patch(site.id, null)).json).toMatchObject({ outlet: null });
  expect(await sealedOf(site.id)).toBeNull();
  const { json } = await admin.call('GET', `/api/domains/${site.id}/actions`);
  expect((json['items'] as Array<{ facts: object }>).map(({ facts }) => facts)).toEqual([
    ...Array(3).fill({ fields: ['outlet'] }),
    {},
  ]);
});

test('the secret of a hook is shown once, kept while its address changes, and replaced on request', async () => {
  const made = await admin.call('POST', '/api/domains', {
    body: { name: 'Hooked', host: newHost(), outlet: { hookUrl: 'https://cms.example/in' } },
  });
  expect(made.status).toBe(201);
  const id = String(made.json['id']);
  const secret = String(made.json['hookSecret']);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const sealed = await sealedOf(id);
  expect(sealed!.includes(secret)).toBe(false);
  const read = await admin.call('GET', `/api/domains/${id}`);
  expect(JSON.stringify(read.json)).not.toContain('whsec');
  const moved = await patch(id, { hookUrl: 'https://cms.example/other' });
  expect([moved.status, moved.json['hookSecret']]).toEqual([200, undefined]);
  expect((await sealedOf(id))!.equals(sealed!)).toBe(true);
  const replaced = await admin.call('POST', `/api/domains/${id}/hook-secret`, { body: {} });
  expect(replaced.json['hookSecret']).toMatch(/^whsec_/);
  expect(replaced.json['hookSecret']).not.toBe(secret);
  expect((await sealedOf(id))!.equals(sealed!)).toBe(false);
});

test.each<[string, unknown, string]>([
  ['a hook without TLS', { hookUrl: 'http://cms.example/in' }, 'body.outlet.hookUrl'],
  ['a hook on this machine', { hookUrl: 'https://localhost/in' }, 'body.outlet.hookUrl'],
  ['a hook in a private network', { hookUrl: 'https://10.0.0.1/in' }, 'body.outlet.hookUrl'],
  ['a hook with a password', { hookUrl: 'https://a:b@cms.example/' }, 'body.outlet.hookUrl'],
  ['no address', { hookUrl: 'cms' }, 'body.outlet.hookUrl'],
  ['an unknown store', { storeId: randomUUID() }, 'body.outlet.storeId'],
  ['both', { storeId: randomUUID(), hookUrl: 'https://cms.example/' }, 'body.outlet'],
  ['a word', 'store', 'body.outlet'],
])('%s is refused', async (_what, outlet, field) => {
  const site = await addSite(admin);
  const { status, json } = await patch(site.id, outlet);
  expect([status, json['error']]).toEqual([400, 'bad_request']);
  expect(json['problems']).toEqual([expect.objectContaining({ field })]);
  const made = await admin.call('POST', '/api/domains', { body: { name: 'x', host: newHost(), outlet } });
  expect(made.status).toBe(400);
});

test('an archived store is refused, and a secret of no hook is none', async () => {
  const { pool } = galley.database;
  await pool.query(`update stores set status = 'archived' where id = $1`, [storeId]);
  const site = await addSite(admin);
  expect((await patch(site.id, { storeId })).json['problems']).toEqual([
    { field: 'body.outlet.storeId', problem: 'is archived' },
  ]);
  await pool.query(`update stores set status = 'active' where id = $1`, [storeId]);
  const none = await admin.call('POST', `/api/domains/${site.id}/hook-secret`, { body: {} });
  expect([none.status, none.json['error']]).toEqual([409, 'conflict']);
  const missing = await admin.call('POST', `/api/domains/${randomUUID()}/hook-secret`, { body: {} });
  expect(missing.status).toBe(404);
});

test('what is not there, or has not failed, is not published again', async () => {
  const { id } = await addArticle(admin, await addSite(admin));
  const again = (articleId: string) =>
    admin.call('POST', `/api/articles/${articleId}/publish-again`, { body: {} });
  expect((await again(id)).status).toBe(409);
  expect((await again(randomUUID())).status).toBe(404);
  expect((await admin.call('GET', `/api/articles/${randomUUID()}/outlet`)).status).toBe(404);
});
