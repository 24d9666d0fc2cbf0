import { storableText } from '../storable';
import { normaliseWhitespace } from '../text';
import { readHtml } from './read';
import { isInline } from './tags';

/** The beginning of a piece of HTML, at most `length` UTF-16 units, without a tag or character reference that it would cut through. */
export function htmlStart(html: string, length: number): string {
  if (html.length <= length) return html;
  const start = html.slice(0, length);
  const tag = start.lastIndexOf('<');
  const whole = tag > start.lastIndexOf('>') ? start.slice(0, tag) : start;
  return storableText(whole.slice(0, -10) + whole.slice(-10).replace(/&[^\s;]*$/, ''));
}

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
