/** Length from which a repeated run of words is noticed. */
const runWords = 7;

/** Number of times a run may occur in a post. */
const maxTimes = 2;

/** Remembers what a post has said so far. */
export interface Memory {
  /** Whether the sentence, or much of it, has been said often enough. */
  isOverused(sentence: string): boolean;
  remember(sentence: string): void;
}

function runsOf(sentence: string): string[] {
  const words = sentence.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words
    .slice(0, Math.max(0, words.length - runWords + 1))
    .map((_, at) => words.slice(at, at + runWords).join(' '));
}

/** Creates the memory of a post; every sentence of the draft it replaces counts as said. */
export function createMemory(draft: string): Memory {
  const said = new Set<string>();
  const times = new Map<string, number>();
  return {
    isOverused: (sentence) =>
      said.has(sentence) ||
      draft.includes(sentence) ||
      runsOf(sentence).some((run) => (times.get(run) ?? 0) >= maxTimes),
    remember: (sentence) => {
      said.add(sentence);
      for (const run of runsOf(sentence)) times.set(run, (times.get(run) ?? 0) + 1);
    },
  };
}
