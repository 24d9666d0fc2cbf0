import type { Check } from './draft';
import { quoteOf } from './draft';
import type { OtherPost } from './findings';
import { found } from './rules';
import { CLOSE_SHARE, COPIED_RUN_WORDS, COPIED_SHARE, FEWEST_RUNS, MOST_COMPARED_TEXT } from './thresholds';

/** Words as they are compared here; scripts without spaces count by the character. */
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}]+/gu;

/** Addresses are no words, and one page may well be linked from several posts. */
const ADDRESS = /\]\([^()\s]{0,500}\)|https?:\/\/[^\s)>]{1,500}/g;

/** What a text has in common with another one. */
export interface Overlap {
  /** The part of the text's different runs of words that stand in the other one too, 0 to 1. The Jaccard index is never above it. */
  containment: number;
  /** The longest passage in common, as the words of the first text. */
  passage: string;
}

function wordsOf(markdown: string): string[] {
  return markdown.slice(0, MOST_COMPARED_TEXT).replace(ADDRESS, ' ').toLowerCase().match(WORD) ?? [];
}

/** The runs of a text's words, each at its place. */
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

/** The runs of ours that stand in the other text. */
function sharedRuns(ours: Runs, markdown: string): Set<string> {
  const words = wordsOf(markdown);
  const shared = new Set<string>();
  let known = 0;
  for (const [at, word] of words.entries()) {
    // Only a run made of our words can be one of ours; most of another text never gets as far as being joined.
    known = ours.vocabulary.has(word) ? known + 1 : 0;
    if (known < COPIED_RUN_WORDS) continue;
    const run = words.slice(at + 1 - COPIED_RUN_WORDS, at + 1).join(' ');
    if (ours.different.has(run)) shared.add(run);
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

function overlapOf(ours: Runs, markdown: string): Overlap {
  const shared = sharedRuns(ours, markdown);
  return {
    containment: ours.different.size === 0 ? 0 : shared.size / ours.different.size,
    passage: longestPassage(ours, shared),
  };
}

/** How much of a Markdown text stands in another one, by runs of five words; the first 20,000 units of both are looked at. */
export function textOverlap(pair: { text: string; other: string }): Overlap {
  return overlapOf(readRuns(pair.text), pair.other);
}

/** The post that holds most of the text; undefined where there is none or the text is too short to tell. */
function closestPost(
  markdown: string,
  posts: readonly OtherPost[],
): { post: OtherPost; overlap: Overlap } | undefined {
  const ours = readRuns(markdown);
  if (ours.different.size < FEWEST_RUNS) return undefined;
  let closest: { post: OtherPost; overlap: Overlap } | undefined;
  for (const post of posts) {
    const overlap = overlapOf(ours, post.markdown);
    if (!closest || overlap.containment > closest.overlap.containment) closest = { post, overlap };
  }
  return closest;
}

/** Whether the draft repeats another post of the store. */
export const checkSimilarity: Check = ({ input }) => {
  const posts = input.otherPosts ?? [];
  if (posts.length === 0) return [];
  const closest = closestPost(input.markdown, posts);
  if (!closest || closest.overlap.containment < CLOSE_SHARE) return [];
  const { containment, passage } = closest.overlap;
  return [
    found(containment >= COPIED_SHARE ? 'similarity.copied' : 'similarity.close', {
      reason: `${Math.round(containment * 100)} % of the text stands word for word in the post "${quoteOf(closest.post.title)}".`,
      quote: quoteOf(passage),
    }),
  ];
};
