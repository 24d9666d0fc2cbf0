import { quoteOf } from '../quality/draft';
import { toPlainText } from '../text/markdown/shown';
import { placesForAnchor } from './places';
import type { PlaceKind } from './places';

/** How many places an article has for a link, by what has to be done there, and the best one. */
export interface PlaceSummary {
  counts: Record<PlaceKind, number>;
  /** The first place of the kind that changes least; `sentence` is the one concerned, without marks. Null where there is none. */
  best: { kind: PlaceKind; sentence: string } | null;
}

/** From the kind of place that changes least to the one that changes most. */
const BEST_FIRST: readonly PlaceKind[] = ['words', 'spelling', 'sentence'];

/** Of a sentence, as much is read, in UTF-16 units. */
const MAX_READ = 1_000;

/** What {@link placesForAnchor} finds, in a few words. */
export function summaryOfPlaces(
  article: string,
  anchor: string,
  options: { language?: string } = {},
): PlaceSummary {
  const places = placesForAnchor(article, anchor, options);
  const counts = { words: 0, spelling: 0, sentence: 0 };
  for (const { kind } of places) counts[kind] += 1;
  const kind = BEST_FIRST.find((one) => counts[one] > 0);
  const best = places.find((place) => place.kind === kind);
  if (!best) return { counts, best: null };
  const { start, end } = best.sentence;
  const text = toPlainText(article.slice(start, Math.min(end, start + MAX_READ)));
  return { counts, best: { kind: best.kind, sentence: quoteOf(text) } };
}
