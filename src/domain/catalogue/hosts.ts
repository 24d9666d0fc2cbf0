import { isLookAlike } from '../text/look-alike';
import { isPublicHost } from '../text/public-address';
import { LONGEST_ADDRESS, readWebAddress } from '../text/web-address';
import { parseUrl } from '../text/parse-url';

/** The longest name of a host, in characters. */
export const LONGEST_HOST = 253;

/**
 * The host of a site in the one form in which it is kept: lower case, names in other scripts as punycode, without a dot at its end and
 * without a port. Undefined for what is no public host, or passes for another.
 */
export function canonicalHost(given: string): string | undefined {
  const host = given.trim().toLowerCase().replace(/\.$/, '');
  if (host.length > LONGEST_HOST || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(host)) return undefined;
  const read = readWebAddress(`https://${host}/`);
  if (!read.ok) return undefined;
  const { hostname } = new URL(read.url);
  return hostname.length <= LONGEST_HOST && isPublicHost(hostname) && !isLookAlike(hostname)
    ? hostname
    : undefined;
}

/** Whether an address is one of a site: its host, with or without `www.`. */
export function isOfHost(url: string, host: string): boolean {
  const bare = (name: string): string => name.replace(/^www\./, '');
  // Longer ones are no addresses, and a host with many marks would take long to be read.
  if (url.length > LONGEST_ADDRESS) return false;
  const { hostname } = parseUrl(url) ?? {};
  return hostname !== undefined && bare(hostname) === bare(host);
}

/** Where an article of a site is read: under its slug. */
export function articleUrl({ host, slug }: { host: string; slug: string }): string {
  return `https://${host}/${slug}`;
}
