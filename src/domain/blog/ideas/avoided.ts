import { comparable } from '../../text/compare';
import { phraseTest } from '../../text/phrase';

/** The parts of an idea that carry over into the post written from it. */
export interface WordedIdea {
  title: string;
  angle: string;
  outline: readonly string[];
  keyword: string;
}

/** An idea that contains a word the store avoids. */
export interface AvoidedWord {
  title: string;
  word: string;
}

/** Finds every avoided word in a set of ideas; a post written from such an idea could not leave the word out. */
export function findAvoided(input: {
  ideas: readonly WordedIdea[];
  avoidWords: readonly string[];
}): AvoidedWord[] {
  const tests = input.avoidWords.map((word) => ({ word, holds: phraseTest(word) }));
  return input.ideas.flatMap(({ title, angle, outline, keyword }) => {
    const texts = [title, angle, ...outline, keyword].map(comparable);
    return tests.filter(({ holds }) => holds && texts.some(holds)).map(({ word }) => ({ title, word }));
  });
}

/** Describes a finding to the model for its next attempt. */
export function describeAvoided({ title, word }: AvoidedWord): string {
  return `The idea "${title}" contains "${word}", which the store avoids.`;
}
