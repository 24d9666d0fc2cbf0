import type { Request, Response } from 'express';
import type { Db, Tx } from '../../db/db';
import { holderOf, scopeOf } from './auth';
import { ApiError, goneSignal } from './errors';
import { idempotencyKeyOf } from './idempotency';
import { Turns } from './turns';

/** When to send a batch again that came while others of its tenant were under way, in seconds. */
const RETRY_AFTER_SECONDS = 2;

const REFUSAL = {
  code: 'too_many_requests',
  message: 'Another batch of yours is under way. Send this one again in a moment.',
  retryAfterSeconds: RETRY_AFTER_SECONDS,
} as const;

/** Batches of one tenant, one at a time in this process. */
const TURNS = new Turns({ atOnce: 1, mostWaiting: 4, patienceMs: 10_000, refusal: REFUSAL });

/** Work on many orders at once: one piece of a tenant at a time, others wait for a while, and no longer than their client does. */
export function batchTurn<T>(res: Response, work: () => Promise<T>): Promise<T> {
  return TURNS.run(holderOf(res).tenantId, work, goneSignal(res));
}

/**
 * Guards the routes that accept batches. A batch waits for its turn, and is refused if not a single order may be open any more, before
 * its body is read. One that was accepted before is neither.
 */
export function batchGuard(db: Db) {
  return async ({ req, res }: { req: Request; res: Response }, work: () => Promise<void>): Promise<void> => {
    const key = idempotencyKeyOf(req);
    const { tenantId } = holderOf(res);
    if (key !== undefined && (await db.idempotency.findAnswer({ tenantId, key }))) return work();
    return batchTurn(res, async () => {
      await db.openOrders.lookForRoom({ tenantId: scopeOf(res), orders: 1 });
      await work();
    });
  };
}

/** Makes a batch the only one of its tenant in all processes until the transaction ends, or refuses it. */
export async function oneBatchHere(tx: Tx, tenantId: string): Promise<void> {
  if (await tx.idempotency.holdBatches({ tenantId })) return;
  throw new ApiError(REFUSAL.code, REFUSAL.message, {}, RETRY_AFTER_SECONDS);
}
