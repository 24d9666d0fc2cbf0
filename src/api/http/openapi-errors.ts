import { ERROR_STATUS } from './errors';
import type { ErrorCode } from './errors';
import type { AnySpec } from './route';

const CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

/** The content of every answer that is an error. */
export const ERROR_CONTENT = {
  'application/json': { schema: { $ref: '#/components/schemas/Error' } },
};

/** Headers that answers of a status have besides the request's id. */
const HEADERS: Readonly<Partial<Record<number, object>>> = {
  401: { 'WWW-Authenticate': { schema: { type: 'string' } } },
  405: { Allow: { required: true, schema: { type: 'string' } } },
  429: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
  503: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
};

/** Errors that a route can answer with, by what it takes. Any request can also be one that cannot be read (400, 408, 417, 431). */
export function errorCodesOf(spec: AnySpec): ErrorCode[] {
  const { permission, method, body, path, query, answers, idempotent } = spec;
  const inPath = path.includes(':');
  const says = (word: string): boolean =>
    Object.values(answers).some(({ description }) => description.includes(word));
  const takesTenant = query?.safeParse({ tenantId: 'x' }).error?.issues.some(isAboutTenant) ?? false;
  const creates = idempotent === true && !inPath;
  const possible: Partial<Record<ErrorCode, boolean>> = {
    bad_request: true,
    unauthorized: permission !== 'open',
    forbidden: permission !== 'open' && !(permission === 'session' && method === 'get'),
    not_found: inPath || takesTenant || says('`not_found`'),
    method_not_allowed: false,
    conflict: ERROR_STATUS.conflict in answers,
    too_large: body !== undefined,
    unsupported_media_type: body !== undefined,
    idempotency_key_reused: idempotent === true,
    links_would_vanish: says('`links_would_vanish`'),
    site_not_proved: says('`site_not_proved`'),
    too_many_requests: true,
    too_many_orders: creates || says('`too_many_orders`'),
    too_many_streams: Object.values(answers).some(({ contentType }) => contentType === 'text/event-stream'),
    queue_full: creates || says('`queue_full`'),
    store_unavailable: says('store_unavailable'),
    unavailable: path.startsWith('/api/'),
  };
  return CODES.filter((code) => possible[code]);
}

function isAboutTenant({ path }: { path: PropertyKey[] }): boolean {
  return path[0] === 'tenantId';
}

const describe = (codes: readonly ErrorCode[]): string =>
  `An error: ${codes.map((code) => `\`${code}\``).join(' or ')}.`;

/** The answers to these errors, by status, as references to {@link errorComponents}. */
export function errorResponses(codes: readonly ErrorCode[]): Record<string, object> {
  return Object.fromEntries(
    [...new Set(codes.map((code) => ERROR_STATUS[code]))].map((status) => [
      String(status),
      {
        $ref: `#/components/responses/Error${status}`,
        description: describe(codes.filter((code) => ERROR_STATUS[code] === status)),
      },
    ]),
  );
}

/** An answer for every status that an error can have, and `Error` for any. */
export function errorComponents(): Record<string, object> {
  const statuses = [...new Set(Object.values(ERROR_STATUS))];
  const any = {
    description: 'An error. All errors have this shape; some have further fields.',
    content: ERROR_CONTENT,
  };
  const byStatus = Object.fromEntries(
    statuses.map((status) => {
      const codes = CODES.filter((code) => ERROR_STATUS[code] === status);
      return [
        `Error${status}`,
        {
          description: describe(codes),
          headers: { 'X-Request-Id': { $ref: '#/components/headers/RequestId' }, ...HEADERS[status] },
          content: ERROR_CONTENT,
        },
      ];
    }),
  );
  return { Error: any, ...byStatus };
}
