import type { OrderKind } from '../../contract/orders';
import type { RefundDecision, RefundReason, RefundState } from '../../contract/payments';
import type { Queryable } from '../pool';

/** A refund as operators see it. Amounts in the smallest unit of the currency. */
export interface ListedRefund {
  id: string;
  orderId: string;
  orderKind: OrderKind;
  amount: number;
  currency: string;
  reason: RefundReason;
  state: RefundState;
  stripeRefundId: string | null;
  tries: number;
  lastProblem: string | null;
  createdAt: Date;
  firstTriedAt: Date | null;
  lastTriedAt: Date | null;
  settledAt: Date | null;
  resolution: RefundDecision | null;
  resolvedBy: string | null;
  resolvedAt: Date | null;
}

const COLUMNS = `r.id, r.order_id as "orderId", o.kind as "orderKind", r.amount::float8 as amount, r.currency, r.reason, r.state,
  r.refund_id as "stripeRefundId", r.tries, r.last_problem as "lastProblem", r.created_at as "createdAt",
  r.first_tried_at as "firstTriedAt", r.last_tried_at as "lastTriedAt", r.settled_at as "settledAt",
  r.resolution, r.resolved_by as "resolvedBy", r.resolved_at as "resolvedAt"`;

const FROM = 'from refunds r join orders o on o.id = r.order_id';

/** A refund as it is listed. */
export async function findListedRefund(
  db: Queryable,
  key: { refundId: string },
): Promise<ListedRefund | undefined> {
  const result = await db.query<ListedRefund>(`select ${COLUMNS} ${FROM} where r.id = $1`, [key.refundId]);
  return result.rows[0];
}

/** A page of all refunds, newest first. `after` is the last row of the previous page. */
export async function listAllRefunds(
  db: Queryable,
  filter: {
    state: RefundState | undefined;
    limit: number;
    /** `createdAt` in microseconds since 1970. */
    after?: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<ListedRefund & { position: string }>> {
  const { state, limit, after } = filter;
  const result = await db.query<ListedRefund & { position: string }>(
    `select ${COLUMNS}, (extract(epoch from r.created_at) * 1000000)::bigint::text as position ${FROM}
      where ($1::text is null or r.state = $1)
        and ($2::bigint is null
          or (r.created_at, r.id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by r.created_at desc, r.id desc limit $4`,
    [state ?? null, after?.createdAt ?? null, after?.id ?? null, limit],
  );
  return result.rows;
}
