import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/** Bits of an IPv6 address that one customer of a provider usually has; the others are theirs to choose. */
const IPV6_PREFIX_BITS = 64;

/** The address that a request comes from, in one form: IPv4 where it is one, also within IPv6. A trusted proxy's word counts. */
export function addressOf({ ip = '' }: Request): string {
  const [withoutZone] = ip.split('%');
  return ipaddr.isValid(withoutZone!) ? ipaddr.process(withoutZone!).toString() : ip;
}

/** Whom an address belongs to: an IPv4 address is somebody's, and so is the network of an IPv6 address. */
export function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return ipaddr.IPv6.networkAddressFromCIDR(`${address}/${IPV6_PREFIX_BITS}`).toString();
}
