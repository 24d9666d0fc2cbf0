import { providerWarnings } from './providers';
import type { ProviderChoice } from './providers';
import type { SignInAddress } from './sign-in';

/** What the start says of a system that runs. */
export interface BannerFacts {
  apiUrl: string;
  temporalAddress: string;
  uiUrl: string | null;
  simulatorsUrl: string | undefined;
  providers: readonly ProviderChoice[];
  stores: readonly { name: string; apiKey: string }[];
  adminKey: string;
  /** Addresses that sign in to the panel once. */
  signIns: readonly SignInAddress[];
  logDir: string;
  speed: number;
  /** How long the start took. */
  seconds: number;
}

function warningBox(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return ['', ...lines.map((line) => `  !!  ${line}`), ''];
}

/** The text that the start prints once everything is ready. */
export function banner(facts: BannerFacts): string {
  const { apiUrl, providers, simulatorsUrl } = facts;
  const key = facts.stores[0]?.apiKey ?? '<key>';
  return [
    '',
    `Galley runs (after ${facts.seconds.toFixed(1)} s).`,
    `  API              ${apiUrl}   (documentation: ${apiUrl}/docs)`,
    `  Panel            ${apiUrl}   (sign in with a key, or once by one of these addresses within the hour)`,
    ...facts.signIns.map(({ who, address }) => `    ${who.padEnd(28)} ${address}`),
    `  Temporal         ${facts.temporalAddress}   Web UI: ${facts.uiUrl ?? 'off'}`,
    ...providers.map(
      ({ name, simulator }) =>
        `  ${name.padEnd(16)} ${simulator ? `simulator (${simulatorsUrl ?? ''}, speed ${facts.speed})` : 'the REAL one, by your key'}`,
    ),
    `  Logs             ${facts.logDir}`,
    ...warningBox(providerWarnings(providers)),
    '  Sample stores and their keys',
    ...facts.stores.map(({ name, apiKey }) => `    ${name.padEnd(28)} ${apiKey}`),
    '  Key of the administrator',
    `    ${'admin'.padEnd(28)} ${facts.adminKey}`,
    '  Order a post',
    `    export GALLEY_URL=${apiUrl} GALLEY_KEY=${key}`,
    `    curl -s -X POST $GALLEY_URL/api/blog-generation \\`,
    `      -H "Authorization: Bearer $GALLEY_KEY" -H 'Content-Type: application/json' \\`,
    `      -d '{"sourceType":"keyword","sourceId":"test"}'`,
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}
