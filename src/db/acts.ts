import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import type { Resolution } from '../contract/messages';
import type { BlogStatus, Phase } from '../contract/orders';
import { CANCELLABLE, RETRYABLE } from '../domain/transitions';
import { addEvent } from './events';
import { findIdea } from './ideas';
import { findOrder, insertOrder, moveOrder, restartOrder } from './orders';
import type { NewOrder, Order } from './orders';
import { enqueue } from './outbox';
import { inTransaction } from './pool';
import type { Queryable } from './pool';
import { clearDraft, nameDraft } from './publications';

/** Who acts: the key's tenant (absent for operators, who may act on every order) and a name for the audit trail. */
export interface Actor {
  tenantId?: string;
  /** `key:<id>` or `operator`. */
  name: string;
}

/** A person's act on an order that exists. */
export interface ActRequest {
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
export type ActResult =
  | { outcome: 'done' | 'same'; actId: string }
  | { outcome: 'conflict'; status: BlogStatus; phase: Phase; reason: string }
  | { outcome: 'not_found' }
  | { outcome: 'invalid'; reason: string }
  /** The act's identifier stands for another act already. */
  | { outcome: 'reused' };

async function findAct(
  tx: Queryable,
  key: { orderId: string; actId: string },
): Promise<{ kind: string; payload: Record<string, unknown> } | undefined> {
  const result = await tx.query<{ kind: string; payload: Record<string, unknown> }>(
    'select kind, payload from acts where act_id = $1 and order_id = $2',
    [key.actId, key.orderId],
  );
  return result.rows[0];
}

/** The latest act of this kind in the order's current start. */
async function lastAct(
  tx: Queryable,
  order: Order,
  kind: string,
): Promise<{ actId: string; payload: Record<string, unknown> } | undefined> {
  const result = await tx.query<{ actId: string; payload: Record<string, unknown> }>(
    `select act_id as "actId", payload from acts
      where order_id = $1 and kind = $2 and start_no = $3 order by created_at desc limit 1`,
    [order.id, kind, order.startNo],
  );
  return result.rows[0];
}

interface ActRecord {
  actId: string;
  order: Order;
  startNo: number;
  kind: string;
  actor: Actor;
  payload?: Record<string, unknown>;
}

async function recordAct(tx: Queryable, act: ActRecord): Promise<void> {
  await tx.query(
    'insert into acts (act_id, order_id, start_no, kind, actor, payload) values ($1, $2, $3, $4, $5, $6)',
    [act.actId, act.order.id, act.startNo, act.kind, act.actor.name, JSON.stringify(act.payload ?? {})],
  );
}

function conflict(order: Order, reason: string): ActResult {
  return { outcome: 'conflict', status: order.status, phase: order.phase, reason };
}

/** The acts of people: each one transaction that checks, records and queues what Temporal must hear. */
export function createActs(pool: Pool) {
  /**
   * Locks the order, answers a repeated act at once, and otherwise runs the act's own rule. `payload` is what the act says,
   * by which a repetition is told from another act under the same identifier.
   */
  async function act(
    request: ActRequest,
    kind: string,
    payload: Record<string, string>,
    rule: (tx: Queryable, order: Order, actId: string) => Promise<ActResult>,
  ): Promise<ActResult> {
    return inTransaction(pool, async (tx) => {
      const order = await findOrder(tx, {
        orderId: request.orderId,
        tenantId: request.actor.tenantId,
        lock: true,
      });
      if (!order) return { outcome: 'not_found' };
      if (request.actId) {
        const known = await findAct(tx, { orderId: order.id, actId: request.actId });
        if (known)
          return known.kind === kind && isDeepStrictEqual(known.payload, payload)
            ? { outcome: 'same', actId: request.actId }
            : { outcome: 'reused' };
      }
      if (request.startNo !== undefined && request.startNo !== order.startNo)
        return conflict(order, 'The order was started again.');
      return rule(tx, order, request.actId ?? randomUUID());
    });
  }

  return {
    /** Accepts an order: its row, its first event and its start message, in the caller's transaction. */
    async accept(tx: Queryable, order: NewOrder): Promise<void> {
      await insertOrder(tx, order);
      await addEvent(tx, {
        orderId: order.id,
        type: 'order.accepted',
        data: { sourceType: order.sourceType, priority: order.priority },
      });
      await enqueue(tx, { orderId: order.id, startNo: 1, kind: 'start' });
    },

    /** A person picks one of the order's ideas. Picking the picked one again is the same act. */
    async pickIdea(request: ActRequest & { ideaId: string }): Promise<ActResult> {
      const payload = { ideaId: request.ideaId };
      return act(request, 'selectIdea', payload, async (tx, order, actId) => {
        if (order.ideaId !== null) {
          const earlier = await lastAct(tx, order, 'selectIdea');
          if (order.ideaId === request.ideaId && earlier) return { outcome: 'same', actId: earlier.actId };
          return conflict(order, 'Another idea was picked already.');
        }
        if (order.status !== 'AWAITING_SELECTION') return conflict(order, 'There is nothing to pick now.');
        const idea = await findIdea(tx, { orderId: order.id, ideaId: request.ideaId });
        if (!idea) return { outcome: 'invalid', reason: 'This order has no such idea.' };
        await moveOrder(tx, {
          orderId: order.id,
          to: 'GENERATING_CONTENT',
          phase: 'queued',
          ideaId: request.ideaId,
        });
        await recordAct(tx, {
          actId,
          order,
          startNo: order.startNo,
          kind: 'selectIdea',
          actor: request.actor,
          payload,
        });
        await addEvent(tx, {
          orderId: order.id,
          type: 'idea.picked',
          data: { ideaId: request.ideaId, n: idea.n },
        });
        if (request.signal !== false)
          await enqueue(tx, {
            orderId: order.id,
            startNo: order.startNo,
            kind: 'signal',
            signal: 'selectIdea',
            payload: { actId, ideaId: request.ideaId },
          });
        return { outcome: 'done', actId };
      });
    },

    /** A person cancels. It holds at once in Postgres; the run is told. From `PUBLISHING` on it is too late. */
    async cancel(request: ActRequest): Promise<ActResult> {
      return act(request, 'cancel', {}, async (tx, order, actId) => {
        if (order.status === 'CANCELLED') {
          const earlier = await lastAct(tx, order, 'cancel');
          if (earlier) return { outcome: 'same', actId: earlier.actId };
        }
        const moved = await moveOrder(tx, {
          orderId: order.id,
          from: CANCELLABLE,
          to: 'CANCELLED',
          phase: 'cancelled',
        });
        if (!moved) return conflict(order, 'It is too late to cancel this order.');
        await recordAct(tx, { actId, order, startNo: order.startNo, kind: 'cancel', actor: request.actor });
        await addEvent(tx, { orderId: order.id, type: 'order.cancelled', data: { by: 'person' } });
        await enqueue(tx, { orderId: order.id, startNo: order.startNo, kind: 'cancel' });
        return { outcome: 'done', actId };
      });
    },

    /** A person starts an ended order again; what is finished stays finished. */
    async retry(request: ActRequest): Promise<ActResult> {
      return act(request, 'retry', {}, async (tx, order, actId) => {
        const startNo = await restartOrder(tx, { orderId: order.id, from: RETRYABLE });
        if (startNo === undefined) {
          const earlier = await lastAct(tx, order, 'retry');
          if (earlier && order.status === 'PENDING' && order.phase === 'accepted')
            return { outcome: 'same', actId: earlier.actId };
          return conflict(order, 'Only a failed or cancelled order can be tried again.');
        }
        await recordAct(tx, { actId, order, startNo, kind: 'retry', actor: request.actor });
        await addEvent(tx, { orderId: order.id, type: 'order.retried', data: { startNo } });
        await enqueue(tx, { orderId: order.id, startNo, kind: 'start' });
        return { outcome: 'done', actId };
      });
    },

    /** A person says what became of a post whose publication is unconfirmed. */
    async resolve(request: ActRequest & { resolution: Resolution; draftId?: string }): Promise<ActResult> {
      const { resolution, draftId } = request;
      const payload = { resolution, ...(draftId ? { draftId } : {}) };
      return act(request, 'resolve', payload, async (tx, order, actId) => {
        if (order.status !== 'UNCONFIRMED') {
          const earlier = await lastAct(tx, order, 'resolve');
          if (earlier && isDeepStrictEqual(earlier.payload, payload))
            return { outcome: 'same', actId: earlier.actId };
          return conflict(order, 'There is nothing to resolve.');
        }
        if (resolution === 'exists') {
          if (!draftId) return { outcome: 'invalid', reason: 'Say which draft or post of the store it is.' };
          await nameDraft(tx, { orderId: order.id, basis: order.versionId, draftId });
        }
        if (resolution === 'absent') await clearDraft(tx, { orderId: order.id, basis: order.versionId });
        const abandoned = resolution === 'abandon';
        const sentence = 'Given up: whether the store took the post is not known.';
        await moveOrder(tx, {
          orderId: order.id,
          from: ['UNCONFIRMED'],
          to: abandoned ? 'FAILED' : 'PUBLISHING',
          phase: abandoned ? 'failed' : 'queued',
          error: abandoned ? { type: 'Publish.Unconfirmed', sentence } : null,
        });
        await recordAct(tx, {
          actId,
          order,
          startNo: order.startNo,
          kind: 'resolve',
          actor: request.actor,
          payload,
        });
        await addEvent(tx, {
          orderId: order.id,
          type: 'publish.resolved',
          data: { resolution },
        });
        if (abandoned)
          await addEvent(tx, {
            orderId: order.id,
            type: 'order.failed',
            data: { failureType: 'Publish.Unconfirmed', reason: 'abandoned' },
          });
        if (request.signal !== false)
          await enqueue(tx, {
            orderId: order.id,
            startNo: order.startNo,
            kind: 'signal',
            signal: 'resolve',
            payload: { actId, resolution },
          });
        return { outcome: 'done', actId };
      });
    },
  };
}
