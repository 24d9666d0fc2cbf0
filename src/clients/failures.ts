import { GalleyError } from '../contract/failures';
import type { ClassifiedFailure, FailureType } from '../contract/failures';
import type { Provider } from '../contract/lanes';
import { isPlatform } from '../contract/platforms';
import { parseOpenAiLimit, parseResetDelay, providerDelay } from '../domain/providers/delay';
import { storableText } from '../domain/text/storable';
import { cutAtGrapheme } from '../domain/text/text';

/** An unsuccessful HTTP response, as any client saw it. Header names are in lower case. */
export interface HttpAnswer {
  provider: Provider;
  status: number;
  headers: Record<string, string | undefined>;
  body: string;
  nowMs: number;
}

interface ErrorBody {
  code?: string;
  type?: string;
  message?: string;
  retryAfterSeconds?: number;
}

/** Delay before calling a closed provider again if it names none, in milliseconds. */
const CLOSED_DELAY_MS = 30_000;

/** Delay before calling a disconnected store again, in milliseconds. */
const DISCONNECTED_DELAY_MS = 60_000;

/** OpenAI error codes that mean the account gets no service at the moment, whatever the status. */
const CLOSED_CODES = new Set([
  'insufficient_quota',
  'billing_hard_limit_reached',
  'billing_not_active',
  'account_deactivated',
  'invalid_api_key',
]);

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A provider's error code, where it is a word; free text has no place among the reasons. */
function machineWord(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : undefined;
}

/** Characters that are kept of what a provider said. */
const DETAIL_LENGTH = 2_000;

function quoted(body: string): string {
  return storableText(cutAtGrapheme(body, DETAIL_LENGTH));
}

/** Parses the error from the body of any of the three providers; empty for an HTML page or a truncated document. */
function readBody(body: string): ErrorBody {
  let parsed: Record<string, unknown>;
  try {
    parsed = record(JSON.parse(body));
  } catch {
    return {};
  }
  const error = record(parsed['error']);
  const application = record(record(parsed['details'])['applicationError']);
  const seconds = parsed['retry_after'];
  return {
    code: machineWord(error['code']) ?? machineWord(application['code']),
    type: machineWord(error['type']),
    message: text(error['message']) ?? text(parsed['message']) ?? text(parsed['detail']),
    ...(typeof seconds === 'number' ? { retryAfterSeconds: seconds } : {}),
  };
}

function failure(type: FailureType, reason: string, answer: HttpAnswer, delayMs?: number): ClassifiedFailure {
  return {
    type,
    reason,
    status: answer.status,
    detail: `${answer.provider} answered ${answer.status}: ${quoted(answer.body)}`,
    ...(delayMs === undefined ? {} : { delayMs }),
  };
}

function tooManyRequests(
  answer: HttpAnswer,
  error: ErrorBody,
  delayMs: number | undefined,
): ClassifiedFailure {
  const limit = error.message ? parseOpenAiLimit(error.message) : undefined;
  if (limit && limit.requested > limit.limit) return failure('Order.Invalid', 'request_too_large', answer);
  const reason =
    error.type === 'tokens'
      ? 'rate_limit_tokens'
      : error.type === 'requests'
        ? 'rate_limit_requests'
        : 'rate_limit';
  return failure('Provider.Busy', reason, answer, delayMs);
}

function refused(answer: HttpAnswer, error: ErrorBody): ClassifiedFailure {
  if (isPlatform(answer.provider))
    return answer.status === 401
      ? failure('Provider.Busy', 'token_refused', answer, 1_000)
      : failure('Provider.Closed', 'store_disconnected', answer, DISCONNECTED_DELAY_MS);
  return failure('Provider.Closed', error.code ?? 'key_refused', answer, CLOSED_DELAY_MS);
}

/** Classifies an unsuccessful HTTP response, following the providers' published error pages. */
export function classifyHttp(answer: HttpAnswer): ClassifiedFailure {
  const error = readBody(answer.body);
  const delayMs = providerDelay({
    headers: answer.headers,
    nowMs: answer.nowMs,
    ...(error.message ? { bodyMessage: error.message } : {}),
    ...(error.retryAfterSeconds === undefined ? {} : { bodyRetryAfterSeconds: error.retryAfterSeconds }),
  });
  const { status } = answer;
  const closed = [error.code, error.type].find((word) => word !== undefined && CLOSED_CODES.has(word));
  if (closed) return failure('Provider.Closed', closed, answer, delayMs ?? CLOSED_DELAY_MS);
  if (status === 429) return tooManyRequests(answer, error, delayMs);
  if (status === 401 || status === 403 || status === 402) return refused(answer, error);
  if (status === 408 || status === 409 || status === 425 || status >= 500)
    return failure('Provider.Busy', `http_${status}`, answer, status === 409 ? undefined : delayMs);
  if (error.code === 'context_length_exceeded') return failure('Order.Invalid', 'context_length', answer);
  if (error.code === 'content_policy_violation' || error.code === 'content_filter')
    return failure('Draft.Refused', error.code, answer);
  if (isPlatform(answer.provider)) {
    const notFound = status === 404;
    return failure(
      notFound ? 'Order.Invalid' : 'Publish.Rejected',
      (error.code ?? `http_${status}`).toLowerCase(),
      answer,
    );
  }
  return failure('Internal.Fault', `http_${status}`, answer);
}

/** A successful response whose body is not what the provider specifies. */
export function oddAnswer(
  provider: HttpAnswer['provider'],
  reason: string,
  detail: string,
): ClassifiedFailure {
  return { type: 'Provider.Busy', reason, detail: `${provider}: ${quoted(detail)}` };
}

/** Error codes with which a connection was never made, so that nothing can have been sent. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether a failed request certainly never left. A name with several addresses fails with one error for each of them. */
function isNeverSent(error: unknown, depth = 0): boolean {
  if (error === null || typeof error !== 'object' || depth > 4) return false;
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (Array.isArray(errors) && errors.length > 0)
    return errors.every((inner: unknown) => isNeverSent(inner, depth + 1));
  return (typeof code === 'string' && NEVER_CONNECTED.has(code)) || isNeverSent(cause, depth + 1);
}

/** No response: connection refused or reset, timeout, broken body. */
export function noAnswer(provider: HttpAnswer['provider'], error: unknown): ClassifiedFailure {
  const parts: string[] = [];
  for (let at: unknown = error; at instanceof Error && parts.length < 4; at = at.cause)
    parts.push(`${at.name}: ${at.message}`);
  return {
    type: 'Provider.Busy',
    reason: 'no_answer',
    detail: `${provider}: ${quoted(parts.join(' <- '))}`,
    ...(isNeverSent(error) ? { neverSent: true } : {}),
  };
}

/** The longest pause that a webhook receiver may ask for, in milliseconds. */
const MAX_RECEIVER_DELAY_MS = 3_600_000;

/** A webhook receiver responded with an error. The body is not needed. */
export function receiverRefused(answer: {
  status: number;
  headers: Record<string, string | undefined>;
  nowMs: number;
}): ClassifiedFailure {
  const requestedDelayMs = parseResetDelay(answer.headers['retry-after'], answer.nowMs);
  const { status } = answer;
  return {
    type: 'Receiver.Unavailable',
    reason: `http_${status}`,
    status,
    detail: `receiver answered ${status}`,
    ...(requestedDelayMs === undefined ? {} : { delayMs: Math.min(requestedDelayMs, MAX_RECEIVER_DELAY_MS) }),
  };
}

/**
 * A webhook receiver did not respond, or its address is not allowed. Only the error code is kept, because the message
 * may quote addresses.
 */
export function receiverSilent(
  reason: 'no_answer' | 'timed_out' | 'address_refused',
  error?: unknown,
): ClassifiedFailure {
  const code = text(record(error)['code']);
  return { type: 'Receiver.Unavailable', reason, detail: `receiver: ${code ?? reason}` };
}

/**
 * Whether an error during a request means that the response never arrived in full: a broken connection, or a body that
 * ended early. Judged by names and codes, because such errors may come from another realm, where `instanceof` fails.
 */
export function isBrokenAnswer(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at !== null && typeof at === 'object' && depth < 4; depth += 1) {
    const { name, message, code, cause } = at as {
      name?: unknown;
      message?: unknown;
      code?: unknown;
      cause?: unknown;
    };
    if (name === 'SyntaxError' || message === 'terminated' || message === 'fetch failed') return true;
    if (typeof code === 'string' && /^(UND_ERR|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)/.test(code))
      return true;
    at = cause;
  }
  return false;
}

/** Error codes of Node and Postgres that mean "unavailable or overloaded" rather than "wrong". */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '25P03',
  '40001',
  '40P01',
  '53000',
  '53100',
  '53200',
  '53300',
  '53400',
  '55P03',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  'ENOSPC',
]);

const AWAY_MESSAGE =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|connection ended|not queryable|server closed the connection/i;

/** Classifies any other error of an activity: our own storage being unavailable, or an internal fault. */
export function classifyUnknown(error: unknown): ClassifiedFailure {
  if (error instanceof GalleyError) return error.failure;
  const code = text(record(error)['code']);
  const message = error instanceof Error ? error.message : String(error);
  const detail = error instanceof Error ? `${error.name}: ${message}\n${error.stack ?? ''}` : message;
  if ((code && AWAY.has(code)) || AWAY_MESSAGE.test(message))
    return { type: 'Database.Unavailable', reason: code ?? 'connection', detail, delayMs: 1_000 };
  if (
    error instanceof AggregateError &&
    error.errors.some((inner) => AWAY.has(text(record(inner)['code']) ?? ''))
  )
    return { type: 'Database.Unavailable', reason: 'connection', detail, delayMs: 1_000 };
  return { type: 'Internal.Fault', reason: 'unclassified', detail };
}
