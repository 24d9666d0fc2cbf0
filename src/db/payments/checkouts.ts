import { ACTIVE_CHECKOUT_STATES } from '../../contract/payments';
import type { CheckoutState } from '../../contract/payments';
import type { Queryable } from '../pool';

/** What a checkout session is asked for with, the same each time. Times in seconds since 1970. */
export interface CheckoutRequest {
  articleId: string;
  title: string;
  address: string;
  locale: 'en' | 'de';
  successUrl: string;
  cancelUrl: string;
  expiresAt: number;
}

/** One attempt to pay for an order. Amounts in the smallest unit of the currency. */
export interface Checkout {
  id: string;
  orderId: string;
  number: number;
  state: CheckoutState;
  request: CheckoutRequest;
  sessionId: string | null;
  url: string | null;
  amount: number;
  currency: string;
  paymentIntent: string | null;
  paidAmount: number | null;
  expiresAt: Date;
  /** How long it can still be paid, in milliseconds, by Postgres' clock; negative once it cannot. */
  leftMs: number;
}

/** Columns of a checkout (`c`). */
const COLUMNS = `c.id, c.order_id as "orderId", c.number, c.state, c.request, c.session_id as "sessionId", c.url,
  c.amount::float8 as amount, c.currency, c.payment_intent as "paymentIntent", c.paid_amount::float8 as "paidAmount",
  c.expires_at as "expiresAt", (extract(epoch from c.expires_at - clock_timestamp()) * 1000)::float8 as "leftMs"`;

const ACTIVE = ACTIVE_CHECKOUT_STATES.map((state) => `'${state}'`).join(', ');

/** A checkout by its id. */
export async function findCheckout(
  db: Queryable,
  key: { checkoutId: string },
): Promise<Checkout | undefined> {
  const result = await db.query<Checkout>(`select ${COLUMNS} from checkouts c where c.id = $1`, [
    key.checkoutId,
  ]);
  return result.rows[0];
}

/** The checkout behind a session of Stripe's, by the session's id or else by what we wrote on it. */
export async function findCheckoutOfSession(
  db: Queryable,
  session: { id: string; checkoutId: string | null },
): Promise<Checkout | undefined> {
  const result = await db.query<Checkout>(
    `select ${COLUMNS} from checkouts c
      where c.session_id = $1 or (c.id = $2 and c.session_id is null) order by c.session_id is null limit 1`,
    [session.id, session.checkoutId],
  );
  return result.rows[0];
}

/** The checkout by which an order's money can still arrive. */
export async function findActiveCheckout(
  db: Queryable,
  key: { orderId: string },
): Promise<Checkout | undefined> {
  const result = await db.query<Checkout>(
    `select ${COLUMNS} from checkouts c where c.order_id = $1 and c.state in (${ACTIVE})`,
    [key.orderId],
  );
  return result.rows[0];
}

/** The checkouts of an order, oldest first. */
export async function listCheckouts(db: Queryable, key: { orderId: string }): Promise<Checkout[]> {
  const result = await db.query<Checkout>(
    `select ${COLUMNS} from checkouts c where c.order_id = $1 order by c.number`,
    [key.orderId],
  );
  return result.rows;
}

/** Locks an order and answers whether it exists: whatever changes its checkouts does so first. */
export async function lockPaidOrder(tx: Queryable, key: { orderId: string }): Promise<boolean> {
  const result = await tx.query('select 1 from orders where id = $1 for no key update', [key.orderId]);
  return result.rowCount === 1;
}

/** Adds an order's next checkout. The order must be locked. `state`: `creating`, or `expired` for one that we had lost. */
export async function addCheckout(
  tx: Queryable,
  checkout: Pick<Checkout, 'id' | 'orderId' | 'request' | 'amount' | 'currency'> & {
    state: 'creating' | 'expired';
    checkAfterMs: number;
  },
): Promise<Checkout> {
  const { id, orderId, state, request, amount, currency, checkAfterMs } = checkout;
  const result = await tx.query<Checkout>(
    `insert into checkouts as c (id, order_id, number, state, request, amount, currency, expires_at, check_at)
     values ($1, $2, coalesce((select max(number) from checkouts where order_id = $2), 0) + 1, $3, $4, $5, $6,
             to_timestamp($7), clock_timestamp() + make_interval(secs => $8 / 1000.0))
     returning ${COLUMNS}`,
    [id, orderId, state, JSON.stringify(request), amount, currency, request.expiresAt, checkAfterMs],
  );
  return result.rows[0]!;
}

/** What changes about a checkout; what is left out stays. */
export interface CheckoutChange {
  checkoutId: string;
  /** States that it may be in before. */
  from: readonly CheckoutState[];
  to: CheckoutState;
  sessionId: string;
  url?: string | null;
  paymentIntent?: string | null;
  paidAmount?: number | null;
}

/** Moves a checkout by compare-and-set; answers whether it was in one of these states. */
export async function moveCheckout(tx: Queryable, change: CheckoutChange): Promise<boolean> {
  const { checkoutId, from, to, sessionId } = change;
  const result = await tx.query(
    `update checkouts set state = $3, session_id = $4, url = coalesce($5, url), payment_intent = coalesce($6, payment_intent),
            paid_amount = coalesce($7, paid_amount), updated_at = clock_timestamp(),
            paid_at = case when $3 in ('paid', 'surplus') then clock_timestamp() else paid_at end
      where id = $1 and state = any ($2)`,
    [
      checkoutId,
      from,
      to,
      sessionId,
      change.url ?? null,
      change.paymentIntent ?? null,
      change.paidAmount ?? null,
    ],
  );
  return result.rowCount === 1;
}

/** Gives up a checkout that Stripe never made, or refused to make. */
export async function dropCheckout(tx: Queryable, key: { checkoutId: string }): Promise<void> {
  await tx.query(
    `update checkouts set state = 'expired', updated_at = clock_timestamp() where id = $1 and state = 'creating'`,
    [key.checkoutId],
  );
}

/** The longest pause between two looks at a checkout, in milliseconds. */
const LONGEST_CHECK_MS = 6 * 3_600_000;

/** After the end of a checkout, it is looked at once this much later, in milliseconds. */
const AFTER_END_MS = 60_000;

/** Notes that Stripe was asked about a checkout; the next look is later each time, but not later than its end. */
export async function noteCheck(
  db: Queryable,
  check: { checkoutId: string; everyMs: number },
): Promise<void> {
  await db.query(
    `update checkouts set checked_at = clock_timestamp(), checks = checks + 1,
            check_at = case when expires_at > statement_timestamp()
              then least(expires_at + make_interval(secs => $4 / 1000.0), clock_timestamp() + make_interval(secs => least($2 * 2 ^ least(checks, 20), $3) / 1000.0))
              else clock_timestamp() + make_interval(secs => least($2 * 2 ^ least(checks, 20), $3) / 1000.0) end
      where id = $1`,
    [check.checkoutId, check.everyMs, LONGEST_CHECK_MS, AFTER_END_MS],
  );
}

/** Asks for a look at a checkout that was last looked at longer ago than this; answers whether one is due. */
export async function claimCheck(
  db: Queryable,
  claim: { checkoutId: string; everyMs: number },
): Promise<boolean> {
  const result = await db.query(
    `update checkouts set check_at = clock_timestamp() + make_interval(secs => $2 / 1000.0)
      where id = $1 and state in (${ACTIVE}) and session_id is not null
        and (check_at <= statement_timestamp()
          or coalesce(checked_at, created_at) <= statement_timestamp() - make_interval(secs => $2 / 1000.0))`,
    [claim.checkoutId, claim.everyMs],
  );
  return result.rowCount === 1;
}

/** Checkouts whose next look is due, longest due first, that none is on its way for. */
export async function dueCheckouts(db: Queryable, look: { most: number }): Promise<string[]> {
  const result = await db.query<{ id: string }>(
    `select c.id from checkouts c
      where c.state in (${ACTIVE}) and c.check_at <= statement_timestamp()
        and not exists (select 1 from outbox m where m.delivery_id = c.id and m.state = 'pending')
      order by c.check_at limit $1`,
    [look.most],
  );
  return result.rows.map(({ id }) => id);
}

/** Unpaid orders that are this old and have no payment that can still arrive. */
export async function unpaidOrders(db: Queryable, look: { days: number; most: number }): Promise<string[]> {
  const result = await db.query<{ id: string }>(
    `select o.id from orders o
      where o.phase = 'waiting_person' and o.status = 'AWAITING_PAYMENT' and o.created_at < statement_timestamp() - make_interval(days => $1)
        and not exists (select 1 from checkouts c where c.order_id = o.id and c.state in (${ACTIVE}))
      order by o.created_at limit $2`,
    [look.days, look.most],
  );
  return result.rows.map(({ id }) => id);
}

/** Whether an order is paid by another checkout than this one. */
export async function isPaidOtherwise(
  db: Queryable,
  key: { orderId: string; checkoutId: string },
): Promise<boolean> {
  const result = await db.query(
    `select 1 from checkouts where order_id = $1 and id <> $2 and state = 'paid' limit 1`,
    [key.orderId, key.checkoutId],
  );
  return result.rowCount === 1;
}
