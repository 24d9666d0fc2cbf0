import Stripe from 'stripe';
import { GalleyError } from '../../contract/failures';
import type { RefundFacts, SessionFacts } from '../../contract/payments';
import { parseJson, readAnyText } from '../body';
import { toStripeAmount } from './amounts';
import { readRefund, readSession } from './read';
import { classifyStripe, notChargeable, paymentsOff, stripeOdd, stripeSilent } from './stripe-failures';

/** What a checkout session is made from. Asked again with the same id and the same facts, Stripe answers the same session. */
export interface NewSession {
  /** Our checkout's id. */
  checkoutId: string;
  orderId: string;
  articleId: string;
  title: string;
  /** One address, already validated. */
  address: string;
  locale: 'en' | 'de';
  /** In the smallest unit of the currency (ISO 4217), which is in capitals. */
  amount: number;
  currency: string;
  successUrl: string;
  cancelUrl: string;
  /** Seconds since 1970; Stripe takes 30 minutes to 24 hours from now. */
  expiresAt: number;
}

/** What a refund is asked for with. */
export interface NewRefund {
  /** Our refund's id. */
  refundId: string;
  /** Which idempotency key of it is used. */
  keyNo: number;
  orderId: string;
  paymentIntent: string;
  amount: number;
  currency: string;
  reason: 'requested_by_customer' | 'duplicate';
}

type Asked = { signal: AbortSignal };

/**
 * The operations of Stripe. Each makes at most one request; failures are GalleyErrors of the types `Payment.Unavailable`, `Payment.Refused`
 * and `Payment.Closed`.
 */
export interface PaymentClient {
  createSession(request: NewSession & Asked): Promise<SessionFacts>;
  readSession(request: { sessionId: string } & Asked): Promise<SessionFacts>;
  /** Ends a session that is open, so that it cannot be paid any more. */
  expireSession(request: { sessionId: string } & Asked): Promise<SessionFacts>;
  createRefund(request: NewRefund & Asked): Promise<RefundFacts>;
  readRefund(request: { refundId: string } & Asked): Promise<RefundFacts>;
  /** The refunds of a payment, newest first, at most 100. */
  listRefunds(request: { paymentIntent: string } & Asked): Promise<RefundFacts[]>;
  /** Reads the account's balance, to find out whether the key works; answers whether it is of live mode. */
  readBalance(request: Asked): Promise<{ isLive: boolean }>;
}

/** How to ask Stripe. */
export interface StripeSettings {
  secretKey: string;
  /** Where Stripe is, without a slash at its end. */
  baseUrl: string;
  isLive: boolean;
  timeoutMs: number;
}

/** Characters of the title that Stripe takes as a product's name. */
const MOST_NAME_CHARACTERS = 250;

/** The most refunds of one payment that are looked at. */
const MOST_REFUNDS = 100;

/** Where the SDK believes to send requests; the real address is put in its place. */
const SDK_ORIGIN = 'https://api.stripe.com';

/** A product's name: never empty, and short enough. */
function nameOf(title: string): string {
  const characters = [...title.trim()];
  return characters.slice(0, MOST_NAME_CHARACTERS).join('') || 'Order';
}

/**
 * Creates a client on the official SDK, without its retries: it is given a fetch that sends one request and always succeeds; the real outcome
 * is recorded and evaluated afterwards. Without settings, one that lets payments wait.
 */
export function createStripeClient(
  settings: StripeSettings | undefined,
  { now }: { now: () => number },
): PaymentClient {
  /** Makes one request and answers its body. */
  async function once(signal: AbortSignal, use: (stripe: Stripe) => Promise<unknown>): Promise<unknown> {
    if (!settings) throw new GalleyError(paymentsOff());
    const { secretKey, baseUrl, timeoutMs } = settings;
    let problem: GalleyError | undefined;
    let body: unknown;
    const outgoing = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const address = String(url instanceof Request ? url.url : url).replace(SDK_ORIGIN, baseUrl);
      try {
        const response = await fetch(address, {
          ...init,
          redirect: 'error',
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        });
        const { status, ok } = response;
        const answer = await readAnyText(response);
        if (ok) body = parseJson(answer);
        else
          problem = new GalleyError(
            classifyStripe({
              status,
              headers: Object.fromEntries(response.headers),
              body: jsonOf(answer),
              nowMs: now(),
            }),
          );
      } catch (error) {
        problem = new GalleyError(stripeSilent(error));
      }
      return new Response('{}', { status: 200, headers: { 'content-type': 'application/json' } });
    };
    const stripe = new Stripe(secretKey, {
      httpClient: Stripe.createFetchHttpClient(outgoing as typeof fetch),
      maxNetworkRetries: 0,
      telemetry: false,
    });
    await use(stripe);
    signal.throwIfAborted();
    if (problem) throw problem;
    return body;
  }

  function sessionIn(body: unknown): SessionFacts {
    const session = readSession(body);
    if (!session) throw new GalleyError(stripeOdd('no checkout session'));
    const { isLive, ...facts } = session;
    if (isLive !== settings?.isLive) throw new GalleyError(stripeOdd('a session of the other mode'));
    return facts;
  }

  function refundIn(body: unknown): RefundFacts {
    const refund = readRefund(body);
    if (!refund) throw new GalleyError(stripeOdd('no refund'));
    return refund;
  }

  /** An amount as Stripe counts it. */
  function charged(amount: number, currency: string): number {
    const counted = toStripeAmount(amount, currency);
    if (counted === undefined) throw new GalleyError(notChargeable());
    return counted;
  }

  return {
    async createSession({ signal, ...wanted }) {
      const { checkoutId, orderId, articleId, locale, currency, expiresAt } = wanted;
      const metadata = { order_id: orderId, article_id: articleId, checkout_id: checkoutId };
      const unitAmount = charged(wanted.amount, currency);
      const body = await once(signal, (stripe) =>
        stripe.checkout.sessions.create(
          {
            mode: 'payment',
            line_items: [
              {
                quantity: 1,
                price_data: {
                  currency: currency.toLowerCase(),
                  unit_amount: unitAmount,
                  product_data: { name: nameOf(wanted.title) },
                },
              },
            ],
            customer_email: wanted.address,
            client_reference_id: orderId,
            metadata,
            payment_intent_data: { metadata },
            locale,
            expires_at: expiresAt,
            success_url: wanted.successUrl,
            cancel_url: wanted.cancelUrl,
          },
          { idempotencyKey: `checkout-${checkoutId}` },
        ),
      );
      const session = sessionIn(body);
      if (session.url === null && session.status === 'open')
        throw new GalleyError(stripeOdd('a session without an address'));
      return session;
    },
    async readSession({ sessionId, signal }) {
      // Whether a payment failed is said by the payment alone.
      return sessionIn(
        await once(signal, (stripe) =>
          stripe.checkout.sessions.retrieve(sessionId, { expand: ['payment_intent'] }),
        ),
      );
    },
    async expireSession({ sessionId, signal }) {
      return sessionIn(await once(signal, (stripe) => stripe.checkout.sessions.expire(sessionId)));
    },
    async createRefund({ signal, refundId, keyNo, orderId, paymentIntent, amount, currency, reason }) {
      const refunded = charged(amount, currency);
      return refundIn(
        await once(signal, (stripe) =>
          stripe.refunds.create(
            {
              payment_intent: paymentIntent,
              amount: refunded,
              reason,
              metadata: { order_id: orderId, refund_id: refundId },
            },
            { idempotencyKey: `refund-${refundId}-${keyNo}` },
          ),
        ),
      );
    },
    async readRefund({ refundId, signal }) {
      return refundIn(await once(signal, (stripe) => stripe.refunds.retrieve(refundId)));
    },
    async listRefunds({ paymentIntent, signal }) {
      const body = await once(signal, (stripe) =>
        stripe.refunds.list({ payment_intent: paymentIntent, limit: MOST_REFUNDS }),
      );
      const data = (body as { data?: unknown } | null)?.data;
      if (!Array.isArray(data)) throw new GalleyError(stripeOdd('no list of refunds'));
      return data.map(refundIn);
    },
    async readBalance({ signal }) {
      const body = await once(signal, (stripe) => stripe.balance.retrieve());
      const { object, livemode } = (body ?? {}) as { object?: unknown; livemode?: unknown };
      if (object !== 'balance') throw new GalleyError(stripeOdd('no balance'));
      return { isLive: livemode === true };
    },
  };
}

/** The JSON of a refusal; a page or half a document says nothing. */
function jsonOf(answer: string): unknown {
  try {
    return parseJson(answer);
  } catch {
    return undefined;
  }
}
