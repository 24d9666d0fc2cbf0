import ipaddr from 'ipaddr.js';

/** IPv4 ranges that are not public: IANA's special-purpose registry, multicast and reserved addresses. */
const NOT_PUBLIC_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
].map((net) => ipaddr.IPv4.parseCIDR(net));

/** All public IPv6 addresses are in this range, so loopback, local and IPv4-mapped addresses need no entry. */
const PUBLIC_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Ranges within it that are not public: protocol assignments, tunnels (Teredo, 6to4) and documentation. */
const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map((net) =>
  ipaddr.IPv6.parseCIDR(net),
);

/** Whether a string is an IP address, in the one form that networks print. */
export function isIpAddress(address: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
}

/** Whether a string is a public IP address. */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    const parsed = ipaddr.IPv4.parse(address);
    return !NOT_PUBLIC_V4.some((net) => parsed.match(net));
  }
  // Zone ids only make sense for addresses of the local network.
  if (address.includes('%') || !ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.match(PUBLIC_V6) && !NOT_PUBLIC_V6.some((net) => parsed.match(net));
}

/** Endings of names that no public server has. */
const NOT_PUBLIC_NAMES =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|private|corp|home|lan|invalid|onion|home\.arpa)$/i;

/** The host of a URL as sockets expect it: IPv6 without brackets, no dot at the end. */
export function hostOf(url: { hostname: string }): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** Whether a host, as a URL has it, can be in the public internet: a public address, or a name of at least two labels. */
export function isPublicHost(host: string): boolean {
  if (isIpAddress(host)) return isPublicAddress(host);
  return host.includes('.') && !NOT_PUBLIC_NAMES.test(host);
}
