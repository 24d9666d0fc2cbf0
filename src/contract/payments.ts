/**
 * States of a checkout, by which one order is paid. `creating`: asked for at Stripe; `open`: the customer may pay; `pending`: completed, but the
 * money has not arrived; `surplus`: paid, but kept by nobody, and refunded.
 */
export const CHECKOUT_STATES = [
  'creating',
  'open',
  'pending',
  'paid',
  'failed',
  'expired',
  'surplus',
] as const;
export type CheckoutState = (typeof CHECKOUT_STATES)[number];

/** States in which money can still arrive by what the customer was shown. An order has at most one such checkout. */
export const ACTIVE_CHECKOUT_STATES = [
  'creating',
  'open',
  'pending',
] as const satisfies readonly CheckoutState[];

/** States of a refund. `requested`: not yet known at Stripe; `pending`: under way there. */
export const REFUND_STATES = ['requested', 'pending', 'succeeded', 'failed'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

/** Why money goes back. `failed`: the order could not be done; `by_hand`: it was refunded at Stripe by a person. */
export const REFUND_REASONS = ['rejected', 'failed', 'surplus', 'amount_differs', 'by_hand'] as const;
export type RefundReason = (typeof REFUND_REASONS)[number];

/** What Stripe says of a checkout session. Amounts are in the smallest unit of the currency (ISO 4217), times in ms since 1970. */
export interface SessionFacts {
  id: string;
  /** Where the customer pays, while it is open. */
  url: string | null;
  status: 'open' | 'complete' | 'expired';
  paymentStatus: 'paid' | 'unpaid' | 'no_payment_required';
  /** Whether the payment was tried and did not go through. Known only where the payment was read along with the session. */
  hasFailed: boolean;
  amount: number | null;
  /** Before discounts. */
  fullAmount: number | null;
  /** ISO 4217, in capitals. */
  currency: string | null;
  paymentIntent: string | null;
  expiresAt: number | null;
  /** What we wrote on it, as far as it has the form of our ids. */
  checkoutId: string | null;
  orderId: string | null;
}

/** What Stripe says of a refund. */
export interface RefundFacts {
  id: string;
  state: Exclude<RefundState, 'requested'>;
  amount: number;
  currency: string;
  paymentIntent: string | null;
  /** The row of ours that asked for it; null for one that was made by hand. */
  refundRowId: string | null;
}

/** An event of Stripe's that concerns us, verified. */
export type PaymentEvent = {
  id: string;
  /** Stripe's name for it, such as `checkout.session.completed`. */
  type: string;
  /** Seconds since 1970. */
  created: number;
} & (
  | { about: 'session'; says: 'completed' | 'succeeded' | 'failed' | 'expired'; session: SessionFacts }
  | { about: 'refund'; refund: RefundFacts }
  /** Money of this payment went back; what became of the refund has to be asked. */
  | { about: 'charge'; paymentIntent: string }
  | { about: 'nothing' }
);

/** What a payment came to, as it is written on its order. */
export interface PaymentFacts {
  sessionId: string;
  amount: number;
  currency: string;
  paymentIntent: string | null;
}

/** Input of the workflow that asks Stripe for a refund. */
export interface RefundInput {
  refundId: string;
}

/** Input of the workflow that looks at a checkout at Stripe. */
export interface CheckoutInput {
  checkoutId: string;
}
