import { normaliseWhitespace } from '../text/text';

/** A text on one line after its label, or nothing when it is empty. */
export function lineUnder(label: string, text: string): string[] {
  const line = normaliseWhitespace(text);
  return line === '' ? [] : [`${label}: ${line}`];
}

/** A list under a label, each item on one line, or nothing when it is empty. */
export function listUnder(label: string, items: readonly string[]): string[] {
  const lines = items.map(normaliseWhitespace).filter((line) => line !== '');
  return lines.length === 0 ? [] : [`${label}:`, ...lines.map((line) => `- ${line}`)];
}
