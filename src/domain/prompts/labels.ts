import { normaliseWhitespace } from '../text/text';

/** A label followed by a single-line text; nothing if the text is empty. */
export function lineUnder(label: string, text: string): string[] {
  const line = normaliseWhitespace(text);
  return line === '' ? [] : [`${label}: ${line}`];
}

/** A label followed by a list with one line per item; nothing if the list is empty. */
export function listUnder(label: string, items: readonly string[]): string[] {
  const lines = items.map(normaliseWhitespace).filter((line) => line !== '');
  return lines.length === 0 ? [] : [`${label}:`, ...lines.map((line) => `- ${line}`)];
}
