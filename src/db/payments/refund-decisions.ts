import type { RefundDecision, RefundResolution, RefundState } from '../../contract/payments';
import { enqueueRefund } from '../outbox/outbox';
import type { Queryable } from '../pool';
import { noteRefund } from './refund-events';
import { ASKED_AGAIN, findRefund } from './refunds';
import type { Refund } from './refunds';

/** What became of what a person decided. `repeated`: it was decided before. */
export type Decided =
  | { outcome: 'decided' | 'repeated' | 'unknown' | 'id_taken' }
  | { outcome: 'wrong_state'; state: RefundState };

/** States in which a refund waits for a person: a decision there is a new one, whatever was decided before. */
const WAITING: readonly RefundState[] = ['unconfirmed', 'failed'];

/** What comes of a decision about a refund that is not in the state for it. */
function elsewhere(row: Refund, isSame: boolean): Decided {
  return isSame && !WAITING.includes(row.state)
    ? { outcome: 'repeated' }
    : { outcome: 'wrong_state', state: row.state };
}

/** Writes who decided what, on the refund and on the timeline of its order. */
async function record(
  tx: Queryable,
  row: Refund,
  { resolution, actor }: { resolution: RefundDecision; actor: string },
): Promise<void> {
  await tx.query(
    'update refunds set resolution = $2, resolved_by = $3, resolved_at = clock_timestamp() where id = $1',
    [row.id, resolution, actor],
  );
  await noteRefund(tx, { ...row, event: 'refund.resolved', resolution });
}

/** Asks for a refund again: Stripe's list is read first, and a new idempotency key begun where it is not there. */
async function askAgain(tx: Queryable, row: Refund): Promise<void> {
  await tx.query(`update refunds r set ${ASKED_AGAIN} where r.id = $1`, [row.id]);
  await noteRefund(tx, { ...row, event: 'refund.requested' });
  await enqueueRefund(tx, { refundId: row.id });
}

/** Whether a refund of Stripe's is that of another payment, or one that failed. */
async function isTaken(tx: Queryable, row: Refund, stripeRefundId: string): Promise<boolean> {
  const taken = await tx.query(
    `select 1 from refunds where (refund_id = $2 and id <> $1) or failed_refund_id = $2 limit 1`,
    [row.id, stripeRefundId],
  );
  return taken.rowCount === 1;
}

/** Settles a refund that is unconfirmed by what a person found out: the money is back, or it is asked for again. */
export async function resolveRefund(
  tx: Queryable,
  said: {
    refundId: string;
    resolution: RefundResolution;
    /** Stripe's id of the refund, where there is one. */
    stripeRefundId?: string | undefined;
    actor: string;
  },
): Promise<Decided> {
  const { refundId, resolution, stripeRefundId } = said;
  const row = await findRefund(tx, { refundId, lock: true });
  if (!row) return { outcome: 'unknown' };
  if (row.state !== 'unconfirmed') {
    const isSameId = resolution === 'not_refunded' || (stripeRefundId ?? null) === row.refundId;
    return elsewhere(row, row.resolution === resolution && isSameId);
  }
  if (stripeRefundId !== undefined && (await isTaken(tx, row, stripeRefundId)))
    return { outcome: 'id_taken' };
  await record(tx, row, said);
  if (resolution === 'not_refunded') {
    await askAgain(tx, row);
    return { outcome: 'decided' };
  }
  await tx.query(
    `update refunds set state = 'succeeded', refund_id = $2, last_problem = null, unsure_since = null,
            settled_at = clock_timestamp(), updated_at = clock_timestamp()
      where id = $1`,
    [row.id, stripeRefundId ?? null],
  );
  await noteRefund(tx, { ...row, event: 'refund.succeeded' });
  return { outcome: 'decided' };
}

/** Has a refund that failed be asked for again. */
export async function retryRefund(
  tx: Queryable,
  asked: { refundId: string; actor: string },
): Promise<Decided> {
  const row = await findRefund(tx, { refundId: asked.refundId, lock: true });
  if (!row) return { outcome: 'unknown' };
  if (row.state !== 'failed') return elsewhere(row, row.resolution === 'retried');
  await record(tx, row, { resolution: 'retried', actor: asked.actor });
  await askAgain(tx, row);
  return { outcome: 'decided' };
}
