import { randomUUID } from 'node:crypto';
import { PANEL_HEADER } from '../../../src/api/tenants/session-cookie';
import { makeMember, makeParty } from '../../support/belongings';
import type { Party } from '../../support/belongings';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { CASES } from './cases';

interface Change {
  name: string;
  method: string;
  path: string;
}

let galley: Galley;
let admin: Party;
/** Every route of the description that changes something. */
let changes: Change[];

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  admin = await makeParty(galley, 'admin', 'operator');
  const { paths } = (await (await fetch(`${galley.apiUrl}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  changes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((verb) => verb !== 'get')
      .map((verb) => ({ name: `${verb.toUpperCase()} ${path}`, method: verb.toUpperCase(), path })),
  );
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** Those by which people come in, whoever was signed in before. */
const SIGN_INS = [
  ...['POST /api/session', 'POST /api/session/mails'],
  ...['POST /api/invitations/look', 'POST /api/invitations/accept'],
  ...['POST /api/v1/purchase/link', 'POST /api/v1/purchase/confirm'],
];

async function send({ method, path, name }: Change, headers: Record<string, string>) {
  const address = path.replace('{lane}', 'images').replace(/\{\w+\}/g, () => randomUUID());
  const body = CASES[name]?.body?.(admin, {});
  const answer = await fetch(`${galley.apiUrl}${address}`, {
    method,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  const json = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
  return { status: answer.status, message: String(json['message']), cookies: answer.headers.getSetCookie() };
}

const fromPanel = (cookie: string): Record<string, string> => ({ cookie, [PANEL_HEADER]: '1' });

const FOREIGN = /must come from the panel’s own address/;

test('there are many of them, and the session’s own are among them', () => {
  expect(changes.length).toBeGreaterThan(40);
  expect(changes.map(({ name }) => name)).toEqual(expect.arrayContaining(SIGN_INS));
});

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
  ['another origin, by an older browser', { origin: 'https://evil.example' }],
  ['another port', { origin: 'http://127.0.0.1:1' }],
  ['a page without an origin', { origin: 'null' }],
  ['what is no origin', { origin: 'x' }],
])('no route lets %s change anything with a session', async (_name, told) => {
  for (const change of changes)
    for (const cookie of [admin.cookie, admin.memberCookie]) {
      const { status, message, cookies } = await send(change, { ...fromPanel(cookie), ...told });
      expect([change.name, status, message, cookies]).toEqual([
        change.name,
        403,
        expect.stringMatching(FOREIGN),
        [],
      ]);
    }
});

test('a session changes nothing without the panel’s header, but for signing in anew', async () => {
  // Whose session ends as somebody signs in anew with the same browser.
  const { cookie } = await makeMember(galley, admin);
  for (const change of changes) {
    const { status, message } = await send(change, { cookie });
    const isRefused = status === 403 && message.includes(PANEL_HEADER);
    expect([change.name, isRefused]).toEqual([change.name, !SIGN_INS.includes(change.name)]);
  }
});

test('our own pages, programs and keys are let through', async () => {
  const { host } = new URL(galley.apiUrl);
  const cookie = admin.memberCookie;
  const passing: Array<Record<string, string>> = [
    { ...fromPanel(cookie), origin: galley.apiUrl, 'sec-fetch-site': 'same-origin' },
    // A proxy that rewrites the host is no hindrance where the browser says more.
    { ...fromPanel(cookie), origin: 'https://galley.example', 'sec-fetch-site': 'same-origin' },
    { ...fromPanel(cookie), origin: galley.apiUrl },
    {
      ...fromPanel(cookie),
      origin: 'https://galley.example',
      'x-forwarded-host': 'galley.example:443, inner',
    },
    { ...fromPanel(cookie), origin: `HTTP://${host.toUpperCase()}` },
    fromPanel(cookie),
    // Browsers add no keys by themselves.
    { authorization: `Bearer ${admin.client.key}`, origin: 'https://shop.example' },
  ];
  const change = { name: 'PATCH', method: 'PATCH', path: `/api/tenants/${admin.tenantId}` };
  for (const headers of passing) expect((await send(change, headers)).status).toBe(200);
});

test('no other site signs anybody in, and what nobody is known by is no matter of this', async () => {
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  for (const change of changes) {
    const { status, message } = await send(change, foreign);
    const isRefused = status === 403 && FOREIGN.test(message);
    expect([change.name, isRefused]).toEqual([change.name, SIGN_INS.includes(change.name)]);
  }
});

test('reading is not kept from anybody who may', async () => {
  const answer = await fetch(`${galley.apiUrl}/api/session`, {
    headers: { cookie: admin.memberCookie, 'sec-fetch-site': 'cross-site' },
  });
  expect(answer.status).toBe(200);
});
