import { parseMarkdown } from '../text/markdown/parse';
import { placesOfPhrase } from '../text/phrase';
import { textReader } from '../text/text';
import { checkAnchor } from './anchor';
import { flatParagraphs } from './paragraphs';
import type { FlatText } from './paragraphs';
import { endsSentence } from './sentence-end';

/**
 * What has to be done for a link: make one of the words that are there, change a sentence that has the words in another spelling, or add a
 * sentence behind the last one of a paragraph.
 */
export type PlaceKind = 'words' | 'spelling' | 'sentence';

/** A part of a text, in UTF-16 units of its source. */
export interface Span {
  start: number;
  end: number;
}

/** A place for a link. `start` and `end` are those of the words, and the same where a sentence is added. */
export interface AnchorPlace extends Span {
  kind: PlaceKind;
  /** The sentence that holds the words, or that the new one follows. */
  sentence: Span;
}

/** A place, and what readers see there. */
export interface FoundPlace extends AnchorPlace {
  /** The sentence as part of the flat text; `start` tells sentences apart. */
  shown: Span;
  /** For a new sentence, the paragraph as part of the flat text. */
  paragraph?: Span;
}

function spanOf(flat: FlatText, start: number, end: number): Span | undefined {
  const [from, to] = [flat.from[start], flat.to[end - 1]];
  return from === undefined || to === undefined || from < 0 || to < 0 ? undefined : { start: from, end: to };
}

/** The words as one piece of plain text; undefined where part of them is code, a link or the like, or stands in another piece. */
function wordsAt(flat: FlatText, start: number, end: number): Span | undefined {
  const piece = flat.piece[start];
  if (piece === undefined || piece < 0) return undefined;
  for (let at = start; at < end; at++) if (flat.piece[at] !== piece) return undefined;
  return spanOf(flat, start, end);
}

/** Words longer than this, in UTF-16 units, would be looked for by their beginning, and are in no text. */
const LONGEST_WORDS = 300;

/** Signs that would make something else of a link behind them: an escaped bracket, or a picture. */
const SPOILS_LINK = /[\\!]/;

/** The end of a line within a paragraph, which readers see as a space. */
const WRAP = /[ \t]?(?:\r\n|\n|\r)[ \t]*/g;

function wordPlaces(
  { flat, article }: { flat: FlatText; article: string },
  anchor: string,
  sentences: readonly Span[],
): FoundPlace[] {
  if (anchor.length > LONGEST_WORDS) return [];
  let at = 0;
  return placesOfPhrase(flat.text, anchor).flatMap(({ start, end }): FoundPlace[] => {
    const words = wordsAt(flat, start, end);
    while (at < sentences.length && sentences[at]!.end < end) at++;
    const found = sentences[at];
    if (!words || !found || found.start > start) return [];
    if (SPOILS_LINK.test(article[words.start - 1] ?? '')) return [];
    const sentence = spanOf(flat, found.start, found.end);
    if (!sentence) return [];
    const isExact =
      flat.text.slice(start, end) === anchor ||
      article.slice(words.start, words.end).replace(WRAP, ' ') === anchor;
    return [{ kind: isExact ? 'words' : 'spelling', ...words, sentence, shown: found }];
  });
}

function sentencePlaces(flat: FlatText, sentences: readonly Span[]): FoundPlace[] {
  let at = 0;
  return flat.paragraphs.flatMap(({ start, end, isOpen }): FoundPlace[] => {
    while (at + 1 < sentences.length && sentences[at + 1]!.start < end) at++;
    const last = sentences[at];
    if (!isOpen || !last || last.start < start || last.end > end) return [];
    const sentence = spanOf(flat, last.start, last.end);
    if (!sentence || (flat.piece[last.end - 1] ?? -1) < 0) return [];
    if (!endsSentence(flat.text.slice(last.start, last.end))) return [];
    const { end: behind } = sentence;
    return [
      { kind: 'sentence', start: behind, end: behind, sentence, shown: last, paragraph: { start, end } },
    ];
  });
}

/** What {@link placesForAnchor} finds, with the text that readers see. */
export function findPlaces(
  article: string,
  anchor: string,
  { language = 'en' }: { language?: string } = {},
): { text: string; places: FoundPlace[] } {
  if (!checkAnchor(anchor).ok) return { text: '', places: [] };
  const flat = flatParagraphs(parseMarkdown(article), article);
  const sentences = textReader(language).sentencePlaces(flat.text);
  const places = [...wordPlaces({ flat, article }, anchor, sentences), ...sentencePlaces(flat, sentences)];
  return {
    text: flat.text,
    places: places.sort((one, other) => one.start - other.start || one.end - other.end),
  };
}

/**
 * Where a link of a text can be put into an article, in the order of the article: paragraphs, also those of lists, whose plain text has the
 * words, and the ends of paragraphs that are in no list. Never in code, a link, a reference, a picture, raw HTML that no link may stand in,
 * front matter, a heading, a table, a quotation or a footnote (docs/decisions/0072). Empty for a text that `checkAnchor` refuses.
 */
export function placesForAnchor(
  article: string,
  anchor: string,
  options: { language?: string } = {},
): AnchorPlace[] {
  return findPlaces(article, anchor, options).places.map(({ kind, start, end, sentence }) => ({
    ...{ kind, start, end, sentence },
  }));
}
