import { hostOf, isIpAddress, isPublicAddress } from './public-address';
import { parseUrl } from './parse-url';

/**
 * Why a webhook cannot use this URL, whatever its name resolves to; undefined if nothing is wrong. The resolved address
 * is checked when the connection is made, because it may have changed by then.
 */
export function addressProblem(address: string, options: { allowPrivate: boolean }): string | undefined {
  const url = parseUrl(address);
  if (!url) return 'must be an address such as https://example.com/hooks';
  if (url.protocol !== 'https:' && !(options.allowPrivate && url.protocol === 'http:'))
    return options.allowPrivate ? 'must begin with https:// or http://' : 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or a password';
  if (url.hash !== '') return 'must not hold a fragment';
  if (options.allowPrivate) return undefined;
  const host = hostOf(url);
  const isLocal = /(^|\.)localhost$/i.test(host);
  return isLocal || (isIpAddress(host) && !isPublicAddress(host))
    ? 'must be in the public internet'
    : undefined;
}

/**
 * The one form in which the URL of a webhook is stored and compared: host in lower case and ASCII without a dot at its end, no default
 * port. For a URL that `addressProblem` has nothing against.
 */
export function canonicalAddress(address: string): string {
  const url = new URL(address);
  url.hostname = url.hostname.replace(/\.$/, '');
  return url.href;
}
