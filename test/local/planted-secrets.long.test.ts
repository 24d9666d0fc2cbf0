import { appendFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Pool } from 'pg';
import type { FaultAction, FaultRule } from '../../src/simulators/core/fault-types';
import { ApiClient, until } from '../support/api-client';
import { createAsking, filesIn, findSecrets, historiesOf, metricsOf, rowsOf } from '../support/planted';
import type { Place } from '../support/planted';
import { newSecret, newWord, startAnswering, startPlantedStack } from '../support/planted-stack';
import type { PlantedStack } from '../support/planted-stack';

const SETTINGS = {
  OPENAI_API_KEY: newWord('sk-openai'),
  REPLICATE_API_TOKEN: newWord('r8-replicate'),
  WIX_APP_SECRET: newSecret('wix-app'),
  METRICS_TOKEN: newSecret('metrics'),
};

/** Every secret there is, by what it is. */
const secrets: Record<string, string> = { ...SETTINGS };
const answers: Place[] = [];
const ask = createAsking(answers);

let planted: PlantedStack;
let pool: Pool;
let connection: Connection;
let temporal: Client;
let admin: ApiClient;
let store: ApiClient;
let receiver: Awaited<ReturnType<typeof startAnswering>>;

function note(name: string, secret: unknown): string {
  if (typeof secret !== 'string' || secret.length < 16) throw new Error(`No secret ${name}`);
  secrets[name] = secret;
  return secret;
}

/** Asks as a client of any kind would; every error is kept. */
function call(method: string, url: string, headers: Record<string, string>, body?: string) {
  return ask(`${planted.stack.apiUrl}${url}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

const by = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

async function everywhere(metricsUrls = planted.metricsUrls): Promise<Place[]> {
  return [
    ...filesIn(planted.folders, planted.secretFiles),
    { kind: 'output', where: 'of all processes', bytes: Buffer.from(planted.output.join('\n')) },
    ...(await historiesOf(temporal)),
    ...(await metricsOf(metricsUrls, SETTINGS.METRICS_TOKEN)),
    ...answers,
    ...(await rowsOf(pool)),
  ];
}

/** Secrets that the API makes: keys of each role, a session, sign-in links, a webhook's. */
async function makeSecrets(): Promise<void> {
  for (const kind of ['store', 'manager', 'customer', 'operator']) {
    const tenant = await admin.call('POST', '/api/tenants', { body: { kind, name: `planted ${kind}` } });
    const { json } = await admin.call('POST', `/api/tenants/${String(tenant.json['id'])}/keys`, {
      body: { label: 'planted' },
      headers: { 'idempotency-key': `key-of-${kind}` },
    });
    const key = note(`key of a ${kind}`, json['key']);
    await call('GET', '/api/tenants', by(key));
    await call('POST', '/api/tenants', by(key), '{}');
  }
  const link = async (): Promise<string> => {
    const made = await store.call('POST', '/api/session/links', { body: {} });
    return String(made.json['path']).split('#')[1]!;
  };
  note('unused sign-in link', await link());
  const used = note('used sign-in link', await link());
  for (const [name, body] of [
    ['session of a link', { link: used }],
    ['session of a key', { key: store.key }],
  ] as const) {
    const { headers } = await call('POST', '/api/session', {}, JSON.stringify(body));
    const cookie = headers.getSetCookie()[0]!.split(';')[0]!;
    note(name, cookie.split('=')[1]);
    await call('GET', '/api/session', { cookie });
    // A change without the panel's header is refused.
    expect((await call('POST', '/api/blog-generation', { cookie }, '{}')).status).toBe(403);
  }
  expect((await call('POST', '/api/session', {}, JSON.stringify({ link: used }))).status).toBe(401);
  const webhook = await store.call('POST', '/api/webhooks', {
    body: { url: `${receiver.url}/hook` },
    headers: { 'idempotency-key': 'webhook-of-a-store' },
  });
  note('webhook secret', webhook.json['secret']);
}

/** What clients send by mistake: no answer may say it again, and nothing may keep it. */
async function sendWrongSecrets(): Promise<void> {
  const wrong = (where: string): string => note(`wrong key in ${where}`, newSecret('galley_'));
  const orders = '/api/blog-generation';
  const own = by(store.key);
  const asked = [
    await call('GET', orders, by(wrong('a header'))),
    await call('GET', orders, { authorization: `Basic ${btoa(`key:${wrong('a basic header')}`)}` }),
    await call('GET', orders, { cookie: `galley_session=${wrong('a cookie')}` }),
    await call('GET', `${orders}?key=${encodeURIComponent(wrong('a query'))}`, own),
    await call('GET', `${orders}?${encodeURIComponent(wrong('the name of a parameter'))}=1`, own),
    await call('GET', `${orders}?cursor=${encodeURIComponent(wrong('a cursor'))}`, own),
    await call('GET', `${orders}/${encodeURIComponent(wrong('an id'))}`, own),
    await call('GET', `/api/${encodeURIComponent(wrong('a path'))}`, own),
    await call('GET', `/api/%E0%A4%A${encodeURIComponent(wrong('an undecodable path'))}`, own),
    await call('POST', orders, { ...own, 'idempotency-key': `a b ${wrong('an idempotency key')}` }, '{}'),
    await call('POST', '/api/session', {}, JSON.stringify({ key: wrong('a sign-in') })),
    await call('POST', '/api/session', {}, JSON.stringify({ link: wrong('a link') })),
    await call('POST', orders, own, JSON.stringify({ sourceType: wrong('a word of a body') })),
    await call('POST', orders, own, JSON.stringify({ [wrong('a field of a body')]: 1 })),
    await call('POST', orders, own, `{"sourceId": ${wrong('a broken body')}}`),
    await call('POST', orders, { ...own, 'content-type': wrong('a content type') }, '{}'),
    await call(
      'POST',
      `${orders}/batch`,
      { ...own, 'content-type': 'text/csv' },
      `sourceType,${wrong('a column')}\nkeyword,1`,
    ),
    await call(
      'POST',
      `${orders}/batch`,
      { ...own, 'content-type': 'text/csv' },
      `sourceType,sourceId\n${wrong('a cell')},1`,
    ),
    await call('GET', '/metrics', by(wrong('a scrape'))),
    await ask(planted.metricsUrls[1]!, { headers: by(wrong('a scrape of the workers')) }),
  ];
  expect(asked.map(({ status }) => status).filter((status) => status < 400 || status >= 500)).toEqual([]);
}

async function quote(rule: Omit<FaultRule, 'action'>, secret: string, status: number): Promise<void> {
  const action: FaultAction = {
    type: 'respond',
    status,
    headers: { 'retry-after-ms': '20' },
    // Where a provider has words for machines, and where it has them for people.
    body: {
      error: { message: `Not so with ${secret}`, type: 'error', code: secret, param: secret },
      message: secret,
    },
  };
  await planted.fault({ ...rule, action });
}

beforeAll(async () => {
  let refusals = 1;
  receiver = await startAnswering(() =>
    refusals-- > 0 ? { status: 500, body: secrets['webhook secret'] ?? '' } : { status: 204, body: '' },
  );
  planted = await startPlantedStack(SETTINGS);
  const { stack } = planted;
  pool = new Pool({ connectionString: stack.migrateUrl, max: 3 });
  connection = await Connection.connect({ address: stack.temporalAddress });
  temporal = new Client({ connection });
  note('password of the database', new URL(stack.databaseUrl).password);
  note('password of migrations', new URL(stack.migrateUrl).password);
  note('key of the administrator', stack.adminKey);
  note('key of the operator', stack.operatorKey);
  stack.stores.forEach(({ apiKey }, n) => note(`key of sample store ${n}`, apiKey));
  const sealing = filesIn([planted.root]).find(({ where }) => where.endsWith('secrets.key'))!;
  const sealingKey = note('SECRETS_KEY', sealing.bytes.toString('utf8').trim());
  note('bytes of SECRETS_KEY', Buffer.from(sealingKey, 'base64').toString('hex'));
  admin = new ApiClient(stack.apiUrl, stack.adminKey);
  store = new ApiClient(stack.apiUrl, stack.stores[0]!.apiKey);
}, 180_000);

afterAll(async () => {
  await pool?.end();
  await connection?.close();
  await planted?.stop();
  await receiver?.stop();
}, 90_000);

test('no secret is in any file, log, history, trace, metric, error or row', async () => {
  await makeSecrets();
  const appSecret = note('a store’s own secret', newSecret('own-app'));
  const shop = ((await store.call('GET', '/api/stores')).json['items'] as Array<{ id: string }>)[0]!;
  await quote({ provider: 'wix', kind: 'token' }, appSecret, 403);
  const reconnect = { credentials: { appId: 'own-app', appSecret } };
  const connect = () =>
    call('POST', `/api/stores/${shop.id}/reconnect`, by(store.key), JSON.stringify(reconnect));
  expect((await connect()).status).toBe(409);
  expect((await connect()).status).toBe(200);
  await sendWrongSecrets();

  // The worker asks for a token of its own, and is refused once.
  await quote({ provider: 'wix', kind: 'token' }, appSecret, 500);
  await quote({ provider: 'openai', kind: 'ideas' }, SETTINGS.OPENAI_API_KEY, 500);
  await quote({ provider: 'openai', kind: 'content' }, SETTINGS.OPENAI_API_KEY, 500);
  await quote({ provider: 'replicate', kind: 'create' }, SETTINGS.REPLICATE_API_TOKEN, 503);
  const policy = { draftBackoffMs: 20 };
  const done = await store.order({ sourceId: 'planted kettle', policy });
  await store.pick(done);
  await store.reaches(done, 'DONE', 90_000);

  const other = new ApiClient(planted.stack.apiUrl, planted.stack.stores[1]!.apiKey);
  await quote({ provider: 'wix', kind: 'token' }, SETTINGS.WIX_APP_SECRET, 500);
  const failing = await other.order({ sourceId: 'planted mug', policy });
  await other.reaches(failing, 'AWAITING_SELECTION', 60_000);
  await quote({ provider: 'wix', kind: 'publish' }, SETTINGS.WIX_APP_SECRET, 400);
  await other.pick(failing);
  await other.reaches(failing, 'FAILED', 90_000);
  await until('the webhook has been told', async () => receiver.asked() > 1, 60_000);
  const { rows } = await pool.query<{ reason: string; detail: string }>(
    'select reason, detail from activity_failures',
  );
  // Providers did quote them, and what they said is on record.
  expect(rows.filter(({ detail }) => detail.includes('Not so with')).length).toBeGreaterThanOrEqual(4);

  for (const file of planted.secretFiles) expect([file, statSync(file).mode & 0o777]).toEqual([file, 0o600]);
  const places = await everywhere();
  const kinds = new Set(places.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['answer', 'database', 'file', 'history', 'metrics', 'output']);
  expect(findSecrets(secrets, places)).toEqual([]);
}, 300_000);

test('the search finds a secret in every kind of place and every form', async () => {
  // Question marks are the slashes of base64.
  const secret = newSecret('probe???');
  const url = encodeURIComponent(secret);
  const [base64, hex] = [Buffer.from(`x${secret}y`).toString('base64'), Buffer.from(secret).toString('hex')];
  const telling = await startAnswering(() => ({ status: 200, body: `metric{of="${url}"} 1` }));
  const refusing = await startAnswering(() => ({ status: 400, body: secret }));
  const log = path.join(planted.root, 'logs', 'api.log');
  appendFileSync(log, `{"hidden":"${base64}"}\n`);
  planted.output.push(`api: ${hex.toUpperCase()}`);
  await ask(refusing.url);
  const run = await temporal.workflow.start('nothing', {
    workflowId: 'probe',
    taskQueue: 'nobody',
    args: [secret],
  });
  await pool.query('create schema probed; create table probed.probe (t text, j jsonb, b bytea, a text[])');
  await pool.query('insert into probed.probe values ($1, $2, $3, $4)', [
    hex,
    JSON.stringify({ deep: [Buffer.from(secret).toString('base64url')] }),
    Buffer.from(secret),
    [url],
  ]);
  try {
    const found = findSecrets({ probe: secret }, await everywhere([...planted.metricsUrls, telling.url]));
    const expected = [
      `probe, base64, file ${log}`,
      'probe, HEX, output of all processes',
      `probe, plain, history probe (${run.firstExecutionRunId})`,
      `probe, URL, metrics ${telling.url}`,
      'probe, hex, database probed.probe.t',
      'probe, base64url, database probed.probe.j',
      'probe, plain, database probed.probe.b',
      'probe, URL, database probed.probe.a',
    ];
    expect(expected.filter((one) => !found.includes(one))).toEqual([]);
    expect(found.some((one) => /^probe, plain, answer /.test(one))).toBe(true);
  } finally {
    await pool.query('drop schema probed cascade');
    await run.terminate();
    await Promise.all([telling.stop(), refusing.stop()]);
  }
}, 90_000);
