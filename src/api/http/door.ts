import type { Request, RequestHandler, Response } from 'express';
import { ApiError, sendError } from './errors';
import { credentialOf } from './holders';
import type { Holders } from './holders';
import { addressOf, networkOf } from './network';
import { Pace } from './pace';

/** What may come at once, as so many seconds of what may come. */
const BURST_SECONDS = 4;

/** Longest time that a request waits, in milliseconds. */
const PATIENCE_MS = 10_000;

function refusal(forMs: number): ApiError {
  return new ApiError(
    'too_many_requests',
    'Too many requests. Send fewer at a time, or try again later.',
    {},
    Math.max(1, Math.ceil(forMs / 1_000)),
  );
}

/** Calls `done` after a time, or `gone` if the client goes before. */
function wait(res: Response, ms: number, { done, gone }: { done: () => void; gone: () => void }): void {
  const onClose = (): void => {
    clearTimeout(timer);
    gone();
  };
  const timer = setTimeout(() => {
    res.off('close', onClose);
    done();
  }, ms);
  res.once('close', onClose);
}

/**
 * Stands before everything else, open routes too: what comes faster than its tenant may send waits here, where it costs nothing, and is
 * refused where it would have to wait for long. Whoever has no key that is known counts by its network; those who come with a key that is not
 * known yet are apart from those without one, whose flood therefore keeps nobody's first request out.
 */
export function door(holders: Holders, { perSecond }: { perSecond: number }): RequestHandler {
  const pace = new Pace({
    ...{ perSecond, burst: perSecond * BURST_SECONDS, patienceMs: PATIENCE_MS },
    now: () => performance.now(),
  });
  const sourceOf = (req: Request): string => {
    const credential = credentialOf(req);
    const tenantId = credential && holders.knownTenantOf(credential);
    return tenantId ?? `${credential ? 'new key' : 'no key'} ${networkOf(addressOf(req))}`;
  };
  return (req, res, next) => {
    const source = sourceOf(req);
    const place = pace.take(source);
    if ('refusedForMs' in place) return sendError(res, refusal(place.refusedForMs));
    if (place.waitMs === 0) return next();
    wait(res, place.waitMs, { done: next, gone: () => pace.giveBack(source) });
  };
}
