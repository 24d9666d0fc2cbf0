import { decodeString } from 'micromark-util-decode-string';

/** Where a UTF-16 unit of a value stands in its source. */
export interface SourcePlace {
  start: number;
  end: number;
}

const REFERENCE = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});/iy;

const ESCAPABLE = /[!-/:-@[-`{-~]/;

/** What a value begins with at a place of its source that is written otherwise: how much of both, in UTF-16 units. */
function written(value: string, at: number, source: string, place: number): [number, number] | undefined {
  const [next, ahead] = [source[place], source[place + 1] ?? ''];
  if (next === '\\' && ahead === value[at] && ESCAPABLE.test(ahead)) return [1, 2];
  if (next !== '&') return undefined;
  REFERENCE.lastIndex = place;
  const reference = REFERENCE.exec(source)?.[0];
  if (reference === undefined) return undefined;
  const text = decodeString(reference);
  return text !== '' && text !== reference && value.startsWith(text, at)
    ? [text.length, reference.length]
    : undefined;
}

/**
 * Where each UTF-16 unit of a text node's value stands in the node's source, which has escapes, character references and the indentation
 * of further lines besides. From where the two cannot be brought together, places are undefined.
 */
export function alignText(value: string, source: string): Array<SourcePlace | undefined> {
  const places: Array<SourcePlace | undefined> = [];
  let place = 0;
  let at = 0;
  while (at < value.length) {
    // Before plain equality: what is written as an escape or a reference begins with a sign that may stand for itself.
    const special = written(value, at, source, place);
    if (special) {
      const [units, length] = special;
      for (let n = 0; n < units; n++) places.push({ start: place, end: place + length });
      at += units;
      place += length;
    } else if (value[at] === source[place]) {
      places.push({ start: place, end: ++place });
      at++;
    } else if (value[at] === '\n' || value[at] === '\r' || /[\r\n]/.test(value[at - 1] ?? '')) {
      // Blanks at the end of a line and at the beginning of the next one are no part of the value.
      if (!/[ \t>]/.test(source[place] ?? '')) break;
      place++;
    } else break;
  }
  while (places.length < value.length) places.push(undefined);
  return places;
}
