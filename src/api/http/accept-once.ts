import type { Request } from 'express';
import { claimIdempotencyKey, saveIdempotentAnswer } from '../../db/orders/idempotency';
import type { Queryable } from '../../db/pool';
import type { Store } from '../../db/db';
import type { KeyHolder } from '../../db/tenants/tenants';
import type { Metrics } from '../../telemetry/metrics';
import { ApiError } from './errors';
import { whenFull } from './full-queue';
import { idempotencyKeyOf, requestFingerprint } from './idempotency';

/** What accepting orders works with. */
export interface AcceptDeps {
  store: Store;
  /** Told of every order that has a new message for Temporal. */
  notify: (orderId: string) => void;
  metrics: Pick<Metrics, 'accepted'>;
}

/** An answer that accepts orders. */
export interface Accepted {
  status: number;
  json: unknown;
  headers: Record<string, string>;
  /** How many orders it accepted, and which of them have something to tell Temporal at once. */
  orders: number;
  notified: readonly string[];
}

/**
 * Accepts orders: runs `create` in one transaction, and at most once for an `Idempotency-Key`; a full queue is answered as such.
 */
export function acceptOnce(deps: AcceptDeps) {
  const { store } = deps;
  return async (
    req: Request,
    holder: KeyHolder,
    body: unknown,
    create: (tx: Queryable) => Promise<Accepted>,
  ): Promise<Accepted> => {
    const key = idempotencyKeyOf(req);
    const accepted = await store
      .transaction(async (tx): Promise<Accepted> => {
        if (key === undefined) return create(tx);
        const { tenantId } = holder;
        const requestHash = requestFingerprint(req, body);
        const known = await claimIdempotencyKey(tx, { tenantId, key, requestHash });
        if (known) {
          if (known.requestHash !== requestHash)
            throw new ApiError(
              'idempotency_key_reused',
              'This Idempotency-Key was used for another request.',
            );
          return {
            status: known.status ?? 202,
            json: known.response,
            headers: known.location ? { location: known.location } : {},
            orders: 0,
            notified: [],
          };
        }
        const answer = await create(tx);
        await saveIdempotentAnswer(tx, {
          tenantId,
          key,
          status: answer.status,
          response: answer.json,
          location: answer.headers['location'] ?? null,
        });
        return answer;
      })
      .catch(async (error: unknown) => {
        throw await whenFull(store, req.res!, error);
      });
    deps.metrics.accepted.inc(accepted.orders);
    accepted.notified.forEach(deps.notify);
    return accepted;
  };
}
