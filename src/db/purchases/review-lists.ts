import type { MailKind, MailLocale } from '../../contract/mail';
import { PRODUCTS } from '../../contract/orders';
import type { Phase, Product } from '../../contract/orders';
import type { DeliveryState } from '../../contract/webhooks';
import type { Queryable } from '../pool';
import { ORDER_FROM, PURCHASED_COLUMNS } from './purchases';
import type { PurchasedOrder } from './purchases';
import { AWAITED } from './waiting';
import type { WaitingFor } from './waiting';

/** An order as administrators review it. */
export interface ReviewedOrder extends PurchasedOrder {
  waitingFor: WaitingFor | null;
}

/** Which orders are listed. */
export interface ReviewFilter {
  waiting?: WaitingFor | undefined;
  status?: string | undefined;
  phase?: Phase | undefined;
  product?: Product | undefined;
  source?: 'buyer' | 'admin' | undefined;
  domainId?: string | undefined;
  limit: number;
  /** `createdAt` in microseconds since 1970. */
  after?: { createdAt: string; id: string } | undefined;
}

const SELECT = `select ${PURCHASED_COLUMNS}, ${AWAITED} as "waitingFor",
  (extract(epoch from o.created_at) * 1000000)::bigint::text as position ${ORDER_FROM}`;

/** The status in which orders wait for each of these, so that few rows are looked at. */
const STATUS_OF: Readonly<Record<WaitingFor, string>> = {
  ...{ review: 'ADMIN_REVIEW', retry: 'FAILED', delivery: 'ADMIN_REVIEW' },
};

/** A page of orders of all products, whoever ordered them, newest first. */
export async function listReviewed(
  db: Queryable,
  filter: ReviewFilter,
): Promise<Array<ReviewedOrder & { position: string }>> {
  const { waiting, status, phase, product, source, domainId, limit, after } = filter;
  const statuses = [status, waiting && STATUS_OF[waiting]].filter((one) => one !== undefined);
  const result = await db.query<ReviewedOrder & { position: string }>(
    `${SELECT} where o.kind = any($1) and ($2::text[] is null or o.status = all($2)) and ($3::text is null or (${AWAITED}) = $3)
        and ($4::text is null or p.source = $4) and ($5::uuid is null or p.domain_id = $5)
        and ($6::bigint is null
          or (o.created_at, o.id) < (timestamptz 'epoch' + $6::bigint * interval '1 microsecond', $7::uuid))
        and ($9::text is null or o.phase = $9)
      order by o.created_at desc, o.id desc limit $8`,
    [
      product ? [product] : PRODUCTS,
      statuses.length > 0 ? statuses : null,
      ...[waiting ?? null, source ?? null, domainId ?? null],
      ...[after?.createdAt ?? null, after?.id ?? null, limit, phase ?? null],
    ],
  );
  return result.rows;
}

/** One order as administrators review it. */
export async function findReviewed(
  db: Queryable,
  key: { orderId: string },
): Promise<ReviewedOrder | undefined> {
  const result = await db.query<ReviewedOrder>(`${SELECT} where o.id = $1`, [key.orderId]);
  return result.rows[0];
}

/** A mail about an order. */
export interface OrderMail {
  id: string;
  kind: MailKind;
  locale: MailLocale;
  facts: Record<string, string | number>;
  state: DeliveryState;
  createdAt: Date;
  deliveredAt: Date | null;
}

/** Mails about one order that are shown at most. */
const MOST_MAILS = 200;

/** The mails to the buyer of an order, newest first. */
export async function mailsOfOrder(db: Queryable, key: { orderId: string }): Promise<OrderMail[]> {
  const result = await db.query<OrderMail>(
    `select id, event_type as kind, locale, body as facts, state, created_at as "createdAt", delivered_at as "deliveredAt"
       from webhook_deliveries where channel = 'mail' and order_id = $1 order by seq desc limit $2`,
    [key.orderId, MOST_MAILS],
  );
  return result.rows;
}
