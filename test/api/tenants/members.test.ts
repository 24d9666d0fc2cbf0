import { lastMailTo, queuedTo } from '../../support/queued-mail';
import { createHash, randomUUID } from 'node:crypto';
import { SESSION_COOKIE } from '../../../src/api/tenants/session-cookie';
import type { Role, TenantKind } from '../../../src/contract/tenancy';
import { until } from '../../support/api-client';
import type { ApiClient } from '../../support/api-client';
import { makeMember, makeParty } from '../../support/belongings';
import type { Party } from '../../support/belongings';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { fromPanel } from '../../support/signed-in';

let galley: Galley;
let admin: ApiClient;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  admin = galley.operator;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const newAddress = (): string => `${randomUUID()}@people.example`;
const ask = (method: string, path: string, options: Parameters<typeof fromPanel>[3] = {}) =>
  fromPanel(galley.apiUrl, method, path, options);
const newTenant = (kind: TenantKind = 'store'): Promise<Party> =>
  makeParty(galley, kind === 'operator' ? 'admin' : kind, kind);

function invite({ tenantId, client }: Party, body: Record<string, unknown>) {
  return client.call('POST', `/api/tenants/${tenantId}/invitations`, { body: { name: 'Ada', ...body } });
}

/** Somebody who was invited to a tenant and has accepted. */
async function joined(party: Party, address = newAddress(), role?: Role) {
  expect((await invite(party, { address, ...(role ? { role } : {}) })).status).toBe(201);
  const { secret: token } = await lastMailTo(galley, address, 'invitation');
  const accepted = await ask('POST', '/api/invitations/accept', { body: { token } });
  expect(accepted.status).toBe(204);
  const { json } = await ask('GET', '/api/session', { cookie: accepted.cookie! });
  return { address, cookie: accepted.cookie!, memberId: String((json['member'] as { id: string }).id) };
}

const membersOf = async ({ tenantId, client }: Party) =>
  (await client.call('GET', `/api/tenants/${tenantId}/members`)).json['items'] as Array<
    Record<string, unknown>
  >;

/** Puts all that is counted by time further into the past. */
const letPass = (seconds: number) =>
  galley.database.pool.query(`update invitations set sent_at = sent_at - make_interval(secs => $1)`, [
    seconds,
  ]);

describe('an invitation', () => {
  test('is mailed, looked at as often as anybody likes, and makes a member who is signed in', async () => {
    const party = await newTenant('manager');
    const address = newAddress();
    const made = await invite(party, { address: ` ${address} `.trim(), name: ' Ada ', locale: 'de' });
    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      ...{ id: expect.any(String) as string, address, name: 'Ada', role: 'manager', locale: 'de', sent: 1 },
      ...{ createdAt: expect.any(String) as string, sentAt: expect.any(String) as string },
      expiresAt: expect.any(String) as string,
    });
    const mails = await queuedTo(galley, address);
    expect(mails).toEqual([
      {
        ...{ id: expect.any(String) as string, kind: 'invitation', about: made.json['id'], round: 1 },
        tenantId: party.tenantId,
        ...{ to: address, locale: 'de', secret: expect.stringMatching(/^[\w-]{43}$/) as string },
        facts: { name: 'Ada', tenantName: 'manager of manager', inviter: '', role: 'manager', days: 7 },
      },
    ]);
    const token = mails[0]!.secret;
    for (let n = 0; n < 3; n += 1) {
      const seen = await ask('POST', '/api/invitations/look', { body: { token } });
      expect(seen.status).toBe(200);
      expect(seen.json).toMatchObject({ address, name: 'Ada', role: 'manager', tenantKind: 'manager' });
      expect(seen.cookie).toBeUndefined();
    }
    const accepted = await Promise.all(
      [1, 2, 3].map(() => ask('POST', '/api/invitations/accept', { body: { token } })),
    );
    expect(accepted.map(({ status }) => status).sort()).toEqual([204, 401, 401]);
    const { cookie } = accepted.find(({ status }) => status === 204)!;
    const { json } = await ask('GET', '/api/session', { cookie: cookie! });
    expect(json).toMatchObject({
      ...{ role: 'manager', tenantId: party.tenantId },
      member: { id: expect.any(String) as string, name: 'Ada', address },
    });
    expect((await membersOf(party)).map((member) => member['address'])).toContain(address);
    const left = await party.client.call('GET', `/api/tenants/${party.tenantId}/invitations`);
    expect(left.json['items']).toEqual([]);
  });

  test('keeps its token as a hash only', async () => {
    const party = await newTenant();
    const address = newAddress();
    await invite(party, { address });
    const { secret } = await lastMailTo(galley, address, 'invitation');
    const { rows } = await galley.database.pool.query<{ row: string; hash: Buffer }>(
      'select row_to_json(i)::text as row, token_hash as hash from invitations i where address = $1',
      [address],
    );
    expect(rows[0]!.row).not.toContain(secret);
    expect(rows[0]!.hash.equals(createHash('sha256').update(secret).digest())).toBe(true);
  });

  test.each([
    ['no address', { address: undefined }, 'body.address'],
    ['two addresses', { address: 'b@shop.example, evil@x.example' }, 'body.address'],
    ['a line break', { address: 'b@shop.example\r\nBcc: evil@x.example' }, 'body.address'],
    ['no name', { name: ' ' }, 'body.name'],
    ['a name of two lines', { name: 'a\nb' }, 'body.name'],
    ['a role of another kind of tenant', { role: 'admin' }, 'body.role'],
    ['a language that nobody writes', { locale: 'fr' }, 'body.locale'],
    ['something unknown', { isAdmin: true }, 'body'],
  ])('with %s is refused', async (_name, part, field) => {
    const answer = await invite(await newTenant(), { address: newAddress(), ...part });
    expect(answer.status).toBe(400);
    expect(answer.json['problems']).toEqual([expect.objectContaining({ field })]);
  });

  test('is sent to an address once; whoever is a member or invited is not asked anew, in capitals neither', async () => {
    const party = await newTenant();
    const { address } = await joined(party);
    const again = await invite(party, { address: address.toUpperCase() });
    expect([again.status, again.json['error']]).toEqual([409, 'conflict']);
    const other = newAddress();
    const made = await Promise.all([1, 2, 3].map(() => invite(party, { address: other })));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  test('is sent again after a minute, with a link that takes the place of the last one, five times a day', async () => {
    const party = await newTenant();
    const address = newAddress();
    const { json } = await invite(party, { address });
    const path = `/api/tenants/${party.tenantId}/invitations/${String(json['id'])}`;
    const resend = () => party.client.call('POST', `${path}/resend`, { body: {} });
    const soon = await resend();
    expect([soon.status, soon.headers.get('retry-after')]).toEqual([429, '60']);
    const first = (await lastMailTo(galley, address, 'invitation')).secret;
    for (const sent of [2, 3, 4, 5]) {
      await letPass(61);
      const answer = await resend();
      expect([answer.status, answer.json['sent']]).toEqual([200, sent]);
    }
    await letPass(61);
    expect((await resend()).status).toBe(429);
    // Withdrawing it and inviting anew is no way around.
    expect((await party.client.call('DELETE', path)).status).toBe(204);
    expect((await invite(party, { address })).status).toBe(429);
    const mails = await queuedTo(galley, address);
    expect(mails.map(({ round }) => round)).toEqual([1, 2, 3, 4, 5]);
    for (const token of [first, mails.at(-1)!.secret])
      expect((await ask('POST', '/api/invitations/accept', { body: { token } })).status).toBe(401);
  });

  test('that was sent again opens by its newest link only, and not once it has expired', async () => {
    const party = await newTenant();
    const address = newAddress();
    const { json } = await invite(party, { address });
    const { secret: old } = await lastMailTo(galley, address, 'invitation');
    await letPass(61);
    await party.client.call(
      'POST',
      `/api/tenants/${party.tenantId}/invitations/${String(json['id'])}/resend`,
    );
    const token = (await lastMailTo(galley, address, 'invitation')).secret;
    const look = async (given: string) =>
      (await ask('POST', '/api/invitations/look', { body: { token: given } })).status;
    expect([await look(old), await look(token)]).toEqual([401, 200]);
    await galley.database.pool.query('update invitations set expires_at = now() where address = $1', [
      address,
    ]);
    expect(await look(token)).toBe(401);
    expect((await ask('POST', '/api/invitations/accept', { body: { token } })).status).toBe(401);
  });

  test('is refused to a tenant that has a hundred members, exactly', async () => {
    const party = await newTenant();
    const { pool } = galley.database;
    await pool.query(
      `insert into invitations (id, tenant_id, address, folded, name, role, locale, token_hash, invited_by, expires_at)
       select gen_random_uuid(), $1::uuid, n || '@x.example', n || '@x.example', 'x', 'store', 'en', sha256(($1::text || n)::bytea), 'test',
              now() + interval '1 day'
         from generate_series(1, 97) n`,
      [party.tenantId],
    );
    // The party has a member already.
    const made = await Promise.all([1, 2, 3, 4].map(() => invite(party, { address: newAddress() })));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
  });

  test('goes out at most a hundred times a day for one tenant', async () => {
    const party = await newTenant();
    await galley.database.pool.query(
      `insert into invitation_mails (tenant_id, folded) select $1, n::text from generate_series(1, 99) n`,
      [party.tenantId],
    );
    expect((await invite(party, { address: newAddress() })).status).toBe(201);
    const refused = await invite(party, { address: newAddress() });
    expect([refused.status, refused.json['error']]).toEqual([429, 'too_many_requests']);
    await galley.database.pool.query(`update invitation_mails set sent_at = now() - interval '25 hours'`);
    expect((await invite(party, { address: newAddress() })).status).toBe(201);
  });
});

describe('signing in by mail', () => {
  const request = (address: string) => ask('POST', '/api/session/mails', { body: { address } });
  const signIn = (mailLink: string) => ask('POST', '/api/session', { body: { mailLink } });

  test('works once, in any letters, and leaves no other link of that person', async () => {
    const party = await newTenant();
    const { address } = await joined(party);
    expect((await request(address.toUpperCase())).status).toBe(202);
    const first = (await lastMailTo(galley, address, 'sign_in_link')).secret;
    expect((await request(address)).status).toBe(202);
    const mails = (await queuedTo(galley, address)).filter(({ kind }) => kind === 'sign_in_link');
    expect(mails.map(({ facts, to }) => [facts, to])).toEqual([
      [{ minutes: 15 }, address],
      [{ minutes: 15 }, address],
    ]);
    const used = await Promise.all([1, 2, 3].map(() => signIn(first)));
    expect(used.map(({ status }) => status).sort()).toEqual([204, 401, 401]);
    expect((await signIn(mails[1]!.secret)).status).toBe(401);
    const { cookie } = used.find(({ status }) => status === 204)!;
    expect(cookie).toMatch(new RegExp(`^${SESSION_COOKIE}=[\\w-]{43}$`));
    expect((await ask('GET', '/api/blog-generation', { cookie: cookie! })).status).toBe(200);
  });

  test('case 30: whatever a scanner fetches, only the button’s POST uses the link up', async () => {
    const { address } = await joined(await newTenant());
    await request(address);
    const token = (await lastMailTo(galley, address, 'sign_in_link')).secret;
    const fetches = ['HEAD', ...Array.from({ length: 10 }, () => 'GET')].flatMap((method) =>
      ['/sign-in/mail', `/sign-in/mail?token=${token}`, '/api/session', '/api/session/mails'].map((path) =>
        fetch(`${galley.apiUrl}${path}`, { method }),
      ),
    );
    for (const answer of await Promise.all(fetches)) expect(answer.headers.getSetCookie()).toEqual([]);
    expect((await signIn(token)).status).toBe(204);
  });

  test('answers the same, and no sooner, whether or not the address is a member’s', async () => {
    const { address } = await joined(await newTenant());
    const removed = await joined(await newTenant());
    await galley.database.pool.query('update members set removed_at = now() where id = $1', [
      removed.memberId,
    ]);
    const told = await Promise.all(
      [address, newAddress(), removed.address].map(async (one) => {
        const begunAt = performance.now();
        const { status, json, headers } = await request(one);
        expect(performance.now() - begunAt).toBeGreaterThan(240);
        const names = [...headers.keys()].sort();
        return { status, json, names, length: headers.get('content-length') };
      }),
    );
    expect(told[0]).toMatchObject({ status: 202, json: { minutes: 15 } });
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
    expect((await queuedTo(galley, removed.address)).map(({ kind }) => kind)).toEqual(['invitation']);
  });

  test('is limited by address, known or not', async () => {
    const { address } = await joined(await newTenant());
    for (const one of [address, newAddress()]) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => request(one)));
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 202, 202, 429, 429, 429]);
      const refused = await request(one.toUpperCase());
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    }
    expect((await queuedTo(galley, address)).length).toBe(1 + 5);
  });

  test('has a person hold five unused links at most, whichever process they are asked of', async () => {
    const { address } = await joined(await newTenant());
    const second = await galley.startApi();
    try {
      const asked = [galley.apiUrl, second.apiUrl].flatMap((url) =>
        [1, 2, 3, 4].map(() => fromPanel(url, 'POST', '/api/session/mails', { body: { address } })),
      );
      for (const { status } of await Promise.all(asked)) expect(status).toBe(202);
    } finally {
      await second.stop();
    }
    expect((await queuedTo(galley, address)).length).toBe(1 + 5);
  });

  test('ends with the minutes of the link, and with the membership', async () => {
    const party = await newTenant();
    const { address, memberId } = await joined(party);
    const token = async () => {
      await request(address);
      return (await lastMailTo(galley, address, 'sign_in_link')).secret;
    };
    const late = await token();
    const { rows } = await galley.database.pool.query<{ left: number }>(
      `select extract(epoch from expires_at - now())::float8 as left from mail_links
        where token_hash = sha256($1::bytea)`,
      [late],
    );
    expect(rows[0]!.left).toBeGreaterThan(14 * 60);
    expect(rows[0]!.left).toBeLessThanOrEqual(15 * 60);
    await galley.database.pool.query('update mail_links set expires_at = now()');
    expect((await signIn(late)).status).toBe(401);
    const next = await token();
    await party.client.call('DELETE', `/api/tenants/${party.tenantId}/members/${memberId}`);
    expect((await signIn(next)).status).toBe(401);
  });

  test.each([
    [{ mailLink: 'short' }, 400],
    [{ mailLink: 'x'.repeat(43) }, 401],
    [{ mailLink: 'x'.repeat(43), link: 'x'.repeat(43) }, 400],
  ])('%j is answered %i', async (body, status) => {
    expect((await ask('POST', '/api/session', { body })).status).toBe(status);
  });

  test.each([
    'not-an-address',
    'a@b',
    'b@shop.example, evil@x.example',
    'a\u0000@shop.example',
    '\ud800@x.example',
  ])('no link is mailed to %j', async (address) => {
    expect((await request(address)).status).toBe(400);
  });
});

describe('a person', () => {
  test('is a member of several tenants, at one of them at a time', async () => {
    const [one, other, foreign] = [await newTenant('store'), await newTenant('manager'), await newTenant()];
    const { address, cookie } = await joined(one);
    const second = await joined(other, address);
    const tenants = async (of: string) =>
      (await ask('GET', '/api/session/tenants', { cookie: of })).json['items'];
    expect(await tenants(cookie)).toEqual([
      expect.objectContaining({ tenantId: other.tenantId, role: 'manager', current: false }),
      expect.objectContaining({ tenantId: one.tenantId, role: 'store', current: true }),
    ]);
    const order = await other.client.order({ sourceId: 'an agency’s kettle', instanceId: other.instanceId });
    expect((await ask('GET', `/api/blog-generation/${order}`, { cookie })).status).toBe(404);
    const to = (tenantId: string, of = cookie) =>
      ask('POST', '/api/session/switch', { cookie: of, body: { tenantId } });
    expect((await to(other.tenantId)).status).toBe(204);
    expect((await ask('GET', '/api/session', { cookie })).json).toMatchObject({
      ...{ role: 'manager', tenantId: other.tenantId },
    });
    expect((await ask('GET', `/api/blog-generation/${order}`, { cookie })).status).toBe(200);
    for (const tenantId of [foreign.tenantId, randomUUID()]) expect((await to(tenantId)).status).toBe(404);
    // A key is no person.
    expect((await to(one.tenantId, one.cookie)).status).toBe(404);
    expect(await tenants(one.cookie)).toEqual([]);
    // Removed from one, it stays at the other, and signs in there.
    await other.client.call('DELETE', `/api/tenants/${other.tenantId}/members/${second.memberId}`);
    expect((await ask('GET', '/api/session', { cookie })).status).toBe(401);
    await ask('POST', '/api/session/mails', { body: { address } });
    const { secret: mailLink } = await lastMailTo(galley, address, 'sign_in_link');
    const back = await ask('POST', '/api/session', { body: { mailLink } });
    expect(await tenants(back.cookie!)).toEqual([expect.objectContaining({ tenantId: one.tenantId })]);
    expect((await to(other.tenantId, back.cookie!)).status).toBe(404);
  });

  test('sees where it is signed in, ends one of the sessions, or all', async () => {
    const { address, cookie, memberId } = await joined(await newTenant());
    const agents = [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36 Edg/129.0',
      'x'.repeat(5_000),
    ];
    const others: string[] = [];
    for (const agent of agents) {
      await ask('POST', '/api/session/mails', { body: { address } });
      const { secret: mailLink } = await lastMailTo(galley, address, 'sign_in_link');
      const headers = { 'user-agent': agent };
      others.push((await ask('POST', '/api/session', { body: { mailLink }, headers })).cookie!);
    }
    await ask('GET', '/api/blog-generation', { cookie });
    const list = async (of = cookie) =>
      (await ask('GET', '/api/sessions', { cookie: of })).json['items'] as Array<Record<string, unknown>>;
    const seen = await list();
    expect(seen.map(({ device, current }) => [device, current])).toEqual([
      ['', false],
      ['Edge · Windows', false],
      ['', true],
    ]);
    expect(seen.map(({ lastUsedAt }) => lastUsedAt !== null)).toEqual([false, false, true]);
    const page = await ask('GET', '/api/sessions?limit=2', { cookie });
    const rest = await ask('GET', `/api/sessions?limit=2&cursor=${String(page.json['nextCursor'])}`, {
      cookie,
    });
    expect((rest.json['items'] as unknown[]).length).toBe(1);
    // Somebody else's is not there.
    const stranger = await joined(await newTenant());
    const theirs = (await list(stranger.cookie))[0]!['id'];
    expect((await ask('DELETE', `/api/sessions/${String(theirs)}`, { cookie })).status).toBe(404);
    expect((await ask('DELETE', `/api/sessions/${String(seen[0]!['id'])}`, { cookie })).status).toBe(204);
    expect((await ask('GET', '/api/session', { cookie: others[1]! })).status).toBe(401);
    expect((await ask('GET', '/api/session', { cookie: others[0]! })).status).toBe(200);
    expect((await ask('DELETE', '/api/sessions', { cookie })).status).toBe(204);
    for (const one of [cookie, others[0]!])
      expect((await ask('GET', '/api/session', { cookie: one })).status).toBe(401);
    expect((await ask('GET', '/api/session', { cookie: stranger.cookie })).status).toBe(200);
    expect(memberId).toBeDefined();
  });

  test('has twenty sessions and no more, at all its tenants together', async () => {
    const [one, other] = [await newTenant(), await newTenant()];
    const address = newAddress();
    const first = await makeMember(galley, { tenantId: one.tenantId, role: 'store', address });
    const second = await makeMember(galley, { tenantId: other.tenantId, role: 'store', address });
    for (let n = 0; n < 21; n += 1) {
      const id = n % 2 ? first.memberId : second.memberId;
      const wordHash = createHash('sha256').update(`${address}${n}`).digest();
      await galley.db.sessions.insertSession({ wordHash, by: { kind: 'member', id } });
    }
    const { rowCount } = await galley.database.pool.query(
      'select 1 from sessions where member_id = any($1)',
      [[first.memberId, second.memberId]],
    );
    expect(rowCount).toBe(20);
  });

  test('who signs in anew with the same browser has one session there', async () => {
    const { address, cookie } = await joined(await newTenant());
    await ask('POST', '/api/session/mails', { body: { address } });
    const { secret: mailLink } = await lastMailTo(galley, address, 'sign_in_link');
    const next = await ask('POST', '/api/session', { body: { mailLink }, cookie });
    expect(next.status).toBe(204);
    expect((await ask('GET', '/api/session', { cookie })).status).toBe(401);
    expect((await ask('GET', '/api/session', { cookie: next.cookie! })).status).toBe(200);
  });

  test('makes a sign-in link for another device', async () => {
    const { cookie, memberId } = await joined(await newTenant());
    const made = await ask('POST', '/api/session/links', { cookie, body: {} });
    const link = String(made.json['path']).split('#')[1]!;
    const used = await ask('POST', '/api/session', { body: { link } });
    expect((await ask('GET', '/api/session', { cookie: used.cookie! })).json['member']).toMatchObject({
      id: memberId,
    });
  });
});

/** A stream that is open, and its end. */
async function streamOf(cookie: string): Promise<{ ended: Promise<number> }> {
  const stream = await fetch(`${galley.apiUrl}/api/events`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  const ended = stream
    .text()
    .catch(() => '')
    .then(() => performance.now());
  return { ended };
}

describe('changing and removing', () => {
  const path = ({ tenantId }: Party, memberId: string) => `/api/tenants/${tenantId}/members/${memberId}`;

  test('a removed member is out at once: sessions, open streams, and its links; twice is the same answer', async () => {
    const party = await newTenant();
    const { cookie, memberId } = await joined(party);
    const made = await ask('POST', '/api/session/links', { cookie, body: {} });
    const { ended } = await streamOf(cookie);
    const removedAt = performance.now();
    const first = await party.client.call('DELETE', path(party, memberId));
    expect([first.status, first.json['removedAt']]).toEqual([200, expect.any(String)]);
    expect((await ended) - removedAt).toBeLessThan(2_000);
    expect((await ask('GET', '/api/session', { cookie })).status).toBe(401);
    const link = String(made.json['path']).split('#')[1]!;
    expect((await ask('POST', '/api/session', { body: { link } })).status).toBe(401);
    const again = await party.client.call('DELETE', path(party, memberId));
    expect([again.status, again.json]).toEqual([200, first.json]);
    expect((await party.client.call('PATCH', path(party, memberId), { body: { name: 'x' } })).status).toBe(
      404,
    );
    // What it did is still somebody's.
    expect((await party.client.call('GET', path(party, memberId))).json).toMatchObject({ name: 'Ada' });
    expect((await membersOf(party)).map(({ id }) => id)).not.toContain(memberId);
  });

  test('a switch ends the streams of the tenant before', async () => {
    const [one, other] = [await newTenant(), await newTenant()];
    const { address, cookie } = await joined(one);
    await joined(other, address);
    const { ended } = await streamOf(cookie);
    const switchedAt = performance.now();
    await ask('POST', '/api/session/switch', { cookie, body: { tenantId: other.tenantId } });
    expect((await ended) - switchedAt).toBeLessThan(2_000);
  });

  test('another role holds from the next request on, and ends streams; a name does neither', async () => {
    const party = await newTenant('operator');
    const { cookie, memberId } = await joined(party, undefined, 'operator');
    const invitations = `/api/tenants/${party.tenantId}/invitations`;
    const inviting = () => ask('POST', invitations, { cookie, body: { address: newAddress(), name: 'x' } });
    expect((await inviting()).status).toBe(403);
    const { ended } = await streamOf(cookie);
    let isOver = false;
    void ended.then(() => (isOver = true));
    const named = await party.client.call('PATCH', path(party, memberId), {
      body: { name: 'Grace', locale: 'de' },
    });
    expect(named.json).toMatchObject({ name: 'Grace', locale: 'de', role: 'operator' });
    expect(isOver).toBe(false);
    await party.client.call('PATCH', path(party, memberId), { body: { role: 'admin' } });
    await ended;
    const invited = await inviting();
    expect(invited.status).toBe(201);
    const sent = await lastMailTo(galley, String(invited.json['address']), 'invitation');
    expect(sent.facts['inviter']).toBe('Grace');
    expect(
      (await party.client.call('PATCH', path(party, memberId), { body: { role: 'store' } })).status,
    ).toBe(400);
  });

  test('members reach the members of their own tenant only', async () => {
    const [own, foreign] = [await newTenant(), await newTenant()];
    const { cookie } = await joined(own);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const at = path(foreign, foreign.memberId);
      const body = method === 'PATCH' ? { name: 'x' } : undefined;
      expect((await ask(method, at, { cookie, body })).status).toBe(404);
      // Nor through the own tenant's address.
      expect((await ask(method, path(own, foreign.memberId), { cookie, body })).status).toBe(404);
    }
  });

  test('the last administrator of all stays one, exactly, be it a key or a member', async () => {
    const { pool } = galley.database;
    const party = await newTenant('operator');
    // For the moment nobody but these is an administrator.
    const keys = await pool.query<{ id: string }>(
      `update api_keys set role = 'operator' where role = 'admin' and id <> $1 returning id`,
      [party.keyId],
    );
    const members = await pool.query<{ id: string }>(
      `update members set role = 'operator' where role = 'admin' and id <> $1 returning id`,
      [party.memberId],
    );
    try {
      for (let round = 0; round < 5; round += 1) {
        const made = await makeMember(galley, { tenantId: party.tenantId, role: 'admin' });
        await pool.query(`update api_keys set role = 'operator' where id = $1`, [party.keyId]);
        // Each takes the other's place away: one by removing it, one by giving it another role.
        const answers = await Promise.all([
          ask('DELETE', path(party, made.memberId), { cookie: party.memberCookie }),
          ask('PATCH', path(party, party.memberId), { cookie: made.cookie, body: { role: 'operator' } }),
        ]);
        await pool.query(`update api_keys set role = 'admin' where id = $1`, [party.keyId]);
        await pool.query(`update members set role = 'admin' where id = $1`, [party.memberId]);
        const statuses = answers.map(({ status }) => status).sort();
        // Who came second was refused, or was no administrator any more.
        expect(statuses[0]).toBe(200);
        expect([401, 403, 409]).toContain(statuses[1]);
        await party.client.call('DELETE', path(party, made.memberId));
      }
      // A key goes while a member is left, and then that member stays, with its role.
      const keyPath = `/api/tenants/${party.tenantId}/keys/${party.keyId}`;
      expect((await ask('DELETE', keyPath, { cookie: party.memberCookie })).status).toBe(200);
      const last = await ask('DELETE', path(party, party.memberId), { cookie: party.memberCookie });
      expect([last.status, last.json['message']]).toEqual([409, expect.stringMatching(/last administrator/)]);
      const demoted = await ask('PATCH', path(party, party.memberId), {
        ...{ cookie: party.memberCookie, body: { role: 'operator' } },
      });
      expect(demoted.status).toBe(409);
    } finally {
      await pool.query(`update api_keys set role = 'admin' where id = any($1)`, [
        keys.rows.map(({ id }) => id),
      ]);
      await pool.query(`update members set role = 'admin' where id = any($1)`, [
        members.rows.map(({ id }) => id),
      ]);
    }
  });
});

describe('what a member does is on record in its name', () => {
  test('with orders, batches, lanes and sites', async () => {
    const { pool } = galley.database;
    const party = await newTenant('operator');
    const shop = await newTenant();
    const { cookie, memberId } = await joined(party, undefined, 'admin');
    const order = await shop.client.order({ instanceId: shop.instanceId });
    const by = (method: string, at: string, body: unknown = {}) => ask(method, at, { cookie, body });
    expect((await by('POST', `/api/blog-generation/${order}/priority`, { priority: 9 })).status).toBe(200);
    expect((await by('POST', `/api/blog-generation/${order}/cancel`)).status).toBe(200);
    const items = [{ pageType: 'product', targetKeywords: ['kettle'] }];
    const batch = await by('POST', '/api/generation/batch', { items, tenantId: shop.tenantId });
    expect((await by('POST', `/api/generation/batch/${String(batch.json['id'])}/cancel`)).status).toBe(200);
    expect((await by('POST', '/api/lanes/images/pause', { reason: 'x' })).status).toBe(200);
    expect((await by('POST', '/api/lanes/images/resume')).status).toBe(200);
    const site = await by('POST', '/api/stores', {
      ...{ name: 'Vouched', instanceId: randomUUID(), vouched: true, tenantId: shop.tenantId },
    });
    expect(site.status).toBe(201);
    const name = `member:${memberId}`;
    const actors = async (sql: string, values: unknown[] = []) =>
      (await pool.query<{ actor: string }>(sql, values)).rows.map(({ actor }) => actor);
    expect(await actors('select actor from actions where order_id = $1', [order])).toEqual([name, name]);
    await until('the batch is cancelled', async () => {
      const found = await actors(
        `select a.actor from actions a join orders o on o.id = a.order_id where o.tenant_id = $1 and o.kind = 'item'`,
        [shop.tenantId],
      );
      return found.length === 1 && found[0] === name;
    });
    expect(await actors(`select actor from lane_actions where actor = $1`, [name])).toEqual([name, name]);
    const proved = await pool.query<{ id: string }>(
      'select proved_member_id as id from stores where id = $1 and proved_key_id is null',
      [site.json['id']],
    );
    expect(proved.rows).toEqual([{ id: memberId }]);
  });

  test('and so is who invited and who removed a member', async () => {
    const party = await newTenant();
    const { cookie, memberId } = await joined(party);
    const address = newAddress();
    await ask('POST', `/api/tenants/${party.tenantId}/invitations`, {
      ...{ cookie, body: { address, name: 'Grace' } },
    });
    const token = (await lastMailTo(galley, address, 'invitation')).secret;
    const other = await ask('POST', '/api/invitations/accept', { body: { token } });
    const { member } = (await ask('GET', '/api/session', { cookie: other.cookie! })).json as {
      member: { id: string };
    };
    await ask('DELETE', `/api/tenants/${party.tenantId}/members/${member.id}`, { cookie });
    const { rows } = await galley.database.pool.query(
      'select added_by as added, removed_by as removed from members where id = $1',
      [member.id],
    );
    expect(rows).toEqual([{ added: `member:${memberId}`, removed: `member:${memberId}` }]);
  });
});

test('the list of members is paged, newest first', async () => {
  const party = await newTenant();
  const made = [party.memberId];
  for (let n = 0; n < 3; n += 1)
    made.unshift((await makeMember(galley, { tenantId: party.tenantId, role: 'store' })).memberId);
  const seen: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor ? `&cursor=${cursor}` : '';
    const page = await admin.call('GET', `/api/tenants/${party.tenantId}/members?limit=2${query}`);
    const { items, nextCursor } = page.json as { items: Array<{ id: string }>; nextCursor: string | null };
    seen.push(...items.map(({ id }) => id));
    cursor = nextCursor;
  }
  expect(seen).toEqual(made);
});
