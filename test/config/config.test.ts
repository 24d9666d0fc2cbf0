import { ConfigError, loadConfig, missingKeys, poolShare } from '../../src/config/config';
import type { Config } from '../../src/config/config';
import { LOG_LEVELS } from '../../src/config/environment';
import { LANES } from '../../src/contract/lanes';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test.each([
  ['loopback', ['loopback']],
  [
    ' 10.0.0.0/8, 2001:db8::/32 ,192.0.2.1,uniquelocal',
    ['10.0.0.0/8', '2001:db8::/32', '192.0.2.1', 'uniquelocal'],
  ],
])('the proxies %j are trusted', (value, proxies) => {
  expect(loadConfig({ TRUST_PROXY: value }).api.trustedProxies).toEqual(proxies);
});

test.each(['true', '1', '1/8', 'everybody', '10.0.0.0/33', '10.0.0.0/8/8', 'loopback,', '10.0.0.1;10.0.0.2'])(
  'the proxies %j are none',
  (value) => {
    expect(problemsOf({ TRUST_PROXY: value })).toEqual([
      expect.stringMatching(/^TRUST_PROXY must be addresses/),
    ]);
  },
);

describe('without any settings', () => {
  const config = loadConfig({});

  test('the API only listens on this machine', () => {
    expect(config.api).toEqual({ host: '127.0.0.1', port: 3000, sessionCookie: 'galley_session' });
    expect(config.logLevel).toBe('info');
    expect(config.metricsPort).toBeNull();
  });

  test('the database uses verified TLS and the documented pool size', () => {
    expect(config.database).toMatchObject({ poolMax: 100, poolMin: 10, ssl: 'verify' });
  });

  test('the real providers are used', () => {
    expect(config.openai.baseUrl).toBe('https://api.openai.com/v1');
    expect(config.replicate.baseUrl).toBe('https://api.replicate.com/v1');
    expect(config.wix.baseUrl).toBe('https://www.wixapis.com');
  });

  test('a worker reports which keys it lacks', () => {
    expect(missingKeys(config)).toHaveLength(4);
    expect(missingKeys(config).join(' ')).toMatch(
      /SECRETS_KEY.*OPENAI_API_KEY.*REPLICATE_API_TOKEN.*WIX_APP_ID/,
    );
  });
});

test('blank settings count as unset', () => {
  expect(loadConfig({ PORT: '  ', LOG_LEVEL: '', DB_SSL: ' ', METRICS_PORT: '' })).toEqual(loadConfig({}));
});

test('settings are applied, trimmed', () => {
  const config = loadConfig({
    PORT: ' 8080 ',
    HOST: '0.0.0.0',
    DATABASE_URL: 'postgresql://a:b@db:5432/x',
    OPENAI_BASE_URL: 'http://127.0.0.1:4010/openai/v1//',
    SLOTS_IMAGES: '7',
    METRICS_PORT: '0',
  });
  expect(config.api).toEqual({ host: '0.0.0.0', port: 8080, sessionCookie: 'galley_session' });
  expect(config.database.url).toBe('postgresql://a:b@db:5432/x');
  expect(config.openai.baseUrl).toBe('http://127.0.0.1:4010/openai/v1');
  expect(config.slots).toMatchObject({ images: 7, ideas: 50 });
  expect(config.metricsPort).toBe(0);
});

describe('an invalid configuration', () => {
  const BAD: Record<string, string> = {
    DATABASE_URL: 'mysql://root:pl4nted-s3cret@db.internal/galley',
    OPENAI_BASE_URL: 'pl4nted-s3cret',
    WIX_BASE_URL: 'ftp://pl4nted-s3cret.example',
    PORT: 'pl4nted-s3cret',
    DB_POOL_MAX: '0',
    DB_POOL_MIN: '1.5',
    DB_SSL: 'pl4nted-s3cret',
    TEMPORAL_TLS: 'pl4nted-s3cret',
    LOG_LEVEL: '5',
    METRICS_PORT: '70000',
    SLOTS_WRITING: '-1',
    OPENAI_MAX_TOKENS_IDEAS: '1e3',
  };

  test('reports all problems at once, each with the name of its setting', () => {
    const problems = problemsOf(BAD);
    expect(problems).toHaveLength(Object.keys(BAD).length);
    for (const name of Object.keys(BAD)) expect(problems.join('\n')).toContain(name);
  });

  test('reveals no value, neither in its message nor in what a logger would print', () => {
    expect.assertions(3);
    try {
      loadConfig(BAD);
    } catch (error) {
      const { message, stack, problems } = error as ConfigError;
      expect(error).toBeInstanceOf(ConfigError);
      expect(`${message}${stack}${JSON.stringify(error)}${problems.join()}`).not.toMatch(
        /s3cret|db\.internal|mysql|70000/,
      );
      expect(message.split('\n').length).toBe(problems.length + 1);
    }
  });

  test('does not reveal a password if only another setting is wrong', () => {
    const problems = problemsOf({ DATABASE_URL: 'postgres://u:pl4nted-s3cret@db/x', PORT: 'x' });
    expect(problems).toEqual([expect.stringContaining('PORT')]);
    expect(problems.join()).not.toContain('s3cret');
  });
});

describe('the log level', () => {
  test.each(LOG_LEVELS.map((level, number) => [String(number), level]))('%s is %s', (value, level) => {
    expect(loadConfig({ LOG_LEVEL: value }).logLevel).toBe(level);
  });

  test.each(['error', 'Warn', 'INFO', ' debug ', 'trace'])('may be the word %j', (value) => {
    expect(loadConfig({ LOG_LEVEL: value }).logLevel).toBe(value.trim().toLowerCase());
  });

  test.each(['-1', '5', '00', '1.0', 'verbose', 'constructor'])('must not be %j', (value) => {
    expect(problemsOf({ LOG_LEVEL: value })).toEqual([expect.stringContaining('LOG_LEVEL')]);
  });
});

describe('a switch', () => {
  test.each([
    ['true', true],
    ['YES', true],
    ['On', true],
    ['1', true],
    ['false', false],
    ['no', false],
    ['OFF', false],
    ['0', false],
  ])('%s is %s', (value, expected) => {
    expect(loadConfig({ TEMPORAL_TLS: value }).temporal.tls).toBe(expected);
  });

  test.each(['2', 'y', 'enabled', 'truee'])('%s is rejected rather than taken for true', (value) => {
    expect(problemsOf({ TEMPORAL_TLS: value })).toEqual([expect.stringContaining('TEMPORAL_TLS')]);
  });
});

describe('contradictory settings', () => {
  test('a pool cannot keep more connections than it may open', () => {
    expect(problemsOf({ DB_POOL_MIN: '11', DB_POOL_MAX: '10' })).toEqual([
      expect.stringMatching(/DB_POOL_MIN.*DB_POOL_MAX.*pool/),
    ]);
    expect(problemsOf({ DB_POOL_MIN: '10', DB_POOL_MAX: '10' })).toEqual([]);
  });

  test('a worker is only forced to stop after it was asked to', () => {
    expect(problemsOf({ SHUTDOWN_GRACE_MS: '5000', SHUTDOWN_FORCE_MS: '5000' })).toEqual([
      expect.stringMatching(/SHUTDOWN_FORCE_MS.*SHUTDOWN_GRACE_MS.*save/),
    ]);
    expect(problemsOf({ SHUTDOWN_GRACE_MS: '5000', SHUTDOWN_FORCE_MS: '5001' })).toEqual([]);
  });
});

describe('a mail server', () => {
  const needed = { MAIL_FROM: 'Galley <mail@Example.com>', PUBLIC_URL: 'https://galley.example' };
  const server = (env: Record<string, string>) => loadConfig({ ...needed, ...env }).mail.server;

  test.each([
    ['smtps://me:p%40ss@mail.example', { host: 'mail.example', port: 465, secure: true }],
    ['smtp://me:p%40ss@mail.example', { host: 'mail.example', port: 587, secure: false }],
    ['smtp://me:p%40ss@[::1]:2525', { host: '::1', port: 2525, secure: false }],
  ])('%s', (SMTP_URL, expected) => {
    expect(server({ SMTP_URL })).toEqual({
      ...expected,
      ...{ auth: { user: 'me', password: 'p@ss' }, tls: 'verify', timeoutMs: 60_000 },
      from: { name: 'Galley', address: 'mail@example.com' },
    });
  });

  test('in parts', () => {
    expect(
      server({ SMTP_HOST: 'mail.example', SMTP_TLS: 'off', MAIL_FROM: 'mail@example.com' }),
    ).toMatchObject({
      ...{ host: 'mail.example', port: 587, secure: false, auth: undefined, tls: 'off' },
      from: { name: '', address: 'mail@example.com' },
    });
    expect(
      server({ SMTP_HOST: 'mail.example', SMTP_SECURE: 'true', SMTP_USER: 'me', SMTP_PASSWORD: 'word' }),
    ).toMatchObject({ port: 465, secure: true, auth: { user: 'me', password: 'word' } });
  });

  test('needs to know where links lead, as far as workers are concerned', () => {
    const env = { ...needed, SMTP_HOST: 'mail.example' };
    const ofMail = (problem: string): boolean => problem.includes('mail');
    expect(missingKeys(loadConfig(env)).filter(ofMail)).toEqual([]);
    expect(missingKeys(loadConfig({ ...env, PUBLIC_URL: '' })).filter(ofMail)).toEqual([
      expect.stringMatching(/^PUBLIC_URL is not set/),
    ]);
  });

  test('is none where nothing is set', () => {
    expect(loadConfig({}).mail).toEqual({ server: undefined, perMinute: undefined, giveUpMs: 259_200_000 });
  });

  test.each([
    [{ SMTP_URL: 'https://mail.example' }, /^SMTP_URL must be an address such as smtps/],
    [{ SMTP_URL: 'smtp://me@mail.example' }, /^SMTP_URL must hold both a user and a password/],
    [{ SMTP_URL: 'smtp://mail.example/x' }, /^SMTP_URL must hold a server and nothing after it/],
    [{ SMTP_URL: 'smtp://me:hidden%zz@mail.example' }, /^SMTP_URL holds a %/],
    [{ SMTP_URL: 'smtp://mail.example', SMTP_HOST: 'mail.example' }, /^SMTP_URL and SMTP_HOST are both set/],
    [{ SMTP_PORT: '25' }, /^SMTP_HOST is not set/],
    [{ SMTP_HOST: 'mail.example', SMTP_USER: 'me' }, /^SMTP_USER and SMTP_PASSWORD go together/],
    [{ SMTP_HOST: 'mail.example', MAIL_FROM: '' }, /^MAIL_FROM is not set/],
    [{ MAIL_FROM: 'a@b.example, c@d.example' }, /^MAIL_FROM must be one mail address/],
    [{ MAIL_FROM: 'Galley <a@b.example' }, /^MAIL_FROM must be one mail address/],
  ])('%j is a problem of its own, told without its value', (env, problem) => {
    const problems = problemsOf({ ...needed, ...env });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toMatch(/hidden|b\.example/);
  });
});

describe('the webhook for alerts', () => {
  const ALERT_WEBHOOK_URL = 'https://chat.example/services/hidden';

  test('is there if it is set, and needs to know where its links lead', () => {
    expect(loadConfig({}).alerts.webhookUrl).toBeUndefined();
    expect(loadConfig({ ALERT_WEBHOOK_URL }).alerts.webhookUrl).toBe(ALERT_WEBHOOK_URL);
    const ofAlerts = (problem: string): boolean => problem.includes('ALERT_WEBHOOK_URL');
    expect(missingKeys(loadConfig({ ALERT_WEBHOOK_URL })).filter(ofAlerts)).toHaveLength(1);
    const told = loadConfig({ ALERT_WEBHOOK_URL, PUBLIC_URL: 'https://galley.example' });
    expect(missingKeys(told).filter(ofAlerts)).toEqual([]);
  });

  test('may be on this machine where receivers may', () => {
    const own = { ALERT_WEBHOOK_URL: 'http://127.0.0.1:9/hooks' };
    expect(loadConfig({ ...own, WEBHOOK_ALLOW_PRIVATE: 'true' }).alerts.webhookUrl).toBe(
      own.ALERT_WEBHOOK_URL,
    );
  });

  test.each([
    'http://chat.example/hidden',
    'http://127.0.0.1:9/hidden',
    'https://localhost/hidden',
    'https://10.0.0.1/hidden',
    'https://user:hidden@chat.example/',
    'https://chat.example/#hidden',
    'hidden',
  ])('%s is refused without its value', (url) => {
    const problems = problemsOf({ ALERT_WEBHOOK_URL: url });
    expect(problems).toEqual([expect.stringMatching(/^ALERT_WEBHOOK_URL must be an https/)]);
    expect(problems.join()).not.toMatch(/hidden/);
  });
});

describe('Stripe', () => {
  const keys = {
    STRIPE_SECRET_KEY: 'sk_test_hidden',
    STRIPE_WEBHOOK_SECRETS: 'whsec_hidden01, whsec_hidden02',
  };

  test('is asked with a key, and heard with any of its secrets', () => {
    expect(loadConfig(keys).payments).toEqual({
      stripe: {
        ...{
          secretKey: 'sk_test_hidden',
          webhookSecrets: ['whsec_hidden01', 'whsec_hidden02'],
          isLive: false,
        },
        ...{ baseUrl: 'https://api.stripe.com', timeoutMs: 30_000 },
      },
      ...{ checkoutLifetimeMs: 86_340_000, checkEveryMs: 600_000 },
    });
    expect(loadConfig({ ...keys, STRIPE_SECRET_KEY: 'rk_live_hidden' }).payments.stripe?.isLive).toBe(true);
    expect(loadConfig({}).payments.stripe).toBeUndefined();
  });

  test('needs to know where customers come back to', () => {
    const ofStripe = (problem: string): boolean => problem.includes('Stripe');
    expect(
      missingKeys(loadConfig({ ...keys, PUBLIC_URL: 'https://galley.example' })).filter(ofStripe),
    ).toEqual([]);
    expect(missingKeys(loadConfig(keys)).filter(ofStripe)).toEqual([
      expect.stringMatching(/^PUBLIC_URL is not set/),
    ]);
  });

  test.each([
    [{ STRIPE_SECRET_KEY: 'pk_test_hidden' }, /^STRIPE_SECRET_KEY must be a secret or restricted key/],
    [
      { STRIPE_WEBHOOK_SECRETS: 'whsec_hidden01,hidden02' },
      /^STRIPE_WEBHOOK_SECRETS must be signing secrets/,
    ],
    [{ STRIPE_WEBHOOK_SECRETS: '' }, /^STRIPE_WEBHOOK_SECRETS and STRIPE_SECRET_KEY go together/],
    [{ STRIPE_SECRET_KEY: '' }, /^STRIPE_WEBHOOK_SECRETS and STRIPE_SECRET_KEY go together/],
    [
      { STRIPE_SECRET_KEY: 'sk_live_hidden', STRIPE_BASE_URL: 'http://localhost:12111' },
      /^STRIPE_BASE_URL must start with https/,
    ],
  ])('%j is a problem of its own, told without its value', (env, problem) => {
    const problems = problemsOf({ ...keys, ...env });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toMatch(/hidden/);
  });
});

test('a contradiction is told beside other problems, and not where one of its two settings is wrong by itself', () => {
  expect(problemsOf({ PORT: 'x', DB_POOL_MIN: '11', DB_POOL_MAX: '10' })).toEqual([
    expect.stringContaining('PORT'),
    expect.stringContaining('DB_POOL_MIN'),
  ]);
  expect(problemsOf({ DB_POOL_MIN: '11', DB_POOL_MAX: 'ten' })).toEqual([
    expect.stringMatching(/^DB_POOL_MAX must be a whole number from 1 to 1000\.$/),
  ]);
});

test.each(LANES.filter((lane) => lane !== 'orders'))('the slots of the lane %s can be set', (lane) => {
  const name = `SLOTS_${lane.toUpperCase().replaceAll('-', '_')}`;
  expect(loadConfig({ [name]: '3' }).slots[lane]).toBe(3);
});

test('nothing of it can be changed afterwards', () => {
  const config = loadConfig({});
  const parts: Array<[object, string]> = [
    [config, 'logLevel'],
    [config.database, 'url'],
    [config.openai.models.content, 'model'],
    [config.slots, 'ideas'],
  ];
  for (const [part, name] of parts) expect(Reflect.set(part, name, 'changed')).toBe(false);
});

describe("each process's share of the machine's connections", () => {
  const share = (max: number, min: number) => {
    const config: Config = loadConfig({ DB_POOL_MAX: String(max), DB_POOL_MIN: String(min) });
    return {
      api: poolShare(config, 'api'),
      all: poolShare(config, 'all-lanes'),
      one: poolShare(config, 'one-lane'),
    };
  };

  test.each([20, 100, 1000])('adds up to at most %d, with one worker or one per lane', (max) => {
    const { api, all, one } = share(max, 10);
    expect(api.max + all.max).toBeLessThanOrEqual(max);
    expect(api.max + one.max * LANES.length).toBeLessThanOrEqual(max);
  });

  test('leaves at least one to every process', () => {
    const { api, all, one } = share(1, 0);
    expect([api.max, all.max, one.max]).toEqual([1, 1, 1]);
    expect([api.min, all.min, one.min]).toEqual([0, 0, 0]);
  });
});
