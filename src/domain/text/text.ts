import slugifyWhole from '@sindresorhus/slugify';

/** Used if no language tag is given, or an unusable one. */
const DEFAULT_LANGUAGE = 'en';

/** The slug used if neither the text nor the fallback leaves a letter or digit. */
const DEFAULT_SLUG = 'post';

/**
 * Where a slug differs from the library's: umlauts become their base letter, as titles are in any language and not in German alone,
 * and signs are left out instead of being spelt in English.
 */
const SLUG_REPLACEMENTS: ReadonlyArray<[string, string]> = [
  ['ä', 'a'],
  ['ö', 'o'],
  ['ü', 'u'],
  ['&', ' '],
  ['♥', ' '],
  ['🦄', ' '],
];

type Granularity = 'grapheme' | 'word' | 'sentence';

function createSegmenter(granularity: Granularity, language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity });
  } catch {
    return new Intl.Segmenter(DEFAULT_LANGUAGE, { granularity });
  }
}

/** Segmenters that were made, as making one takes as long as reading a page. They keep nothing of a text. */
const made = new Map<string, Intl.Segmenter>();

/** Languages come from outside, so what is kept has a bound. */
const MAX_MADE = 60;

function segmenter(granularity: Granularity, language: string): Intl.Segmenter {
  const key = `${granularity} ${language}`;
  const kept = made.get(key);
  if (kept) return kept;
  if (made.size >= MAX_MADE) made.clear();
  const created = createSegmenter(granularity, language);
  made.set(key, created);
  return created;
}

/** Whether there is certainly a grapheme boundary at `at`: two printable ASCII characters never combine. */
function isSurelyBetween(text: string, at: number): boolean {
  return at === 0 || /^[ -~]{2}$/.test(text.slice(at - 1, at + 1));
}

/** Each step of a segmenter takes time proportional to the whole text, so long texts are processed in pieces. */
const MAX_PIECE_LENGTH = 1024;

/** A place near `at` that does not divide a character of two UTF-16 units. */
function betweenUnits(text: string, at: number): number {
  return /[\ud800-\udbff]/.test(text[at - 1] ?? '') ? at - 1 : at;
}

/** Truncates `text` to at most `maxLength` UTF-16 units without splitting a grapheme; never throws. */
export function cutAtGrapheme(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  if (!(maxLength > 0)) return '';
  let start = Math.floor(maxLength);
  const least = Math.max(0, betweenUnits(text, start - MAX_PIECE_LENGTH));
  while (start > least && !isSurelyBetween(text, start)) start--;
  let end = start;
  // One character past the limit shows whether there is a boundary at the limit.
  const window = text.slice(start, maxLength + 2);
  for (const { index, segment } of segmenter('grapheme', DEFAULT_LANGUAGE).segment(window)) {
    if (start + index + segment.length > maxLength) break;
    end = start + index + segment.length;
  }
  return text.slice(0, end);
}

function* piecesOf(text: string, mayCut: (text: string, at: number) => boolean): Generator<string> {
  const isSpace = (at: number) => /\s/.test(text[at - 1] ?? '');
  let start = 0;
  while (text.length - start > MAX_PIECE_LENGTH) {
    const limit = start + MAX_PIECE_LENGTH;
    let end = limit;
    while (end > start && !(isSpace(end) && mayCut(text, end))) end--;
    if (end === start) end = limit;
    while (end > start && !isSpace(end)) end--;
    if (end === start) end = betweenUnits(text, limit);
    yield text.slice(start, end);
    start = end;
  }
  yield text.slice(start);
}

/** Splits texts of one language into words and sentences. */
export interface TextReader {
  /** The words in order, without punctuation. */
  words(text: string): string[];
  /** The sentences in order, trimmed, without empty ones. */
  sentences(text: string): string[];
  /** Where these sentences stand in the text, in UTF-16 units. */
  sentencePlaces(text: string): Array<{ start: number; end: number }>;
}

/** A reader for a language (English if the tag is unusable). */
export function textReader(language: string = DEFAULT_LANGUAGE): TextReader {
  const words = segmenter('word', language);
  const sentences = segmenter('sentence', language);
  const sentencePlaces = (text: string): Array<{ start: number; end: number }> => {
    const found: Array<{ start: number; end: number }> = [];
    let before = 0;
    for (const piece of piecesOf(text, (whole, at) => /[.!?…:\n]/.test(whole[at - 2] ?? ''))) {
      for (const { segment, index } of sentences.segment(piece)) {
        const trimmed = segment.trim();
        const start = before + index + segment.length - segment.trimStart().length;
        if (trimmed !== '') found.push({ start, end: start + trimmed.length });
      }
      before += piece.length;
    }
    return found;
  };
  return {
    words: (text) => {
      const found: string[] = [];
      for (const piece of piecesOf(text, () => true)) {
        for (const { segment, isWordLike } of words.segment(piece)) if (isWordLike) found.push(segment);
      }
      return found;
    },
    sentences: (text) => sentencePlaces(text).map(({ start, end }) => text.slice(start, end)),
    sentencePlaces,
  };
}

/** Characters that are read for each one of a slug. Signs, which leave none, are seldom so many. */
const READ_PER_CHARACTER = 10;

function toSlug(text: string, max: number): string {
  return slugifyWhole(
    text
      .trim()
      .slice(0, max * READ_PER_CHARACTER)
      .normalize('NFKC')
      .toLowerCase(),
    {
      decamelize: false,
      customReplacements: SLUG_REPLACEMENTS,
    },
  );
}

function cutSlug(slug: string, max: number): string {
  if (slug.length <= max) return slug;
  const cut = slug.slice(0, max);
  const lastWhole = slug[max] === '-' ? max : cut.lastIndexOf('-');
  // Cutting between words reads better, but not if it costs half of the slug.
  return (lastWhole >= max / 2 ? cut.slice(0, lastWhole) : cut).replace(/-+$/, '');
}

/** A lower-case ASCII slug of 1 to `max` characters; uses `fallback` if the text leaves nothing. */
export function slugify(text: string, max: number, fallback: string = DEFAULT_SLUG): string {
  const limit = Math.max(1, Math.floor(max));
  const slugOf = (from: string): string => cutSlug(toSlug(from, limit), limit);
  return slugOf(text) || slugOf(fallback) || cutSlug(DEFAULT_SLUG, limit);
}

/** Letters and signs that never combine with one another: all before the first combining mark, but for what ends lines. */
const ALONE = /[ -\u02ff]*/y;
const TWO_ALONE = /[ -\u02ff]{2}/;

/** What a reader sees as characters, with the place of each in UTF-16 units. */
export function* graphemesOf(text: string): Generator<{ segment: string; index: number }> {
  const graphemes = segmenter('grapheme', DEFAULT_LANGUAGE);
  let start = 0;
  while (start < text.length) {
    ALONE.lastIndex = start;
    const alone = start + ALONE.exec(text)![0].length;
    // The last of them may combine with what follows.
    for (const last = alone < text.length ? alone - 1 : alone; start < last; start++)
      yield { segment: text[start]!, index: start };
    if (start >= text.length) return;
    const far = start + MAX_PIECE_LENGTH;
    const most = far < text.length ? betweenUnits(text, far) : text.length;
    // One character further, so that something is read.
    const next = text.slice(start + 1, most).search(TWO_ALONE);
    const end = next < 0 ? most : start + next + 2;
    const found = [...graphemes.segment(text.slice(start, end))];
    // The last one may go on in the next piece, unless it is the whole piece.
    if (next < 0 && end < text.length && found.length > 1) found.pop();
    for (const { segment, index } of found) yield { segment, index: start + index };
    const last = found.at(-1)!;
    start += last.index + last.segment.length;
  }
}

/** The length of `text` in what a reader sees as characters. */
export function countGraphemes(text: string): number {
  let count = 0;
  for (const _ of graphemesOf(text)) count++;
  return count;
}

/**
 * A text without the characters at its end that match a pattern for one character. A pattern that ends in `+$` would read each run of
 * them within the text as often as it is long.
 */
export function withoutEnd(text: string, character: RegExp): string {
  let end = text.length;
  while (end > 0 && character.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/**
 * Collapses every run of whitespace, including line breaks and no-break spaces, into one space, and trims both ends.
 */
export function normaliseWhitespace(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/**
 * Whether the text contains control characters (including tabs and line breaks) or bidirectional formatting characters.
 */
export function hasControlOrBidi(text: string): boolean {
  return /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.test(text);
}

/** Size of `text` in UTF-8, in bytes; a lone surrogate counts as the replacement character. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
