import { randomUUID } from 'node:crypto';
import { newApiKey } from '../../../src/api/http/auth';
import { newSessionWord, PANEL_HEADER, SESSION_COOKIE } from '../../../src/api/tenants/session-cookie';
import { ROLES } from '../../../src/contract/tenancy';
import type { Role, TenantKind } from '../../../src/contract/tenancy';
import { PERMISSIONS, reachOf } from '../../../src/domain/tenants/permissions';
import type { Permission } from '../../../src/domain/tenants/permissions';
import { makeLapsed, makeParty, thingsOf } from '../../support/belongings';
import type { Party, Place, Thing } from '../../support/belongings';
import { outboxBacklog } from '../../../src/db/outbox/outbox';
import { until } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { makeTemplate } from '../../support/schedules';
import { CASE_HOST, CASE_TEMPLATE, CASES } from './cases';
import type { RouteCase } from './cases';

interface Operation {
  name: string;
  method: string;
  path: string;
  /** Undefined where the route is open. */
  permission: Permission | undefined;
  spec: RouteCase;
}

interface Told {
  status: number;
  error: unknown;
  /** The answer without the id of its request. */
  body: string;
}

type Headers = Record<string, string>;

const KIND_OF: Record<Role, TenantKind> = {
  ...{ store: 'store', customer: 'customer', manager: 'manager', operator: 'operator', admin: 'operator' },
};

let galley: Galley;
let make: ReturnType<typeof thingsOf>;
let operations: Operation[];
let parties: Record<Role, Party>;
/** Of none of the roles' tenants. */
let stranger: Party;
const foreign = new Map<string, Place>();

beforeAll(async () => {
  // Nobody works, so that what is named stays as it is.
  galley = await startGalley({ lanes: [] });
  make = thingsOf(galley);
  const made = await Promise.all(
    ROLES.map(async (role): Promise<[Role, Party]> => [role, await makeParty(galley, role, KIND_OF[role])]),
  );
  parties = Object.fromEntries(made) as Record<Role, Party>;
  stranger = await makeParty(galley, 'manager', 'manager');
  for (const { tenantId } of Object.values(parties))
    await makeTemplate(galley, { tenantId, name: CASE_TEMPLATE });
  await galley.operator.call('POST', '/api/domains', { body: { name: 'Cases', host: CASE_HOST } });
  const { paths } = (await (await fetch(`${galley.apiUrl}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { 'x-permission'?: Permission }>>;
  };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, { 'x-permission': permission }]) => {
      const method = verb.toUpperCase();
      const name = `${method} ${path}`;
      return { name, method, path, permission, spec: CASES[name] ?? { status: 0 } };
    }),
  );
  for (const { name, spec } of operations)
    if (spec.thing) foreign.set(name, await make[spec.thing](stranger, spec.state));
  // Delivered messages leave their traces on orders.
  await until('nothing is left to deliver', async () => {
    const { pending } = await outboxBacklog(galley.database.pool);
    return pending === 0;
  });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const bearer = (key: string): Headers => ({ authorization: `Bearer ${key}` });
const signedIn = (cookie: string): Headers => ({ cookie, [PANEL_HEADER]: '1' });

function addressOf(operation: Operation, place: Place): string {
  const path = operation.path
    .replace('{lane}', 'images')
    .replace(/\{(\w+)\}/g, (_, name: string) => place[name] ?? randomUUID());
  return path + (operation.spec.query ?? '');
}

async function send(
  operation: Operation,
  options: { headers: Headers; place?: Place; about?: Party; raw?: string; method?: string },
): Promise<Told> {
  const { headers, place = {}, about = stranger, raw, method = operation.method } = options;
  const body = raw ?? (operation.spec.body ? JSON.stringify(operation.spec.body(about, place)) : undefined);
  const response = await fetch(`${galley.apiUrl}${addressOf(operation, place)}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined || method === 'HEAD' ? {} : { body }),
  });
  expect([operation.name, response.headers.get('cache-control')?.split(',')[0]]).toEqual([
    operation.name,
    'no-store',
  ]);
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return { status: response.status, error: undefined, body: '' };
  }
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  const json = (isJson && text ? JSON.parse(text) : {}) as Record<string, unknown>;
  return {
    status: response.status,
    error: json['error'],
    body: text.replace(/"requestId":"[^"]*"/, ''),
  };
}

const needsKey = (): Operation[] => operations.filter(({ permission }) => permission);
const isChange = ({ method }: Operation): boolean => method !== 'GET';

test('every route is in the table, and every permission is needed by one', () => {
  expect(operations.map(({ name }) => name).sort()).toEqual(Object.keys(CASES).sort());
  const named = new Set(operations.flatMap(({ permission }) => permission ?? []));
  // This one is needed by a field of a route.
  expect([...named, 'stores.vouch'].sort()).toEqual(Object.keys(PERMISSIONS).sort());
  const open = operations.filter(({ permission }) => !permission).map(({ path }) => path);
  expect([...new Set(open)].sort()).toEqual([
    ...['/api/invitations/accept', '/api/invitations/look'],
    ...['/api/mail/confirm/{token}', '/api/mail/unsubscribe/{token}'],
    ...['/api/session', '/api/session/mails', '/api/session/switch', '/api/session/tenants'],
    ...['/api/sessions', '/api/sessions/{id}'],
    ...['/api/v1/articles', '/api/v1/articles/{id}', '/api/v1/articles/{id}/check-anchor', '/api/v1/domains'],
    ...['/api/v1/purchase/confirm', '/api/v1/purchase/link', '/api/v1/purchase/start'],
    ...['/api/v1/purchase/status/{orderId}/link', '/api/v1/purchase/webhook', '/api/v1/quality-checks'],
    ...['/healthz', '/metrics', '/readyz'],
  ]);
});

test('without valid credentials nothing but the open routes answers', async () => {
  const { revokedKey, revokedCookie, removedCookie, expiredCookie } = await makeLapsed(galley);
  const store = parties.store;
  const none: Array<[string, Headers]> = [
    ['nothing', {}],
    ['a made-up key', bearer(newApiKey().key)],
    ['a revoked key', bearer(revokedKey)],
    ['a key by another scheme', { authorization: `Basic ${store.client.key}` }],
    ['half a key', bearer(store.client.key.slice(0, 30))],
    ['a made-up key beside a valid session', { ...signedIn(store.cookie), ...bearer(newApiKey().key) }],
    ['a session whose key is revoked', signedIn(revokedCookie)],
    ['a session whose member was removed', signedIn(removedCookie)],
    ['an expired session', signedIn(expiredCookie)],
    ['a made-up session', signedIn(`${SESSION_COOKIE}=${newSessionWord().word}`)],
  ];
  for (const operation of needsKey())
    for (const [what, headers] of none) {
      const place = foreign.get(operation.name) ?? {};
      const told = await send(operation, { headers, place });
      const name = `${operation.name} with ${what}`;
      expect([name, told.status, told.error]).toEqual([name, 401, 'unauthorized']);
    }
  for (const operation of needsKey().filter(({ method }) => method === 'GET')) {
    const told = await send(operation, { headers: {}, method: 'HEAD' });
    expect([operation.name, told.status]).toEqual([operation.name, 401]);
  }
});

test('a session changes nothing without the panel’s header', async () => {
  for (const operation of needsKey().filter(isChange)) {
    const place = foreign.get(operation.name) ?? {};
    for (const cookie of [parties.admin.cookie, parties.admin.memberCookie]) {
      const told = await send(operation, { headers: { cookie }, place });
      expect([operation.name, told.status, told.error]).toEqual([operation.name, 403, 'forbidden']);
    }
  }
});

test('open routes answer everybody', async () => {
  const answers: Record<string, [number, number]> = {};
  for (const operation of operations.filter(({ permission }) => !permission)) {
    const { client } = parties.store;
    const about = parties.store;
    const anonymous = await send(operation, { headers: {}, about });
    const { cookie } = await makeParty(galley, 'store', 'store');
    const known = await send(operation, { headers: { ...signedIn(cookie) }, about });
    expect((await send(operation, { headers: bearer(client.key), about })).status).toBe(anonymous.status);
    answers[operation.name] = [anonymous.status, known.status];
  }
  expect(answers).toEqual({
    'GET /healthz': [200, 200],
    'GET /readyz': [200, 200],
    'GET /metrics': [200, 200],
    // Without a token.
    'GET /api/mail/confirm/{token}': [400, 400],
    'POST /api/mail/confirm/{token}': [400, 400],
    'GET /api/mail/unsubscribe/{token}': [400, 400],
    'POST /api/mail/unsubscribe/{token}': [400, 400],
    'POST /api/session': [204, 204],
    // It says who is signed in.
    'GET /api/session': [401, 200],
    'DELETE /api/session': [204, 204],
    'GET /api/v1/articles': [200, 200],
    // There is none of the ids that are asked for.
    'GET /api/v1/articles/{id}': [404, 404],
    'POST /api/v1/articles/{id}/check-anchor': [404, 404],
    // Nobody but Stripe can sign.
    'POST /api/v1/purchase/webhook': [400, 400],
    'GET /api/v1/domains': [200, 200],
    'GET /api/v1/quality-checks': [200, 200],
    'POST /api/v1/purchase/start': [404, 404],
    'POST /api/v1/purchase/link': [404, 404],
    'POST /api/v1/purchase/confirm': [404, 404],
    'POST /api/v1/purchase/status/{orderId}/link': [202, 202],
    // Neither tells anything of an address or token that is nobody's.
    'POST /api/session/mails': [202, 202],
    'POST /api/invitations/look': [401, 401],
    'POST /api/invitations/accept': [401, 401],
    // They are about the session itself, which a key has not.
    'GET /api/session/tenants': [401, 200],
    'POST /api/session/switch': [401, 404],
    'GET /api/sessions': [401, 200],
    'DELETE /api/sessions': [401, 204],
    'DELETE /api/sessions/{id}': [401, 404],
  });
});

/** Things that are only read are made once for a role. */
function keeper() {
  const kept = new Map<string, Promise<Place>>();
  return async (operation: Operation, about: Party): Promise<Place> => {
    const { thing, state } = operation.spec;
    if (!thing) return {};
    if (isChange(operation)) return make[thing](about, state);
    const name = `${about.tenantId} ${thing} ${state ?? ''}`;
    const place = kept.get(name) ?? make[thing](about, state);
    kept.set(name, place);
    return place;
  };
}

describe.each(ROLES)('a key, session or member of role %s', (role) => {
  const credentials = (): Array<[string, Headers]> => [
    ['key', bearer(parties[role].client.key)],
    ['session', signedIn(parties[role].cookie)],
    ['member', signedIn(parties[role].memberCookie)],
  ];
  const permitted = (): Operation[] => needsKey().filter(({ permission }) => reachOf(role, permission!));

  test('is refused what the table does not grant, whatever it sends', async () => {
    for (const operation of needsKey().filter(({ permission }) => !reachOf(role, permission!)))
      for (const [, headers] of credentials()) {
        const own = { id: parties[role].tenantId };
        const told = [
          await send(operation, { headers, place: foreign.get(operation.name) ?? {} }),
          await send(operation, { headers, place: own, about: parties[role] }),
          await send(operation, {
            headers,
            place: { id: 'no-id' },
            ...(isChange(operation) ? { raw: '{"a":' } : {}),
          }),
        ];
        for (const { status, error } of told)
          expect([operation.name, status, error]).toEqual([operation.name, 403, 'forbidden']);
      }
  });

  test('does what the table grants with what it reaches', async () => {
    const placeOf = keeper();
    const shop = await makeParty(galley, 'store', 'store');
    const told: Record<string, number[]> = {};
    const expected: Record<string, number[]> = {};
    for (const operation of permitted()) {
      const about = reachOf(role, operation.permission!) === 'own' ? parties[role] : shop;
      expected[operation.name] = credentials().map(() => operation.spec.status);
      told[operation.name] = [];
      for (const [, headers] of credentials()) {
        const place = await placeOf(operation, about);
        const answer = await send(operation, { headers, place, about });
        told[operation.name]!.push(answer.status);
        // A tenant has few webhooks.
        if (isChange(operation) && ['webhook', 'delivery'].includes(operation.spec.thing ?? ''))
          await galley.operator.call('DELETE', `/api/webhooks/${place['id']}`);
      }
    }
    expect(told).toEqual(expected);
  });

  test('what it does not reach is as if it were not', async () => {
    const names = ['id', 'keyId', 'deliveryId', 'memberId', 'invitationId', 'versionId', 'orderId'];
    const unknown: Place = Object.fromEntries(names.map((name) => [name, randomUUID()]));
    const before = await stateOfStranger();
    for (const operation of permitted().filter(({ spec }) => spec.thing)) {
      const isOwn = reachOf(role, operation.permission!) === 'own';
      for (const [, headers] of credentials()) {
        const nobodys = await send(operation, { headers, place: unknown });
        expect([operation.name, nobodys.status, nobodys.error]).toEqual([operation.name, 404, 'not_found']);
        if (!isOwn) continue;
        const theirs = await send(operation, { headers, place: foreign.get(operation.name)! });
        expect([operation.name, theirs]).toEqual([operation.name, nobodys]);
      }
    }
    expect(await stateOfStranger()).toEqual(before);
  });

  test('what belongs to somebody else is in no list and no answer', async () => {
    const ids = [...foreign.values()].flatMap((place) => Object.values(place)).concat(stranger.storeId);
    const reads = permitted().filter(({ method, spec, permission }) => {
      return method === 'GET' && !spec.thing && reachOf(role, permission!) === 'own';
    });
    for (const operation of reads) {
      const { body } = await send(operation, { headers: bearer(parties[role].client.key) });
      for (const id of ids) expect([operation.name, body.includes(id)]).toEqual([operation.name, false]);
    }
  });
});

test('an id of another kind of thing names nothing', async () => {
  const store = await makeParty(galley, 'store', 'store');
  const places = await Promise.all(
    (Object.keys(make) as Thing[]).map(async (thing): Promise<[Thing, Place]> => [
      thing,
      await make[thing](store),
    ]),
  );
  const reads = needsKey().filter(
    ({ method, spec }) => method === 'GET' && spec.thing && !['delivery', 'version'].includes(spec.thing),
  );
  for (const operation of reads)
    for (const [thing, place] of places) {
      const isNamed = [
        operation.spec.thing,
        'delivery',
        'key',
        'version',
        'member',
        'invitation',
        'bulkItem',
      ].includes(thing);
      // What was bought has one status, whichever kind it is.
      if (isNamed || (operation.path.includes('{orderId}') && thing.endsWith('Order'))) continue;
      // What is nobody's own is read by operators only.
      const { client } = reachOf('store', operation.permission!) ? store : parties.admin;
      const told = await send(operation, { headers: bearer(client.key), place });
      expect([operation.name, thing, told.status]).toEqual([operation.name, thing, 404]);
    }
});

test('a cursor of somebody else’s list leads to nothing of theirs', async () => {
  const { client } = parties.store;
  for (const path of [
    '/api/blog-generation',
    '/api/webhooks',
    '/api/generation',
    '/api/tenants',
    '/api/stores',
  ]) {
    const theirs = await galley.operator.call('GET', `${path}?limit=1`);
    const { json, status } = await client.call('GET', `${path}?cursor=${String(theirs.json['nextCursor'])}`);
    expect([path, status]).toEqual([path, 200]);
    for (const place of foreign.values())
      for (const id of Object.values(place)) expect(JSON.stringify(json)).not.toContain(id);
  }
});

/** What can be seen of the stranger's things, but for when the key was used. */
async function stateOfStranger(): Promise<unknown[]> {
  const { pool } = galley.database;
  const rows = await pool.query(
    `select row_to_json(o) from orders o where tenant_id = $1 union all
     select to_json(b) from blog_orders b join orders o on o.id = b.order_id where o.tenant_id = $1 union all
     select row_to_json(t) from tenants t where id = $1 union all
     select row_to_json(s) from stores s where tenant_id = $1 union all
     select to_json(w) from webhooks w where tenant_id = $1 union all
     select to_json(d) from webhook_deliveries d join webhooks w on w.id = d.webhook_id where w.tenant_id = $1 union all
     select to_json(d) from webhook_deliveries d where d.tenant_id = $1 union all
     select to_json(m) from mail_subscriptions m where tenant_id = $1 union all
      select to_json(k.revoked_at) from api_keys k where tenant_id = $1 union all

     select row_to_json(m) from members m where tenant_id = $1 union all
     select row_to_json(i) from invitations i where tenant_id = $1`,
    [stranger.tenantId],
  );
  return (rows.rows as unknown[]).map((row) => JSON.stringify(row)).sort();
}

describe('a filter by a tenant', () => {
  test('that is not there for the caller answers 404 in every route that takes one', async () => {
    const { paths } = (await (await fetch(`${galley.apiUrl}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { parameters: Array<{ name: string; in: string }> }>>;
    };
    const filtered = needsKey().filter(({ path, method }) =>
      paths[path]![method.toLowerCase()]!.parameters.some(
        (parameter) => parameter.in === 'query' && parameter.name === 'tenantId',
      ),
    );
    expect(filtered.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['GET /api/stores', 'GET /api/spending']),
    );
    for (const operation of filtered)
      for (const role of ROLES.filter((one) => reachOf(one, operation.permission!))) {
        const ask = (tenantId: string): Promise<Told> => {
          const query = `${operation.spec.query ? `${operation.spec.query}&` : '?'}tenantId=${tenantId}`;
          const headers = bearer(parties[role].client.key);
          return send({ ...operation, spec: { ...operation.spec, query } }, { headers });
        };
        const [nobodys, theirs, own] = await Promise.all([
          ask(randomUUID()),
          ask(stranger.tenantId),
          ask(parties[role].tenantId.toUpperCase()),
        ]);
        const name = `${operation.name} as ${role}`;
        const reaches = reachOf(role, operation.permission!) === 'any';
        expect([name, nobodys.status, own.status]).toEqual([name, 404, 200]);
        if (reaches) expect([name, theirs.status]).toEqual([name, 200]);
        else expect([name, theirs]).toEqual([name, nobodys]);
      }
  });
});

test('the things of every kind are tried', () => {
  const things = new Set(Object.values(CASES).flatMap(({ thing }) => thing ?? []));
  expect([...things].sort()).toEqual((Object.keys(make) as Thing[]).sort());
});
