import { comparable } from '../text/compare';
import { toPlainText } from '../text/markdown/shown';
import type { Check, Draft } from './draft';
import { quoteOf } from './draft';
import type { Finding, OtherPost } from './findings';
import { found } from './rules';
import {
  CLOSE_SHARE,
  COPIED_RUN_WORDS,
  COPIED_SHARE,
  MIN_RUNS,
  MAX_COMPARED_LENGTH,
  percent,
} from './thresholds';

/** Words as compared here; scripts without spaces count by character. */
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}]+/gu;

/** Addresses are not words; several posts may well link to the same page. */
const ADDRESS = /\]\([^()\s]{0,500}\)|https?:\/\/[^\s)>]{1,500}/g;

/** How much of a text also occurs in another one. */
export interface Overlap {
  /**
   * Fraction of the text's distinct runs of words that also occur in the other text, 0 to 1; never below the Jaccard
   * index.
   */
  containment: number;
  /** The longest shared passage, in the words of the first text. */
  passage: string;
}

/** The words of a visible text in the form in which texts are compared. */
export function visibleWords(text: string): string[] {
  return comparable(text).match(WORD) ?? [];
}

function wordsOf(markdown: string): string[] {
  return visibleWords(markdown.slice(0, MAX_COMPARED_LENGTH).replace(ADDRESS, ' '));
}

/** The words of a post in the form in which a draft is compared with it, a space between two of them. */
export function comparedWords(markdown: string): string {
  return wordsOf(markdown).join(' ');
}

/** All runs of consecutive words of a text, by position. */
function runsOf(words: string[]): string[] {
  const runs: string[] = [];
  for (let at = 0; at + COPIED_RUN_WORDS <= words.length; at++)
    runs.push(words.slice(at, at + COPIED_RUN_WORDS).join(' '));
  return runs;
}

interface Runs {
  words: string[];
  runs: string[];
  different: ReadonlySet<string>;
  vocabulary: ReadonlySet<string>;
}

function readRuns(markdown: string): Runs {
  const words = wordsOf(markdown);
  const runs = runsOf(words);
  return { words, runs, different: new Set(runs), vocabulary: new Set(words) };
}

/** Our runs that also occur in the other text. */
function sharedRuns(ours: Runs, otherWords: string): Set<string> {
  const shared = new Set<string>();
  // Where the words begin that are ours, too, since the last one that is not: only they can form one of our runs.
  let starts: number[] = [];
  let start = 0;
  for (const word of otherWords.split(' ')) {
    const end = start + word.length;
    if (ours.vocabulary.has(word)) starts.push(start);
    else starts = [];
    const first = starts.at(-COPIED_RUN_WORDS);
    if (first !== undefined) {
      const run = otherWords.slice(first, end);
      if (ours.different.has(run)) shared.add(run);
    }
    start = end + 1;
  }
  return shared;
}

function longestPassage({ words, runs }: Runs, shared: ReadonlySet<string>): string {
  let best = { from: 0, length: 0 };
  let length = 0;
  for (const [at, run] of runs.entries()) {
    length = shared.has(run) ? length + 1 : 0;
    if (length > best.length) best = { from: at + 1 - length, length };
  }
  if (best.length === 0) return '';
  return words.slice(best.from, best.from + best.length + COPIED_RUN_WORDS - 1).join(' ');
}

function overlapOf(ours: Runs, otherWords: string): Overlap {
  const shared = sharedRuns(ours, otherWords);
  return {
    containment: ours.different.size === 0 ? 0 : shared.size / ours.different.size,
    passage: longestPassage(ours, shared),
  };
}

/**
 * How much of a Markdown text occurs in another one, by runs of five words; only the first 20,000 UTF-16 units of each
 * are compared.
 */
export function textOverlap(pair: { text: string; other: string }): Overlap {
  return overlapOf(readRuns(pair.text), comparedWords(pair.other));
}

/**
 * The share of a text's runs of five words that also occur in the one that it rewrites, 0 to 1. Both are compared as readers see them,
 * and to their ends.
 */
export function sourceSimilarity(pair: { text: string; source: string }): Overlap {
  const words = visibleWords(toPlainText(pair.text));
  const runs = runsOf(words);
  const ours = { words, runs, different: new Set(runs), vocabulary: new Set(words) };
  return overlapOf(ours, visibleWords(toPlainText(pair.source)).join(' '));
}

/** Reports a rewrite that has too much in common with its source. */
function checkSource({ input: { markdown, order } }: Draft): Finding[] {
  if (order?.mode !== 'spin') return [];
  const { containment, passage } = sourceSimilarity({ text: markdown, source: order.sourceMd });
  if (containment <= order.similarityMax) return [];
  const [is, most] = [containment, order.similarityMax].map(percent);
  return [
    found('similarity.source', {
      reason: `${is} of the text appear word for word in the source; at most ${most} were ordered.`,
      hint: `Rewrite more of it, above all this passage, so that at most ${most} of its runs of five words are those of the source.`,
      quote: quoteOf(passage),
    }),
  ];
}

/** The post with the largest overlap; undefined if there is none or the text is too short to tell. */
function closestPost(
  markdown: string,
  posts: readonly OtherPost[],
): { post: OtherPost; overlap: Overlap } | undefined {
  const ours = readRuns(markdown);
  if (ours.different.size < MIN_RUNS) return undefined;
  let closest: { post: OtherPost; overlap: Overlap } | undefined;
  for (const post of posts) {
    const overlap = overlapOf(ours, post.words);
    if (!closest || overlap.containment > closest.overlap.containment) closest = { post, overlap };
  }
  return closest;
}

function checkPosts({ input }: Draft): Finding[] {
  const posts = input.otherPosts ?? [];
  if (posts.length === 0) return [];
  const closest = closestPost(input.markdown, posts);
  if (!closest || closest.overlap.containment < CLOSE_SHARE) return [];
  const { containment, passage } = closest.overlap;
  return [
    found(containment >= COPIED_SHARE ? 'similarity.copied' : 'similarity.close', {
      reason: `${Math.round(containment * 100)} % of the text appears word for word in the post "${quoteOf(closest.post.title)}".`,
      quote: quoteOf(passage),
    }),
  ];
}

/** Reports a draft that copies another post of the store, or the text that it is to rewrite. */
export const checkSimilarity: Check = (draft) => [...checkPosts(draft), ...checkSource(draft)];
