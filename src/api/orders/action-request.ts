import type { Request, Response } from 'express';
import { principalName } from '../../contract/tenancy';
import type { ActionRequest, ActionResult } from '../../db/orders/actions';
import { holderOf, scopeOf } from '../http/auth';
import { ApiError } from '../http/errors';
import { actIdOf } from '../http/idempotency';

/** A request as the act it asks for: who acts, and under which identifier. */
export function actionRequestOf(req: Request, res: Response, orderId: string): ActionRequest {
  const tenantId = scopeOf(res);
  const holder = holderOf(res);
  return {
    orderId,
    actor: { name: principalName(holder.by), ...(tenantId ? { tenantId } : {}) },
    actId: actIdOf(req, holder.tenantId, { id: orderId }),
  };
}

/** An act that holds, now or from before; throws what the client is told of one that does not. */
export function heldAction(
  result: ActionResult,
  what: string,
): Extract<ActionResult, { outcome: 'done' | 'same' }> {
  switch (result.outcome) {
    case 'not_found':
      throw new ApiError('not_found', `No ${what} with this ID exists.`);
    case 'reused':
      throw new ApiError(
        'idempotency_key_reused',
        'This Idempotency-Key was already used for a different action.',
      );
    case 'invalid':
      throw new ApiError('bad_request', result.reason);
    case 'too_often':
      throw new ApiError(
        'too_many_requests',
        result.reason,
        { availableAt: result.availableAt.toISOString() },
        Math.max(1, Math.ceil((result.availableAt.getTime() - Date.now()) / 1_000)),
      );
    case 'conflict':
      throw new ApiError('conflict', result.reason, { status: result.status, phase: result.phase });
    case 'done':
    case 'same':
      return result;
  }
}
