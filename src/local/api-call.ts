/** Calls the API with one key, at most once per idempotency key; throws a readable error if the call is rejected. */
export type ApiCall = (
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: unknown,
  idempotencyKey?: string,
) => Promise<unknown>;

/**
 * Creates a function that calls the API with a key; `path` starts with `/api`. Aborting the signal ends calls in
 * progress.
 */
export function apiCaller(api: { apiUrl: string; key: string; signal?: AbortSignal }): ApiCall {
  return async (method, path, body, idempotencyKey) => {
    const late = AbortSignal.timeout(30_000);
    const response = await fetch(`${api.apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${api.key}`,
        'content-type': 'application/json',
        ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: api.signal ? AbortSignal.any([api.signal, late]) : late,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} returned ${response.status}: ${text.slice(0, 300)}`);
    return text ? (JSON.parse(text) as unknown) : undefined;
  };
}
