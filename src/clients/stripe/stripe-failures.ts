import type { ClassifiedFailure } from '../../contract/failures';
import { parseResetDelay } from '../../domain/providers/delay';
import { storableText } from '../../domain/text/storable';
import { isBrokenAnswer } from '../failures';
import { record, text } from '../error-body';

/** An unsuccessful response of Stripe. Header names are in lower case. */
export interface StripeAnswer {
  status: number;
  headers: Record<string, string | undefined>;
  body: unknown;
  nowMs: number;
}

/** Reasons of failures that callers decide by. */
export const ALREADY_REFUNDED = 'charge_already_refunded';
export const KEY_REUSED = 'idempotency_error';
export const SESSION_GONE = 'resource_missing';
export const REPLAYED = 'replayed_error';

/** Pauses before Stripe is asked again, in milliseconds: the first one, and the longest. */
const UNAVAILABLE = { delayMs: 1_000, longestDelayMs: 5 * 60_000 };
const CLOSED = { delayMs: 5_000, longestDelayMs: 120_000 };

/** The longest pause that Stripe may ask for, in milliseconds. */
const LONGEST_ASKED_MS = 3_600_000;

/** A word of Stripe's for what is wrong, such as `resource_missing`; nothing else of its answer is kept, because messages quote addresses. */
function wordOf(value: unknown): string | undefined {
  const word = text(value);
  return word !== undefined && /^[a-z_]{1,60}$/.test(word) ? word : undefined;
}

/** Whether the answer is the one that was given to this idempotency key before. */
function isReplayed({ headers }: StripeAnswer): boolean {
  return headers['idempotent-replayed'] === 'true';
}

function failure(
  type: 'Payment.Unavailable' | 'Payment.Refused' | 'Payment.Closed',
  reason: string,
  { status, headers }: StripeAnswer,
): ClassifiedFailure {
  const requestId = /^req_\w{1,40}$/.exec(headers['request-id'] ?? '')?.[0] ?? 'none';
  return {
    type,
    reason,
    status,
    detail: storableText(`stripe answered ${status}: ${reason} (request ${requestId})`),
    ...(type === 'Payment.Closed' ? CLOSED : type === 'Payment.Unavailable' ? UNAVAILABLE : {}),
  };
}

/**
 * Classifies an unsuccessful response of Stripe (https://docs.stripe.com/api/errors). What is final is listed; all else is asked again. A
 * replayed 5xx would be replayed again, so that the caller has to look at what it came to.
 */
export function classifyStripe(answer: StripeAnswer): ClassifiedFailure {
  const error = record(record(answer.body)['error']);
  const [type, code] = [wordOf(error['type']), wordOf(error['code'])];
  const { status } = answer;
  if (status === 401 || status === 403) return failure('Payment.Closed', code ?? 'key_refused', answer);
  if (status >= 500)
    return failure('Payment.Unavailable', isReplayed(answer) ? REPLAYED : `http_${status}`, answer);
  if (status === 429) {
    const asked = parseResetDelay(answer.headers['retry-after'], answer.nowMs);
    const busy = failure('Payment.Unavailable', code ?? 'rate_limit', answer);
    return asked === undefined ? busy : { ...busy, delayMs: Math.min(asked, LONGEST_ASKED_MS) };
  }
  if (type === KEY_REUSED && status !== 409) return failure('Payment.Refused', KEY_REUSED, answer);
  // Another request with the same key is under way, or the object is being changed.
  if (status === 409 || status === 408 || status === 425 || code === 'lock_timeout')
    return failure('Payment.Unavailable', code ?? `http_${status}`, answer);
  if (status === 400 || status === 402 || status === 404)
    return failure('Payment.Refused', code ?? type ?? `http_${status}`, answer);
  return failure('Payment.Unavailable', `http_${status}`, answer);
}

/** No response, or one that is none: the connection broke, timed out, or the body is not what it should be. */
export function stripeSilent(error: unknown): ClassifiedFailure {
  const { name, code, cause } = record(error);
  const isLate = name === 'TimeoutError';
  const said = text(record(cause)['code']) ?? text(code);
  const reason = isLate ? 'timed_out' : isBrokenAnswer(error) ? 'no_answer' : 'odd_answer';
  const detail = `stripe: ${said !== undefined && /^[A-Z_]{1,40}$/.test(said) ? said : reason}`;
  return { type: 'Payment.Unavailable', reason, detail, ...UNAVAILABLE };
}

/** A good answer that is not what Stripe specifies. */
export function stripeOdd(reason: string): ClassifiedFailure {
  return {
    type: 'Payment.Unavailable',
    reason: 'odd_answer',
    detail: `stripe: ${reason}`,
    ...UNAVAILABLE,
  };
}

/** Stripe is not asked, because the request could not be right. */
export function notChargeable(): ClassifiedFailure {
  return {
    type: 'Payment.Refused',
    reason: 'amount_not_chargeable',
    detail: 'stripe does not take such an amount of this currency',
  };
}

/** There are no payments, because no key is set: what there is waits until one is. */
export function paymentsOff(): ClassifiedFailure {
  return {
    type: 'Payment.Closed',
    reason: 'not_configured',
    fromRecord: true,
    detail: 'no key for Stripe is set',
    ...CLOSED,
  };
}
