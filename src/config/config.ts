import { DEFAULT_SLOTS } from '../contract/lanes';
import type { Lane } from '../contract/lanes';
import type { Budgets } from '../domain/providers/budget';
import { LIST_PRICES, readPrices } from '../domain/spending/prices';
import type { PriceTable } from '../domain/spending/prices';
import { EnvironmentReader } from './reader';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A model and the most tokens one answer of a stage may have. */
export interface ModelChoice {
  model: string;
  maxCompletionTokens: number;
}

/** Everything that can be set from outside, parsed once and frozen. Times in milliseconds. */
export interface Config {
  logLevel: LogLevel;
  api: { host: string; port: number };
  metricsPort: number | null;
  database: {
    url: string;
    /** Connections for all processes of one machine together. */
    poolMax: number;
    poolMin: number;
    ssl: 'off' | 'verify' | 'accept-any';
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
    apiKey: string;
    baseUrl: string;
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
  /** Generation items of one tenant that are worked on at once, and let in within a minute, over all workers together. */
  items: { atOnce: number; perMinute: number };
  webhooks: {
    /** Whether receivers may be on this machine or in a private network. */
    allowPrivate: boolean;
    timeoutMs: number;
    /** A message that nobody takes for this long is given up. */
    giveUpMs: number;
  };
  /** For how long a store's products and posts are taken from our own copy. */
  storeAnswersTtlMs: number;
  /** Folder of our own copies of pictures. */
  pictureDir: string;
  slots: Record<Exclude<Lane, 'orders'>, number>;
  maxCachedWorkflows: number;
  shutdownGraceMs: number;
  shutdownForceMs: number;
  /** How often undelivered outbox messages are looked for. */
  sweepEveryMs: number;
  contentWords: number;
}

/** Thrown with every problem at once; never holds a value. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot work:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const HTTP = ['http:', 'https:'];

function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value))
    if (member && typeof member === 'object' && !Buffer.isBuffer(member)) deepFreeze(member);
  return Object.freeze(value);
}

function readLogLevel(read: EnvironmentReader): LogLevel {
  const value = read.optional('LOG_LEVEL')?.toLowerCase();
  if (value === undefined) return 'info';
  const level = /^[0-4]$/.test(value)
    ? LOG_LEVELS[Number(value)]
    : LOG_LEVELS.find((known) => known === value);
  if (level) return level;
  read.problems.push('LOG_LEVEL must be 0 to 4 or one of error, warn, info, debug, trace.');
  return 'info';
}

function readSlots(read: EnvironmentReader): Config['slots'] {
  const slots = { ...DEFAULT_SLOTS };
  for (const lane of Object.keys(slots) as Array<keyof typeof slots>)
    slots[lane] = read.integer(`SLOTS_${lane.toUpperCase()}`, slots[lane], { min: 1, max: 1000 });
  return slots;
}

function readModelPrices(read: EnvironmentReader): PriceTable {
  const text = read.optional('MODEL_PRICES');
  if (text === undefined) return LIST_PRICES;
  const given = readPrices(LIST_PRICES, text);
  if (given.ok) return given.prices;
  read.problems.push(...given.problems.map((problem) => `MODEL_PRICES ${problem}`));
  return LIST_PRICES;
}

/** A call without a price would go past every cap. */
function unpricedModels(config: Config): string[] {
  const { prices, openai, replicate } = config;
  const stages = Object.entries(openai.models).filter(
    ([, { model }]) => !Object.hasOwn(prices.tokens, model),
  );
  const names = stages.map(([stage]) => `OPENAI_MODEL_${stage.toUpperCase()}`);
  if (!Object.hasOwn(prices.pictures, replicate.model)) names.push('REPLICATE_MODEL');
  return names.map((name) => `${name} names a model that has no price: set MODEL_PRICES.`);
}

/** Parses the environment. Throws {@link ConfigError} with every problem and no value. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = new EnvironmentReader(env);
  const positive = { min: 1, max: 1_000_000 };
  const timeout = { min: 100, max: 3_600_000 };
  const model = (
    stage: 'IDEAS' | 'CONTENT' | 'QUALITY' | 'COMPONENT',
    name: string,
    tokens: number,
  ): ModelChoice => ({
    model: read.text(`OPENAI_MODEL_${stage}`, name),
    maxCompletionTokens: read.integer(`OPENAI_MAX_TOKENS_${stage}`, tokens, { min: 16, max: 128_000 }),
  });
  const config: Config = {
    logLevel: readLogLevel(read),
    api: {
      host: read.text('HOST', '127.0.0.1'),
      port: read.integer('PORT', 3000, { min: 0, max: 65_535 }),
    },
    metricsPort: read.optional('METRICS_PORT')
      ? read.integer('METRICS_PORT', 9464, { min: 0, max: 65_535 })
      : null,
    database: {
      url: read.url('DATABASE_URL', 'postgres://localhost:5432/galley', ['postgres:', 'postgresql:']),
      poolMax: read.integer('DB_POOL_MAX', 100, { min: 1, max: 1000 }),
      poolMin: read.integer('DB_POOL_MIN', 10, { min: 0, max: 1000 }),
      ssl: read.choice('DB_SSL', 'verify', ['off', 'verify', 'accept-any'] as const),
    },
    temporal: {
      address: read.text('TEMPORAL_ADDRESS', '127.0.0.1:7233'),
      namespace: read.text('TEMPORAL_NAMESPACE', 'default'),
      tls: read.flag('TEMPORAL_TLS', false),
      apiKey: read.optional('TEMPORAL_API_KEY'),
      uiUrl: read.optional('TEMPORAL_UI_URL') ? read.url('TEMPORAL_UI_URL', '', HTTP) : undefined,
    },
    openai: {
      apiKey: read.text('OPENAI_API_KEY', ''),
      baseUrl: read.url('OPENAI_BASE_URL', 'https://api.openai.com/v1', HTTP),
      timeoutMs: read.integer('OPENAI_TIMEOUT_MS', 180_000, timeout),
      models: {
        ideas: model('IDEAS', 'gpt-4o-mini', 2_000),
        content: model('CONTENT', 'gpt-4o', 4_000),
        quality: model('QUALITY', 'gpt-4o-mini', 1_000),
        component: model('COMPONENT', 'gpt-4o-mini', 900),
      },
    },
    replicate: {
      apiToken: read.text('REPLICATE_API_TOKEN', ''),
      baseUrl: read.url('REPLICATE_BASE_URL', 'https://api.replicate.com/v1', HTTP),
      model: read.text('REPLICATE_MODEL', 'black-forest-labs/flux-schnell'),
      timeoutMs: read.integer('REPLICATE_TIMEOUT_MS', 30_000, timeout),
      pollEveryMs: read.integer('REPLICATE_POLL_MS', 1_000, { min: 20, max: 60_000 }),
      predictionDeadlineMs: read.integer('REPLICATE_DEADLINE_MS', 600_000, timeout),
    },
    prices: readModelPrices(read),
    wix: {
      appId: read.text('WIX_APP_ID', ''),
      appSecret: read.text('WIX_APP_SECRET', ''),
      baseUrl: read.url('WIX_BASE_URL', 'https://www.wixapis.com', HTTP),
      timeoutMs: read.integer('WIX_TIMEOUT_MS', 30_000, timeout),
      requestsPerMinute: read.integer('WIX_RPM_PER_STORE', 200, positive),
    },
    secrets: { key: read.key('SECRETS_KEY'), oldKey: read.key('SECRETS_KEY_OLD') },
    budgets: {
      openaiRpm: read.integer('OPENAI_RPM', 450, positive),
      openaiTpm: read.integer('OPENAI_TPM', 450_000, { min: 1_000, max: 1_000_000_000 }),
      replicateRpm: read.integer('REPLICATE_RPM', 600, positive),
    },
    openOrders: {
      ofAll: read.integer('OPEN_ORDERS_MAX', 10_000, positive),
      ofTenant: read.integer('OPEN_ORDERS_PER_TENANT_MAX', 2_000, positive),
    },
    items: {
      atOnce: read.integer('ITEMS_AT_ONCE', 5, positive),
      perMinute: read.integer('ITEMS_PER_MINUTE', 20, positive),
    },
    webhooks: {
      allowPrivate: read.flag('WEBHOOK_ALLOW_PRIVATE', false),
      timeoutMs: read.integer('WEBHOOK_TIMEOUT_MS', 10_000, timeout),
      giveUpMs: read.integer('WEBHOOK_GIVE_UP_MS', 3 * 24 * 3_600_000, {
        min: 1_000,
        max: 30 * 24 * 3_600_000,
      }),
    },
    storeAnswersTtlMs: read.integer('STORE_ANSWERS_TTL_MS', 600_000, { min: 0, max: 24 * 3_600_000 }),
    pictureDir: read.text('PICTURE_DIR', '.galley/pictures'),
    slots: readSlots(read),
    maxCachedWorkflows: read.integer('MAX_CACHED_WORKFLOWS', 500, positive),
    shutdownGraceMs: read.integer('SHUTDOWN_GRACE_MS', 25_000, { min: 0, max: 600_000 }),
    shutdownForceMs: read.integer('SHUTDOWN_FORCE_MS', 35_000, { min: 1_000, max: 900_000 }),
    sweepEveryMs: read.integer('SWEEP_EVERY_MS', 2_000, { min: 50, max: 600_000 }),
    contentWords: read.integer('CONTENT_WORDS', 900, { min: 150, max: 5_000 }),
  };
  if (config.database.poolMin > config.database.poolMax)
    read.problems.push(
      'DB_POOL_MIN must not be above DB_POOL_MAX: a pool cannot keep more than it may open.',
    );
  if (config.shutdownForceMs <= config.shutdownGraceMs)
    read.problems.push(
      'SHUTDOWN_FORCE_MS must be above SHUTDOWN_GRACE_MS: activities need time to save after they are cancelled.',
    );
  read.problems.push(...unpricedModels(config));
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return deepFreeze(config);
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
  if (!config.openai.apiKey) problems.push('OPENAI_API_KEY is not set.');
  if (!config.replicate.apiToken) problems.push('REPLICATE_API_TOKEN is not set.');
  if (!config.wix.appId || !config.wix.appSecret) problems.push('WIX_APP_ID and WIX_APP_SECRET are not set.');
  return problems;
}

/** A process's part of the machine's connections: the API a third, the workers together the rest. */
export function poolShare(
  config: Config,
  process: 'api' | 'all-lanes' | 'one-lane',
): { max: number; min: number } {
  const share = { api: 0.33, 'all-lanes': 0.6, 'one-lane': 0.07 }[process];
  return {
    max: Math.max(1, Math.floor(config.database.poolMax * share)),
    min: Math.floor(config.database.poolMin * share),
  };
}
