import type { Response } from 'express';
import type { Publishers } from '../../clients/publisher';
import { GalleyError } from '../../contract/failures';
import { platformEntry } from '../../contract/platforms';
import type { Platform } from '../../contract/platforms';
import type { Db } from '../../db/db';
import type { TakenRequests } from '../../db/stores/requests';
import { requestsOfTenant, siteShares } from '../../domain/providers/budget';
import { scopeOf } from '../http/auth';
import { ApiError } from '../http/errors';

/** A site as it is stored: its id in the platform's canonical form. */
export interface Site {
  platform: Platform;
  instanceId: string;
}

/** Requests to one site that were counted before any of them is sent. */
export interface Turn {
  /** Takes one of them; throws where all were sent or the turn is over. */
  beforeRequest: () => void;
}

/** For whom a site is asked: its own tenant, or somebody who has yet to prove that. */
export type Asker = 'owner' | 'claimant';

const KEYS: Readonly<Record<Asker, string>> = { owner: 'site', claimant: 'claim' };

/**
 * Turns at sites for people. A site's requests are counted by the site, however many stores or attempts name it, and by the tenant, however
 * many sites it names; attempts to prove a site are counted apart, so that nobody uses up the share of the owner.
 */
export function createTurns(deps: { db: Db; publishers: Publishers }) {
  const { siteRequests } = deps.db;

  function limitsOf(res: Response, site: Site, asker: Asker): Array<{ key: string; most: number }> {
    const { requestsPerMinute } = platformEntry(deps.publishers, site).limits;
    const { people, attempts } = siteShares(requestsPerMinute);
    const most: Readonly<Record<Asker, number>> = { owner: people, claimant: attempts };
    const tenantId = scopeOf(res);
    return [
      { key: `${KEYS[asker]}:${site.platform}:${site.instanceId}`, most: most[asker] },
      // Operators work for many tenants, and every site has its own limit for them, too.
      ...(tenantId === undefined
        ? []
        : [{ key: `tenant:${tenantId}`, most: requestsOfTenant(requestsPerMinute) }]),
    ];
  }

  async function end(taken: TakenRequests, unsent: number): Promise<void> {
    if (unsent > 0) await siteRequests.giveBackRequests({ taken, unsent });
    await siteRequests.forgetOldRequests();
  }

  return {
    /**
     * Does work that asks a site, within a turn there. Throws `too_many_requests` before anything is asked where the site or the tenant
     * has none left. What was not sent is given back.
     */
    async take<T>(res: Response, site: Site, asker: Asker, work: (turn: Turn) => Promise<T>): Promise<T> {
      const limits = limitsOf(res, site, asker);
      const { requestsPerQuestion } = platformEntry(deps.publishers, site).limits;
      const count = Math.min(requestsPerQuestion, ...limits.map(({ most }) => most));
      const taken = await siteRequests.takeRequests({ limits, count });
      if ('retryAfterS' in taken)
        throw new ApiError(
          'too_many_requests',
          'Too many requests to this site. Try again later.',
          {},
          taken.retryAfterS,
        );
      let left = count;
      const beforeRequest = (): void => {
        if (left <= 0)
          throw new GalleyError({
            type: 'Provider.Busy',
            reason: 'rate_limit_turn',
            detail: 'all requests of this turn were sent',
          });
        left -= 1;
      };
      try {
        return await work({ beforeRequest });
      } finally {
        const unsent = left;
        left = 0;
        // What is not given back counts until its minute is over.
        await end(taken, unsent).catch(() => undefined);
      }
    },
  };
}

export type Turns = ReturnType<typeof createTurns>;
