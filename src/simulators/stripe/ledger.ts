import { randomBytes } from 'node:crypto';
import type { SessionAction, StoredRefund, StoredSession, StripeSnapshot } from './types';

/** What is told of a change. */
export type LedgerEvent = { type: string; object: Record<string, unknown> };

/** A request that Stripe would refuse. */
export class LedgerRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly param?: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** An id as Stripe makes them. */
export function stripeId(prefix: string): string {
  return `${prefix}_${randomBytes(18).toString('base64url').replace(/[-_]/g, 'x')}`;
}

const seconds = (ms: number): number => Math.floor(ms / 1_000);

/** The sessions and refunds of the account; each change is told as Stripe's events. */
export function createLedger(input: {
  now: () => number;
  baseUrl: () => string;
  changed: () => void;
  tell: (event: LedgerEvent) => Promise<void>;
}) {
  const { now, baseUrl, changed } = input;
  const sessions = new Map<string, StoredSession>();
  const refunds = new Map<string, StoredRefund>();
  const timers = new Map<string, NodeJS.Timeout>();
  const urlOf = (session: StoredSession): string => `${baseUrl()}/stripe/pay/${session.id}`;

  function viewSession(session: StoredSession, expanded = false): Record<string, unknown> {
    const { paymentIntent, paymentState, discounted } = session;
    const total = discounted ? 0 : session.amount;
    return {
      id: session.id,
      object: 'checkout.session',
      amount_subtotal: session.amount,
      amount_total: total,
      cancel_url: session.cancelUrl,
      client_reference_id: session.reference,
      created: session.created,
      currency: session.currency,
      customer: null,
      customer_details: session.email === null ? null : { email: session.email },
      customer_email: session.email,
      expires_at: session.expiresAt,
      livemode: false,
      locale: session.locale,
      metadata: session.metadata,
      mode: 'payment',
      payment_intent:
        expanded && paymentIntent !== null
          ? {
              ...{ id: paymentIntent, object: 'payment_intent', amount: total, currency: session.currency },
              ...{ status: paymentState, livemode: false, metadata: session.metadata },
            }
          : paymentIntent,
      payment_method_types: ['card', 'sepa_debit'],
      payment_status: session.paymentStatus,
      status: session.status,
      success_url: session.successUrl,
      ui_mode: 'hosted',
      url: session.status === 'open' ? urlOf(session) : null,
    };
  }

  function viewRefund(refund: StoredRefund): Record<string, unknown> {
    const { id, amount, created, currency, metadata, reason, status, paymentIntent } = refund;
    return {
      ...{ id, object: 'refund', amount, created, currency, metadata, reason, status },
      ...{ payment_intent: paymentIntent, charge: `ch_${paymentIntent.slice(3)}`, balance_transaction: null },
    };
  }

  async function tell(type: string, object: Record<string, unknown>): Promise<void> {
    changed();
    await input.tell({ type, object });
  }

  const tellSession = (type: string, session: StoredSession): Promise<void> =>
    tell(`checkout.session.${type}`, viewSession(session));

  /** Ends a session whose time is over, at once where it is asked about and by a timer otherwise. */
  function expireIfDue(session: StoredSession): void {
    if (session.status !== 'open' || session.expiresAt > now() / 1_000) return;
    session.status = 'expired';
    void tellSession('expired', session);
  }

  const longestTimerMs = 2_147_483_647;
  function arm(session: StoredSession): void {
    const inMs = Math.min(longestTimerMs, Math.max(0, session.expiresAt * 1_000 - now() + 5));
    timers.set(session.id, setTimeout(() => expireIfDue(session), inMs).unref());
  }

  function find(id: string): StoredSession {
    const session = sessions.get(id);
    if (!session)
      throw new LedgerRefusal('resource_missing', `No such checkout.session: ${id}`, 'session', 404);
    expireIfDue(session);
    return session;
  }

  function open(session: StoredSession): void {
    if (session.status !== 'open')
      throw new LedgerRefusal('resource_invalid_state', 'This Session is not open.', undefined);
  }

  function complete(session: StoredSession, paymentStatus: StoredSession['paymentStatus']): void {
    session.status = 'complete';
    session.paymentStatus = paymentStatus;
    if (!session.discounted) session.paymentIntent = stripeId('pi');
    session.paymentState = session.discounted ? null : paymentStatus === 'paid' ? 'succeeded' : 'processing';
  }

  function underWay(session: StoredSession): void {
    if (session.paymentState !== 'processing')
      throw new LedgerRefusal('resource_invalid_state', 'No money of this Session is on its way.');
  }

  const ACTIONS: Record<SessionAction, (session: StoredSession) => Promise<void>> = {
    async pay(session) {
      open(session);
      complete(session, 'paid');
      await tellSession('completed', session);
    },
    // As at Stripe, the customer may try again with another card.
    async decline(session) {
      open(session);
    },
    async later(session) {
      open(session);
      complete(session, 'unpaid');
      await tellSession('completed', session);
    },
    async free(session) {
      open(session);
      session.discounted = true;
      complete(session, 'no_payment_required');
      await tellSession('completed', session);
    },
    async arrive(session) {
      underWay(session);
      session.paymentStatus = 'paid';
      session.paymentState = 'succeeded';
      await tellSession('async_payment_succeeded', session);
    },
    async fail(session) {
      underWay(session);
      session.paymentState = 'requires_payment_method';
      await tellSession('async_payment_failed', session);
    },
    async expire(session) {
      open(session);
      session.status = 'expired';
      await tellSession('expired', session);
    },
  };

  const refunded = (paymentIntent: string): number =>
    [...refunds.values()]
      .filter((refund) => refund.paymentIntent === paymentIntent && refund.status !== 'failed')
      .reduce((sum, { amount }) => sum + amount, 0);

  return {
    viewSession,
    viewRefund,
    find,
    isKnown: (id: string): boolean => sessions.has(id),
    create(
      session: Omit<
        StoredSession,
        'id' | 'created' | 'status' | 'paymentStatus' | 'paymentIntent' | 'paymentState' | 'discounted'
      >,
    ): StoredSession {
      const made: StoredSession = {
        ...{ id: stripeId('cs_test'), created: seconds(now()), status: 'open', paymentStatus: 'unpaid' },
        ...{ paymentIntent: null, paymentState: null, discounted: false },
        ...session,
      };
      sessions.set(made.id, made);
      arm(made);
      changed();
      return made;
    },
    /** Does what a customer or a bank does; resolves when its events were delivered, or given up. */
    act: (id: string, action: SessionAction): Promise<void> => ACTIONS[action](find(id)),
    /** Changes what a session costs, as no honest program does. */
    setAmount(id: string, amount: number): void {
      find(id).amount = amount;
    },
    refund(wanted: {
      paymentIntent: string;
      amount: number | undefined;
      reason: string | null;
      metadata: Record<string, string>;
      ends: 'pending' | 'succeeded';
    }): { refund: StoredRefund; told: Promise<void> } {
      const { paymentIntent, reason, metadata, ends } = wanted;
      const session = [...sessions.values()].find((one) => one.paymentIntent === paymentIntent);
      if (!session || session.paymentStatus !== 'paid')
        throw new LedgerRefusal('resource_missing', 'No such payment_intent.', 'payment_intent', 404);
      const left = session.amount - refunded(paymentIntent);
      if (left <= 0) throw new LedgerRefusal('charge_already_refunded', 'Charge has already been refunded.');
      const amount = wanted.amount ?? left;
      if (amount > left)
        throw new LedgerRefusal(
          'amount_too_large',
          'Refund amount is greater than unrefunded amount.',
          'amount',
        );
      const refund: StoredRefund = {
        ...{ id: stripeId('re'), status: ends, amount, currency: session.currency, created: seconds(now()) },
        ...{ paymentIntent, reason, metadata },
      };
      refunds.set(refund.id, refund);
      const charge = {
        ...{ id: `ch_${paymentIntent.slice(3)}`, object: 'charge', amount: session.amount },
        ...{ amount_refunded: refunded(paymentIntent), payment_intent: paymentIntent },
        refunded: refunded(paymentIntent) >= session.amount,
      };
      const told = Promise.all([
        tell('charge.refunded', charge),
        tell('refund.created', viewRefund(refund)),
      ]).then(() => undefined);
      return { refund, told };
    },
    findRefund(id: string): StoredRefund {
      const refund = refunds.get(id);
      if (!refund) throw new LedgerRefusal('resource_missing', `No such refund: ${id}`, 'id', 404);
      return refund;
    },
    async settleRefund(id: string, status: 'succeeded' | 'failed'): Promise<void> {
      const refund = this.findRefund(id);
      refund.status = status;
      await tell(status === 'failed' ? 'refund.failed' : 'refund.updated', viewRefund(refund));
    },
    /** Newest first. */
    sessions: (): StoredSession[] => [...sessions.values()].reverse(),
    refunds: (): StoredRefund[] => [...refunds.values()].reverse(),
    urlOf,
    save: (): StripeSnapshot => ({ sessions: [...sessions.values()], refunds: [...refunds.values()] }),
    load(saved: Partial<StripeSnapshot>): void {
      for (const session of saved.sessions ?? []) {
        sessions.set(session.id, session);
        if (session.status === 'open') arm(session);
      }
      for (const refund of saved.refunds ?? []) refunds.set(refund.id, refund);
    },
    clear(): void {
      timers.forEach((timer) => clearTimeout(timer));
      timers.clear();
      sessions.clear();
      refunds.clear();
    },
  };
}

export type Ledger = ReturnType<typeof createLedger>;
