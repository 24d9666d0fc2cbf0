import { randomUUID } from 'node:crypto';
import { createServer, STATUS_CODES } from 'node:http';
import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiError, ERROR_STATUS, errorBody } from './errors';
import type { ErrorCode } from './errors';

/** What Node says of a request that it could not read, as far as it is more than a bad request. */
const PARSE_FAULTS: Readonly<Record<string, [ErrorCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The headers of the request are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['too_large', 'The request body is too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request took too long to arrive.'],
};

/** The error for a request that never became one. */
export function parseFault(code: unknown): ApiError {
  const [error, message] = PARSE_FAULTS[String(code)] ?? ['bad_request', 'The request is not valid HTTP.'];
  return new ApiError(error, message);
}

/** Writes an error to a connection without a response of its own, and closes it. */
function refuse(socket: Duplex, error: ApiError): void {
  const status = ERROR_STATUS[error.code];
  const requestId = randomUUID();
  const body = JSON.stringify(errorBody(error, requestId));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    `x-request-id: ${requestId}`,
    ...(error.code === 'method_not_allowed' ? ['allow: GET, HEAD, POST, PATCH, DELETE, OPTIONS'] : []),
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * The server of the API. What Node answers by itself, before any route is asked, has the one error shape, too: requests that cannot be
 * read, are too slow or have too long headers, expectations other than `100-continue`, and `CONNECT`.
 */
export function createApiServer(listener: RequestListener): Server {
  /** The last response of each connection: once it has begun, nothing may be written between. */
  const responses = new WeakMap<Duplex, ServerResponse>();
  // The API itself refuses requests without a host, in its own shape.
  const server = createServer({ requireHostHeader: false }, listener);
  server.prependListener('request', (req, res: ServerResponse) => void responses.set(req.socket, res));
  server.on('checkExpectation', (req) =>
    refuse(
      req.socket,
      new ApiError('expectation_failed', 'The only expectation that is met is 100-continue.'),
    ),
  );
  server.on('connect', (_req, socket: Duplex) =>
    refuse(socket, new ApiError('method_not_allowed', 'CONNECT is not allowed.')),
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const response = responses.get(socket);
    const isAnswering = response !== undefined && response.headersSent && !response.writableFinished;
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) socket.destroy();
    else refuse(socket, parseFault(error.code));
  });
  return server;
}
