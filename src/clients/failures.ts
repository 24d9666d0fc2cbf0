import { GalleyError, PICTURE_FLAGGED } from '../contract/failures';
import type { ClassifiedFailure, FailureType, OddReason } from '../contract/failures';
import type { Provider } from '../contract/lanes';
import { isPlatform } from '../contract/platforms';
import { parseOpenAiLimit, parseResetDelay, providerDelay } from '../domain/providers/delay';
import { saysFlagged, textsIn } from '../domain/providers/picture-flags';
import { isCut } from '../domain/cut-connection';
import { parseJson } from './body';
import { storageProblem } from './database-failures';
import { exceedsContext, flaggedFor, readBody, record, refusesFormat, text, wrongSetup } from './error-body';
import type { ErrorBody } from './error-body';
import { storableText } from '../domain/text/storable';
import { cutAtGrapheme } from '../domain/text/text';

/** An unsuccessful HTTP response, as any client saw it. Header names are in lower case. */
export interface HttpAnswer {
  provider: Provider;
  /** The model that was asked, if the request named one. */
  model?: string;
  /** The prompt for a picture, if that was asked for; errors quote it. */
  prompt?: string;
  status: number;
  headers: Record<string, string | undefined>;
  body: string;
  nowMs: number;
}

/** Pauses before whatever refuses us is called again, in milliseconds, if it names none. The first ones; they grow up to the longest. */
const CLOSED_DELAY_MS = 30_000;
const DISCONNECTED_DELAY_MS = 60_000;
const TOKEN_REFUSED_DELAY_MS = 1_000;

/** The longest pause before whatever refuses us is called again: it is woken when somebody puts that right. */
export const LONGEST_REFUSED_DELAY_MS = 30 * 60_000;

/** OpenAI error codes that mean the account gets no service at the moment, whatever the status. */
const CLOSED_CODES = new Set([
  'insufficient_quota',
  'billing_hard_limit_reached',
  'billing_not_active',
  'account_deactivated',
  'invalid_api_key',
]);

/** OpenAI error codes of a 403 that are about the account or its key, and not about the model. */
const ACCOUNT_CODES = new Set(['unsupported_country_region_territory', 'missing_scope', 'ip_not_authorized']);

/** Characters that are kept of what a provider said. */
const DETAIL_LENGTH = 2_000;

function quoted(body: string): string {
  return storableText(cutAtGrapheme(body, DETAIL_LENGTH));
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

/** A refusal that lasts until somebody acts: each further one in a row doubles the pause. */
function refusal(type: FailureType, reason: string, answer: HttpAnswer, delayMs: number): ClassifiedFailure {
  return { ...failure(type, reason, answer, delayMs), longestDelayMs: LONGEST_REFUSED_DELAY_MS };
}

/** A model that this account may not use, or that is not asked for in the right way. Calls of other models are served. */
function modelRefused(answer: HttpAnswer & { model: string }, reason: string): ClassifiedFailure {
  return { ...refusal('Provider.Closed', reason, answer, CLOSED_DELAY_MS), model: answer.model };
}

function namesModel(answer: HttpAnswer): answer is HttpAnswer & { model: string } {
  return answer.model !== undefined;
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
      ? refusal('Provider.Busy', 'token_refused', answer, TOKEN_REFUSED_DELAY_MS)
      : refusal('Provider.Closed', 'store_disconnected', answer, DISCONNECTED_DELAY_MS);
  // A key that is accepted (403 instead of 401) and still refused may not use what was asked for: the model.
  if (answer.status === 403 && namesModel(answer) && !ACCOUNT_CODES.has(error.code ?? ''))
    return modelRefused(answer, error.code === 'model_not_found' ? error.code : 'model_refused');
  return refusal('Provider.Closed', error.code ?? 'key_refused', answer, CLOSED_DELAY_MS);
}

/** Statuses with which providers of pictures refuse a prompt. */
const PROMPT_REFUSED = [400, 403, 422, 451];

/** Whether a picture is refused for what its prompt asks to be shown. */
function isPictureFlagged({ status, body, prompt }: HttpAnswer): boolean {
  if (prompt === undefined || !PROMPT_REFUSED.includes(status)) return false;
  try {
    return saysFlagged(textsIn(parseJson(body)), prompt);
  } catch {
    return false;
  }
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
  const isPlatforms = isPlatform(answer.provider);
  const closed = [error.code, error.type].find((word) => word !== undefined && CLOSED_CODES.has(word));
  if (closed) return refusal('Provider.Closed', closed, answer, delayMs ?? CLOSED_DELAY_MS);
  if (error.code === 'model_not_found' && namesModel(answer)) return modelRefused(answer, error.code);
  if (isPictureFlagged(answer)) return failure('Picture.Failed', PICTURE_FLAGGED, answer);
  const isModels = answer.provider === 'openai' && status !== 429 && status < 500;
  const flagged = isModels ? flaggedFor(error, status) : undefined;
  if (flagged) return failure('Draft.Refused', flagged, answer);
  if (status === 429) return tooManyRequests(answer, error, delayMs);
  if (status === 401 || status === 403 || status === 402) return refused(answer, error);
  if ((status === 500 || status === 501) && namesModel(answer) && refusesFormat(error))
    return modelRefused(answer, 'parameter_refused');
  if (status === 408 || status === 409 || status === 425 || status >= 500)
    return failure('Provider.Busy', `http_${status}`, answer, status === 409 ? undefined : delayMs);
  // What is asked of a site does not fit how the site is set up at the moment, which changes.
  if (status === 428 && isPlatforms)
    return failure('Provider.Busy', (error.code ?? `http_${status}`).toLowerCase(), answer, delayMs);
  if (isPlatforms) {
    const notFound = status === 404;
    return failure(
      notFound ? 'Order.Invalid' : 'Publish.Rejected',
      (error.code ?? `http_${status}`).toLowerCase(),
      answer,
    );
  }
  if (exceedsContext(error)) return failure('Order.Invalid', 'context_length', answer);
  if (status === 413) return failure('Order.Invalid', 'request_too_large', answer);
  const setup = wrongSetup(error, status);
  if (setup && namesModel(answer)) return modelRefused(answer, setup);
  return failure('Provider.Rejected', setup ?? `http_${status}`, answer);
}

/** Whether a status refuses what was asked as such, so that the same request is not worth repeating. */
export function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status);
}

/** Pauses before another address is asked for, in milliseconds: the first one, and the longest. */
const ADDRESS_DELAY_MS = 1_000;
const LONGEST_ADDRESS_DELAY_MS = 60_000;

/** Reasons of failures at a one-time address, which say nothing of whoever handed that out: it refuses, or answers no JSON. */
export const ADDRESS_REFUSED = 'address_refused';
export const ADDRESS_ODD = 'address_not_json';

/** Classifies an unsuccessful response of a one-time address: where it refuses, another address is needed. */
export function addressRefused(answer: HttpAnswer): ClassifiedFailure {
  if (!isRefusal(answer.status)) return classifyHttp(answer);
  const refused = failure('Provider.Busy', ADDRESS_REFUSED, answer, ADDRESS_DELAY_MS);
  return { ...refused, longestDelayMs: LONGEST_ADDRESS_DELAY_MS };
}

/** An answer after which the same is to be asked again. */
export function notYet(provider: HttpAnswer['provider'], reason: string, detail: string): ClassifiedFailure {
  return { type: 'Provider.Busy', reason, detail: `${provider}: ${quoted(detail)}` };
}

/** A successful response whose body is not what the provider specifies. */
export function oddAnswer(
  provider: HttpAnswer['provider'],
  reason: OddReason,
  detail: string,
): ClassifiedFailure {
  return notYet(provider, reason, detail);
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

/** Pauses before our own storage is asked again, in milliseconds: the first one, which is shorter if only a connection was cut, and the longest. */
const STORAGE_PAUSE_MS = 1_000;
const CUT_PAUSE_MS = 100;
const LONGEST_STORAGE_PAUSE_MS = 10_000;

/** Classifies any other error of an activity: our own storage being unavailable, or an internal fault. */
export function classifyUnknown(error: unknown): ClassifiedFailure {
  if (error instanceof GalleyError) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  const detail = error instanceof Error ? `${error.name}: ${message}\n${error.stack ?? ''}` : message;
  const problem = storageProblem(error);
  if (problem !== undefined)
    return {
      type: 'Database.Unavailable',
      reason: problem,
      detail,
      delayMs: isCut(error) ? CUT_PAUSE_MS : STORAGE_PAUSE_MS,
      longestDelayMs: LONGEST_STORAGE_PAUSE_MS,
    };
  return { type: 'Internal.Fault', reason: 'unclassified', detail };
}
