/** A checkout session as it is kept; times in seconds since 1970, amounts as Stripe counts them. */
export interface StoredSession {
  id: string;
  status: 'open' | 'complete' | 'expired';
  paymentStatus: 'paid' | 'unpaid' | 'no_payment_required';
  amount: number;
  currency: string;
  name: string;
  created: number;
  expiresAt: number;
  email: string | null;
  reference: string | null;
  locale: string | null;
  metadata: Record<string, string>;
  successUrl: string;
  cancelUrl: string | null;
  /** The payment, once there is one, and how it stands. */
  paymentIntent: string | null;
  paymentState: 'processing' | 'succeeded' | 'requires_payment_method' | null;
  discounted: boolean;
}

/** A refund as it is kept. */
export interface StoredRefund {
  id: string;
  status: 'pending' | 'succeeded' | 'failed';
  amount: number;
  currency: string;
  created: number;
  paymentIntent: string;
  reason: string | null;
  metadata: Record<string, string>;
}

/** What a customer, or the bank, does with a session. `free`: a discount makes it cost nothing. */
export const SESSION_ACTIONS = ['pay', 'decline', 'later', 'free', 'arrive', 'fail', 'expire'] as const;
export type SessionAction = (typeof SESSION_ACTIONS)[number];

/** Where events are sent, and with which secret they are signed. */
export interface StripeEndpoint {
  url: string;
  secret: string;
}

/** An event as it was made, with the answers to its deliveries. */
export interface SentEvent {
  id: string;
  type: string;
  objectId: string;
  /** Statuses of the endpoint's answers; 0 for none. */
  answers: number[];
}

/** What the simulator of Stripe keeps across restarts. */
export interface StripeSnapshot {
  sessions: StoredSession[];
  refunds: StoredRefund[];
}
