import { cancellationSignal } from '@temporalio/activity';
import type { NewRefund } from '../clients/stripe/stripe';
import { GalleyError } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import type { CheckoutInput, RefundFacts, RefundInput, RefundReason } from '../contract/payments';
import type { Refund } from '../db/payments/refunds';
import type { ActivityDeps } from './deps';
import { saveWithRetry } from './recorded-call';
import type { DeliverySent } from './webhooks';

/** Stripe forgets an idempotency key after 24 hours; one is not used again from a little earlier on, in milliseconds. */
const KEY_LIFE_MS = 23 * 3_600_000;

/** What Stripe says where the money of a payment is back already. */
const ALREADY_REFUNDED = 'charge_already_refunded';

/** What it says where an answer to this key is the failure that it gave before, or was given for another request. */
const SPENT_KEYS = ['replayed_error', 'idempotency_error'];

/** How long nobody has known what became of a refund when a person is asked, in milliseconds. */
const UNCONFIRMED_AFTER_MS = 24 * 3_600_000;

/**
 * Whether a failure says for certain that an attempt made nothing: the key is refused, we ask too often, or the payment is being changed. After
 * any other one nobody knows; a refusal of the list or the session is one of those, as that of a refund itself is settled.
 */
function saysNothingWasMade({ type, reason, status }: ClassifiedFailure): boolean {
  return type === 'Payment.Closed' || status === 429 || reason === 'lock_timeout';
}

/** What Stripe is told of why money goes back. */
const STRIPE_REASON: Readonly<Record<RefundReason, NewRefund['reason']>> = {
  rejected: 'requested_by_customer',
  failed: 'requested_by_customer',
  by_hand: 'requested_by_customer',
  surplus: 'duplicate',
  amount_differs: 'duplicate',
};

const DONE: DeliverySent = { outcome: 'nothing_left' };

type Deps = Pick<ActivityDeps, 'db' | 'payments' | 'classify' | 'log'>;

/** Activities of lane `payments`. */
export function createPaymentActivities(deps: Deps) {
  const { db, log } = deps;
  const { client, checkEveryMs } = deps.payments;

  /** What Stripe refused, or undefined where it took it. Every other failure is thrown, and the activity tried again. */
  async function refusalOf(work: () => Promise<void>): Promise<ClassifiedFailure | undefined> {
    try {
      await work();
      return undefined;
    } catch (error) {
      if (error instanceof GalleyError && error.failure.type === 'Payment.Refused')
        return deps.classify(error);
      throw error;
    }
  }

  async function save(refund: RefundFacts): Promise<void> {
    await saveWithRetry(deps, () => db.transaction((tx) => tx.refunds.applyRefund(refund)));
  }

  async function settle(
    refundId: string,
    state: 'failed' | 'succeeded',
    problem: string | null,
  ): Promise<void> {
    const end = { refundId, state, problem };
    await saveWithRetry(deps, () => db.transaction((tx) => tx.refundTries.settleRefund(end)));
  }

  /** The refund of ours among those of a payment, as Stripe lists them, or one that somebody made of the whole amount. */
  async function findMade(row: Refund, paymentIntent: string): Promise<RefundFacts | undefined> {
    const made = await client.listRefunds({ paymentIntent, signal: cancellationSignal() });
    const own = made.find(({ refundRowId }) => refundRowId === row.id);
    // A refund that failed gave nothing back; ours, if it is asked for again, is another one.
    if (own && own.state !== 'failed') return own;
    return made.find(
      ({ refundRowId, state, amount }) => refundRowId === null && state !== 'failed' && amount === row.amount,
    );
  }

  /** The payment that money goes back from; read from its session where it was not said. */
  async function paymentOf({ paymentIntent, sessionId }: Refund): Promise<string | null> {
    if (paymentIntent !== null || sessionId === null) return paymentIntent;
    const session = await client.readSession({ sessionId, signal: cancellationSignal() });
    return session.paymentIntent;
  }

  /** Asks for a refund; what was refused is settled, or looked at the next time. */
  async function ask(row: Refund, paymentIntent: string): Promise<void> {
    const { id: refundId, keyNo, orderId, amount, currency, reason } = row;
    const refusal = await refusalOf(async () => {
      const made = await client.createRefund({
        ...{ refundId, keyNo, orderId, paymentIntent, amount, currency },
        reason: STRIPE_REASON[reason],
        signal: cancellationSignal(),
      });
      await save(made);
    });
    if (!refusal) return;
    if (refusal.reason === ALREADY_REFUNDED) {
      const made = await findMade(row, paymentIntent);
      return made ? save(made) : settle(refundId, 'succeeded', ALREADY_REFUNDED);
    }
    if (SPENT_KEYS.includes(refusal.reason))
      throw new GalleyError({ ...refusal, type: 'Payment.Unavailable', delayMs: 1_000 });
    log.error('Stripe refuses a refund', { refundId, orderId, reason: refusal.reason });
    await settle(refundId, 'failed', refusal.reason);
  }

  /** A refund that is under way at Stripe. */
  async function lookAtPending({ id: refundId, refundId: stripeId }: Refund): Promise<void> {
    if (stripeId === null) return;
    await refusalOf(async () =>
      save(await client.readRefund({ refundId: stripeId, signal: cancellationSignal() })),
    );
    await db.refundTries.noteRefundLook({ refundId });
  }

  /** A refund that nobody knows what became of: money of its payment went back, so it may be on Stripe's list. It is not asked for. */
  async function lookAtUnconfirmed(row: Refund): Promise<void> {
    const paymentIntent = await paymentOf(row);
    const made = paymentIntent === null ? undefined : await findMade(row, paymentIntent);
    if (made) await save(made);
  }

  /** Notes a failed attempt; answers whether it is tried again, which it is not once it is a person's turn. */
  async function noteFailure(refundId: string, failure: ClassifiedFailure): Promise<boolean> {
    const { reason: problem } = failure;
    const failed = {
      ...{ refundId, problem, lookFirst: SPENT_KEYS.includes(problem) },
      ...{ isUnsure: !saysNothingWasMade(failure), unconfirmedAfterMs: UNCONFIRMED_AFTER_MS },
    };
    return saveWithRetry(deps, () => db.transaction((tx) => tx.refundTries.noteRefundTry(failed)));
  }

  async function makeRequested(found: Refund): Promise<void> {
    const paymentIntent = await paymentOf(found);
    if (paymentIntent === null) return settle(found.id, 'failed', 'no_payment');
    // Past its life a key would make a second refund, and after a replayed failure it would fail for ever.
    const isOld = found.keyAgeMs !== null && found.keyAgeMs > KEY_LIFE_MS;
    const looks = found.lookFirst || isOld;
    const made = looks ? await findMade(found, paymentIntent) : undefined;
    if (made) return save(made);
    const row = await db.refundTries.beginRefundTry({ refundId: found.id, newKey: looks });
    if (row) await ask(row, paymentIntent);
  }

  return {
    /**
     * Has a refund made, or looks at one that is under way. It is on record before Stripe is asked, and asked for with the same idempotency
     * key for a day; after that, and after a failure that would be replayed, Stripe's own list is read first. Where nobody has known for a day
     * what came of it, it is left to a person. Throws `Payment.Unavailable` and `Payment.Closed`, to be tried again.
     */
    async makeRefund({ refundId }: RefundInput): Promise<DeliverySent> {
      const row = await db.refunds.findRefund({ refundId });
      if (!row) return DONE;
      try {
        switch (row.state) {
          case 'requested':
            await makeRequested(row);
            break;
          case 'pending':
            await lookAtPending(row);
            break;
          case 'unconfirmed':
            await lookAtUnconfirmed(row);
            break;
          case 'succeeded':
          case 'failed':
            break;
        }
        return DONE;
      } catch (error) {
        if (!(error instanceof GalleyError)) throw error;
        const failure = deps.classify(error);
        if (await noteFailure(refundId, failure)) throw error;
        log.error('nobody knows what became of a refund', { refundId, reason: failure.reason });
        return DONE;
      }
    },

    /**
     * Looks at a checkout that money can still arrive by, and does what its webhook would have done. One whose order is paid otherwise is
     * ended. Throws `Payment.Unavailable` and `Payment.Closed`, to be tried again.
     */
    async lookAtCheckout({ checkoutId }: CheckoutInput): Promise<DeliverySent> {
      const checkout = await db.checkouts.findCheckout({ checkoutId });
      if (!checkout || !['creating', 'open', 'pending'].includes(checkout.state)) return DONE;
      const { sessionId, orderId, state } = checkout;
      const signal = cancellationSignal();
      if (sessionId === null) {
        // Nobody was ever shown a page to pay at.
        if (checkout.leftMs < 0) await db.checkouts.dropCheckout({ checkoutId });
      } else {
        const isNeeded = state !== 'open' || !(await db.checkouts.isPaidOtherwise({ orderId, checkoutId }));
        const refusal = await refusalOf(async () => {
          const session = isNeeded
            ? await client.readSession({ sessionId, signal })
            : await client.expireSession({ sessionId, signal });
          const applied = await saveWithRetry(deps, () =>
            db.transaction((tx) => tx.payments.applySession(session)),
          );
          if (applied === 'paid' || applied === 'failed')
            log.warn('a webhook of Stripe was late or lost', { orderId, checkoutId, applied });
        });
        // It cannot be ended because it was completed or ended just now, or another account knows it: the next look tells.
        if (refusal) log.warn('a checkout could not be looked at', { checkoutId, reason: refusal.reason });
      }
      await db.checkouts.noteCheck({ checkoutId, everyMs: checkEveryMs });
      return DONE;
    },
  };
}

export type PaymentActivities = ReturnType<typeof createPaymentActivities>;
