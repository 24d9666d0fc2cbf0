import type { Draft, Paragraph } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { stopWordsOf } from './language';
import { found } from './rules';
import {
  ECHOED_SHARE,
  ECHOED_TIMES,
  MAX_FINDINGS_PER_CHECK,
  MIN_RESTATED_WORDS,
  RESTATED_SHARE,
} from './thresholds';

/** Two forms of a word mostly share this many letters. */
const STEM = 5;

/** A word that so many paragraphs have is the subject of the text; only the latest of them are compared by it. */
const MAX_COMPARED = 12;

/** Of the earlier paragraph, as much is named, in UTF-16 units. */
const MAX_NAMED = 80;

/** The distinct meaningful words of a paragraph, without endings. */
function stemsOf({ sentences }: Paragraph, ignored: ReadonlySet<string>): Set<string> {
  const stems = new Set<string>();
  for (const { words } of sentences)
    for (const word of words) if (word.length > 2 && !ignored.has(word)) stems.add(word.slice(0, STEM));
  return stems;
}

/** The earlier paragraph that shares most words with one, and how much: a Dice coefficient. */
function closest(
  own: ReadonlySet<string>,
  sets: ReadonlyArray<ReadonlySet<string>>,
  paragraphsWith: ReadonlyMap<string, readonly number[]>,
): { at: number; share: number } {
  const shared = new Map<number, number>();
  for (const stem of own)
    for (const at of paragraphsWith.get(stem)?.slice(-MAX_COMPARED) ?? [])
      shared.set(at, (shared.get(at) ?? 0) + 1);
  let best = { at: -1, share: 0 };
  for (const [at, count] of shared) {
    const share = (2 * count) / (own.size + sets[at]!.size);
    if (share > best.share) best = { at, share };
  }
  return best;
}

/** Reports paragraphs that say what an earlier one has said, in nearly the same words; those for which `isKnown` holds are left out. */
export function restatedParagraphs(draft: Draft, isKnown: (paragraph: Paragraph) => boolean): Finding[] {
  const stopWords = stopWordsOf(draft.input.language);
  // Without them, two paragraphs share small words and little else.
  if (stopWords.size === 0) return [];
  const ignored = new Set([...stopWords, ...draft.keyword]);
  const sets: Array<ReadonlySet<string>> = [];
  const texts: string[] = [];
  const paragraphsWith = new Map<string, number[]>();
  const echoes: Array<{ share: number; finding: Finding }> = [];
  for (const paragraph of draft.paragraphs) {
    if (isKnown(paragraph)) continue;
    const own = stemsOf(paragraph, ignored);
    if (own.size < MIN_RESTATED_WORDS) continue;
    const { at, share } = closest(own, sets, paragraphsWith);
    if (share >= ECHOED_SHARE)
      echoes.push({
        share,
        finding: found('repetition.restated', {
          reason: `A paragraph says the same as an earlier one, "${quoteOf(texts[at]!.slice(0, MAX_NAMED))}".`,
          quote: quoteOf(paragraph.text),
        }),
      });
    for (const stem of own) {
      const list = paragraphsWith.get(stem);
      if (list) list.push(sets.length);
      else paragraphsWith.set(stem, [sets.length]);
    }
    sets.push(own);
    texts.push(paragraph.text);
  }
  const areMany = echoes.length >= ECHOED_TIMES;
  return echoes
    .filter(({ share }) => areMany || share >= RESTATED_SHARE)
    .slice(0, MAX_FINDINGS_PER_CHECK)
    .map(({ finding }) => finding);
}
