import { z } from 'zod';
import { ITEM_DELAY_MS } from '../contract/bulk';
import { DEFAULT_SLOTS } from '../contract/lanes';
import { LIST_PRICES, readPrices } from '../domain/spending/prices';
import { addressProblem } from '../domain/text/webhook-address';
import {
  address,
  choice,
  cookieName,
  flag,
  integer,
  key,
  networks,
  sender,
  signingSecrets,
  smtpServer,
  stripeKey,
  text,
  token,
} from './settings';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;

/** OpenAI's own address. */
export const OPENAI_URL = 'https://api.openai.com/v1';

/** Stripe's own address. */
const STRIPE_URL = 'https://api.stripe.com';

const positive = { min: 1, max: 1_000_000 };
const days = { min: 1, max: 3_650 };
const timeout = { min: 100, max: 3_600_000 };
const port = { min: 0, max: 65_535 };
const tokens = { min: 16, max: 128_000 };

const logLevel = z
  .string()
  .toLowerCase()
  .transform((word) => (/^[0-4]$/.test(word) ? LOG_LEVELS[Number(word)] : word))
  .pipe(z.enum(LOG_LEVELS, { error: `must be 0 to 4 or one of ${LOG_LEVELS.join(', ')}.` }));

const modelPrices = z.string().transform((json, context) => {
  const given = readPrices(LIST_PRICES, json);
  if (given.ok) return given.prices;
  for (const message of given.problems) context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const slots = (fallback: number) => integer({ min: 1, max: 1000 }).default(fallback);

/** Every environment variable that is read, with its bounds and its default. */
const variables = z.object({
  LOG_LEVEL: logLevel.default('info'),
  HOST: text().default('127.0.0.1'),
  PORT: integer(port).default(3000),
  PUBLIC_URL: address('http', 'https').optional(),
  TRUST_PROXY: networks().optional(),
  SESSION_COOKIE: cookieName().default('galley_session'),
  METRICS_PORT: integer(port).optional(),
  METRICS_TOKEN: token().optional(),
  DATABASE_URL: address('postgres', 'postgresql').default('postgres://localhost:5432/galley'),
  MIGRATE_DATABASE_URL: address('postgres', 'postgresql').optional(),
  ADMIN_DATABASE_URL: address('postgres', 'postgresql').optional(),
  TEMPORAL_DATABASE_URL: address('postgres', 'postgresql').optional(),
  DB_POOL_MAX: integer({ min: 1, max: 1000 }).default(100),
  DB_POOL_MIN: integer({ min: 0, max: 1000 }).default(10),
  DB_SSL: choice(['off', 'verify', 'accept-any']).default('verify'),
  DB_PREPARED_STATEMENTS: flag().default(true),
  TEMPORAL_ADDRESS: text().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: text().default('default'),
  TEMPORAL_TLS: flag().default(false),
  TEMPORAL_API_KEY: text().optional(),
  TEMPORAL_UI_URL: address('http', 'https').optional(),
  OPENAI_API_KEY: text().default(''),
  OPENAI_BASE_URL: address('http', 'https').default(OPENAI_URL),
  OPENAI_TIMEOUT_MS: integer(timeout).default(180_000),
  OPENAI_MODEL_IDEAS: text().default('gpt-4o-mini'),
  OPENAI_MAX_TOKENS_IDEAS: integer(tokens).default(2_000),
  OPENAI_MODEL_CONTENT: text().default('gpt-4o'),
  OPENAI_MAX_TOKENS_CONTENT: integer(tokens).default(4_000),
  OPENAI_MODEL_QUALITY: text().default('gpt-4o-mini'),
  OPENAI_MAX_TOKENS_QUALITY: integer(tokens).default(1_000),
  OPENAI_MODEL_COMPONENT: text().default('gpt-4o-mini'),
  OPENAI_MAX_TOKENS_COMPONENT: integer(tokens).default(900),
  REPLICATE_API_TOKEN: text().default(''),
  REPLICATE_BASE_URL: address('http', 'https').default('https://api.replicate.com/v1'),
  REPLICATE_MODEL: text().default('black-forest-labs/flux-schnell'),
  REPLICATE_TIMEOUT_MS: integer(timeout).default(30_000),
  REPLICATE_POLL_MS: integer({ min: 20, max: 60_000 }).default(1_000),
  REPLICATE_DEADLINE_MS: integer(timeout).default(600_000),
  MODEL_PRICES: modelPrices.default(LIST_PRICES),
  WIX_APP_ID: text().default(''),
  WIX_APP_SECRET: text().default(''),
  WIX_BASE_URL: address('http', 'https').default('https://www.wixapis.com'),
  WIX_TIMEOUT_MS: integer(timeout).default(30_000),
  SECRETS_KEY: key().optional(),
  SECRETS_KEY_OLD: key().optional(),
  OPENAI_RPM: integer(positive).default(450),
  OPENAI_TPM: integer({ min: 1_000, max: 1_000_000_000 }).default(450_000),
  REPLICATE_RPM: integer(positive).default(600),
  WIX_RPM_PER_STORE: integer(positive).default(200),
  OPEN_ORDERS_MAX: integer(positive).default(10_000),
  OPEN_ORDERS_PER_TENANT_MAX: integer(positive).default(2_000),
  API_REQUESTS_PER_SECOND: integer({ min: 1, max: 100_000 }).default(50),
  ITEMS_AT_ONCE: integer(positive).default(5),
  ITEMS_PER_MINUTE: integer(positive).default(20),
  BULK_ITEM_DELAY_MS: integer({ min: 0, max: 3_600_000 }).default(ITEM_DELAY_MS),
  WEBHOOK_ALLOW_PRIVATE: flag().default(false),
  WEBHOOK_TIMEOUT_MS: integer(timeout).default(10_000),
  WEBHOOK_GIVE_UP_MS: integer({ min: 1_000, max: 30 * 24 * 3_600_000 }).default(3 * 24 * 3_600_000),
  ALERT_WEBHOOK_URL: text().optional(),
  SMTP_URL: smtpServer().optional(),
  SMTP_HOST: text().optional(),
  SMTP_PORT: integer({ min: 1, max: 65_535 }).optional(),
  SMTP_SECURE: flag().default(false),
  SMTP_USER: text().optional(),
  SMTP_PASSWORD: text().optional(),
  SMTP_TLS: choice(['verify', 'accept-any', 'off']).default('verify'),
  SMTP_TIMEOUT_MS: integer(timeout).default(60_000),
  MAIL_FROM: sender().optional(),
  MAIL_PER_MINUTE: integer(positive).optional(),
  MAIL_GIVE_UP_MS: integer({ min: 1_000, max: 30 * 24 * 3_600_000 }).default(3 * 24 * 3_600_000),
  STRIPE_SECRET_KEY: stripeKey().optional(),
  STRIPE_WEBHOOK_SECRETS: signingSecrets().optional(),
  STRIPE_BASE_URL: address('http', 'https').default(STRIPE_URL),
  STRIPE_TIMEOUT_MS: integer(timeout).default(30_000),
  CHECKOUT_LIFETIME_MS: integer({ min: 31 * 60_000, max: 24 * 3_600_000 - 60_000 }).default(
    24 * 3_600_000 - 60_000,
  ),
  // Pause before a published page is looked at for the second time; the further ones are longer.
  OUTLET_CHECK_MS: integer({ min: 100, max: 3_600_000 }).default(60_000),
  CHECKOUT_CHECK_MS: integer({ min: 100, max: 24 * 3_600_000 }).default(600_000),
  REGENERATIONS_PER_DAY: integer({ min: 1, max: 1_000 }).default(20),
  REFUND_GRACE_MS: integer({ min: 0, max: 30 * 24 * 3_600_000 }).default(24 * 3_600_000),
  KEEP_MESSAGES_DAYS: integer(days).default(7),
  KEEP_IDEMPOTENCY_KEYS_DAYS: integer(days).default(2),
  KEEP_FAILURES_DAYS: integer(days).default(30),
  KEEP_DELIVERIES_DAYS: integer(days).default(30),
  KEEP_PAYMENT_EVENTS_DAYS: integer({ ...days, min: 31 }).default(90),
  KEEP_SCHEDULE_RUNS_DAYS: integer(days).default(90),
  STORE_ANSWERS_TTL_MS: integer({ min: 0, max: 24 * 3_600_000 }).default(600_000),
  PICTURE_DIR: text().default('.galley/pictures'),
  SLOTS_IDEAS: slots(DEFAULT_SLOTS.ideas),
  SLOTS_WRITING: slots(DEFAULT_SLOTS.writing),
  SLOTS_QUALITY: slots(DEFAULT_SLOTS.quality),
  SLOTS_IMAGES: slots(DEFAULT_SLOTS.images),
  SLOTS_PUBLISHING: slots(DEFAULT_SLOTS.publishing),
  SLOTS_WEBHOOKS: slots(DEFAULT_SLOTS.webhooks),
  SLOTS_MAIL: slots(DEFAULT_SLOTS.mail),
  SLOTS_PAYMENTS: slots(DEFAULT_SLOTS.payments),
  SLOTS_RECORDS: slots(DEFAULT_SLOTS.records),
  SLOTS_RATE_CONTROLLER: slots(DEFAULT_SLOTS['rate-controller']),
  MAX_CACHED_WORKFLOWS: integer(positive).optional(),
  SHUTDOWN_GRACE_MS: integer({ min: 0, max: 600_000 }).default(25_000),
  SHUTDOWN_FORCE_MS: integer({ min: 1_000, max: 900_000 }).default(35_000),
  SWEEP_EVERY_MS: integer({ min: 50, max: 600_000 }).default(2_000),
  CONTENT_WORDS: integer({ min: 150, max: 5_000 }).default(900),
});

/** The environment's values, parsed. */
export type Environment = z.infer<typeof variables>;
type Name = keyof Environment;

/**
 * A condition between settings. It is looked at whenever those settings are right by themselves, whatever is wrong with others, so
 * that one start tells every problem.
 */
function between(of: readonly [Name, ...Name[]], problem: string, holds: (values: Environment) => boolean) {
  return z.refine<Environment>(holds, {
    path: [of[0]],
    error: problem,
    when: ({ issues }) => !issues.some(({ path }) => (of as readonly unknown[]).includes(path?.[0])),
  });
}

/** Whether a key of Stripe's moves real money. */
export function isLiveKey(key: string): boolean {
  return /^[sr]k_live_/.test(key);
}

const UNPRICED = 'names a model that has no price: set MODEL_PRICES.';

/** A call without a price would go past every cap. */
const writesAtAPrice = (name: `OPENAI_MODEL_${'IDEAS' | 'CONTENT' | 'QUALITY' | 'COMPONENT'}`) =>
  between([name, 'MODEL_PRICES'], UNPRICED, (values) =>
    Object.hasOwn(values.MODEL_PRICES.tokens, values[name]),
  );

const environment = variables.check(
  between(
    ['DB_POOL_MIN', 'DB_POOL_MAX'],
    'must not be above DB_POOL_MAX: a pool cannot keep more than it may open.',
    (values) => values.DB_POOL_MIN <= values.DB_POOL_MAX,
  ),
  between(
    ['SHUTDOWN_FORCE_MS', 'SHUTDOWN_GRACE_MS'],
    'must be above SHUTDOWN_GRACE_MS: activities need time to save after they are cancelled.',
    (values) => values.SHUTDOWN_FORCE_MS > values.SHUTDOWN_GRACE_MS,
  ),
  between(
    ['SMTP_URL', 'SMTP_HOST'],
    'and SMTP_HOST are both set: set one of them.',
    (values) => values.SMTP_URL === undefined || values.SMTP_HOST === undefined,
  ),
  between(
    ['SMTP_HOST', 'SMTP_PORT', 'SMTP_USER', 'SMTP_PASSWORD'],
    'is not set, but SMTP_PORT, SMTP_USER or SMTP_PASSWORD is; with SMTP_URL, they belong into it.',
    (values) =>
      values.SMTP_HOST !== undefined ||
      [values.SMTP_PORT, values.SMTP_USER, values.SMTP_PASSWORD].every((value) => value === undefined),
  ),
  between(
    ['SMTP_USER', 'SMTP_PASSWORD'],
    'and SMTP_PASSWORD go together: set both or neither.',
    (values) => (values.SMTP_USER === undefined) === (values.SMTP_PASSWORD === undefined),
  ),
  between(
    ['MAIL_FROM', 'SMTP_URL', 'SMTP_HOST'],
    'is not set, but a mail server is: it is the sender of all mail.',
    (values) => values.MAIL_FROM !== undefined || (values.SMTP_URL ?? values.SMTP_HOST) === undefined,
  ),
  between(
    ['ALERT_WEBHOOK_URL', 'WEBHOOK_ALLOW_PRIVATE'],
    'must be an https:// address in the public internet without a user name, password or fragment; others only with WEBHOOK_ALLOW_PRIVATE.',
    ({ ALERT_WEBHOOK_URL: url, WEBHOOK_ALLOW_PRIVATE: allowPrivate }) =>
      url === undefined || addressProblem(url, { allowPrivate }) === undefined,
  ),
  between(
    ['STRIPE_WEBHOOK_SECRETS', 'STRIPE_SECRET_KEY'],
    'and STRIPE_SECRET_KEY go together: set both or neither.',
    (values) => (values.STRIPE_WEBHOOK_SECRETS === undefined) === (values.STRIPE_SECRET_KEY === undefined),
  ),
  between(
    ['STRIPE_BASE_URL', 'STRIPE_SECRET_KEY'],
    'must start with https:// for a key of live mode.',
    (values) => values.STRIPE_BASE_URL.startsWith('https:') || !isLiveKey(values.STRIPE_SECRET_KEY ?? ''),
  ),
  writesAtAPrice('OPENAI_MODEL_IDEAS'),
  writesAtAPrice('OPENAI_MODEL_CONTENT'),
  writesAtAPrice('OPENAI_MODEL_QUALITY'),
  writesAtAPrice('OPENAI_MODEL_COMPONENT'),
  between(['REPLICATE_MODEL', 'MODEL_PRICES'], UNPRICED, (values) =>
    Object.hasOwn(values.MODEL_PRICES.pictures, values.REPLICATE_MODEL),
  ),
);

/** Parses the variables. What is blank counts as not set. Answers every problem as a sentence, without a value. */
export function parseEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; values: Environment } | { ok: false; problems: string[] } {
  const given = Object.fromEntries(
    Object.keys(variables.shape).map((name) => [name, env[name]?.trim() || undefined]),
  );
  const parsed = environment.safeParse(given);
  if (parsed.success) return { ok: true, values: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`),
  };
}
