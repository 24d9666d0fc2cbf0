import type { RequestHandler, Response } from 'express';
import type { Pool } from 'pg';
import { goneSignal } from './errors';
import { holderOf } from './auth';
import { Turns } from './turns';

/** Requests of one tenant that wait for their turn. */
const MOST_WAITING = 500;

/** How long one waits, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Under way at once, of one tenant in one process; of few database connections only a part, so that others always find some free. */
const MOST_AT_ONCE = 4;
const PART_OF_CONNECTIONS = 0.4;

/** How the places of a tenant rest: so that it has one request under way on average while there are others, whatever it sends. */
export const REST = { times: 3, mostMs: 250 } as const;

function turnsFor(connections: number): Turns {
  return new Turns({
    atOnce: Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(connections * PART_OF_CONNECTIONS))),
    mostWaiting: MOST_WAITING,
    patienceMs: PATIENCE_MS,
    rest: REST,
    refusal: {
      code: 'too_many_requests',
      message: 'Too many of your requests are under way. Wait for some of them to be answered.',
      retryAfterSeconds: 1,
    },
  });
}

/** Gives every tenant its share of what this process can do at once. */
export function shareOut(pool: Pick<Pool, 'options'>): RequestHandler {
  let turns: Turns | undefined;
  return (_req, res, next) => {
    res.locals['turns'] = turns ??= turnsFor(pool.options.max);
    next();
  };
}

/** Does what a request asks for when it is its tenant's turn; at once where nobody shares anything out. */
export async function inShare<T>(res: Response, work: () => Promise<T>): Promise<T> {
  const turns = res.locals['turns'] as Turns | undefined;
  return turns ? turns.run(holderOf(res).tenantId, work, goneSignal(res)) : work();
}
