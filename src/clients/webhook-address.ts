import { BlockList, isIP } from 'node:net';

/** IPv4 ranges that are not public: IANA's special-purpose registry, multicast and reserved addresses. */
const NOT_PUBLIC_V4: ReadonlyArray<[string, number]> = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** All public IPv6 addresses are in this range, so loopback, local and IPv4-mapped addresses need no entry. */
const PUBLIC_V6: [string, number] = ['2000::', 3];

/** Ranges within it that are not public: protocol assignments, tunnels (Teredo, 6to4) and documentation. */
const NOT_PUBLIC_V6: ReadonlyArray<[string, number]> = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const blocked = new BlockList();
for (const [net, prefix] of NOT_PUBLIC_V4) blocked.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of NOT_PUBLIC_V6) blocked.addSubnet(net, prefix, 'ipv6');
const global = new BlockList();
global.addSubnet(...PUBLIC_V6, 'ipv6');

/** Whether a string is a public IP address. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !blocked.check(address, 'ipv4');
    case 6:
      // Zone ids only make sense for addresses of the local network.
      return !address.includes('%') && global.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
    default:
      return false;
  }
}

/** The host of a URL as sockets expect it: IPv6 without brackets. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/**
 * Why a webhook cannot use this URL, whatever its name resolves to; undefined if nothing is wrong. The resolved address
 * is checked when the connection is made, because it may have changed by then.
 */
export function addressProblem(address: string, options: { allowPrivate: boolean }): string | undefined {
  if (!URL.canParse(address)) return 'must be an address such as https://example.com/hooks';
  const url = new URL(address);
  if (url.protocol !== 'https:' && !(options.allowPrivate && url.protocol === 'http:'))
    return options.allowPrivate ? 'must begin with https:// or http://' : 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or a password';
  if (url.hash !== '') return 'must not hold a fragment';
  if (options.allowPrivate) return undefined;
  const host = hostOf(url);
  const isLocal = /(^|\.)localhost\.?$/i.test(host);
  return isLocal || (isIP(host) !== 0 && !isPublicAddress(host))
    ? 'must be in the public internet'
    : undefined;
}
