import { MOST_FACT_BYTES } from '../../contract/mail';
import { cutAtGrapheme } from '../../domain/text/text';

/** The values of a mail's template. */
export type Facts = Readonly<Record<string, string | number>>;

/** Characters of an entry of a list, in UTF-16 units. */
const ENTRY_LENGTH = 160;

/** Bytes that a fact takes up in a JSON object, with what divides it from the next. */
function bytesOf(name: string, value: string | number): number {
  return Buffer.byteLength(JSON.stringify(name)) + Buffer.byteLength(JSON.stringify(value)) + 2;
}

/** A text on one line, without control characters, cut to a length in UTF-16 units. */
export function factLine(value: string, length: number): string {
  return cutAtGrapheme(value.replace(/[\u0000-\u001f\u007f]/g, ' '), length);
}

/**
 * Adds what there is to tell of an order to the facts of a mail: numbers and texts as they are, lists as `name.1`, `name.2` and so on. What
 * there is no room for is left out, the ends of lists first: the facts stay within `mostBytes` of JSON wherever `facts` does.
 */
export function withToldFacts(
  facts: Facts,
  told: Readonly<Record<string, unknown>>,
  mostBytes = MOST_FACT_BYTES,
): Facts {
  const all: Record<string, string | number> = { ...facts };
  let left = mostBytes - Buffer.byteLength(JSON.stringify(facts));
  const add = (name: string, value: string | number): boolean => {
    const bytes = bytesOf(name, value);
    if (bytes > left || Object.hasOwn(all, name)) return false;
    left -= bytes;
    all[name] = value;
    return true;
  };
  for (const [name, value] of Object.entries(told)) {
    if (typeof value === 'number') add(name, value);
    else if (typeof value === 'string') add(name, factLine(value, ENTRY_LENGTH));
  }
  for (const [name, value] of Object.entries(told)) {
    if (!Array.isArray(value)) continue;
    const entries = value.filter((entry): entry is string => typeof entry === 'string');
    entries.every((entry, n) => add(`${name}.${n + 1}`, factLine(entry, ENTRY_LENGTH)));
  }
  return all;
}
