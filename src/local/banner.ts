import { providerWarnings } from './providers';
import type { ProviderChoice } from './providers';
import type { SignInLink } from './sign-in';

/** The facts shown in the start-up banner. */
export interface BannerFacts {
  apiUrl: string;
  temporalAddress: string;
  uiUrl: string | null;
  simulatorsUrl: string | undefined;
  providers: readonly ProviderChoice[];
  stores: readonly { name: string; apiKey: string }[];
  adminKey: string;
  /** One-time sign-in links to the panel. */
  signIns: readonly SignInLink[];
  /** Whether keys may be shown where this is printed. */
  showsKeys: boolean;
  /** The file with all keys. */
  keysFile: string;
  logDir: string;
  /** The file with the lines of all processes. */
  appLog: string;
  speed: number;
  /** Duration of the start. */
  seconds: number;
}

function warningBox(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return ['', ...lines.map((line) => `  !!  ${line}`), ''];
}

/** The keys for a terminal; anything else may be a file that others can read. */
function keyLines({ showsKeys, stores, adminKey, keysFile }: BannerFacts): string[] {
  if (!showsKeys)
    return [
      `  API keys         ${keysFile}   (readable only by you; not shown here, as this is not a terminal: --print-keys)`,
    ];
  return [
    '  Sample stores and their API keys',
    ...stores.map(({ name, apiKey }) => `    ${name.padEnd(28)} ${apiKey}`),
    '  Administrator API key',
    `    ${'admin'.padEnd(28)} ${adminKey}`,
  ];
}

/** Pages of simulators, by what they stand in for. */
const SIMULATOR_PAGES: Readonly<Record<string, { shows: string; path: string }>> = {
  Mail: { shows: 'what was sent', path: '/mail' },
  Stripe: { shows: 'checkouts', path: '/stripe' },
};

/** Where a simulator is; some have a page of what they were asked for. */
function simulatorLine(name: string, { simulatorsUrl = '', speed }: BannerFacts): string {
  const page = SIMULATOR_PAGES[name];
  return page
    ? `simulator (${page.shows}: ${simulatorsUrl}${page.path})`
    : `simulator (${simulatorsUrl}, speed ${speed})`;
}

/** The text printed once everything is ready. */
export function banner(facts: BannerFacts): string {
  const { apiUrl, providers } = facts;
  const key = (facts.showsKeys ? facts.stores[0]?.apiKey : undefined) ?? '<key>';
  return [
    '',
    `Galley is running (started in ${facts.seconds.toFixed(1)} s).`,
    `  API              ${apiUrl}   (documentation: ${apiUrl}/docs)`,
    `  Panel            ${apiUrl}   (sign in with a key${facts.showsKeys ? ', or with one of these one-time links, valid for an hour' : ''})`,
    ...facts.signIns.map(({ who, address }) => `    ${who.padEnd(28)} ${address}`),
    `  Temporal         ${facts.temporalAddress}   Web UI: ${facts.uiUrl ?? 'off'}`,
    ...providers.map(
      ({ name, simulator }) =>
        `  ${name.padEnd(16)} ${simulator ? simulatorLine(name, facts) : 'REAL provider, using your key'}`,
    ),
    `  Logs             ${facts.appLog}   (one file per process: ${facts.logDir})`,
    ...warningBox(providerWarnings(providers)),
    ...keyLines(facts),
    '  Order a post',
    `    export GALLEY_URL=${apiUrl} GALLEY_KEY=${key}`,
    `    curl -s -X POST $GALLEY_URL/api/blog-generation \\`,
    `      -H "Authorization: Bearer $GALLEY_KEY" -H 'Content-Type: application/json' \\`,
    `      -d '{"sourceType":"keyword","sourceId":"test"}'`,
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}
