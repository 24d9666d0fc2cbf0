import type { lookup as resolveName, LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '../domain/text/public-address';

/** Thrown by the look-up of a name that leads out of the public internet. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

/**
 * Resolves names at the moment of connecting and refuses what is not public, so that a name cannot lead inside by resolving to
 * something else a moment after it was looked at.
 */
export function publicLookup(resolve: typeof resolveName): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return callback(error, '');
      const [first] = found;
      if (!first || !found.every(({ address }) => isPublicAddress(address)))
        return callback(new AddressRefused('not a public address'), '');
      if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
}
