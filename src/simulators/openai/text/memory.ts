/** A run of this many words is noticed when it comes back. */
const runWords = 7;

/** A run may stand in a post this often. */
const mostTimes = 2;

/** What a post has said so far. */
export interface Memory {
  /** Whether the sentence, or a good part of it, has been said often enough. */
  isWorn(sentence: string): boolean;
  keep(sentence: string): void;
}

function runsOf(sentence: string): string[] {
  const words = sentence.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words
    .slice(0, Math.max(0, words.length - runWords + 1))
    .map((_, at) => words.slice(at, at + runWords).join(' '));
}

/** Remembers what a post says; every sentence of the draft it replaces counts as said. */
export function createMemory(draft: string): Memory {
  const said = new Set<string>();
  const times = new Map<string, number>();
  return {
    isWorn: (sentence) =>
      said.has(sentence) ||
      draft.includes(sentence) ||
      runsOf(sentence).some((run) => (times.get(run) ?? 0) >= mostTimes),
    keep: (sentence) => {
      said.add(sentence);
      for (const run of runsOf(sentence)) times.set(run, (times.get(run) ?? 0) + 1);
    },
  };
}
