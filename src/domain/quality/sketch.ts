import { toPlainText } from '../text/markdown/shown';
import { visibleWords } from './similarity';
import {
  COPIED_RUN_WORDS,
  MAX_COMPARED_LENGTH,
  MAX_SKETCH_HASHES,
  MIN_SKETCH_HASHES,
  SKETCH_CLOSE_SHARE,
  SKETCH_SAMPLE,
} from './thresholds';

/**
 * A sample of a text's runs of five words, as hashes in ascending order. The same runs are sampled in every text, so what two sketches have
 * in common tells what their texts have in common. Fits a column of integers: each hash is a whole number from 0 to 2^31 - 1.
 */
export type Sketch = readonly number[];

/** FNV-1a with a last mix, to 32 bits; the same on every machine. */
function hashOf(run: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < run.length; at++) hash = Math.imul(hash ^ run.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * The sketch of a Markdown text: of the runs in its visible text, one in eight, at most 512. Of the text, the first 20,000 UTF-16 units are
 * read.
 */
export function sketchOf(markdown: string): number[] {
  const words = visibleWords(toPlainText(markdown.slice(0, MAX_COMPARED_LENGTH)));
  const hashes = new Set<number>();
  for (let at = 0; at + COPIED_RUN_WORDS <= words.length && hashes.size < MAX_SKETCH_HASHES; at++) {
    const hash = hashOf(words.slice(at, at + COPIED_RUN_WORDS).join(' '));
    if (hash % SKETCH_SAMPLE === 0) hashes.add(hash >>> 1);
  }
  return [...hashes].sort((a, b) => a - b);
}

/** Estimates which fraction of a text's runs another text has, 0 to 1, from their sketches. */
export function sketchContainment({ own, other }: { own: Sketch; other: Sketch }): number {
  const others = new Set(other);
  return own.length === 0 ? 0 : own.filter((hash) => others.has(hash)).length / own.length;
}

/**
 * The texts whose sketches are so close to one that the texts themselves should be compared (`otherPosts` of a draft), closest first, at
 * most `most`. All of them, up to `most`, if the sketch is too small to tell.
 */
export function closestSketches<Other extends { sketch: Sketch }>(asked: {
  own: Sketch;
  others: readonly Other[];
  most: number;
}): Other[] {
  const { own, others, most } = asked;
  if (own.length < MIN_SKETCH_HASHES) return others.slice(0, most);
  return others
    .map((other) => ({ other, share: sketchContainment({ own, other: other.sketch }) }))
    .filter(({ share }) => share >= SKETCH_CLOSE_SHARE)
    .sort((a, b) => b.share - a.share)
    .slice(0, most)
    .map(({ other }) => other);
}
