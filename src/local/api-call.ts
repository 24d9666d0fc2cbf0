/** Calls the API with one key, at most once under an idempotency key; throws a sentence when it is refused. */
export type ApiCall = (
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: unknown,
  idempotencyKey?: string,
) => Promise<unknown>;

/** Returns a function that calls the API with a key; `path` begins with `/api`. An aborted signal ends what is under way. */
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
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return text ? (JSON.parse(text) as unknown) : undefined;
  };
}
