import type { Lane } from '../contract/lanes';
import type { Budgets } from '../domain/providers/budget';
import type { PriceTable } from '../domain/spending/prices';
import { OperatorError } from './operator-error';
import { isLiveKey, OPENAI_URL, parseEnvironment } from './environment';
import { smtpPort } from './settings';
import type { SmtpServer } from './settings';
import type { Environment, LOG_LEVELS } from './environment';

type LogLevel = (typeof LOG_LEVELS)[number];

/** A model and the most tokens one answer of a stage may have. */
interface ModelChoice {
  model: string;
  maxCompletionTokens: number;
}

/** Everything that can be set from outside, parsed once and frozen. Times in milliseconds. */
export interface Config {
  logLevel: LogLevel;
  api: {
    host: string;
    port: number;
    /** Where clients reach the API, without a slash at its end; as their requests say where it is undefined. */
    publicUrl: string | undefined;
    /** The name of the panel's cookie. */
    sessionCookie: string;
    /** Proxies whose word for the address of a client is taken; none where it is undefined. */
    trustedProxies: readonly string[] | undefined;
  };
  metricsPort: number | null;
  /** What scrapers of the metrics have to send. */
  metricsToken: string | undefined;
  database: {
    /** Of the role that reads and writes rows. */
    url: string;
    /** Of the role that owns the tables; the same as `url` where none is set. */
    migrateUrl: string;
    /** Of the role that creates the others, and of Temporal's role; only for creating them. */
    adminUrl: string | undefined;
    temporalUrl: string | undefined;
    /** Connections for all processes of one machine together. */
    poolMax: number;
    poolMin: number;
    ssl: 'off' | 'verify' | 'accept-any';
    /** Whether connections keep their statements prepared on the server. */
    preparesStatements: boolean;
  };
  temporal: {
    address: string;
    namespace: string;
    tls: boolean;
    apiKey: string | undefined;
    /** Where operators find the Web UI, if there is one. */
    uiUrl: string | undefined;
  };
  openai: {
    /** Empty where the server needs none. */
    apiKey: string;
    baseUrl: string;
    /** Whether the address is another one than OpenAI's own, so that a key may not be needed. */
    isOwnServer: boolean;
    timeoutMs: number;
    models: { ideas: ModelChoice; content: ModelChoice; quality: ModelChoice; component: ModelChoice };
  };
  replicate: {
    apiToken: string;
    baseUrl: string;
    model: string;
    timeoutMs: number;
    pollEveryMs: number;
    predictionDeadlineMs: number;
  };
  /** What the models cost. */
  prices: PriceTable;
  wix: {
    appId: string;
    appSecret: string;
    baseUrl: string;
    timeoutMs: number;
    /** Requests of each site by itself. */
    requestsPerMinute: number;
  };
  /**
   * Keys that seal what must not be readable in the database: the first seals and opens, the second only opens what was sealed
   * before the key was changed.
   */
  secrets: { key: Buffer | undefined; oldKey: Buffer | undefined };
  /** What the accounts of providers let through in a minute, for all processes together. */
  budgets: Budgets;
  /** Orders that may be open (accepted, queued or running) at once, in all and of one tenant. */
  openOrders: { ofAll: number; ofTenant: number };
  /** Requests per second to one API process that pass without waiting, of one tenant or of one address without a known key. */
  requestsPerSecond: number;
  /** Generation items of one tenant that are worked on at once, and let in within a minute, over all workers together. */
  items: { atOnce: number; perMinute: number };
  /** Rest of a bulk job between the end of an item and the start of the next one in its place, in milliseconds. */
  bulk: { itemDelayMs: number };
  webhooks: {
    /** Whether receivers may be on this machine or in a private network. */
    allowPrivate: boolean;
    timeoutMs: number;
    /** A message that nobody takes for this long is given up. */
    giveUpMs: number;
  };
  mail: {
    /** What sends our mail; without one mail waits. */
    server:
      | (SmtpServer & {
          tls: 'verify' | 'accept-any' | 'off';
          from: { name: string; address: string };
          timeoutMs: number;
        })
      | undefined;
    /** Mails a minute, for all workers together; as many as there are where undefined. */
    perMinute: number | undefined;
    /** A mail that no server takes for this long is given up. */
    giveUpMs: number;
  };
  /** Pause before a published page is looked at for the second time, in milliseconds; further ones are longer. */
  outletCheckMs: number;
  alerts: {
    /** The webhook that operators are told by, such as one of Slack's; its address is a secret. */
    webhookUrl: string | undefined;
  };
  payments: {
    /** How Stripe is asked, and what signs its events; nothing can be paid without. */
    stripe:
      | {
          secretKey: string;
          webhookSecrets: readonly string[];
          baseUrl: string;
          /** Whether the key moves real money. */
          isLive: boolean;
          timeoutMs: number;
        }
      | undefined;
    /** For how long a customer can pay at one checkout. */
    checkoutLifetimeMs: number;
    /** A checkout that nothing was heard of for this long is looked at; later ones follow at growing intervals. */
    checkEveryMs: number;
  };
  /** What holds for all that is sold. */
  purchases: {
    /** Regenerations of one order within 24 hours. */
    regenerationsPerDay: number;
    /** For how long an order that could not be done is kept for a retry before it is refunded. */
    refundGraceMs: number;
  };
  /** For how many days rows are kept that nobody needs any more, by what they are. */
  keepDays: {
    messages: number;
    idempotencyKeys: number;
    failures: number;
    deliveries: number;
    paymentEvents: number;
    scheduleRuns: number;
    schedules: number;
  };
  /** For how long a store's products and posts are taken from our own copy. */
  storeAnswersTtlMs: number;
  /** Folder of our own copies of pictures. */
  pictureDir: string;
  slots: Record<Exclude<Lane, 'orders'>, number>;
  /** Runs that a worker of lane `orders` keeps in memory; undefined: as many as its memory suggests. */
  maxCachedWorkflows: number | undefined;
  shutdownGraceMs: number;
  shutdownForceMs: number;
  /** How often undelivered outbox messages are looked for. */
  sweepEveryMs: number;
  contentWords: number;
}

/** Thrown with every problem at once; never holds a value. */
export class ConfigError extends OperatorError {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot work:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value))
    if (member && typeof member === 'object' && !Buffer.isBuffer(member)) deepFreeze(member);
  return Object.freeze(value);
}

/** The mail server of the environment, however it names it. */
function mailServerOf(env: Environment): Config['mail']['server'] {
  const { SMTP_HOST: host, SMTP_SECURE: secure, SMTP_USER: user, SMTP_PASSWORD: password } = env;
  const ofHost = host === undefined ? undefined : { host, secure, port: env.SMTP_PORT ?? smtpPort(secure) };
  const auth = user !== undefined && password !== undefined ? { user, password } : undefined;
  const server = env.SMTP_URL ?? (ofHost && { ...ofHost, auth });
  if (!server || !env.MAIL_FROM) return undefined;
  return { ...server, tls: env.SMTP_TLS, from: env.MAIL_FROM, timeoutMs: env.SMTP_TIMEOUT_MS };
}

/** How Stripe is asked, if it is. */
function stripeOf(env: Environment): Config['payments']['stripe'] {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRETS: webhookSecrets } = env;
  if (secretKey === undefined || webhookSecrets === undefined) return undefined;
  const isLive = isLiveKey(secretKey);
  return {
    secretKey,
    webhookSecrets,
    isLive,
    baseUrl: env.STRIPE_BASE_URL,
    timeoutMs: env.STRIPE_TIMEOUT_MS,
  };
}

function configOf(env: Environment): Config {
  const model = (stage: 'IDEAS' | 'CONTENT' | 'QUALITY' | 'COMPONENT'): ModelChoice => ({
    model: env[`OPENAI_MODEL_${stage}`],
    maxCompletionTokens: env[`OPENAI_MAX_TOKENS_${stage}`],
  });
  return {
    logLevel: env.LOG_LEVEL,
    api: {
      host: env.HOST,
      port: env.PORT,
      publicUrl: env.PUBLIC_URL,
      sessionCookie: env.SESSION_COOKIE,
      trustedProxies: env.TRUST_PROXY,
    },
    metricsPort: env.METRICS_PORT ?? null,
    metricsToken: env.METRICS_TOKEN,
    database: {
      url: env.DATABASE_URL,
      migrateUrl: env.MIGRATE_DATABASE_URL ?? env.DATABASE_URL,
      adminUrl: env.ADMIN_DATABASE_URL,
      temporalUrl: env.TEMPORAL_DATABASE_URL,
      poolMax: env.DB_POOL_MAX,
      poolMin: env.DB_POOL_MIN,
      ssl: env.DB_SSL,
      preparesStatements: env.DB_PREPARED_STATEMENTS,
    },
    temporal: {
      address: env.TEMPORAL_ADDRESS,
      namespace: env.TEMPORAL_NAMESPACE,
      tls: env.TEMPORAL_TLS,
      apiKey: env.TEMPORAL_API_KEY,
      uiUrl: env.TEMPORAL_UI_URL,
    },
    openai: {
      apiKey: env.OPENAI_API_KEY,
      baseUrl: env.OPENAI_BASE_URL,
      isOwnServer: env.OPENAI_BASE_URL !== OPENAI_URL,
      timeoutMs: env.OPENAI_TIMEOUT_MS,
      models: {
        ideas: model('IDEAS'),
        content: model('CONTENT'),
        quality: model('QUALITY'),
        component: model('COMPONENT'),
      },
    },
    replicate: {
      apiToken: env.REPLICATE_API_TOKEN,
      baseUrl: env.REPLICATE_BASE_URL,
      model: env.REPLICATE_MODEL,
      timeoutMs: env.REPLICATE_TIMEOUT_MS,
      pollEveryMs: env.REPLICATE_POLL_MS,
      predictionDeadlineMs: env.REPLICATE_DEADLINE_MS,
    },
    prices: env.MODEL_PRICES,
    wix: {
      appId: env.WIX_APP_ID,
      appSecret: env.WIX_APP_SECRET,
      baseUrl: env.WIX_BASE_URL,
      timeoutMs: env.WIX_TIMEOUT_MS,
      requestsPerMinute: env.WIX_RPM_PER_STORE,
    },
    secrets: { key: env.SECRETS_KEY, oldKey: env.SECRETS_KEY_OLD },
    budgets: {
      openaiRpm: env.OPENAI_RPM,
      openaiTpm: env.OPENAI_TPM,
      replicateRpm: env.REPLICATE_RPM,
    },
    openOrders: { ofAll: env.OPEN_ORDERS_MAX, ofTenant: env.OPEN_ORDERS_PER_TENANT_MAX },
    requestsPerSecond: env.API_REQUESTS_PER_SECOND,
    items: { atOnce: env.ITEMS_AT_ONCE, perMinute: env.ITEMS_PER_MINUTE },
    bulk: { itemDelayMs: env.BULK_ITEM_DELAY_MS },
    webhooks: {
      allowPrivate: env.WEBHOOK_ALLOW_PRIVATE,
      timeoutMs: env.WEBHOOK_TIMEOUT_MS,
      giveUpMs: env.WEBHOOK_GIVE_UP_MS,
    },
    mail: {
      server: mailServerOf(env),
      perMinute: env.MAIL_PER_MINUTE,
      giveUpMs: env.MAIL_GIVE_UP_MS,
    },
    outletCheckMs: env.OUTLET_CHECK_MS,
    alerts: { webhookUrl: env.ALERT_WEBHOOK_URL },
    payments: {
      stripe: stripeOf(env),
      checkoutLifetimeMs: env.CHECKOUT_LIFETIME_MS,
      checkEveryMs: env.CHECKOUT_CHECK_MS,
    },
    purchases: {
      regenerationsPerDay: env.REGENERATIONS_PER_DAY,
      refundGraceMs: env.REFUND_GRACE_MS,
    },
    keepDays: {
      messages: env.KEEP_MESSAGES_DAYS,
      idempotencyKeys: env.KEEP_IDEMPOTENCY_KEYS_DAYS,
      failures: env.KEEP_FAILURES_DAYS,
      deliveries: env.KEEP_DELIVERIES_DAYS,
      paymentEvents: env.KEEP_PAYMENT_EVENTS_DAYS,
      scheduleRuns: env.KEEP_SCHEDULE_RUNS_DAYS,
      schedules: env.KEEP_SCHEDULE_RUNS_DAYS,
    },
    storeAnswersTtlMs: env.STORE_ANSWERS_TTL_MS,
    pictureDir: env.PICTURE_DIR,
    slots: {
      ideas: env.SLOTS_IDEAS,
      writing: env.SLOTS_WRITING,
      quality: env.SLOTS_QUALITY,
      images: env.SLOTS_IMAGES,
      publishing: env.SLOTS_PUBLISHING,
      webhooks: env.SLOTS_WEBHOOKS,
      mail: env.SLOTS_MAIL,
      payments: env.SLOTS_PAYMENTS,
      records: env.SLOTS_RECORDS,
      'rate-controller': env.SLOTS_RATE_CONTROLLER,
    },
    maxCachedWorkflows: env.MAX_CACHED_WORKFLOWS,
    shutdownGraceMs: env.SHUTDOWN_GRACE_MS,
    shutdownForceMs: env.SHUTDOWN_FORCE_MS,
    sweepEveryMs: env.SWEEP_EVERY_MS,
    contentWords: env.CONTENT_WORDS,
  };
}

/** Parses the environment. Throws {@link ConfigError} with every problem and no value. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = parseEnvironment(env);
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  return deepFreeze(configOf(parsed.values));
}

/** What keeps secrets readable to nobody but us, as problems; empty when it is there. */
export function missingSecrets(config: Config): string[] {
  return config.secrets.key
    ? []
    : [
        'SECRETS_KEY is not set. Make one with `openssl rand -base64 32`, and keep it: what it sealed opens only with it.',
      ];
}

/** Keys that a worker cannot do without, as problems; empty when all are there. */
export function missingKeys(config: Config): string[] {
  const problems = missingSecrets(config);
  if (!config.openai.apiKey && !config.openai.isOwnServer) problems.push('OPENAI_API_KEY is not set.');
  if (!config.replicate.apiToken) problems.push('REPLICATE_API_TOKEN is not set.');
  if (!config.wix.appId || !config.wix.appSecret) problems.push('WIX_APP_ID and WIX_APP_SECRET are not set.');
  if (config.mail.server && config.api.publicUrl === undefined)
    problems.push('PUBLIC_URL is not set, but a mail server is: links in mails are made from it.');
  if (config.alerts.webhookUrl !== undefined && config.api.publicUrl === undefined)
    problems.push('PUBLIC_URL is not set, but ALERT_WEBHOOK_URL is: links in alerts are made from it.');
  if (config.payments.stripe && config.api.publicUrl === undefined)
    problems.push('PUBLIC_URL is not set, but a key for Stripe is: customers come back to it after paying.');
  return problems;
}

/** A process's part of the machine's connections: the API a third, the workers together the rest. */
export function poolShare(
  config: Config,
  process: 'api' | 'all-lanes' | 'one-lane',
): { max: number; min: number } {
  const share = { api: 0.33, 'all-lanes': 0.6, 'one-lane': 0.06 }[process];
  return {
    max: Math.max(1, Math.floor(config.database.poolMax * share)),
    min: Math.floor(config.database.poolMin * share),
  };
}
