import { parseFlags } from '../../src/local/flags';
import { readableLine } from '../../src/local/log-line';
import { chooseProviders, simulatorEnv, withoutProviderKeys } from '../../src/local/providers';

describe('flags of the local stack', () => {
  test('defaults and overrides', () => {
    const flags = parseFlags({ args: ['--api-port', '3100', '--speed=2.5', '--fresh'], defaultSpeed: 10 });
    expect(flags).toMatchObject({ speed: 2.5, fresh: true, quiet: false });
    expect(flags.ports).toEqual({
      ...{ api: 3100, temporal: 7233, ui: 8233, postgres: 54329, simulators: 3900, metrics: 9464 },
      smtp: 3925,
    });
    expect(parseFlags({ args: [], defaultSpeed: 10 }).speed).toBe(10);
  });

  test('ports that the environment sets count where no flag does', () => {
    const env = { PORT: '3200', METRICS_PORT: '9500' };
    expect(parseFlags({ args: [], defaultSpeed: 1, env }).ports).toMatchObject({ api: 3200, metrics: 9500 });
    const args = ['--api-port', '3300'];
    expect(parseFlags({ args, defaultSpeed: 1, env: { PORT: ' ' } }).ports.api).toBe(3300);
    expect(parseFlags({ args: [], defaultSpeed: 1, env: { PORT: ' ' } }).ports.api).toBe(3000);
  });

  test.each([
    [['--api-port', '0'], /--api-port must be a port/],
    [['--ui-port', 'x'], /--ui-port must be a port between 1 and 65535, got x/],
    [['--api-port', '3e3'], /--api-port must be a port between 1 and 65535, got 3e3/],
    [['--smtp-port', '0x10'], /--smtp-port must be a port/],
    [['--ui-port', ' 80'], /--ui-port must be a port/],
    [['--speed', '1e1'], /--speed must be between 0\.1 and 1000, got 1e1/],
    [['--speed', 'fast'], /--speed must be between 0\.1 and 1000, got fast/],
    [['--sped', '2'], /Unknown option '--sped'/],
    [['extra'], /Unexpected argument 'extra'/],
  ])('rejects %j', (args, reason) => {
    expect(() => parseFlags({ args, defaultSpeed: 1 })).toThrow(reason);
  });
});

describe('providers', () => {
  const env = { OPENAI_API_KEY: 'sk-mine', PATH: '/bin' };

  test('a simulator only replaces a provider without a key', () => {
    expect(chooseProviders({ env })).toEqual([
      { name: 'OpenAI', simulator: false },
      { name: 'Replicate', simulator: true },
      { name: 'Wix', simulator: true },
      { name: 'Stripe', simulator: true },
      { name: 'Mail', simulator: true },
    ]);
    expect(
      simulatorEnv({ env, url: 'http://127.0.0.1:3900', smtpUrl: 'smtp://a:b@127.0.0.1:3925', speed: 4 }),
    ).toEqual({
      REPLICATE_BASE_URL: 'http://127.0.0.1:3900/replicate/v1',
      REPLICATE_API_TOKEN: 'simulator',
      REPLICATE_RPM: '2400',
      REPLICATE_POLL_MS: '250',
      WIX_RPM_PER_STORE: '800',
      WIX_BASE_URL: 'http://127.0.0.1:3900/wix',
      STRIPE_BASE_URL: 'http://127.0.0.1:3900/stripe',
      STRIPE_SECRET_KEY: 'sk_test_simulator',
      STRIPE_WEBHOOK_SECRETS: 'whsec_simulator',
      WIX_APP_ID: 'simulator',
      WIX_APP_SECRET: 'simulator',
      MAIL_FROM: 'Galley <galley@galley.example>',
      SMTP_URL: 'smtp://a:b@127.0.0.1:3925',
      SMTP_TLS: 'off',
    });
  });

  test.each(['OPENAI_RPM', 'OPENAI_TPM', 'REPLICATE_RPM', 'REPLICATE_POLL_MS', 'WIX_RPM_PER_STORE'])(
    'a limit that the user sets counts beside simulators too: %s',
    (name) => {
      const given = { url: 'http://127.0.0.1:3900', smtpUrl: '', speed: 4 };
      expect(simulatorEnv({ ...given, env: { [name]: '120' } })).not.toHaveProperty(name);
      expect(simulatorEnv({ ...given, env: { [name]: ' ' } })).toHaveProperty(name);
    },
  );

  test('all provider keys can be removed, and nothing else is', () => {
    expect(withoutProviderKeys({ env: { ...env, OPENAI_BASE_URL: 'x', WIX_APP_SECRET: 'y' } })).toEqual({
      PATH: '/bin',
    });
  });
});

test('log lines are made readable, and anything else is left as it is', () => {
  const json = '{"level":50,"time":"2026-01-01","process":"api","orderId":"o1","n":2,"msg":"order failed"}';
  expect(readableLine({ name: 'api', text: json })).toBe('api     | ERROR order failed orderId=o1 n=2');
  expect(readableLine({ name: 'worker', text: '{"half' })).toBe('worker  | {"half');
  expect(readableLine({ name: 'worker', text: 'plain' })).toBe('worker  | plain');
});
