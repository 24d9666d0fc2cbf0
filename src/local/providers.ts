/** An external provider, and whether this run uses it or a simulator. */
export interface ProviderChoice {
  name: string;
  /** Whether it is replaced by a local simulator because it has no key, and no address of its own. */
  simulator: boolean;
}

interface Provider {
  name: string;
  /** The settings that the real provider needs, all of them. */
  keys: readonly string[];
  /** The setting that stands for its keys if it is set. */
  address?: string;
  /** Settings that suit the simulator; what the user has set stays. */
  defaults: (simulator: { speed: number }) => Record<string, string>;
  /** Settings without which the simulator would not be asked. */
  simulatorEnv: (simulator: SimulatorAddresses) => Record<string, string>;
}

/** Where the simulators are. */
export interface SimulatorAddresses {
  url: string;
  /** The mail server, with its user and password. */
  smtpUrl: string;
}

/** What signs the events of Stripe's simulator. */
export const STRIPE_SIMULATOR_SECRET = 'whsec_simulator';

const PROVIDERS: readonly Provider[] = [
  {
    name: 'OpenAI',
    keys: ['OPENAI_API_KEY'],
    // A server of one's own may need no key.
    address: 'OPENAI_BASE_URL',
    simulatorEnv: ({ url }) => ({ OPENAI_BASE_URL: `${url}/openai/v1`, OPENAI_API_KEY: 'simulator' }),
    // A faster simulator also has higher limits.
    defaults: ({ speed }) => ({
      OPENAI_RPM: String(Math.round(450 * speed)),
      OPENAI_TPM: String(Math.round(450_000 * speed)),
    }),
  },
  {
    name: 'Replicate',
    keys: ['REPLICATE_API_TOKEN'],
    simulatorEnv: ({ url }) => ({
      REPLICATE_BASE_URL: `${url}/replicate/v1`,
      REPLICATE_API_TOKEN: 'simulator',
    }),
    defaults: ({ speed }) => ({
      REPLICATE_RPM: String(Math.round(600 * speed)),
      // Polls as often as pictures are finished; the interval for real pictures would take up most of a faster run.
      REPLICATE_POLL_MS: String(Math.min(1_000, Math.max(100, Math.round(1_000 / speed)))),
    }),
  },
  {
    name: 'Wix',
    keys: ['WIX_APP_ID', 'WIX_APP_SECRET'],
    defaults: ({ speed }) => ({ WIX_RPM_PER_STORE: String(Math.round(200 * speed)) }),
    simulatorEnv: ({ url }) => ({
      WIX_BASE_URL: `${url}/wix`,
      WIX_APP_ID: 'simulator',
      WIX_APP_SECRET: 'simulator',
    }),
  },
  {
    name: 'Stripe',
    keys: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRETS'],
    defaults: () => ({}),
    simulatorEnv: ({ url }) => ({
      STRIPE_BASE_URL: `${url}/stripe`,
      STRIPE_SECRET_KEY: 'sk_test_simulator',
      STRIPE_WEBHOOK_SECRETS: STRIPE_SIMULATOR_SECRET,
    }),
  },
  {
    name: 'Mail',
    keys: ['SMTP_URL'],
    address: 'SMTP_HOST',
    defaults: () => ({ MAIL_FROM: 'Galley <galley@galley.example>' }),
    // The simulator is on this machine and has no certificate.
    simulatorEnv: ({ smtpUrl }) => ({ SMTP_URL: smtpUrl, SMTP_TLS: 'off' }),
  },
];

function isReal({ name, keys, address }: Provider, env: NodeJS.ProcessEnv): boolean {
  if (address && env[address]?.trim()) return true;
  const missing = keys.filter((key) => !env[key]?.trim());
  if (missing.length > 0 && missing.length < keys.length)
    throw new Error(
      `${name} needs ${keys.join(' and ')}, but ${missing.join(' and ')} is not set: set both, or neither to use the simulator`,
    );
  return missing.length === 0;
}

/**
 * Decides for each provider whether a simulator is used, by whether its key is set. Throws if only one of two required
 * settings is set.
 */
export function chooseProviders({ env }: { env: NodeJS.ProcessEnv }): ProviderChoice[] {
  return PROVIDERS.map((provider) => ({ name: provider.name, simulator: !isReal(provider, env) }));
}

/**
 * Environment variables that point at the simulators and suit them, for every provider without a key. Limits and intervals that the
 * environment sets count as they are.
 */
export function simulatorEnv(options: {
  env: NodeJS.ProcessEnv;
  url: string;
  smtpUrl: string;
  speed: number;
}): Record<string, string> {
  const { env, url, smtpUrl, speed } = options;
  const isSet = (name: string): boolean => Boolean(env[name]?.trim());
  return Object.assign(
    {},
    ...PROVIDERS.filter((provider) => !isReal(provider, env)).map((provider) => ({
      ...Object.fromEntries(Object.entries(provider.defaults({ speed })).filter(([name]) => !isSet(name))),
      ...provider.simulatorEnv({ url, smtpUrl }),
    })),
  ) as Record<string, string>;
}

/** The environment without any provider keys, so that simulators are used throughout. */
export function withoutProviderKeys({ env }: { env: NodeJS.ProcessEnv }): NodeJS.ProcessEnv {
  const names = new Set(
    PROVIDERS.flatMap(({ simulatorEnv: variables, defaults }) =>
      Object.keys({ ...variables({ url: '', smtpUrl: '' }), ...defaults({ speed: 1 }) }),
    ),
  );
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.has(name)));
}

/** Whether simulator texts would go to a real store, in which case each must say so. */
export function mustMarkPosts(providers: readonly ProviderChoice[]): boolean {
  const standsIn = (name: string): boolean =>
    providers.some((provider) => provider.name === name && provider.simulator);
  return standsIn('OpenAI') && !standsIn('Wix');
}

/**
 * Warnings to show before anybody places an order: mixtures of real and simulated providers, and costs. Empty if all
 * are simulated.
 */
export function providerWarnings(providers: readonly ProviderChoice[]): string[] {
  const real = (name: string): boolean =>
    providers.some((provider) => provider.name === name && !provider.simulator);
  const lines: string[] = [];
  if (real('Wix')) {
    if (!real('OpenAI'))
      lines.push(
        'Posts go to a REAL Wix store but are written by a SIMULATOR. Each ends with "Written by a simulator, not for publication."',
        'Set OPENAI_API_KEY for real texts, or remove WIX_APP_ID and WIX_APP_SECRET.',
      );
    if (!real('Replicate'))
      lines.push(
        'Pictures for a REAL Wix store are made by a SIMULATOR: set REPLICATE_API_TOKEN for real ones.',
      );
    lines.push('The sample stores below are not Wix sites: add your own (docs/going-live.md).');
  }
  if (providers.some(({ name, simulator }) => name === 'Stripe' && !simulator))
    lines.push(
      'Customers pay at the REAL Stripe. Its webhook endpoint cannot reach this machine by itself: forward events with the Stripe CLI, or they are found by looking (CHECKOUT_CHECK_MS).',
    );
  const paid = ['OpenAI', 'Replicate'].filter(real);
  if (paid.length > 0) lines.push(`Orders cost money at ${paid.join(' and ')}.`);
  return lines;
}
