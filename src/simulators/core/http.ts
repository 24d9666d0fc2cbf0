import type { IncomingHttpHeaders } from 'node:http';
import type { FaultAction, Provider } from './fault-types';

/** An answer to one request. */
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
  /** The app that asked for the token, or in whose name the request came. */
  appId?: string;
}

/** One request as handlers see it. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  raw: Buffer;
  /** The parsed body; undefined when the body is empty or no JSON. */
  json: unknown;
  params: Record<string, string>;
  /** Aborts when the client goes away or the server stops. */
  signal: AbortSignal;
  /** A provider-specific fault that the handler has to play. */
  fault: FaultAction | undefined;
  note(facts: CallNotes): void;
}

/** A handler's place: which requests it answers and under which name faults and records know them. */
export interface Route {
  provider: Provider | 'control';
  method: string;
  /** Path with `:name` parameters, such as `/wix/blog/v3/posts/:id`. */
  path: string;
  kind: string | ((call: Call) => string);
  /** What the request is about where neither its path nor its body tells, for faults that match a text. */
  about?(call: Call): string | undefined;
  handle(call: Call): Reply | Promise<Reply>;
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** An HTML answer. */
export function html(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

/** The value as an object, or an empty one for anything else. */
export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** The value as a text, or undefined for anything else. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Text made safe for HTML content and attribute values. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Finds the route of a request; parameters are decoded, an undecodable path finds nothing. */
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
