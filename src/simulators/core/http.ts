import type { IncomingHttpHeaders } from 'node:http';
import type { FaultAction, Provider } from './fault-types';

/** A response to one request. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** Facts that a handler adds to the record of its request. */
export interface CallNotes {
  finishReason?: string;
  chargedTokens?: number;
  instanceId?: string;
  /** The app that requested the token, or that the token belongs to. */
  appId?: string;
}

/** A request as handlers see it. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  raw: Buffer;
  /** The parsed body; undefined if it is empty or not JSON. */
  json: unknown;
  params: Record<string, string>;
  /** Aborts when the client disconnects or the server stops. */
  signal: AbortSignal;
  /** A provider-specific fault for the handler to apply. */
  fault: FaultAction | undefined;
  note(facts: CallNotes): void;
}

/** A handler with the requests it serves, and the kind by which faults and records refer to them. */
export interface Route {
  provider: Provider | 'control';
  method: string;
  /** Path with `:name` parameters, such as `/wix/blog/v3/posts/:id`. */
  path: string;
  kind: string | ((call: Call) => string);
  /** The subject of the request, for faults that match a text, if its path and body do not show it. */
  about?(call: Call): string | undefined;
  handle(call: Call): Reply | Promise<Reply>;
}

/** A JSON response. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** An HTML response. */
export function html(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

/** The value if it is an object, otherwise an empty object. */
export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** The value if it is a string, otherwise undefined. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Escapes text for HTML content and attribute values. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Finds the route of a request and decodes its parameters; undefined if the path cannot be decoded. */
export function createRouter(
  routes: readonly Route[],
): (method: string, path: string) => { route: Route; params: Record<string, string> } | undefined {
  const compiled = routes.map((route) => ({
    route,
    names: [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] as string),
    pattern: new RegExp(`^${route.path.replaceAll('.', '\\.').replace(/:\w+/g, '([^/]+)')}/?$`),
  }));
  return (method, path) => {
    for (const { route, names, pattern } of compiled) {
      if (route.method !== method) continue;
      const match = pattern.exec(path);
      if (!match) continue;
      try {
        const params = Object.fromEntries(
          names.map((name, at) => [name, decodeURIComponent(match[at + 1]!)]),
        );
        return { route, params };
      } catch {
        return undefined;
      }
    }
    return undefined;
  };
}
