import type { ErrorRequestHandler, Response } from 'express';
import { TOO_MANY } from '../../db/orders/open-orders';
import type { Db } from '../../db/db';
import { waitMinutes } from '../../domain/orders/queue-wait';
import { scopeOf } from './auth';
import { ApiError } from './errors';

/** Longest time that a client is told to wait before it tries again, in seconds. */
const LONGEST_RETRY_SECONDS = 600;

/** Answers what the database refused to open an order with, whatever route it was that wanted to. */
export function fullQueue(db: Db): ErrorRequestHandler {
  return (error: unknown, _req, res: Response, next) => {
    whenFull(db, res, error).then(next, next);
  };
}

/** What the database refused to open an order with, as an answer; everything else as it came. */
async function whenFull(db: Db, res: Response, error: unknown): Promise<unknown> {
  const code = (error as { code?: unknown } | null)?.code;
  if (code !== TOO_MANY.ofAll && code !== TOO_MANY.ofTenant) return error;
  const counted = Number((error as { detail?: unknown }).detail);
  const scope = scopeOf(res);
  // A tenant's own limit is about its own orders; the queue's is about everybody's.
  const tenantId = code === TOO_MANY.ofTenant ? scope : undefined;
  const completions = await db.openOrders.measureCompletions({ tenantId });
  const wait = waitMinutes({ open: counted, ...completions });
  const retrySeconds = Math.min(LONGEST_RETRY_SECONDS, wait * 60);
  res.setHeader('retry-after', String(retrySeconds));
  const isOthers = code === TOO_MANY.ofAll && scope !== undefined;
  const facts = isOthers
    ? // How much all others have open is not theirs to know: they learn when to come back.
      {
        queueSize: await db.openOrders.countOpen({ tenantId: scope }),
        estimatedWaitMinutes: retrySeconds / 60,
      }
    : { queueSize: counted, estimatedWaitMinutes: wait };
  return code === TOO_MANY.ofAll
    ? new ApiError('queue_full', 'The queue is full. Try again later.', facts)
    : new ApiError(
        'too_many_orders',
        'You have too many open orders. Try again once some of them have completed.',
        { ...facts, room: Number((error as { hint?: unknown }).hint ?? 0) },
      );
}
