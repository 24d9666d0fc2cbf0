import { findPlaces } from './places';
import type { FoundPlace } from './places';

/** Sentences of an article by which a place for a link can be named, in the order of the article. */
export interface OfferedPlaces {
  /** Sentences that hold the words, in whatever spelling. */
  words: string[];
  /** Last sentences of the paragraphs that a new one can be added to. */
  ends: string[];
}

/** Places of each kind that are offered; from more, every second or third and so on is. */
const MAX_OFFERED = 40;

/** Longer sentences are offered only where there is no other, in UTF-16 units. */
const LONGEST_OFFERED = 300;

/** No sentence that is offered is longer. */
const MAX_SENTENCE = 2_000;

function offered(text: string, places: readonly FoundPlace[]): string[] {
  const spans = new Map(places.map(({ shown }) => [shown.start, shown]));
  const all = [...spans.values()].filter(({ start, end }) => end - start <= MAX_SENTENCE);
  const short = all.filter(({ start, end }) => end - start <= LONGEST_OFFERED);
  const chosen = short.length > 0 ? short : all;
  const step = Math.ceil(chosen.length / MAX_OFFERED);
  const few = chosen.filter((_, at) => at % step === 0);
  return [...new Set(few.map(({ start, end }) => text.slice(start, end)))];
}

/** Where a link can go, as whoever proposes a place is told; what is proposed is looked for again. */
export function offeredPlaces(
  markdown: string,
  anchor: string,
  options: { language?: string } = {},
): OfferedPlaces {
  const { text, places } = findPlaces(markdown, anchor, options);
  return {
    words: offered(
      text,
      places.filter(({ kind }) => kind !== 'sentence'),
    ),
    ends: offered(
      text,
      places.filter(({ kind }) => kind === 'sentence'),
    ),
  };
}
