import { randomBytes } from 'node:crypto';
import { loadConfig } from '../../src/config/config';
import { secretsOf } from '../../src/config/secrets';

test('every setting that holds a secret is among the secrets', () => {
  const key = (): string => randomBytes(32).toString('base64');
  const plain = {
    OPENAI_API_KEY: 'openai key of a test',
    REPLICATE_API_TOKEN: 'replicate token of a test',
    WIX_APP_SECRET: 'wix secret of a test',
    TEMPORAL_API_KEY: 'temporal key of a test',
    STRIPE_SECRET_KEY: 'sk_test_of_a_test',
    METRICS_TOKEN: 'metrics-token-of-a-test',
    SECRETS_KEY: key(),
    SECRETS_KEY_OLD: key(),
  };
  const inAddresses = {
    DATABASE_URL: 'postgres://galley:pass%2Fword@localhost/galley',
    MIGRATE_DATABASE_URL: 'postgres://galley_migrate:migrate-password@localhost/galley',
    ADMIN_DATABASE_URL: 'postgres://admin:admin-password@localhost/postgres',
    TEMPORAL_DATABASE_URL: 'postgres://galley_temporal:temporal-password@localhost/temporal',
    OPENAI_BASE_URL: 'https://user:openai-password@models.example/v1',
    STRIPE_BASE_URL: 'https://user:stripe-password@stripe.example',
    SMTP_URL: 'smtps://user:mail%2Fpassword@mail.example',
  };
  const mail = { MAIL_FROM: 'mail@galley.example', PUBLIC_URL: 'https://galley.example' };
  const alerts = { ALERT_WEBHOOK_URL: 'https://chat.example/services/T0/B0/word-of-a-test?thread=1' };
  const signing = { STRIPE_WEBHOOK_SECRETS: 'whsec_of_a_test, whsec_that_was_before' };
  const config = loadConfig({ ...plain, ...inAddresses, ...mail, ...signing, ...alerts });
  const bytes = [plain.SECRETS_KEY, plain.SECRETS_KEY_OLD].map((one) =>
    Buffer.from(one, 'base64').toString('hex'),
  );
  expect(secretsOf(config).sort()).toEqual(
    [
      ...Object.values(plain),
      ...bytes,
      'pass/word',
      'migrate-password',
      'admin-password',
      'temporal-password',
      'openai-password',
      'mail/password',
      'stripe-password',
      alerts.ALERT_WEBHOOK_URL,
      '/services/T0/B0/word-of-a-test?thread=1',
      'whsec_of_a_test',
      'whsec_that_was_before',
    ].sort(),
  );
});

test('without any there are none', () => {
  expect(secretsOf(loadConfig({}))).toEqual([]);
});
