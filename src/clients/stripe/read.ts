import { z } from 'zod';
import { isUuid } from '../../contract/ids';
import type { RefundFacts, SessionFacts } from '../../contract/payments';
import { fromStripeAmount } from './amounts';

/** Ids of Stripe's objects; what is longer, or has other signs, is none. */
const id = z.string().regex(/^[\w-]{1,255}$/);

/** Where customers pay. */
const url = z.string().regex(/^https?:\/\/[\x21-\x7e]{1,8000}$/);

/** Seconds since 1970, up to the year 9999. */
const time = z.number().int().min(0).max(253_402_300_799);

const currency = z.string().regex(/^[a-zA-Z]{3}$/);

/** What we wrote on an object; anything else in it is not ours to judge. */
const metadata = z.record(z.string(), z.unknown()).nullish();

/** An object, or its id where it was not read along. */
const payment = z.union([id, z.object({ id, status: z.string().nullish() })]).nullish();

const session = z.object({
  id,
  object: z.literal('checkout.session'),
  livemode: z.boolean(),
  url: url.nullish(),
  status: z.enum(['open', 'complete', 'expired']).nullish(),
  payment_status: z.enum(['paid', 'unpaid', 'no_payment_required']),
  amount_total: z.number().int().nullish(),
  amount_subtotal: z.number().int().nullish(),
  currency: currency.nullish(),
  payment_intent: payment,
  expires_at: time.nullish(),
  metadata,
});

const refund = z.object({
  id,
  object: z.literal('refund'),
  amount: z.number().int(),
  currency,
  status: z.string().nullish(),
  payment_intent: payment,
  metadata,
});

/** Statuses of a payment whose money will not arrive unless the customer tries again. */
const FAILED_PAYMENTS = ['requires_payment_method', 'canceled'];

/** A value of our own in metadata, if it has the form of our ids. */
function ownId(given: z.infer<typeof metadata>, name: string): string | null {
  const value = given?.[name];
  return isUuid(value) ? value.toLowerCase() : null;
}

function idOf(given: z.infer<typeof payment>): string | null {
  return typeof given === 'string' ? given : (given?.id ?? null);
}

/** Reads a checkout session. Undefined for what is none. */
export function readSession(given: unknown): (SessionFacts & { isLive: boolean }) | undefined {
  const parsed = session.safeParse(given);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const code = data.currency?.toUpperCase() ?? null;
  const amountOf = (amount: number | null | undefined): number | null =>
    code === null || amount === null || amount === undefined
      ? null
      : (fromStripeAmount(amount, code) ?? null);
  return {
    id: data.id,
    isLive: data.livemode,
    url: data.url ?? null,
    status: data.status ?? 'open',
    paymentStatus: data.payment_status,
    hasFailed:
      typeof data.payment_intent === 'object' && FAILED_PAYMENTS.includes(data.payment_intent?.status ?? ''),
    amount: amountOf(data.amount_total),
    fullAmount: amountOf(data.amount_subtotal),
    currency: code,
    paymentIntent: idOf(data.payment_intent),
    expiresAt: typeof data.expires_at === 'number' ? data.expires_at * 1_000 : null,
    checkoutId: ownId(data.metadata, 'checkout_id'),
    orderId: ownId(data.metadata, 'order_id'),
  };
}

/** What a status of Stripe's means; one that nobody knows is under way. */
function refundState(status: string | null | undefined): RefundFacts['state'] {
  if (status === 'succeeded') return 'succeeded';
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending';
}

/** Reads a refund. Undefined for what is none. */
export function readRefund(given: unknown): RefundFacts | undefined {
  const parsed = refund.safeParse(given);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const code = data.currency.toUpperCase();
  const amount = fromStripeAmount(data.amount, code);
  if (amount === undefined) return undefined;
  return {
    id: data.id,
    state: refundState(data.status),
    amount,
    currency: code,
    paymentIntent: idOf(data.payment_intent),
    refundRowId: ownId(data.metadata, 'refund_id'),
  };
}

/** The payment of a charge whose money went back. Undefined for what is none. */
export function readCharge(given: unknown): { paymentIntent: string } | undefined {
  const parsed = z.object({ object: z.literal('charge'), payment_intent: payment }).safeParse(given);
  const paymentIntent = parsed.success ? idOf(parsed.data.payment_intent) : null;
  return paymentIntent === null ? undefined : { paymentIntent };
}
