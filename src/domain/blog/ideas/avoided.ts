import { phrasePattern, searchable } from '../../text/phrase';

/** What of an idea would come back in the post that is written from it. */
export interface WordedIdea {
  title: string;
  angle: string;
  outline: readonly string[];
  keyword: string;
}

/** An idea that holds a word which the store avoids. */
export interface AvoidedWord {
  title: string;
  word: string;
}

/** Every word to avoid that stands in an idea: a post written from it could not keep the word out. */
export function findAvoided(input: {
  ideas: readonly WordedIdea[];
  avoidWords: readonly string[];
}): AvoidedWord[] {
  const patterns = input.avoidWords.map((word) => ({ word, pattern: phrasePattern(word) }));
  return input.ideas.flatMap(({ title, angle, outline, keyword }) => {
    const texts = [title, angle, ...outline, keyword].map(searchable);
    return patterns
      .filter(({ pattern }) => pattern && texts.some((text) => text.search(pattern) >= 0))
      .map(({ word }) => ({ title, word }));
  });
}

/** A word to avoid as the next attempt is told of it. */
export function describeAvoided({ title, word }: AvoidedWord): string {
  return `The idea "${title}" holds "${word}", which the store avoids.`;
}
