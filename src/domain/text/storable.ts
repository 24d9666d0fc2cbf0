/** What Postgres refuses in text and JSON: null characters, and halves of a character (lone surrogates). */
const REFUSED = /\0|[\ud800-\udfff]/u;

/** Whether Postgres can save a text as it is. */
export function isStorable(text: string): boolean {
  return !REFUSED.test(text);
}

/** A text that Postgres can save: without null characters, and with U+FFFD in place of halves of a character. */
export function storableText(text: string): string {
  return isStorable(text) ? text : text.replaceAll('\0', '').replace(/[\ud800-\udfff]/gu, '\ufffd');
}

/** Levels of a JSON value that are kept; nothing that we read is nested as deep. */
const MAX_DEPTH = 200;

/** The same for every text in a JSON value, names of members included. What is nested deeper than 200 levels becomes null. */
export function storable<T>(value: T, depth = 0): T {
  if (typeof value === 'string') return storableText(value) as T;
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) return null as T;
  if (Array.isArray(value)) return value.map((item: unknown) => storable(item, depth + 1)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [storableText(name), storable<unknown>(item, depth + 1)]),
  ) as T;
}

/** A place in a JSON value: the name of a member, and the place that the member is in. */
interface Place {
  name: string;
  within: Place | undefined;
}

function pathTo(place: Place | undefined): string[] {
  const path: string[] = [];
  for (let at = place; at; at = at.within) path.push(at.name);
  return path.reverse();
}

/** A text in a JSON value that Postgres refuses, as the names that lead there; undefined if there is none. */
export function findUnstorable(value: unknown): string[] | undefined {
  // Without recursion, because a request may be nested deeper than the stack.
  const pending: Array<{ place: Place | undefined; value: unknown }> = [{ place: undefined, value }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { place, value: held } = next;
    if (typeof held === 'string' && !isStorable(held)) return pathTo(place);
    if (held === null || typeof held !== 'object') continue;
    for (const [name, item] of Object.entries(held)) {
      if (!isStorable(name)) return pathTo(place);
      pending.push({ place: { name, within: place }, value: item });
    }
  }
  return undefined;
}
