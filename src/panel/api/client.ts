import createClient from 'openapi-fetch';
import type { paths } from '../api-types';
import { failureOf } from './failure';

/** Calls the API of the server that the panel came from, by the cookie of whoever is signed in. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  headers: { 'X-Galley-Panel': '1' },
});

/** What a call answers; throws a `Failure` where it is no success, and a `TypeError` where nobody answers. */
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
