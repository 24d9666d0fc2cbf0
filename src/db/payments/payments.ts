import { randomUUID } from 'node:crypto';
import type { CheckoutState, PaymentEvent, SessionFacts } from '../../contract/payments';
import { alertOfPayment } from '../mail/admin-alerts';
import { enqueuePayment } from '../outbox/outbox';
import type { Queryable } from '../pool';
import { findPayable, orderPaid, orderPaymentFailed } from '../purchases/payment';
import {
  addCheckout,
  findActiveCheckout,
  findCheckoutOfSession,
  listCheckouts,
  lockPaidOrder,
  moveCheckout,
} from './checkouts';
import type { Checkout } from './checkouts';
import { applyRefund, isOurRefund, lookAtRefund, queueRefund } from './refunds';

/** What came of a session, an event or a look. `not_ours`: nobody here knows it; `known`: it has had its effect already. */
export type Applied =
  | 'paid'
  | 'surplus'
  | 'pending'
  | 'failed'
  | 'expired'
  | 'opened'
  | 'refunded'
  | 'unchanged'
  | 'known'
  | 'not_ours';

type Says = Extract<PaymentEvent, { about: 'session' }>['says'];

/** States that money is not the first to arrive in. */
const SETTLED: readonly CheckoutState[] = ['paid', 'surplus'];
const UNSETTLED: readonly CheckoutState[] = ['creating', 'open', 'pending', 'failed', 'expired'];

/** Where a session stands. What an event is called says it where its copy of the session does not. */
function standing(session: SessionFacts, says: Says | undefined) {
  const isComplete =
    session.status === 'complete' || says === 'completed' || says === 'succeeded' || says === 'failed';
  if (!isComplete) return session.status === 'expired' || says === 'expired' ? 'expired' : 'open';
  if (session.paymentStatus !== 'unpaid') return 'paid';
  return says === 'failed' || session.hasFailed ? 'failed' : 'pending';
}

/** Whether what was paid is what the order costs. A session that needs no payment was discounted to nothing at Stripe. */
function isRightAmount(checkout: Checkout, session: SessionFacts): boolean {
  if (session.currency !== checkout.currency) return false;
  const amount = session.paymentStatus === 'paid' ? session.amount : (session.fullAmount ?? checkout.amount);
  return amount === checkout.amount;
}

/** The checkout of a session that we had lost, or did not know by this session: money that arrived is never ignored. */
async function adopt(tx: Queryable, session: SessionFacts): Promise<Checkout | undefined> {
  const { orderId } = session;
  if (orderId === null || session.paymentStatus === 'unpaid') return undefined;
  const payable = await findPayable(tx, { orderId });
  const [other] = await listCheckouts(tx, { orderId });
  const request = {
    articleId: '',
    title: '',
    address: '',
    locale: 'en',
    successUrl: '',
    cancelUrl: '',
  } as const;
  return addCheckout(tx, {
    id: randomUUID(),
    orderId,
    state: 'expired',
    request: { ...request, expiresAt: Math.floor((session.expiresAt ?? 0) / 1_000) },
    amount: payable?.amount ?? other?.amount ?? session.amount ?? 0,
    currency: payable?.currency ?? other?.currency ?? session.currency ?? 'USD',
    checkAfterMs: 0,
  });
}

/** Keeps money that no order needs as a surplus, to be refunded. */
async function refundSurplus(
  tx: Queryable,
  checkout: Checkout,
  session: SessionFacts,
  reason: 'surplus' | 'amount_differs',
): Promise<Applied> {
  const { id: checkoutId, orderId } = checkout;
  const { id: sessionId, paymentIntent, amount, currency } = session;
  await moveCheckout(tx, {
    ...{ checkoutId, from: UNSETTLED, to: 'surplus', sessionId, paymentIntent, paidAmount: amount ?? 0 },
  });
  if (amount !== null && amount > 0 && currency !== null)
    await queueRefund(tx, { orderId, checkoutId, amount, currency, reason });
  const alert = reason === 'surplus' ? 'surplus_payment' : 'amount_differs';
  await alertOfPayment(tx, { about: `checkout:${checkoutId}`, round: 1, alert, orderId });
  return 'surplus';
}

async function moneyArrived(tx: Queryable, checkout: Checkout, session: SessionFacts): Promise<Applied> {
  if (SETTLED.includes(checkout.state)) return 'unchanged';
  if (!isRightAmount(checkout, session)) return refundSurplus(tx, checkout, session, 'amount_differs');
  const { id: checkoutId, orderId, currency } = checkout;
  const { id: sessionId, paymentIntent } = session;
  const amount = session.amount ?? 0;
  const outcome = await orderPaid(tx, { orderId, sessionId, amount, currency, paymentIntent });
  if (outcome !== 'paid') return refundSurplus(tx, checkout, session, 'surplus');
  await moveCheckout(tx, {
    ...{ checkoutId, from: UNSETTLED, to: 'paid', sessionId, paymentIntent, paidAmount: amount },
  });
  // Another page to pay at is closed before the customer pays there, too.
  const other = await findActiveCheckout(tx, { orderId });
  if (other) await enqueuePayment(tx, { checkoutId: other.id });
  return 'paid';
}

/** Waits for money that is under way. One that had ended waits again only where no other is waited for. */
async function moneyUnderWay(tx: Queryable, checkout: Checkout, session: SessionFacts): Promise<Applied> {
  const { id: checkoutId, orderId } = checkout;
  const from: CheckoutState[] = ['creating', 'open'];
  if (checkout.state === 'expired' && !(await findActiveCheckout(tx, { orderId }))) from.push('expired');
  const { id: sessionId, paymentIntent } = session;
  const isMoved = await moveCheckout(tx, { checkoutId, from, to: 'pending', sessionId, paymentIntent });
  return isMoved ? 'pending' : 'unchanged';
}

/**
 * Writes what a session shows, and does what follows from it: the same for webhooks, look-ups and the answer to making one, in any order and
 * however often. Money that arrived is final, and what a copy of the session says that is older changes nothing of it. The order is locked
 * first. `says` is what an event is about.
 */
export async function applySession(tx: Queryable, session: SessionFacts, says?: Says): Promise<Applied> {
  const orderId = (await findCheckoutOfSession(tx, session))?.orderId ?? session.orderId;
  if (orderId === null || !(await lockPaidOrder(tx, { orderId }))) return 'not_ours';
  // Read again, as it is now that nobody else can change it.
  const checkout = (await findCheckoutOfSession(tx, session)) ?? (await adopt(tx, session));
  if (!checkout) return 'not_ours';
  const { id: checkoutId } = checkout;
  const { id: sessionId, url, paymentIntent } = session;
  switch (standing(session, says)) {
    case 'paid':
      return moneyArrived(tx, checkout, session);
    case 'pending':
      return moneyUnderWay(tx, checkout, session);
    case 'failed': {
      const from = ['creating', 'open', 'pending', 'expired'] as const;
      const change = { checkoutId, from, to: 'failed', sessionId, paymentIntent } as const;
      if (!(await moveCheckout(tx, change))) return 'unchanged';
      await orderPaymentFailed(tx, { orderId, checkoutNumber: checkout.number });
      return 'failed';
    }
    case 'expired': {
      const change = { checkoutId, from: ['creating', 'open'], to: 'expired', sessionId } as const;
      return (await moveCheckout(tx, change)) ? 'expired' : 'unchanged';
    }
    case 'open': {
      const change = { checkoutId, from: ['creating'], to: 'open', sessionId, url } as const;
      return (await moveCheckout(tx, change)) ? 'opened' : 'unchanged';
    }
  }
}

/** Whether an event is about something of ours. */
async function isOurs(tx: Queryable, event: PaymentEvent): Promise<boolean> {
  switch (event.about) {
    case 'session': {
      const { session } = event;
      if (await findCheckoutOfSession(tx, session)) return true;
      if (session.orderId === null || session.paymentStatus === 'unpaid') return false;
      const order = await tx.query('select 1 from orders where id = $1', [session.orderId]);
      return order.rowCount === 1;
    }
    case 'refund':
      return isOurRefund(tx, event.refund);
    case 'charge': {
      const found = await tx.query('select 1 from checkouts where payment_intent = $1 limit 1', [
        event.paymentIntent,
      ]);
      return found.rowCount === 1;
    }
    case 'nothing':
      return false;
  }
}

/** Notes an event; false if it was noted before. A second one waits here until the first one's transaction has ended. */
async function noteEvent(tx: Queryable, event: PaymentEvent): Promise<boolean> {
  const noted = await tx.query(
    `insert into payment_events (id, type, session_id, created_at) values ($1, $2, $3, to_timestamp($4))
     on conflict (id) do nothing`,
    [event.id, event.type, event.about === 'session' ? event.session.id : null, event.created],
  );
  return noted.rowCount === 1;
}

/**
 * Takes an event of Stripe's: it is noted and has its effect in one transaction, the caller's, so that neither is there without the other. An
 * event that was noted has no effect again, and one that is not about anything of ours is not noted.
 */
export async function applyEvent(tx: Queryable, event: PaymentEvent): Promise<Applied> {
  if (!(await isOurs(tx, event))) return 'not_ours';
  if (!(await noteEvent(tx, event))) return 'known';
  switch (event.about) {
    case 'session':
      return applySession(tx, event.session, event.says);
    case 'refund':
      return (await applyRefund(tx, event.refund)) ? 'refunded' : 'unchanged';
    case 'charge':
      return (await lookAtRefund(tx, event)) ? 'refunded' : 'unchanged';
    case 'nothing':
      return 'not_ours';
  }
}
