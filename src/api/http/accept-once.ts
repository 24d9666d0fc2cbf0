import type { Request } from 'express';
import type { Db, Tx } from '../../db/db';
import type { SavedAnswer } from '../../db/orders/idempotency';
import type { Holder } from '../../db/tenants/tenants';
import type { Metrics } from '../../telemetry/metrics';
import { scopeOf } from './auth';
import { oneBatchHere } from './batch-turns';
import { ApiError } from './errors';
import type { Texts } from '../texts/texts';
import { idempotencyKeyOf, requestFingerprint } from './idempotency';

/** What accepting orders works with. */
export interface AcceptDeps {
  db: Db;
  metrics: Pick<Metrics, 'accepted'>;
  /** Reads what models and people wrote. */
  texts: Texts;
}

/** An answer that accepts orders. */
interface Accepted {
  status: number;
  json: unknown;
  headers: Record<string, string>;
  /** How many orders it accepted, and which of them have something to tell Temporal at once. */
  orders: number;
}

/** What is asked for: `orders` of them, together where they are a batch. */
interface Asked {
  holder: Holder;
  body: unknown;
  orders: number;
  isBatch: boolean;
}

/** The answer that was given before under the same key. Throws where the key stands for another request. */
function repeated(known: SavedAnswer, requestHash: string): Accepted {
  if (known.requestHash !== requestHash)
    throw new ApiError(
      'idempotency_key_reused',
      'This Idempotency-Key was already used for a different request.',
    );
  const { status, response, location } = known;
  return { status: status ?? 202, json: response, headers: location ? { location } : {}, orders: 0 };
}

/**
 * Accepts orders: runs `create` in one transaction, and at most once for an `Idempotency-Key`. What was answered before is looked up
 * first, then whether there is room for so many orders; only then anything is written. Throws `TOO_MANY` of the database.
 */
export function acceptOnce(deps: AcceptDeps) {
  const { db } = deps;

  async function write(req: Request, asked: Asked, create: (tx: Tx) => Promise<Accepted>): Promise<Accepted> {
    const { holder, body, orders, isBatch } = asked;
    const { tenantId } = holder;
    const key = idempotencyKeyOf(req);
    const requestHash = key === undefined ? '' : requestFingerprint(req, body);
    const before = key === undefined ? undefined : await db.idempotency.findAnswer({ tenantId, key });
    if (before) return repeated(before, requestHash);
    return db.transaction(async (tx) => {
      if (isBatch) await oneBatchHere(tx, tenantId);
      const known =
        key === undefined
          ? undefined
          : await tx.idempotency.claimIdempotencyKey({ tenantId, key, requestHash });
      if (known) return repeated(known, requestHash);
      await tx.openOrders.lookForRoom({ tenantId: scopeOf(req.res!), orders });
      const answer = await create(tx);
      const { status, json: response, headers } = answer;
      const location = headers['location'] ?? null;
      if (key !== undefined)
        await tx.idempotency.saveIdempotentAnswer({ tenantId, key, status, response, location });
      return answer;
    });
  }

  return async (req: Request, asked: Asked, create: (tx: Tx) => Promise<Accepted>): Promise<Accepted> => {
    const accepted = await write(req, asked, create);
    deps.metrics.accepted.inc(accepted.orders);
    return accepted;
  };
}
