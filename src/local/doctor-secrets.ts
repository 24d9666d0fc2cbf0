import type { Config } from '../config/config';
import { PLATFORM_DOCTORS } from './doctor-platforms';

/** Shorter values are ordinary words as well, whose removal would only garble sentences. */
const SHORTEST_SECRET = 12;

function passwordsOf(address: string): string[] {
  try {
    const { password } = new URL(address);
    return [password, decodeURIComponent(password)];
  } catch {
    return [];
  }
}

/** All that is configured and must never be printed. */
export function secretsOf(config: Config): string[] {
  const platforms = Object.values(PLATFORM_DOCTORS).map((doctor) => doctor.secrets(config));
  const addresses = [config.database.url, config.openai.baseUrl, config.replicate.baseUrl];
  return [
    config.openai.apiKey,
    config.replicate.apiToken,
    config.temporal.apiKey ?? '',
    ...platforms.flatMap(({ values }) => values),
    ...[...addresses, ...platforms.flatMap((platform) => platform.addresses)].flatMap(passwordsOf),
  ].filter((secret) => secret.length >= SHORTEST_SECRET);
}
