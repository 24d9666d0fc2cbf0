import { isLookAlike } from './look-alike';
import { hostOf, isPublicHost } from './public-address';
import { parseUrl } from './parse-url';

/** Why an address cannot be published: it is no web address, its host is not public, or its name passes for another. */
export type AddressProblem = 'not-web' | 'not-public' | 'look-alike';

/** An address as it may be published, or why it may not. */
export type WebAddress = { ok: true; url: string } | { ok: false; problem: AddressProblem; host: string };

/** The longest address that browsers and servers all take, in UTF-16 units. */
export const LONGEST_ADDRESS = 2_048;

const refused = (problem: AddressProblem, host = ''): WebAddress => ({ ok: false, problem, host });

function encodeSpaces(url: string): string {
  return url.replace(/\s/gu, (space) => encodeURIComponent(space));
}

/**
 * Reads an http or https address with a public host, without user name and password. With `allowPrivate`, the host may be on a private
 * network or this machine; everything else is the same. Names in other scripts become punycode, and
 * addresses in other notations (decimal, octal, hexadecimal) are read as browsers read them.
 */
export function readWebAddress(address: string, options: { allowPrivate?: boolean } = {}): WebAddress {
  if (address.length > LONGEST_ADDRESS) return refused('not-web');
  if (!/^https?:\/\/[^\s/?#]/i.test(address) || /[\p{Cc}\u2028\u2029\\]/u.test(address))
    return refused('not-web');
  const url = parseUrl(address);
  if (!url) return refused('not-web');
  if (url.username !== '' || url.password !== '') return refused('not-web', url.hostname);
  const host = hostOf(url);
  if (options.allowPrivate !== true && !isPublicHost(host)) return refused('not-public', host);
  if (isLookAlike(host)) return refused('look-alike', host);
  const written = /^https?:\/\/([^/?#:]*)/i.exec(address)?.[1] ?? '';
  return { ok: true, url: written.toLowerCase() === url.hostname ? encodeSpaces(address) : url.href };
}
