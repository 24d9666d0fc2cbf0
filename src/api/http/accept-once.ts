import type { Request } from 'express';
import type { Db, Tx } from '../../db/db';
import type { KeyHolder } from '../../db/tenants/tenants';
import type { Metrics } from '../../telemetry/metrics';
import { ApiError } from './errors';
import { whenFull } from './full-queue';
import { idempotencyKeyOf, requestFingerprint } from './idempotency';

/** What accepting orders works with. */
export interface AcceptDeps {
  db: Db;
  metrics: Pick<Metrics, 'accepted'>;
}

/** An answer that accepts orders. */
interface Accepted {
  status: number;
  json: unknown;
  headers: Record<string, string>;
  /** How many orders it accepted, and which of them have something to tell Temporal at once. */
  orders: number;
}

/**
 * Accepts orders: runs `create` in one transaction, and at most once for an `Idempotency-Key`; a full queue is answered as such.
 */
export function acceptOnce(deps: AcceptDeps) {
  const { db } = deps;
  return async (
    req: Request,
    holder: KeyHolder,
    body: unknown,
    create: (tx: Tx) => Promise<Accepted>,
  ): Promise<Accepted> => {
    const key = idempotencyKeyOf(req);
    const accepted = await db
      .transaction(async (tx): Promise<Accepted> => {
        if (key === undefined) return create(tx);
        const { tenantId } = holder;
        const requestHash = requestFingerprint(req, body);
        const known = await tx.idempotency.claimIdempotencyKey({ tenantId, key, requestHash });
        if (known) {
          if (known.requestHash !== requestHash)
            throw new ApiError(
              'idempotency_key_reused',
              'This Idempotency-Key was already used for a different request.',
            );
          return {
            status: known.status ?? 202,
            json: known.response,
            headers: known.location ? { location: known.location } : {},
            orders: 0,
          };
        }
        const answer = await create(tx);
        await tx.idempotency.saveIdempotentAnswer({
          tenantId,
          key,
          status: answer.status,
          response: answer.json,
          location: answer.headers['location'] ?? null,
        });
        return answer;
      })
      .catch(async (error: unknown) => {
        throw await whenFull(db, req.res!, error);
      });
    deps.metrics.accepted.inc(accepted.orders);
    return accepted;
  };
}
