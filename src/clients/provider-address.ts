import { hostOf, isPublicHost } from '../domain/text/public-address';
import { hasControlOrBidi } from '../domain/text/text';
import { readWebAddress } from '../domain/text/web-address';
import { parseUrl } from '../domain/text/parse-url';

/** Reads an address out of a provider's answer; null where it is not one that may be stored, shown or fetched. */
export type AddressOf = (value: unknown) => string | null;

/** Longest address that is taken, in UTF-16 units. */
const LONGEST_ADDRESS = 2_000;

/**
 * How addresses in a provider's answers are read: like every address from outside. Their hosts may be private only where the provider
 * itself is, such as a simulator on this machine.
 */
export function providerAddresses(baseUrl: string): AddressOf {
  const base = parseUrl(baseUrl);
  const allowPrivate = base !== undefined && !isPublicHost(hostOf(base));
  return (value) => {
    if (typeof value !== 'string' || value.length > LONGEST_ADDRESS || hasControlOrBidi(value)) return null;
    const address = readWebAddress(value, { allowPrivate });
    return address.ok ? address.url : null;
  };
}
