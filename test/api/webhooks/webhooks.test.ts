import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const BASE = '/api/webhooks';

let galley: Galley;
let client: ApiClient;
let other: ApiClient;

beforeAll(async () => {
  galley = await startGalley({ lanes: [], env: { WEBHOOK_ALLOW_PRIVATE: 'false' } });
  [client, other] = galley.stores as [ApiClient, ApiClient, ApiClient];
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const url = 'https://receiver.example/hooks';
const create = (by: ApiClient, body: Record<string, unknown> = {}) =>
  by.call('POST', BASE, { body: { url, ...body } });

/** Queued deliveries of a webhook, oldest first. */
async function queued(
  webhookId: string,
): Promise<Array<{ id: string; type: string; state: string; order_id: string }>> {
  const result = await galley.database.pool.query<{
    id: string;
    type: string;
    state: string;
    order_id: string;
  }>(
    'select id, event_type as type, state, order_id from webhook_deliveries where webhook_id = $1 order by seq',
    [webhookId],
  );
  return result.rows;
}

test('the secret is shown once, and lies sealed', async () => {
  const made = await create(client, { description: 'our warehouse' });
  expect(made.status).toBe(201);
  expect(made.headers.get('location')).toBe(`${BASE}/${String(made.json['id'])}`);
  expect(made.json).toMatchObject({ url, description: 'our warehouse', eventTypes: [], active: true });
  const secret = String(made.json['secret']);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const read = await client.call('GET', `${BASE}/${String(made.json['id'])}`);
  const { secret: _, ...rest } = made.json;
  expect(read.json).toEqual(rest);
  const rows = await galley.database.pool.query<{ sealed: Buffer }>(
    'select sealed_secret as sealed from webhooks where id = $1',
    [made.json['id']],
  );
  const sealed = rows.rows[0]!.sealed;
  expect(sealed.includes(Buffer.from(secret.slice(6), 'base64'))).toBe(false);
  expect(sealed.toString('latin1')).not.toContain(secret.slice(6));
});

test.each<[string, Record<string, unknown>]>([
  ['no address', { url: '' }],
  ['an address without encryption', { url: 'http://receiver.example/' }],
  ['an address of this machine', { url: 'https://127.0.0.1/' }],
  ['an address with a password', { url: 'https://a:b@receiver.example/' }],
  ['an unknown type', { eventTypes: ['order.exploded'] }],
  ['an unknown member', { secret: 'mine' }],
  ['a description of two lines', { description: 'a\nb' }],
  ['somebody else’s tenant', { tenantId: randomUUID() }],
])('%s is refused', async (_, body) => {
  expect((await create(client, body)).status).toBe(400);
});

test('a tenant has at most ten, also when they are made at once', async () => {
  const [, , third] = galley.stores as [ApiClient, ApiClient, ApiClient];
  const made = await Promise.all(Array.from({ length: 14 }, () => create(third)));
  expect(made.filter(({ status }) => status === 201)).toHaveLength(10);
  expect(made.filter(({ status }) => status === 409)).toHaveLength(4);
  const list = await third.call('GET', `${BASE}?limit=4`);
  expect(list.json['items']).toHaveLength(4);
  expect(list.json['nextCursor']).not.toBeNull();
});

test('who reaches beyond one tenant says whose it is', async () => {
  expect((await create(galley.operator)).status).toBe(400);
  const [tenant] = (await client.call('GET', '/api/tenants')).json['items'] as [{ id: string }];
  const made = await create(galley.operator, { tenantId: tenant.id });
  expect([made.status, made.json['tenantId']]).toEqual([201, tenant.id]);
  expect((await create(galley.operator, { tenantId: randomUUID() })).status).toBe(400);
});

test('what happens is queued for those who want to hear of it, with the change that caused it, or not at all', async () => {
  const all = String((await create(client)).json['id']);
  const ends = String((await create(client, { eventTypes: ['order.cancelled'] })).json['id']);
  const foreign = String((await create(other)).json['id']);
  const off = String((await create(client)).json['id']);
  await client.call('PATCH', `${BASE}/${off}`, { body: { active: false } });
  const id = await client.order();
  await client.act(id, 'cancel');
  expect((await queued(all)).map(({ type }) => type)).toEqual(['order.cancelled']);
  expect((await queued(ends)).map(({ type }) => type)).toEqual(['order.cancelled']);
  expect(await queued(foreign)).toEqual([]);
  expect(await queued(off)).toEqual([]);
  const log = await client.call('GET', `${BASE}/${all}/deliveries?orderId=${id}`);
  expect(log.json['items']).toEqual([
    expect.objectContaining({
      type: 'order.cancelled',
      orderId: id,
      state: 'pending',
      tries: 0,
      body: {
        type: 'order.cancelled',
        timestamp: expect.any(String) as string,
        data: expect.objectContaining({
          orderId: id,
          status: 'CANCELLED',
          phase: 'cancelled',
          by: 'person',
        }) as object,
      },
    }),
  ]);
  await expect(
    galley.db.transaction(async (tx) => {
      await tx.events.addEvent({ orderId: id, type: 'order.failed' });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  expect(await queued(all)).toHaveLength(1);
});

test('what was not told yet is given up when a webhook is switched off or deleted, and can be sent again', async () => {
  const id = String((await create(client)).json['id']);
  await client.act(await client.order(), 'cancel');
  const [line] = await queued(id);
  const resend = () => client.call('POST', `${BASE}/${id}/deliveries/${line!.id}/resend`);
  // One that is still to be sent stays as it is.
  expect((await resend()).json).toMatchObject({ state: 'pending' });
  await client.call('PATCH', `${BASE}/${id}`, { body: { active: false } });
  expect((await queued(id))[0]!.state).toBe('failed');
  expect((await resend()).status).toBe(409);
  await client.call('PATCH', `${BASE}/${id}`, { body: { active: true } });
  expect((await queued(id))[0]!.state).toBe('failed');
  expect([(await resend()).status, (await queued(id))[0]!.state]).toEqual([202, 'pending']);
  expect((await client.call('DELETE', `${BASE}/${id}`)).status).toBe(200);
  expect((await queued(id))[0]!.state).toBe('failed');
  expect((await client.call('GET', `${BASE}/${id}`)).status).toBe(404);
  expect((await client.call('DELETE', `${BASE}/${id}`)).status).toBe(404);
});

test('nobody sees or changes the webhooks of another tenant', async () => {
  const id = String((await create(client)).json['id']);
  await client.act(await client.order(), 'cancel');
  const [line] = await queued(id);
  for (const [method, path, body] of [
    ['GET', ''],
    ['PATCH', '', { description: 'mine' }],
    ['DELETE', ''],
    ['GET', '/deliveries'],
    ['POST', '/rotate-secret'],
    ['POST', `/deliveries/${line!.id}/resend`],
  ] as const)
    expect((await other.call(method, `${BASE}/${id}${path}`, { ...(body ? { body } : {}) })).status).toBe(
      404,
    );
  const mine = String((await create(other)).json['id']);
  expect((await other.call('POST', `${BASE}/${mine}/deliveries/${line!.id}/resend`)).status).toBe(404);
});
