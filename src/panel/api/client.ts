import createClient from 'openapi-fetch';
import type { paths } from '../../openapi/api-types';
import { failureOf } from './failure';

/**
 * Time limit of a read, in milliseconds: longer than the API waits for a store, and short enough that a page whose request was lost
 * asks again within 15 s.
 */
const READ_TIMEOUT_MS = 12_000;

/** Calls the API of the server that the panel came from, by the cookie of whoever is signed in. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  headers: { 'X-Galley-Panel': '1' },
  fetch: (request) =>
    fetch(request, request.method === 'GET' ? { signal: AbortSignal.timeout(READ_TIMEOUT_MS) } : {}),
});

/** What a call answers; throws a `Failure` where it is no success, and the browser's own error where there is no answer. */
export async function answerOf<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw failureOf(response.status, error);
  return data as T;
}

/** A word nobody else uses, so that a request sent twice is done once. */
export function newRequestWord(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The same calls for addresses that are put together when they are called. */
const untyped = api as unknown as Record<
  'GET' | 'POST',
  (path: string, init: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>
>;

/** Reads an address of a kind of order. Its answer is of the kind's own type, which whoever reads it names. */
export async function read<T>(path: string, params: { path?: { id: string }; query?: object }): Promise<T> {
  return (await answerOf(untyped.GET(path, { params }))) as T;
}

/** Sends an action on an order of a kind, named by the last word of its route. */
export function act(order: { base: string; id: string }, action: string, body?: object): Promise<unknown> {
  const params = { path: { id: order.id } };
  return answerOf(untyped.POST(`${order.base}/{id}/${action}`, { params, body }));
}
