import type { Config } from './config';

/** A password as it was before it was encoded in an address. */
function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

/** The passwords in an address. */
function passwordsIn(address: string): string[] {
  const { password, searchParams } = new URL(address);
  return [decoded(password), searchParams.get('password') ?? ''];
}

/** Characters of a path that is a secret by itself; a shorter one is found in texts that have nothing to do with it. */
const LEAST_SECRET_PATH = 16;

/** An address that is a secret itself, and its path, which is quoted apart from its host in places. */
function secretsIn(address: string): string[] {
  const { href, pathname, search } = new URL(address);
  const path = `${pathname}${search}`;
  return [address, href, ...(path.length >= LEAST_SECRET_PATH ? [path] : [])];
}

/** Every secret that a process is configured with. */
export function secretsOf(config: Config): string[] {
  const { alerts, database, mail, openai, payments, replicate, wix, temporal, metricsToken, secrets } =
    config;
  const { url, migrateUrl, adminUrl = '', temporalUrl = '' } = database;
  const addresses = [
    url,
    migrateUrl,
    adminUrl,
    temporalUrl,
    openai.baseUrl,
    replicate.baseUrl,
    wix.baseUrl,
    payments.stripe?.baseUrl ?? '',
  ];
  const keys = [secrets.key, secrets.oldKey].filter((key) => key !== undefined);
  const all = [
    openai.apiKey,
    replicate.apiToken,
    wix.appSecret,
    temporal.apiKey ?? '',
    metricsToken ?? '',
    mail.server?.auth?.password ?? '',
    ...(alerts.webhookUrl === undefined ? [] : secretsIn(alerts.webhookUrl)),
    payments.stripe?.secretKey ?? '',
    ...(payments.stripe?.webhookSecrets ?? []),
    ...keys.flatMap((key) => [key.toString('base64'), key.toString('hex')]),
    ...addresses.filter((address) => address !== '').flatMap(passwordsIn),
  ];
  return [...new Set(all)].filter((secret) => secret !== '');
}
