import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { loadConfig } from '../../src/config/config';
import { examine } from '../../src/local/doctor-examine';
import { exitCodeOf, reportLines } from '../../src/local/doctor-report';
import type { Verdict } from '../../src/local/doctor-report';
import { hiding } from '../../src/clients/secrets';
import { secretsOf } from '../../src/config/secrets';
import type { FaultAction } from '../../src/simulators/core/fault-types';
import type { Simulators } from '../../src/simulators/options';
import { SAMPLE_STORES } from '../../src/simulators/products';
import { startSimulators } from '../../src/simulators/server';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';
import { testEnvironment } from '../support/galley';
import { createNamespace } from '../support/namespace';
import { sharedServers } from '../support/servers';

const ROOT = path.join(__dirname, '..', '..');
const SCRIPT = path.join(ROOT, 'dist', 'local', 'doctor.js');
const INSTANCE = SAMPLE_STORES[0]!.instanceId;
const KEYS = {
  OPENAI_API_KEY: 'sk-proj-the-key-of-openai-0123456789',
  REPLICATE_API_TOKEN: 'r8_the-token-of-replicate-0123456789',
  WIX_APP_ID: 'an-app-id',
  WIX_APP_SECRET: 'the-secret-of-wix-0123456789',
};

let simulators: Simulators;
let database: TestDatabase;
let namespace: string;

beforeAll(async () => {
  [simulators, database, namespace] = await Promise.all([
    startSimulators({ latency: 'none', speed: 100 }),
    createTestDatabase(),
    createNamespace(),
  ]);
}, 60_000);

afterAll(async () => {
  await simulators?.stop();
  await database?.drop();
});

afterEach(() => simulators.control.reset());

interface Outcome {
  /** Verdict and sentence of each part. */
  of: Record<string, [Verdict, string]>;
  text: string;
  code: number;
}

async function doctor(
  options: { env?: Record<string, string>; paid?: boolean; instanceId?: string } = {},
): Promise<Outcome> {
  const env: Record<string, string> = {
    ...testEnvironment({
      databaseUrl: database.url,
      namespace,
      simulatorsUrl: simulators.url,
      smtpUrl: simulators.smtpUrl,
      pictureDir: '/nonexistent',
    }),
    ...KEYS,
    ...options.env,
  };
  const config = loadConfig(env);
  const diagnoses = await examine({
    config,
    env,
    instanceId: options.instanceId ?? INSTANCE,
    paid: options.paid ?? false,
    migrationsDir: path.join(ROOT, 'migrations'),
    timeoutMs: 2_000,
    now: () => Date.now(),
  });
  const text = reportLines({ diagnoses, hide: hiding(secretsOf(config)) }).join('\n');
  for (const secret of Object.values({ ...KEYS, ...options.env }).filter((value) =>
    /the-|sk-|r8_/.test(value),
  ))
    expect(text).not.toContain(secret);
  return {
    of: Object.fromEntries(diagnoses.map(({ part, verdict, message }) => [part, [verdict, message]])),
    text,
    code: exitCodeOf(diagnoses),
  };
}

const broken = (says: RegExp) => ['broken', expect.stringMatching(says)];

test('everything works with the simulators: one line per part, one read each, at no cost', async () => {
  const { of, text, code } = await doctor();
  expect(of).toEqual({
    OpenAI: ['works', expect.stringMatching(/models exist; this does not prove quota: --paid/)],
    Replicate: ['works', expect.stringMatching(/account simulator/)],
    Wix: [
      'works',
      expect.stringMatching(
        new RegExp(
          `members and blog of site ${INSTANCE} .*; its products are in Catalog V1; reading products`,
        ),
      ),
    ],
    Mail: [
      'works',
      expect.stringMatching(
        /^127\.0\.0\.1:\d+ takes our sign-in; this does not prove that it takes mail from MAIL_FROM$/,
      ),
    ],
    Stripe: ['works', expect.stringMatching(/^the key works at \S+, in test mode; this does not prove/)],
    Postgres: ['works', expect.stringMatching(/^version 18\S* .*; all \d+ migrations are applied$/)],
    Temporal: ['works', expect.stringMatching(/^version \d+\.\d+\.\d+.*, all 6 search attributes$/)],
    'Temporal settings': [
      'works',
      expect.stringMatching(
        /^one partition per lane, fairness between tenants; the API does not reveal matching\.useNewMatcher/,
      ),
    ],
  });
  expect(code).toBe(0);
  expect(text.split('\n')).toHaveLength(9);
  const asked = simulators.control.requests().map(({ provider, kind }) => `${provider} ${kind}`);
  expect(simulators.control.mails()).toEqual([]);
  expect(asked.sort()).toEqual([
    'openai models',
    'replicate account',
    'replicate model',
    'stripe balance',
    'wix catalog',
    'wix category',
    'wix members',
    'wix token',
    'wix token',
  ]);
});

test('with --paid, one token is generated and its price and the limits are reported', async () => {
  const { of, code } = await doctor({ paid: true });
  expect(of['OpenAI, paid']).toEqual([
    'works',
    expect.stringMatching(
      /^gpt-4o-mini generated one token for 0\.0000\d\d USD .*limits according to its response: \d+ requests, \d+ tokens$/,
    ),
  ]);
  expect(code).toBe(0);
  const [request] = simulators.control.requests({ provider: 'openai', kind: 'completion' });
  expect(request!.body).toMatchObject({ max_completion_tokens: 1 });
});

test('a part without a key is unset, which is not a failure', async () => {
  const { of, code } = await doctor({
    env: {
      OPENAI_API_KEY: '',
      OPENAI_BASE_URL: '',
      REPLICATE_API_TOKEN: '',
      WIX_APP_ID: '',
      WIX_APP_SECRET: '',
      STRIPE_SECRET_KEY: '',
      STRIPE_WEBHOOK_SECRETS: '',
    },
    paid: true,
  });
  for (const part of ['OpenAI', 'Replicate', 'Wix', 'Stripe'])
    expect([part, of[part]![0]]).toEqual([part, 'unset']);
  expect(code).toBe(0);
  expect(simulators.control.requests()).toEqual([]);
});

test('a server of the model provider that needs no key is examined without one', async () => {
  simulators.control.addFault({
    provider: 'openai',
    kind: 'models',
    action: { type: 'respond', status: 200, body: { data: [{ id: 'gpt-4o' }, { id: 'gpt-4o-mini' }] } },
  });
  const { of } = await doctor({ env: { OPENAI_API_KEY: '' } });
  expect(of['OpenAI']![0]).toBe('works');
});

test('a picture model that does not exist', async () => {
  simulators.control.addScript('picture-model-missing');
  const { of, code } = await doctor();
  expect(of['Replicate']).toEqual(broken(/flux-schnell \(REPLICATE_MODEL\) does not exist/));
  expect(code).toBe(1);
});

test('a key of Stripe that is refused, an address where it is not, and one that is something else', async () => {
  const balance = { provider: 'stripe', kind: 'balance' } as const;
  simulators.control.addScript('payment-key-refused');
  expect((await doctor()).of['Stripe']).toEqual(broken(/^the key is rejected: .* STRIPE_SECRET_KEY$/));
  simulators.control.reset();
  simulators.control.addFault({
    ...balance,
    action: { type: 'respond', status: 200, body: { object: 'x' } },
  });
  expect((await doctor()).of['Stripe']).toEqual(broken(/responds, but not as Stripe does/));
  const away = { env: { STRIPE_BASE_URL: 'http://127.0.0.1:1' } };
  expect((await doctor(away)).of['Stripe']).toEqual(broken(/^no response from 127\.0\.0\.1:1/));
});

test('half of a pair, and a model that the account lacks', async () => {
  const { of, code } = await doctor({
    env: {
      WIX_APP_SECRET: '',
      OPENAI_MODEL_CONTENT: 'gpt-none',
      MODEL_PRICES: '{"gpt-none": {"input": 1, "output": 1}}',
    },
  });
  expect(of['Wix']).toEqual(broken(/^WIX_APP_SECRET is missing/));
  expect(of['OpenAI']).toEqual(broken(/gpt-none \(OPENAI_MODEL_CONTENT\) is not among its models/));
  expect(code).toBe(1);
});

test('without a site, Wix is not tested', async () => {
  const { of, code } = await doctor({ instanceId: '' });
  expect(of['Wix']).toEqual(['untried', expect.stringContaining('--instance')]);
  expect(code).toBe(0);
});

test('a site may be named by the environment', async () => {
  const { of } = await doctor({ instanceId: '', env: { WIX_INSTANCE_ID: ` ${INSTANCE} ` } });
  expect(of['Wix']).toEqual(['works', expect.stringContaining(`site ${INSTANCE}`)]);
});

test('a site is named in any letters, and must have the shape of one', async () => {
  const { of } = await doctor({ instanceId: INSTANCE.toUpperCase() });
  expect(of['Wix']).toEqual(['works', expect.stringContaining(`site ${INSTANCE}`)]);
  const odd = await doctor({ instanceId: 'shop-1' });
  expect(odd.of['Wix']).toEqual(broken(/must be an instance ID/));
});

const quota = {
  type: 'respond',
  status: 429,
  body: { error: { type: 'insufficient_quota', code: 'insufficient_quota', message: 'You exceeded …' } },
} satisfies FaultAction;

/** What a careless provider may answer: the very key in the message. */
const echo = (key: string): FaultAction => ({
  type: 'respond',
  status: 401,
  body: { error: { message: `Incorrect API key provided: ${key}`, code: 'invalid_api_key' }, detail: key },
});

describe('problems with a provider are identified', () => {
  test.each<[string, 'openai' | 'replicate' | 'wix', string, FaultAction, RegExp]>([
    ['OpenAI', 'openai', 'models', echo(KEYS.OPENAI_API_KEY), /^the key is rejected: .*OPENAI_API_KEY/],
    ['OpenAI', 'openai', 'models', quota, /^the quota is exhausted/],
    [
      'OpenAI',
      'openai',
      'models',
      { type: 'dropBefore' },
      /^no response from 127\.0\.0\.1:\d+: the connection/,
    ],
    ['OpenAI', 'openai', 'models', { type: 'hang' }, /^no response from .*: timed out/],
    ['OpenAI', 'openai', 'models', { type: 'html' }, /not with JSON: check OPENAI_BASE_URL/],
    ['OpenAI', 'openai', 'models', { type: 'respond', status: 503 }, /returns 503: try again later/],
    ['OpenAI', 'openai', 'models', { type: 'respond', status: 404 }, /returns 404: check OPENAI_BASE_URL/],
    ['Replicate', 'replicate', 'account', echo(KEYS.REPLICATE_API_TOKEN), /^the token is rejected/],
    ['Replicate', 'replicate', 'account', { type: 'respond', status: 402 }, /^payment is required/],
    [
      'Replicate',
      'replicate',
      'account',
      { type: 'respond', status: 429, body: { detail: 'resets in ~5s', status: 429, retry_after: 5 } },
      /^the account is rate limited for 5 s/,
    ],
    ['Replicate', 'replicate', 'account', { type: 'dropAfter' }, /^no response from/],
    ['Wix', 'wix', 'token', echo(KEYS.WIX_APP_SECRET), /^the app is rejected: WIX_APP_ID or WIX_APP_SECRET/],
    [
      'Wix',
      'wix',
      'token',
      { type: 'respond', status: 400 },
      /^no token for this site: .*instance id is wrong/,
    ],
    ['Wix', 'wix', 'token', { type: 'dropBefore' }, /^no response from/],
    ['Wix', 'wix', 'members', { type: 'respond', status: 403 }, /cannot read the site's members/],
    [
      'Wix',
      'wix',
      'members',
      { type: 'respond', status: 200, body: { members: [] } },
      /no member, and a post needs one/,
    ],
    ['Wix', 'wix', 'category', { type: 'respond', status: 403 }, /cannot read the site's blog/],
    ['Wix', 'wix', 'category', { type: 'respond', status: 404 }, /the site has no blog/],
    ['Wix', 'wix', 'category', { type: 'cut' }, /its blog cannot be read: no response from/],
  ])('%s: %s %s %j', async (part, provider, kind, action, says) => {
    simulators.control.addFault({ provider, kind, times: -1, action });
    const { of, code } = await doctor();
    expect(of[part]).toEqual(broken(says));
    expect(code).toBe(1);
    const others = Object.entries(of).filter(([name]) => name !== part);
    expect(others.filter(([, [verdict]]) => verdict !== 'works')).toEqual([]);
  });

  test('an exhausted quota only shows when something is paid for', async () => {
    simulators.control.addFault({ provider: 'openai', kind: 'completion', action: quota });
    expect((await doctor()).code).toBe(0);
    const { of, code } = await doctor({ paid: true });
    expect([of['OpenAI']![0], of['OpenAI, paid']]).toEqual(['works', broken(/^the quota is exhausted/)]);
    expect(code).toBe(1);
  });

  test('a model that accepts no one-token request says nothing about the quota', async () => {
    simulators.control.addFault({
      provider: 'openai',
      kind: 'completion',
      action: { type: 'respond', status: 400, body: { error: { message: 'max_tokens too small' } } },
    });
    const { of, code } = await doctor({ paid: true });
    expect(of['OpenAI, paid']![0]).toBe('untried');
    expect(code).toBe(0);
  });

  test.each([
    ['v3', /its products are in Catalog V3/],
    ['none', /it has no Wix Stores, so there are no posts about products/],
  ] as const)('a site whose catalog is %s works, and the doctor says so', async (catalog, says) => {
    simulators.control.setCatalog(INSTANCE, catalog);
    const { of } = await doctor();
    expect(of['Wix']).toEqual(['works', expect.stringMatching(says)]);
  });

  test('a disconnected store', async () => {
    simulators.control.disconnect(INSTANCE, true);
    const { of, code } = await doctor();
    expect(of['Wix']).toEqual(broken(/the app is not installed there/));
    expect(code).toBe(1);
  });

  test('nothing listening at the address, and unknown host names', async () => {
    const nowhere = 'http://127.0.0.1:1/x';
    const { of } = await doctor({
      env: { OPENAI_BASE_URL: nowhere, REPLICATE_BASE_URL: 'http://no.invalid' },
    });
    expect(of['OpenAI']).toEqual(broken(/^no response from 127\.0\.0\.1:1: /));
    expect(of['Replicate']).toEqual(broken(/^no response from no\.invalid: its name cannot be resolved/));
  });
});

describe('problems with the mail server are identified', () => {
  const mailAt = async (env: Record<string, string>) => (await doctor({ env })).of['Mail'];
  const own = (change: (url: URL) => void): string => {
    const url = new URL(simulators.smtpUrl);
    change(url);
    return url.href;
  };

  test('none is set, which is not a failure', async () => {
    const { of, code } = await doctor({ env: { SMTP_URL: '', MAIL_FROM: '' } });
    expect(of['Mail']).toEqual(['unset', expect.stringContaining('mail waits until a server is set')]);
    expect(code).toBe(0);
  });

  test('a rejected sign-in, whose password is not printed', async () => {
    const SMTP_URL = own((url) => (url.password = 'the-wrong-password'));
    const { of, text, code } = await doctor({ env: { SMTP_URL } });
    expect(of['Mail']).toEqual(broken(/^127\.0\.0\.1:\d+: the sign-in is rejected: .*SMTP_URL/));
    expect(text).not.toContain('the-wrong-password');
    expect(code).toBe(1);
  });

  test('nothing listening, an unknown name, a server that hangs, and one that breaks off', async () => {
    expect(await mailAt({ SMTP_URL: own((url) => (url.port = '1')) })).toEqual(
      broken(/^127\.0\.0\.1:1: no response: nothing is listening there/),
    );
    expect(await mailAt({ SMTP_URL: 'smtp://no.invalid' })).toEqual(
      broken(/^no\.invalid:587: no response: its name cannot be resolved/),
    );
    simulators.control.addFault({ provider: 'smtp', kind: 'auth', action: { type: 'hang' } });
    expect(await mailAt({})).toEqual(broken(/no response in time: check host and port/));
    simulators.control.addScript('mail-down');
    expect(await mailAt({})).toEqual(broken(/no response: .*breaks the connection/));
  });

  test('no encryption, a problem of its own, and a sign-in that it cannot check', async () => {
    expect(await mailAt({ SMTP_TLS: 'verify' })).toEqual(broken(/no encrypted connection: .*SMTP_TLS/));
    const answering = (kind: string, status: number) =>
      simulators.control.addFault({ provider: 'smtp', kind, action: { type: 'respond', status } });
    answering('connect', 554);
    expect(await mailAt({})).toEqual(broken(/: it answers 554: try again later/));
    answering('auth', 454);
    expect(await mailAt({})).toEqual(broken(/it cannot check the sign-in at the moment/));
  });

  test('a missing public address, without which links in mails lead nowhere', async () => {
    expect(await mailAt({ PUBLIC_URL: '' })).toEqual(broken(/takes our sign-in, but PUBLIC_URL is not set/));
  });
});

describe('problems with Postgres are identified', () => {
  const at = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  test('nothing listening, a wrong database name, no encryption', async () => {
    const closed = at((url) => (url.port = '1'));
    expect((await doctor({ env: { DATABASE_URL: closed } })).of['Postgres']).toEqual(
      broken(/^cannot use 127\.0\.0\.1:1\/t_\w+: nothing is listening there$/),
    );
    const unknown = at((url) => (url.pathname = '/nothing_here'));
    expect((await doctor({ env: { DATABASE_URL: unknown } })).of['Postgres']).toEqual(
      broken(/there is no such database/),
    );
    expect((await doctor({ env: { DB_SSL: 'verify' } })).of['Postgres']).toEqual(broken(/DB_SSL=off/));
  });

  test('a password is never printed, not even a wrong one', async () => {
    const url = at((it) => {
      it.username = 'nobody';
      it.password = 'the-wrong-password';
    });
    const { of, text } = await doctor({ env: { DATABASE_URL: url } });
    expect(of['Postgres']![0]).toBe('broken');
    expect(text).not.toMatch(/the-wrong-password|nobody/);
  });

  test('missing and unknown migrations', async () => {
    await database.pool.query(`update migrations set name = 'x_' || name where name like '0001%'`);
    expect((await doctor()).of['Postgres']).toEqual(
      broken(/; 1 of \d+ migrations are missing: npm run migrate/),
    );
    await database.pool.query(`update migrations set name = substr(name, 3) where name like 'x\\_%'`);
    await database.pool.query(`insert into migrations (name, run_on) values ('9999_later', now())`);
    expect((await doctor()).of['Postgres']).toEqual(
      broken(/has 1 migrations unknown to this version of Galley/),
    );
    await database.pool.query(`delete from migrations where name = '9999_later'`);
    expect((await doctor()).code).toBe(0);
  });

  test('an unreachable default is not a failure', async () => {
    const { of, code } = await doctor({ env: { DATABASE_URL: '', TEMPORAL_ADDRESS: '127.0.0.1:1' } });
    expect(of['Postgres']).toEqual(['unset', expect.stringMatching(/^no DATABASE_URL: npm start brings/)]);
    expect(of['Temporal']).toEqual(broken(/^127\.0\.0\.1:1: no response/));
    expect(code).toBe(1);
  });
});

describe('problems with Temporal are identified', () => {
  async function withConnection<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await Connection.connect({ address: sharedServers().temporalAddress });
    try {
      return await use(connection);
    } finally {
      await connection.close();
    }
  }

  test('a missing namespace', async () => {
    const { of, code } = await doctor({ env: { TEMPORAL_NAMESPACE: 'not-there' } });
    expect(of['Temporal']).toEqual(broken(/there is no namespace not-there: .*create-namespace\.sh/));
    expect(code).toBe(1);
  });

  test('a missing search attribute', async () => {
    const incomplete = await createNamespace();
    await withConnection((connection) =>
      connection.operatorService.removeSearchAttributes({
        namespace: incomplete,
        searchAttributes: ['OrderStatus'],
      }),
    );
    const { of, code } = await doctor({ env: { TEMPORAL_NAMESPACE: incomplete } });
    expect(of['Temporal']).toEqual(broken(/but search attribute OrderStatus is missing: deploy/));
    expect(code).toBe(1);
  });
});

test('the program prints the report, hides the keys and exits with the code', async () => {
  if (!existsSync(SCRIPT)) throw new Error('Build first: npm run build');
  const ran = await new Promise<{ code: number; out: string }>((resolve) => {
    execFile(
      process.execPath,
      [SCRIPT, '--instance', INSTANCE],
      {
        env: {
          PATH: process.env['PATH'],
          ...testEnvironment({
            databaseUrl: database.url,
            namespace,
            simulatorsUrl: simulators.url,
            pictureDir: '/nonexistent',
          }),
          ...KEYS,
          OPENAI_API_KEY: 'sk-bad',
        },
      },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr }),
    );
  });
  expect(ran.out).toMatch(/^BROKEN {5}OpenAI {13}the key is rejected/m);
  expect(ran.out).toMatch(/^works {6}Wix /m);
  expect(ran.out).toMatch(/^1 of 7 configured parts do not work\.$/m);
  expect(ran.code).toBe(1);
  for (const secret of [...Object.values(KEYS), 'sk-bad'].filter((value) => value !== 'an-app-id'))
    expect(ran.out).not.toContain(secret);
});
