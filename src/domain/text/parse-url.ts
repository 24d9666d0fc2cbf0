/**
 * An address as a URL, read against `base` where there is one; undefined for what is none. `URL.canParse` of Node 20 must not be asked: once it
 * has been called often enough to be compiled, it denies every address with a letter such as ü.
 */
export function parseUrl(address: string, base?: string): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}
