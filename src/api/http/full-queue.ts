import type { Response } from 'express';
import { TOO_MANY } from '../../db/orders/open-orders';
import type { Db } from '../../db/db';
import { waitMinutes } from '../../domain/orders/queue-wait';
import { scopeOf } from './auth';
import { ApiError } from './errors';

/** Longest time that a client is told to wait before it tries again, in seconds. */
const LONGEST_RETRY_SECONDS = 600;

/** What the database refused a new order with, as an answer; everything else as it came. */
export async function whenFull(db: Db, res: Response, error: unknown): Promise<unknown> {
  const code = (error as { code?: unknown } | null)?.code;
  if (code !== TOO_MANY.ofAll && code !== TOO_MANY.ofTenant) return error;
  const counted = Number((error as { detail?: unknown }).detail);
  // A tenant's own limit is about its own orders; the queue's is about everybody's.
  const tenantId = code === TOO_MANY.ofTenant ? scopeOf(res) : undefined;
  const completions = await db.openOrders.measureCompletions({ tenantId });
  const estimatedWaitMinutes = waitMinutes({ open: counted, ...completions });
  res.setHeader('retry-after', String(Math.min(LONGEST_RETRY_SECONDS, estimatedWaitMinutes * 60)));
  const facts = { queueSize: counted, estimatedWaitMinutes };
  return code === TOO_MANY.ofAll
    ? new ApiError('queue_full', 'The queue is full. Try again later.', facts)
    : new ApiError(
        'too_many_orders',
        'You have too many open orders. Place more once some of them have completed.',
        facts,
      );
}
