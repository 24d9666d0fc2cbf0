import { asCode } from '../text/markdown';
import { storableText } from '../text/storable';
import { cutAtGrapheme, normaliseWhitespace } from '../text/text';

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

/** A label followed by a text from outside, as a block that it cannot end; nothing if the text is empty. At most `max` UTF-16 units of it. */
export function blockUnder(label: string, given: string, max: number): string[] {
  const shown = cutAtGrapheme(storableText(given).trim(), max);
  return shown === '' ? [] : [`${label}:`, asCode(shown)];
}
