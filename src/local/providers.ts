/** A party outside that the project calls, and how it is met in this run. */
export interface ProviderChoice {
  name: string;
  /** True when no key is set for it, so that a local server stands in. */
  standIn: boolean;
}

interface Provider {
  name: string;
  key: string;
  standInEnv: (standIn: { url: string; speed: number }) => Record<string, string>;
}

const PROVIDERS: readonly Provider[] = [
  {
    name: 'OpenAI',
    key: 'OPENAI_API_KEY',
    standInEnv: ({ url }) => ({ OPENAI_BASE_URL: `${url}/openai/v1`, OPENAI_API_KEY: 'stand-in' }),
  },
  {
    name: 'Replicate',
    key: 'REPLICATE_API_TOKEN',
    standInEnv: ({ url, speed }) => ({
      REPLICATE_BASE_URL: `${url}/replicate/v1`,
      REPLICATE_API_TOKEN: 'stand-in',
      // Asked as often as pictures come: a pause made for the real pace would be most of a faster run's time.
      REPLICATE_POLL_MS: String(Math.min(1_000, Math.max(100, Math.round(1_000 / speed)))),
    }),
  },
  {
    name: 'Wix',
    key: 'WIX_APP_ID',
    standInEnv: ({ url }) => ({
      WIX_BASE_URL: `${url}/wix`,
      WIX_APP_ID: 'stand-in',
      WIX_APP_SECRET: 'stand-in',
    }),
  },
];

/** Tells for each provider whether a stand-in is needed, by whether its key is set. */
export function chooseProviders({ env }: { env: NodeJS.ProcessEnv }): ProviderChoice[] {
  return PROVIDERS.map(({ name, key }) => ({ name, standIn: !env[key] }));
}

/** Returns the environment that points the project at the stand-ins for every provider without a key. */
export function standInEnv(options: {
  env: NodeJS.ProcessEnv;
  url: string;
  speed: number;
}): Record<string, string> {
  const { env, url, speed } = options;
  return Object.assign(
    {},
    ...PROVIDERS.filter(({ key }) => !env[key]).map((provider) => provider.standInEnv({ url, speed })),
  ) as Record<string, string>;
}

/** Returns the environment without any provider's key, so that stand-ins are used for all. */
export function withoutProviderKeys({ env }: { env: NodeJS.ProcessEnv }): NodeJS.ProcessEnv {
  const names = new Set(
    PROVIDERS.flatMap(({ standInEnv: variables }) => Object.keys(variables({ url: '', speed: 1 }))),
  );
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.has(name)));
}
