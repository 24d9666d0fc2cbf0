import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';

/** Statements that one connection keeps prepared; the server holds a plan for each, some 20 to 100 KB. */
const MOST_A_CONNECTION = 300;

/** Texts whose names are kept; those of lists with many filters are made for each request. */
const MOST_NAMES = 2_000;

const names = new Map<string, string>();

/** The name under which a text is prepared, the same in every connection. Undefined for texts beyond the first thousands. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMES) return known;
  const name = `g_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
  names.set(text, name);
  return name;
}

/**
 * Has a connection prepare every statement with parameters the first time it is sent, so that the server parses and plans it once. A
 * statement that is used for the first time when there are enough is sent as before.
 */
export function prepareStatements(connection: PoolClient): void {
  const prepared = new Set<string>();
  const query = connection.query.bind(connection) as (...args: unknown[]) => unknown;
  const named = (first: unknown, values: unknown, ...rest: unknown[]): unknown => {
    if (typeof first !== 'string' || !Array.isArray(values)) return query(first, values, ...rest);
    const name = nameOf(first);
    if (name === undefined || (prepared.size >= MOST_A_CONNECTION && !prepared.has(name)))
      return query(first, values, ...rest);
    prepared.add(name);
    return query({ name, text: first }, values, ...rest);
  };
  connection.query = named as PoolClient['query'];
}
