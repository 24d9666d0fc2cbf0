import { normaliseWhitespace } from '../text';
import { readHtml } from './read';
import { isInline } from './tags';

/**
 * What a reader sees of a piece of HTML, on one line: character references decoded, elements that part lines as spaces, comments,
 * scripts and styles left out. A "<" that begins no tag stays.
 */
export function htmlToText(html: string): string {
  const parts: string[] = [];
  const part = (name: string): void => {
    if (!isInline(name)) parts.push(' ');
  };
  readHtml(
    html,
    { decode: true },
    { text: (text) => parts.push(text), open: (name) => part(name), close: part },
  );
  return normaliseWhitespace(parts.join(''));
}
