import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { classifyUnknown } from '../../clients/failures';
import type { Logger } from '../../telemetry/logger';

/** Codes of the one error shape, with their HTTP status. */
export const ERROR_STATUS = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  site_not_proved: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  conflict: 409,
  price_changed: 409,
  link_used: 409,
  links_would_vanish: 409,
  too_large: 413,
  unsupported_media_type: 415,
  expectation_failed: 417,
  idempotency_key_reused: 422,
  too_many_orders: 429,
  too_many_requests: 429,
  too_many_streams: 429,
  headers_too_large: 431,
  internal: 500,
  provider_unavailable: 503,
  queue_full: 503,
  store_unavailable: 503,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** An answer that is an error: code, sentence, and extra facts as further top-level members. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly facts: Record<string, unknown> = {},
    /** When to ask again, where that is known. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** The client has gone: there is nobody to answer, and nothing was done. */
export class Gone extends Error {
  constructor() {
    super('the client has gone');
    this.name = 'Gone';
  }
}

/** Aborted when the client goes before it has got its answer. */
export function goneSignal(res: Response): AbortSignal {
  const gone = new AbortController();
  const tell = (): void => {
    if (!res.writableFinished) gone.abort();
  };
  if (res.closed) tell();
  else res.once('close', tell);
  return gone.signal;
}

/** The body of an answer that is an error. */
export function errorBody(error: ApiError, requestId: string): Record<string, unknown> {
  return { ...error.facts, error: error.code, message: error.message, requestId };
}

/** Whether answers of an address have the envelope of `/api/v1`, whose readers look at `success` first. */
const isEnveloped = (url: string): boolean => /^\/api\/v1(?:[/?]|$)/.test(url);

/** The id of a request, in every answer and log line. */
function requestIdOf(res: Response): string {
  return String(res.locals['requestId']);
}

/** What body parsers and Express itself throw, as far as it is the client's doing. */
function clientError(error: unknown): ApiError | undefined {
  if (error === null || typeof error !== 'object') return undefined;
  const { type, status } = error as { type?: unknown; status?: unknown };
  if (type === 'entity.too.large') return new ApiError('too_large', 'The request body is too large.');
  if (type === 'entity.parse.failed')
    return new ApiError('bad_request', 'The request body is not valid JSON.');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return new ApiError('unsupported_media_type', 'The encoding of the request body is not supported.');
  if (error instanceof URIError) return new ApiError('bad_request', 'The URL is not encoded correctly.');
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new ApiError('bad_request', 'The request could not be read.');
  return undefined;
}

/** Answers a request with an error. */
export function sendError(res: Response, error: ApiError): void {
  if (error.retryAfterSeconds !== undefined) res.setHeader('retry-after', String(error.retryAfterSeconds));
  if (error.code === 'unauthorized') res.setHeader('www-authenticate', 'Bearer');
  const body = errorBody(error, requestIdOf(res));
  res
    .status(ERROR_STATUS[error.code])
    .json(isEnveloped(res.req.originalUrl) ? { success: false, ...body } : body);
}

/** Turns whatever a route threw into the one shape. Nothing of the error itself reaches the client or the log. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, req: Request, res: Response, _next) => {
    if (error instanceof Gone) {
      res.destroy();
      return;
    }
    let known = error instanceof ApiError ? error : clientError(error);
    if (!known && classifyUnknown(error).type === 'Database.Unavailable') {
      res.setHeader('retry-after', '5');
      known = new ApiError(
        'unavailable',
        'The database is temporarily unavailable. Try again in a few seconds.',
      );
    }
    if (!known) {
      const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
      log.error('a request failed', {
        requestId: requestIdOf(res),
        method: req.method,
        error: String(name ?? 'unknown'),
        code: code === undefined ? null : String(code),
      });
      known = new ApiError(
        'internal',
        'Something went wrong on our side. Try again, or contact support and quote the requestId.',
      );
    }
    if (res.headersSent) {
      res.destroy();
      return;
    }
    sendError(res, known);
  };
}

/** The answer to an address that does not exist. It may hold a key by mistake, so it is not repeated. */
export const notFound: RequestHandler = () => {
  throw new ApiError('not_found', 'There is no such route.');
};
