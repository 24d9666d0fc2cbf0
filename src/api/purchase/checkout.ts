import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { PaymentClient } from '../../clients/stripe/stripe';
import { GalleyError } from '../../contract/failures';
import type { ClassifiedFailure } from '../../contract/failures';
import type { SessionFacts } from '../../contract/payments';
import type { Checkout } from '../../db/payments/checkouts';
import { enqueuePayment } from '../../db/outbox/outbox';
import { findPayable } from '../../db/purchases/payment';
import type { Db } from '../../db/db';
import type { Logger } from '../../telemetry/logger';
import { ApiError } from '../http/errors';

/** How customers pay, and what Stripe says of it. Times in milliseconds. */
export interface PaymentSettings {
  client: PaymentClient;
  /** What signs Stripe's events: any of them. */
  webhookSecrets: readonly string[];
  /** Whether the key moves real money; events have to be of the same mode. */
  isLive: boolean;
  /** For how long a customer can pay at one checkout. */
  lifetimeMs: number;
  /** When a checkout that nothing was heard of is first looked at. */
  checkEveryMs: number;
  /** Where customers come back to, without a slash at its end. */
  returnUrl: string;
}

/** What opening a checkout takes. */
export interface CheckoutDeps {
  db: Db;
  /** Nothing can be paid where left out. */
  payments?: PaymentSettings | undefined;
  now: () => number;
  log: Logger;
}

/** A person waits for Stripe's answer this long, in milliseconds. */
const PATIENCE_MS = 15_000;

/** A checkout that ends sooner than this is not offered any more, in milliseconds. */
const LEAST_LEFT_MS = 5 * 60_000;

/** Stripe takes no checkout that ends sooner than this, in milliseconds. */
const LEAST_LIFETIME_MS = 31 * 60_000;

/** Steps that one request makes at most, and the pause where another process is just making the same session, in milliseconds. */
const MOST_STEPS = 8;
const BUSY_PAUSE_MS = 400;

function unavailable(message: string, retryAfterSeconds: number): ApiError {
  return new ApiError('provider_unavailable', message, {}, retryAfterSeconds);
}

const AWAY =
  'The payment provider does not respond at the moment. Your order is kept; try again in a moment.';
const OFF = 'Payments are not set up on this server. Your order is kept; contact support.';

/** The failure of a request to Stripe; anything else is thrown on. */
function failureOf(error: unknown): ClassifiedFailure {
  if (error instanceof GalleyError) return error.failure;
  throw error;
}

/** Opens an order's checkout; each step may be made again, by this process or another one. */
class Opening {
  constructor(
    private readonly deps: CheckoutDeps,
    private readonly payments: PaymentSettings,
    private readonly orderId: string,
  ) {}

  private get signal(): AbortSignal {
    return AbortSignal.timeout(PATIENCE_MS);
  }

  /** The checkout by which the order can be paid: the one there is, or a new row. Throws where there is nothing to pay. */
  private begin(): Promise<Checkout> {
    const { orderId, payments, deps } = this;
    return deps.db.transaction(async (tx) => {
      const payable = await findPayable(tx, { orderId });
      if (!payable) throw new ApiError('conflict', 'This order is paid already, or cannot be paid any more.');
      const active = await tx.checkouts.findActiveCheckout({ orderId });
      if (active) return active;
      const { articleId, title, address, locale, amount, currency } = payable;
      const page = `${payments.returnUrl}/order-status/${orderId}`;
      return tx.checkouts.addCheckout({
        ...{ id: randomUUID(), orderId, state: 'creating', amount, currency },
        checkAfterMs: payments.checkEveryMs,
        request: {
          ...{ articleId, title, address, locale },
          successUrl: `${page}?paid=1`,
          cancelUrl: page,
          expiresAt: Math.floor((deps.now() + payments.lifetimeMs) / 1_000),
        },
      });
    });
  }

  private async save(session: SessionFacts): Promise<void> {
    await this.deps.db.transaction((tx) => tx.payments.applySession(session));
  }

  private async drop({ id }: Checkout): Promise<void> {
    await this.deps.db.transaction((tx) => tx.checkouts.dropCheckout({ checkoutId: id }));
  }

  /** Makes the session of a checkout at Stripe, or finds the one that was made. */
  private async create(checkout: Checkout): Promise<void> {
    const { id: checkoutId, orderId, request, amount, currency } = checkout;
    try {
      const { signal } = this;
      const wanted = { checkoutId, orderId, amount, currency, ...request };
      await this.save(await this.payments.client.createSession({ ...wanted, signal }));
    } catch (error) {
      const { type, reason, status } = failureOf(error);
      this.deps.log.warn('a checkout could not be opened', { orderId, checkoutId, type, reason });
      if (type === 'Payment.Unavailable' && status === 409) return void (await pause(BUSY_PAUSE_MS));
      if (type !== 'Payment.Refused') throw unavailable(AWAY, 5);
      await this.drop(checkout);
      // A row that waited too long for its session is refused, since that would end too soon: the next one is another.
      if (checkout.leftMs < LEAST_LIFETIME_MS) return;
      this.deps.log.error('Stripe refuses to open a checkout', { orderId, checkoutId, reason });
      throw unavailable(AWAY, 60);
    }
  }

  /** Ends a checkout whose time is nearly over, so that two can never be paid. What Stripe says of it instead is saved. */
  private async end({ id: checkoutId, sessionId }: Checkout): Promise<void> {
    if (sessionId === null) return;
    const { client } = this.payments;
    try {
      await this.save(await client.expireSession({ sessionId, signal: this.signal }));
    } catch (error) {
      const { type, reason } = failureOf(error);
      if (type !== 'Payment.Refused') throw unavailable(AWAY, 5);
      this.deps.log.debug('a checkout could not be ended', { checkoutId, reason });
      try {
        await this.save(await client.readSession({ sessionId, signal: this.signal }));
      } catch (unread) {
        failureOf(unread);
        throw unavailable(AWAY, 5);
      }
    }
  }

  async run(): Promise<{ url: string }> {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const checkout = await this.begin();
      if (checkout.state === 'pending')
        throw new ApiError(
          'conflict',
          'Your payment is on its way. You will get an email when it has arrived.',
        );
      if (checkout.state === 'creating') await this.create(checkout);
      else if (checkout.url !== null && checkout.leftMs > LEAST_LEFT_MS) return { url: checkout.url };
      else await this.end(checkout);
    }
    throw unavailable(AWAY, 5);
  }
}

/**
 * Opens the checkout of an unpaid order, or finds the one that is open, and answers where the customer pays. May be repeated and called
 * several times at once: there is one session of Stripe's. Throws `conflict` where nothing is to be paid, and `provider_unavailable` where Stripe
 * does not answer, refuses, or is not set up; the order is not lost by that.
 */
export async function openCheckout(deps: CheckoutDeps, key: { orderId: string }): Promise<{ url: string }> {
  if (!deps.payments) throw unavailable(OFF, 3_600);
  return new Opening(deps, deps.payments, key.orderId).run();
}

/** How often a page may have Stripe asked about one order, in milliseconds. */
const ASK_EVERY_MS = 5_000;

/**
 * Has Stripe asked about an order's open checkout, because its customer came back from paying; webhooks may be late. At most every five
 * seconds an order. Answers whether it is asked.
 */
export async function checkPaymentSoon(
  { db, payments }: Pick<CheckoutDeps, 'db' | 'payments'>,
  { orderId }: { orderId: string },
): Promise<boolean> {
  if (!payments) return false;
  return db.transaction(async (tx) => {
    const active = await tx.checkouts.findActiveCheckout({ orderId });
    if (!active) return false;
    const checkoutId = active.id;
    if (!(await tx.checkouts.claimCheck({ checkoutId, everyMs: ASK_EVERY_MS }))) return false;
    await enqueuePayment(tx, { checkoutId });
    return true;
  });
}
