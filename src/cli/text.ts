import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

/**
 * Characters that a terminal obeys instead of showing: controls of both kinds, halves of characters, line and paragraph separators, and those that
 * turn the direction of what follows.
 */
const OBEYED = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function neutralised(text: string, kept: string): string {
  return stripVTControlCharacters(text).replaceAll(OBEYED, (character) =>
    kept.includes(character) ? character : /\s/.test(character) ? ' ' : '\ufffd',
  );
}

/** Text from elsewhere as one line that a terminal only shows: no escape sequence is left, and line breaks become blanks. */
export function plainLine(text: string): string {
  return neutralised(text, '').replaceAll(/ {2,}/g, ' ').trim();
}

/** The same for text of several lines, whose line breaks and tabs stay. */
export function plainText(text: string): string {
  return neutralised(text.replaceAll('\r\n', '\n'), '\n\t');
}

/** Columns that a terminal needs for a text. */
export const widthOf = (text: string): number => stringWidth(text);

/** A text cut to at most so many columns, at a whole character, with an ellipsis where something was left out. */
export function cutToWidth(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  if (columns <= 0) return '';
  let cut = '';
  for (const { segment } of graphemes.segment(text)) {
    if (widthOf(cut + segment) > columns - 1) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}

/** A text of exactly so many columns: cut, or filled up with blanks. */
export function fitToWidth(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const cut = cutToWidth(text, columns);
  const blanks = ' '.repeat(Math.max(0, columns - widthOf(cut)));
  return side === 'left' ? cut + blanks : blanks + cut;
}

/** JSON in which nothing is left that a terminal would obey; what it means is the same. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll(
    /[\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
