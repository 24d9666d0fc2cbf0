import { lastMailTo } from '../../support/queued-mail';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../src/api/app';
import { sealerOf } from '../../../src/db/tenants/seal';
import type { Logger, LogFields } from '../../../src/telemetry/logger';
import { silentLogger } from '../../../src/telemetry/logger';
import { apiDeps } from '../../support/api-deps';
import { makeMember, makeParty, thingsOf } from '../../support/belongings';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { fromPanel } from '../../support/signed-in';
import { makeTemplate } from '../../support/schedules';
import { CASE_HOST, CASE_TEMPLATE, CASES } from './cases';

let galley: Galley;
let apiUrl: string;
let stop: () => Promise<void>;
const lines: Array<{ message: string; fields: LogFields }> = [];

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  await galley.operator.call('POST', '/api/domains', { body: { name: 'Cases', host: CASE_HOST } });
  const log: Logger = {
    ...silentLogger(),
    info: (message, fields = {}) => void lines.push({ message, fields }),
  };
  const { dispatcher, payments } = galley;
  const own = { log, dispatcher, payments, sealer: sealerOf(galley.config) };
  const app = createApp(apiDeps(galley.database.pool, own));
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = () => new Promise((resolve) => void server.close(() => resolve()));
}, 60_000);

afterAll(async () => {
  await stop?.();
  await galley?.stop();
});

/** Routes that anybody may use, whoever is signed in, and those that need more than what is in the database. */
const LEFT_OUT =
  /\/api\/(?:session|sessions|invitations|stores|mail\/(?:confirm|unsubscribe)|v1\/articles|v1\/purchase\/(?:start|link|confirm|status|webhook))\b/;

const TRIED = Object.entries(CASES).filter(([name]) => !name.startsWith('GET ') && !LEFT_OUT.test(name));

test('every change of a member is logged with its id, and nothing else of what it sent', async () => {
  const make = thingsOf(galley);
  await galley.operator.call('POST', '/api/domains', { body: { name: 'Cases', host: CASE_HOST } });
  const admin = await makeParty(galley, 'admin', 'operator');
  const shop = await makeParty(galley, 'store', 'store');
  await makeTemplate(galley, { tenantId: admin.tenantId, name: CASE_TEMPLATE });
  const { memberId, cookie } = await makeMember(galley, { tenantId: admin.tenantId, role: 'admin' });
  expect(TRIED.length).toBeGreaterThan(25);
  for (const [name, spec] of TRIED) {
    const place = spec.thing ? await make[spec.thing](shop, spec.state) : {};
    const [method, path] = name.split(' ') as [string, string];
    const address = path
      .replace('{lane}', 'images')
      .replace(/\{(\w+)\}/g, (_, parameter: string) => place[parameter]!);
    lines.length = 0;
    const body = spec.body?.(shop, place);
    const answer = await fromPanel(apiUrl, method, address, { cookie, ...(body ? { body } : {}) });
    expect([name, answer.status]).toEqual([name, spec.status]);
    const logged = lines.filter(({ message }) => message === 'member changed something');
    // What came of it is named where the answer has one id.
    const made = answer.json['id'] ?? answer.json['batchId'];
    expect([name, logged.map(({ fields }) => fields)]).toEqual([
      name,
      [
        {
          ...{ actor: `member:${memberId}`, method, status: spec.status },
          route: path.replace(/\{(\w+)\}/g, ':$1'),
          requestId: expect.any(String) as string,
          answered: made,
          ...(path.includes('{lane}') ? { lane: 'images' } : {}),
          ...Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, one]) => [one, expect.any(String)])),
        },
      ],
    ]);
  }
});

test('what fails, what only reads and what a key does are not', async () => {
  const shop = await makeParty(galley, 'store', 'store');
  lines.length = 0;
  const path = `/api/tenants/${shop.tenantId}`;
  await fromPanel(apiUrl, 'PATCH', path, { cookie: shop.memberCookie, body: { plan: 'premium' } });
  await fromPanel(apiUrl, 'GET', path, { cookie: shop.memberCookie });
  await fromPanel(apiUrl, 'POST', `${path}/keys`, { cookie: shop.cookie, body: { label: 'x' } });
  expect(lines).toEqual([]);
});

test('signing in is, without any token', async () => {
  const shop = await makeParty(galley, 'store', 'store');
  const { memberId, address } = await makeMember(galley, { tenantId: shop.tenantId, role: 'store' });
  lines.length = 0;
  await fromPanel(apiUrl, 'POST', '/api/session/mails', { body: { address } });
  const { secret } = await lastMailTo(galley, address, 'sign_in_link');
  expect(lines).toEqual([]);
  await fromPanel(apiUrl, 'POST', '/api/session', { body: { mailLink: secret } });
  expect(lines.map(({ fields }) => fields)).toEqual([
    expect.objectContaining({ actor: `member:${memberId}`, route: '/api/session' }),
  ]);
  expect(JSON.stringify(lines)).not.toContain(secret);
  expect(JSON.stringify(lines)).not.toContain(address);
});
