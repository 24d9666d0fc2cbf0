import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { SignalName } from '../../contract/messages';
import type { ItemStatus } from '../../contract/items';
import type { BlogStatus, OrderKind, Phase } from '../../contract/orders';
import { findOrder } from './orders';
import type { Order } from './orders';
import { enqueue } from '../outbox/outbox';
import { atomically } from '../pool';
import type { Queryable } from '../pool';

/** Who acts: the key's tenant (absent for operators, who may act on every order) and a name for the audit trail. */
export interface Actor {
  tenantId?: string;
  /** `key:<id>` or `operator`. */
  name: string;
}

/** A person's act on an order that exists. */
export interface ActionRequest {
  orderId: string;
  actor: Actor;
  /** Chosen by the caller where it has one; the same act again gets the same answer. */
  actId?: string;
  /** Only if the order is still in this start; used for acts that come back from a run. */
  startNo?: number;
  /** False for acts that a run already knows of. */
  signal?: boolean;
}

/** The answer to an act. `same` means that it was done before and nothing changed now. */
export type ActionResult =
  | { outcome: 'done' | 'same'; actId: string }
  | { outcome: 'conflict'; status: BlogStatus | ItemStatus; phase: Phase; reason: string }
  | { outcome: 'not_found' }
  | { outcome: 'invalid'; reason: string }
  /** The act's identifier stands for another act already. */
  | { outcome: 'reused' };

/** What an act says, by which a repetition is told from another act under the same identifier. */
export type ActionPayload = Record<string, string | null>;

async function findAction(
  tx: Queryable,
  key: { orderId: string; actId: string },
): Promise<{ kind: string; payload: ActionPayload } | undefined> {
  const result = await tx.query<{ kind: string; payload: ActionPayload }>(
    'select kind, payload from actions where act_id = $1 and order_id = $2',
    [key.actId, key.orderId],
  );
  return result.rows[0];
}

/** The latest act of this kind in the order's current start. */
export async function lastAction(
  tx: Queryable,
  order: Pick<Order, 'id' | 'startNo'>,
  kind: string,
): Promise<{ actId: string; payload: ActionPayload } | undefined> {
  const result = await tx.query<{ actId: string; payload: ActionPayload }>(
    `select act_id as "actId", payload from actions
      where order_id = $1 and kind = $2 and start_no = $3 order by created_at desc limit 1`,
    [order.id, kind, order.startNo],
  );
  return result.rows[0];
}

/** An order that is in another state than the act needs. */
export function conflict(
  order: { status: BlogStatus | ItemStatus; phase: Phase },
  reason: string,
): ActionResult {
  return { outcome: 'conflict', status: order.status, phase: order.phase, reason };
}

/** What an act's rule works with: the locked order, and how to keep what was done. */
export interface ActionContext {
  tx: Queryable;
  order: Order;
  actId: string;
  /** Records the act; with another start where the act opened one. */
  record(startNo?: number): Promise<void>;
  /** Tells the run, unless the act came from it. */
  tell(signal: SignalName, payload?: Record<string, string>): Promise<void>;
}

/** Performs acts over one pool. */
export type PerformAction = (
  request: ActionRequest,
  kind: string,
  payload: ActionPayload,
  rule: (scene: ActionContext) => Promise<ActionResult>,
) => Promise<ActionResult>;

/**
 * Acts on orders of one kind; others are not there. Each act is one transaction: it locks the order, answers a repetition at once, and
 * otherwise runs the act's own rule.
 */
export function actionsOver(db: Queryable, kind: OrderKind): PerformAction {
  return async (request, name, payload, rule) =>
    atomically(db, async (tx) => {
      const order = await findOrder(tx, {
        orderId: request.orderId,
        tenantId: request.actor.tenantId,
        lock: true,
      });
      if (order?.kind !== kind) return { outcome: 'not_found' };
      if (request.actId) {
        const known = await findAction(tx, { orderId: order.id, actId: request.actId });
        if (known)
          return known.kind === name && isDeepStrictEqual(known.payload, payload)
            ? { outcome: 'same', actId: request.actId }
            : { outcome: 'reused' };
      }
      if (request.startNo !== undefined && request.startNo !== order.startNo)
        return conflict(order, 'The order was started again.');
      const actId = request.actId ?? randomUUID();
      return rule({
        tx,
        order,
        actId,
        async record(startNo = order.startNo) {
          await tx.query(
            'insert into actions (act_id, order_id, start_no, kind, actor, payload) values ($1, $2, $3, $4, $5, $6)',
            [actId, order.id, startNo, name, request.actor.name, JSON.stringify(payload)],
          );
        },
        async tell(signal, further = {}) {
          if (request.signal === false) return;
          const { id: orderId, startNo } = order;
          await enqueue(tx, { orderId, startNo, kind: 'signal', signal, payload: { actId, ...further } });
        },
      });
    });
}
