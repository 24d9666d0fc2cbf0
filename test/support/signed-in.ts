import { PANEL_HEADER } from '../../src/api/tenants/session-cookie';

/** An answer to somebody in a browser. */
export interface PageAnswer {
  status: number;
  headers: Headers;
  json: Record<string, unknown>;
  /** The cookie that the answer sets, as it is sent back; undefined where it sets none. */
  cookie: string | undefined;
}

/** Sends what the panel would send, in the name of a cookie where one is given. */
export async function fromPanel(
  apiUrl: string,
  method: string,
  path: string,
  options: { cookie?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<PageAnswer> {
  const { cookie, body, headers } = options;
  const answer = await fetch(`${apiUrl}${path}`, {
    method,
    headers: {
      [PANEL_HEADER]: '1',
      ...(cookie ? { cookie } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    json: text ? (JSON.parse(text) as Record<string, unknown>) : {},
    cookie: answer.headers.getSetCookie()[0]?.split(';')[0],
  };
}
