import type { Request, Response } from 'express';
import { goneSignal } from './errors';
import { addressOf, networkOf } from './network';
import { Turns } from './turns';

/** What stands around the work of a request; see `RouteSpec`. */
export type Guard = (request: { req: Request; res: Response }, work: () => Promise<void>) => Promise<void>;

/** What one network may have under way, so that what few ask for leaves connections for all. */
const OF_NETWORK = {
  atOnce: 2,
  mostWaiting: 50,
  patienceMs: 10_000,
  refusal: {
    code: 'too_many_requests',
    message: 'Too many of your requests are under way. Wait for some of them to be answered.',
    retryAfterSeconds: 1,
  },
} as const;

/** Has the requests of each network wait for one another on all routes that are given this guard. */
export function networkGuard(): Guard {
  const turns = new Turns(OF_NETWORK);
  return ({ req, res }, work) => turns.run(networkOf(addressOf(req)), work, goneSignal(res));
}
