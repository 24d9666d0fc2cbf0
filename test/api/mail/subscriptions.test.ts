import { randomUUID } from 'node:crypto';
import { unsubscribeBinding } from '../../../src/db/mail/subscriptions';
import { sealerOf } from '../../../src/db/tenants/seal';
import type { ApiClient, Answer } from '../../support/api-client';
import { makeMember } from '../../support/belongings';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { newAddress } from '../../support/mail';
import { lastMailTo } from '../../support/queued-mail';

const PATH = '/api/mail/subscriptions';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const create = (client: ApiClient, body: object): Promise<Answer> => client.call('POST', PATH, { body });

/** A tenant of its own, so that limits of one test do not meet another. */
async function newTenant(): Promise<string> {
  const made = await galley.operator.call('POST', '/api/tenants', {
    body: { kind: 'store', name: randomUUID() },
  });
  return String(made.json['id']);
}

test('a subscription is created, read, changed and deleted; its address has one form', async () => {
  const [store] = galley.stores as [ApiClient];
  const made = await create(store, { address: 'Ada@SHOP.example', kinds: ['store_failed', 'store_pick'] });
  expect([made.status, made.json]).toEqual([
    201,
    expect.objectContaining({
      ...{ address: 'Ada@shop.example', kinds: ['store_pick', 'store_failed'], frequency: 'at_once' },
      ...{ locale: 'en', timeZone: 'UTC', active: true, consent: 'pending', storeId: null },
    }),
  ]);
  const id = String(made.json['id']);
  expect(made.headers.get('location')).toBe(`${PATH}/${id}`);
  const body = { frequency: 'daily', timeZone: 'Europe/Berlin', locale: 'de', active: false };
  expect((await store.call('PATCH', `${PATH}/${id}`, { body })).json).toMatchObject(body);
  expect((await store.call('GET', PATH)).json['items']).toEqual([expect.objectContaining({ id, ...body })]);
  expect((await create(store, { address: 'Ada@shop.EXAMPLE' })).status).toBe(409);
  expect((await store.call('DELETE', `${PATH}/${id}`)).status).toBe(200);
  expect((await store.call('GET', `${PATH}/${id}`)).status).toBe(404);
  expect((await create(store, { address: 'Ada@shop.example' })).status).toBe(201);
});

test.each([
  [{ address: 'b@shop.example\r\nBcc: evil@x.example' }, 'body.address'],
  [{ address: 'b@shop.example, evil@x.example' }, 'body.address'],
  [{ address: 'Eve <b@shop.example>' }, 'body.address'],
  [{ address: 'b@shop.example\u0000' }, 'body.address'],
  [{ address: `${'x'.repeat(400)}@shop.example` }, 'body.address'],
  [{ address: 'b@shop.example', kinds: [] }, 'body.kinds'],
  [{ address: 'b@shop.example', kinds: ['store_digest'] }, 'body.kinds.0'],
  [{ address: 'b@shop.example', timeZone: 'Mars/Olympus' }, 'body.timeZone'],
  [{ address: 'b@shop.example', locale: 'fr' }, 'body.locale'],
  [{ address: 'b@shop.example', storeId: '00000000-0000-4000-8000-000000000000' }, 'body.storeId'],
])('%j is refused', async (body, field) => {
  const [store] = galley.stores as [ApiClient];
  const answer = await create(store, body);
  expect(answer.status).toBe(400);
  expect(answer.json['problems']).toEqual([expect.objectContaining({ field })]);
});

test('what is another tenant’s is as if it were not', async () => {
  const [store, other] = galley.stores as [ApiClient, ApiClient];
  const { json } = await create(store, { address: newAddress() });
  const path = `${PATH}/${String(json['id'])}`;
  expect((await other.call('GET', path)).status).toBe(404);
  expect((await other.call('PATCH', path, { body: { active: false } })).status).toBe(404);
  expect((await other.call('DELETE', path)).status).toBe(404);
  expect((await other.call('POST', `${path}/confirmation`, { body: {} })).status).toBe(404);
  const mails = (await store.call('GET', '/api/mail/messages')).json['items'] as Array<{ id: string }>;
  expect(mails.length).toBeGreaterThan(0);
  expect((await other.call('POST', `/api/mail/messages/${mails[0]!.id}/resend`, { body: {} })).status).toBe(
    404,
  );
  expect((await other.call('GET', '/api/mail/messages')).json['items']).toEqual([]);
  const ofOne = `/api/mail/messages?subscriptionId=${String(json['id'])}`;
  expect((await other.call('GET', ofOne)).json['items']).toEqual([]);
  expect((await store.call('GET', ofOne)).json['items']).toHaveLength(1);
});

test('an address is subscribed once, in whatever letters', async () => {
  const tenantId = await newTenant();
  const address = newAddress();
  const made = [address, address.toUpperCase()].map((one) =>
    create(galley.operator, { tenantId, address: one }),
  );
  expect((await Promise.all(made)).map(({ status }) => status).sort()).toEqual([201, 409]);
});

test('a member who unsubscribed is asked before anything is mailed again, whoever deletes and adds what', async () => {
  const tenantId = await newTenant();
  const { address } = await makeMember(galley, { tenantId, role: 'store' });
  const subscribe = async () => (await create(galley.operator, { tenantId, address })).json;
  const remove = ({ id }: Record<string, unknown>) => galley.operator.call('DELETE', `${PATH}/${String(id)}`);
  const first = await subscribe();
  expect(first['consent']).toBe('given');
  const { rows } = await galley.database.pool.query<{ sealed: Buffer }>(
    'select sealed_unsubscribe as sealed from mail_subscriptions where id = $1',
    [first['id']],
  );
  const token = sealerOf(galley.config).open(rows[0]!.sealed, unsubscribeBinding(String(first['id'])));
  const open = (path: string) => fetch(`${galley.apiUrl}/api/mail/${path}`, { method: 'POST' });
  expect((await open(`unsubscribe/${token}`)).status).toBe(200);
  await remove(first);
  const second = await subscribe();
  expect(second['consent']).toBe('pending');
  // The old link says so once more, and changes nothing of it.
  expect((await open(`unsubscribe/${token}`)).status).toBe(200);
  const { secret } = await lastMailTo(galley, address, 'confirm_address');
  expect((await open(`confirm/${secret}`)).status).toBe(200);
  await remove(second);
  expect((await subscribe())['consent']).toBe('given');
});

test('a tenant has at most twenty subscriptions', async () => {
  const tenantId = await newTenant();
  const answers = await Promise.all(
    Array.from({ length: 22 }, () => create(galley.operator, { tenantId, address: newAddress() })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
});

test('one address is asked to confirm three times a day, whoever names it', async () => {
  const address = newAddress();
  const tenants = await Promise.all(Array.from({ length: 3 }, newTenant));
  const made = await Promise.all(tenants.map((tenantId) => create(galley.operator, { tenantId, address })));
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
  const again = await galley.operator.call('POST', `${PATH}/${String(made[0]!.json['id'])}/confirmation`, {
    body: {},
  });
  expect(again.status).toBe(429);
  expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(80_000);
  const tenantId = await newTenant();
  expect((await create(galley.operator, { tenantId, address })).status).toBe(429);
  // In other letters it is the same person.
  expect((await create(galley.operator, { tenantId, address: address.toUpperCase() })).status).toBe(429);
  // Nothing is left of what was refused.
  const { rows } = await galley.database.pool.query('select 1 from mail_subscriptions where tenant_id = $1', [
    tenantId,
  ]);
  expect(rows).toEqual([]);
});

test('one tenant asks at most thirty times a day', async () => {
  const tenantId = await newTenant();
  const made: Answer[] = [];
  for (let n = 0; n < 31; n += 1) {
    const answer = await create(galley.operator, { tenantId, address: newAddress() });
    made.push(answer);
    if (answer.status === 201) await galley.operator.call('DELETE', `${PATH}/${String(answer.json['id'])}`);
  }
  expect(made.map(({ status }) => status)).toEqual([...Array.from({ length: 30 }, () => 201), 429]);
});

test('links that nobody was sent lead nowhere', async () => {
  for (const kind of ['confirm', 'unsubscribe'])
    for (const method of ['GET', 'POST']) {
      const unknown = await fetch(`${galley.apiUrl}/api/mail/${kind}/${'a'.repeat(43)}`, { method });
      expect(unknown.status).toBe(404);
      const odd = await fetch(`${galley.apiUrl}/api/mail/${kind}/short`, { method });
      expect(odd.status).toBe(400);
    }
});

test('tokens are not readable in the database', async () => {
  const { rows } = await galley.database.pool.query<{ row: string }>(
    `select to_jsonb(d)::text || to_jsonb(s)::text as row from mail_subscriptions s join webhook_deliveries d on d.subscription_id = s.id`,
  );
  expect(rows.length).toBeGreaterThan(0);
  const { rows: open } = await galley.database.pool.query<{ body: object }>(
    `select body from webhook_deliveries where event_type = 'confirm_address'`,
  );
  for (const { body } of open) expect(Object.keys(body)).toEqual(['tenant']);
});
