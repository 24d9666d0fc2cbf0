import type { Request } from 'express';
import { foldedAddress } from '../../domain/tenants/mail-address';
import { isPublicAddress } from '../../domain/text/public-address';
import { ApiError } from '../http/errors';
import { addressOf, networkOf } from '../http/network';
import { WindowCounts } from '../http/window-counts';

/** Sign-ins from one network that may fail within a time, in milliseconds. */
const MOST_FAILED = 20;
const WITHIN_MS = 10 * 60_000;

/** Networks that are counted at once. */
const MOST_NETWORKS = 10_000;

/** Runs an attempt to sign in, whose answer says whether it succeeded. Throws where too many from its network have failed. */
export type LimitedSignIn = (req: Request, attempt: () => Promise<boolean>) => Promise<boolean>;

/**
 * Limits failed sign-ins by the network they come from. Where no proxy is trusted, addresses of this machine and of private networks are
 * not limited, as everybody may come from there through a proxy.
 */
export function limitSignIns(options: { trustsProxy: boolean; now: () => number }): LimitedSignIn {
  const counts = new WindowCounts({
    ...{ most: MOST_FAILED, withinMs: WITHIN_MS, mostNames: MOST_NETWORKS },
    now: options.now,
  });
  return async (req, attempt) => {
    const address = addressOf(req);
    if (!options.trustsProxy && !isPublicAddress(address)) return attempt();
    const network = networkOf(address);
    // Counted before it fails, so that many at once are no more than one after the other.
    const waitMs = counts.take(network);
    if (waitMs > 0)
      throw new ApiError(
        'too_many_requests',
        'Too many sign-ins from your network have failed. Try again later.',
        {},
        Math.ceil(waitMs / 1_000),
      );
    let hasFailed = false;
    try {
      const isSignedIn = await attempt();
      hasFailed = !isSignedIn;
      return isSignedIn;
    } finally {
      if (!hasFailed) counts.giveBack(network);
    }
  };
}

/** Links that are mailed within a time, in milliseconds: to one address, and asked for from one network. */
const MOST_MAILS = { toAddress: 5, fromNetwork: 30 } as const;
const MAILS_WITHIN_MS = 15 * 60_000;

/** Addresses that are counted at once. */
const MOST_ADDRESSES = 10_000;

/** Counts a request for a mailed link. Throws where there were too many to its address or from its network. */
export type LimitedMail = (req: Request, address: string) => void;

/**
 * Limits mailed sign-in links by the address that they are asked for, known or not, and by the network that asks, where that says
 * anything (see {@link limitSignIns}).
 */
export function limitMails(options: { trustsProxy: boolean; now: () => number }): LimitedMail {
  const { now } = options;
  const count = (most: number, mostNames: number) =>
    new WindowCounts({ most, withinMs: MAILS_WITHIN_MS, mostNames, now });
  const byAddress = count(MOST_MAILS.toAddress, MOST_ADDRESSES);
  const byNetwork = count(MOST_MAILS.fromNetwork, MOST_NETWORKS);
  return (req, address) => {
    const from = addressOf(req);
    const isCounted = options.trustsProxy || isPublicAddress(from);
    const waitMs =
      (isCounted ? byNetwork.take(networkOf(from)) : 0) || byAddress.take(foldedAddress(address));
    if (waitMs > 0)
      throw new ApiError(
        'too_many_requests',
        'Too many sign-in links were requested. Use one that you have received, or try again later.',
        {},
        Math.ceil(waitMs / 1_000),
      );
  };
}
