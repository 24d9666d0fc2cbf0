import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { SignalName } from '../../contract/messages';
import type { OrderKind, Phase } from '../../contract/orders';
import { isEnded, restartStatus, retryable } from '../../domain/orders/lifecycle';
import { isOpenPhase } from '../../domain/orders/status-rule';
import { addEvent } from '../events/events';
import { enqueue, hasStart } from '../outbox/outbox';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { cancelLocked, recordAction } from './cancelling';
import type { ActionPayload } from './cancelling';
import { KIND_RULES } from './kinds';
import { actForPerson, lookForRoom } from './open-orders';
import { findOrder, restartOrder } from './orders';
import type { Order } from './orders';
import { afterEnd } from './runs';

/** Who acts: the tenant of the key or member (absent for operators, who may act on every order) and a name for the audit trail. */
export interface Actor {
  tenantId?: string;
  /** `key:<id>`, `member:<id>` or `operator`. */
  name: string;
}

/** A person's action on an order that exists. */
export interface ActionRequest {
  orderId: string;
  actor: Actor;
  /** Only orders of this kind; others are not there. */
  kind?: OrderKind;
  /** Chosen by the caller where it has one; the same action again gets the same answer. */
  actId?: string | undefined;
  /** Only if the order is still in this start; used for actions that come back from a run. */
  startNo?: number;
  /** False for actions that a run already knows of: operators signal them through Temporal, and no limit refuses them. */
  signal?: boolean;
}

/** The answer to an action. `same` means that it was done before and nothing changed now. */
export type ActionResult =
  | { outcome: 'done' | 'same'; actId: string }
  | { outcome: 'conflict'; status: string; phase: Phase; reason: string }
  | { outcome: 'not_found' }
  | { outcome: 'invalid'; reason: string }
  /** It has been done as often as fair use allows; the next one is possible from that time on. */
  | { outcome: 'too_often'; availableAt: Date; reason: string }
  /** The action's identifier belongs to another action already. */
  | { outcome: 'reused' };

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

/** The latest action of this name in the order's current start. */
export async function lastAction(
  tx: Queryable,
  order: Pick<Order, 'id' | 'startNo'>,
  name: string,
): Promise<{ actId: string; payload: ActionPayload } | undefined> {
  const result = await tx.query<{ actId: string; payload: ActionPayload }>(
    `select act_id as "actId", payload from actions
      where order_id = $1 and kind = $2 and start_no = $3 order by created_at desc limit 1`,
    [order.id, name, order.startNo],
  );
  return result.rows[0];
}

/** An order that is in another state than the action needs. */
export function conflict(order: { status: string; phase: Phase }, reason: string): ActionResult {
  return { outcome: 'conflict', status: order.status, phase: order.phase, reason };
}

/** What an action's rule works with: the locked order, and how to keep what was done. */
export interface ActionContext {
  tx: Queryable;
  order: Order;
  actId: string;
  /**
   * Called before anything is written by an action that makes the order open: throws where there are too many open orders
   * (`TOO_MANY`), as the commit otherwise would.
   */
  makeRoom(): Promise<void>;
  /** Records the action; with another start where the action opened one. */
  record(startNo?: number): Promise<void>;
  /** Signals the run, unless the action came from it. */
  signal(name: SignalName, payload?: Record<string, string>): Promise<void>;
}

/**
 * Performs one action in one transaction: locks the order, answers a repetition at once, and otherwise runs the action's own rule.
 */
export async function performAction(
  db: Queryable,
  request: ActionRequest,
  action: { name: string; payload: ActionPayload },
  rule: (context: ActionContext) => Promise<ActionResult>,
): Promise<ActionResult> {
  const { name, payload } = action;
  return atomically(db, async (tx) => {
    const order = await findOrder(tx, {
      orderId: request.orderId,
      tenantId: request.actor.tenantId,
      lock: true,
    });
    if (!order || (request.kind && request.kind !== order.kind)) return { outcome: 'not_found' };
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
    const byPerson = request.signal !== false;
    if (byPerson) await actForPerson(tx);
    return rule({
      tx,
      order,
      actId,
      async makeRoom() {
        if (byPerson && !isOpenPhase(order.phase))
          await lookForRoom(tx, { tenantId: order.tenantId, orders: 1 });
      },
      record: (startNo = order.startNo) =>
        recordAction(tx, { actId, orderId: order.id, startNo, name, actor: request.actor.name, payload }),
      async signal(signal, further = {}) {
        if (!byPerson) return;
        const { id: orderId, startNo } = order;
        await enqueue(tx, { orderId, startNo, kind: 'signal', signal, payload: { actId, ...further } });
      },
    });
  });
}

/** A person cancels an order. It takes hold at once in Postgres; the run, where there is one, is told. */
export async function cancel(db: Queryable, request: ActionRequest): Promise<ActionResult> {
  return performAction(db, request, { name: 'cancel', payload: {} }, async ({ tx, order, actId, record }) => {
    if (await cancelLocked(tx, order, record)) {
      await afterEnd(tx, order.id);
      return { outcome: 'done', actId };
    }
    const earlier = order.phase === 'cancelled' && (await lastAction(tx, order, 'cancel'));
    if (earlier) return { outcome: 'same', actId: earlier.actId };
    const ended = isEnded(order.kind, order.status);
    return conflict(order, ended ? 'The order has already ended.' : 'It is too late to cancel this order.');
  });
}

/** What a person asks of a retry besides doing the rest, as it is recorded, and how it is done. */
export interface RetryChange {
  payload: ActionPayload;
  /** What the timeline says of it. */
  facts?: Record<string, unknown>;
  /**
   * Changes the ended order before it is started in its next round. Answers what the person is told where that cannot be done, having
   * changed nothing.
   */
  apply(tx: Queryable, order: Order): Promise<ActionResult | undefined>;
}

/** A person starts an ended order again, with a change where one is asked for; what is finished stays finished. */
export async function retry(
  db: Queryable,
  request: ActionRequest,
  change?: RetryChange,
): Promise<ActionResult> {
  const payload = change?.payload ?? {};
  return performAction(
    db,
    request,
    { name: 'retry', payload },
    async ({ tx, order, actId, makeRoom, record }) => {
      const { id: orderId, kind, tenantId } = order;
      const [first, from] = [restartStatus(kind), retryable(kind)];
      if (!(from as string[]).includes(order.status)) {
        const earlier = !isEnded(kind, order.status) && (await lastAction(tx, order, 'retry'));
        return earlier && isDeepStrictEqual(earlier.payload, payload)
          ? { outcome: 'same', actId: earlier.actId }
          : conflict(order, 'Only a failed or cancelled order can be retried.');
      }
      const refused = await KIND_RULES[kind].whyNoRetry?.(tx, order);
      if (refused !== undefined) return conflict(order, refused);
      await makeRoom();
      const refusal = await change?.apply(tx, order);
      if (refusal) return refusal;
      await KIND_RULES[kind].beforeRetry(tx, order);
      const startNo = (await restartOrder(tx, { kind, orderId, from, to: first }))!;
      await record(startNo);
      await addEvent(tx, { orderId, type: 'order.retried', data: { startNo, ...change?.facts } });
      await KIND_RULES[kind].start(tx, [{ id: orderId, tenantId, startNo }]);
      return { outcome: 'done', actId };
    },
  );
}

/** A person gives an order that has not ended another priority (1–10): for what waits already, and for what is still to come. */
export async function reprioritise(
  db: Queryable,
  request: ActionRequest & { priority: number },
): Promise<ActionResult> {
  return changePriority(db, request, async (tx, order) => KIND_RULES[order.kind].whyNoPriority?.(tx, order));
}

/** The same for whoever decides on the priority of orders that have none of their own, such as items of a job. */
export async function reprioritiseAny(
  db: Queryable,
  request: ActionRequest & { priority: number },
): Promise<ActionResult> {
  return changePriority(db, request, async () => undefined);
}

async function changePriority(
  db: Queryable,
  request: ActionRequest & { priority: number },
  whyNot: (tx: Queryable, order: Order) => Promise<string | undefined>,
): Promise<ActionResult> {
  const { priority } = request;
  const action = { name: 'reprioritise', payload: { priority: String(priority) } };
  return performAction(db, request, action, async ({ tx, order, actId, record }) => {
    const { id: orderId, kind, startNo } = order;
    if (isEnded(kind, order.status))
      return conflict(order, 'The order has ended; its priority no longer changes anything.');
    const refused = await whyNot(tx, order);
    if (refused !== undefined) return conflict(order, refused);
    // Not a step of the order: how long it has waited is still counted from its last one.
    await tx.query(
      'update orders set priority = $2, lowered = 0, raised = 0, raised_at = null where id = $1',
      [orderId, priority],
    );
    await record();
    await addEvent(tx, { orderId, type: 'order.reprioritised', data: { priority } });
    // Queued for an action that came from the run, too: what waits has to be moved in any case.
    if (await hasStart(tx, { orderId, startNo }))
      await enqueue(tx, { orderId, startNo, kind: 'reprioritise', payload: { actId, priority } });
    return { outcome: 'done', actId };
  });
}
