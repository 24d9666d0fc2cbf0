import type { Check, Sentence } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { found } from './rules';
import type { RuleId } from './rules';
import {
  MIN_SENTENCES_FOR_MEAN,
  MAX_MEAN_SENTENCE,
  MAX_PARAGRAPH,
  MAX_FINDINGS_PER_CHECK,
  WALL_FACTOR,
  WALL_SHARE,
} from './thresholds';

function wordsIn(sentences: Sentence[]): number {
  return sentences.reduce((sum, { words }) => sum + words.length, 0);
}

function longSentences(all: Sentence[]): Finding[] {
  const sentences = all.filter(({ words }) => words.length > 0);
  const mean = wordsIn(sentences) / sentences.length;
  if (sentences.length < MIN_SENTENCES_FOR_MEAN || mean <= MAX_MEAN_SENTENCE) return [];
  const longest = sentences.reduce((a, b) => (b.words.length > a.words.length ? b : a));
  return [
    found('readability.sentences', {
      reason: `The sentences have ${Math.round(mean)} words on average; more than ${MAX_MEAN_SENTENCE} are hard to read.`,
      quote: quoteOf(longest.text),
    }),
  ];
}

function lengthRule(words: number, areMany: boolean): RuleId | undefined {
  if (words <= MAX_PARAGRAPH) return undefined;
  return areMany || words > MAX_PARAGRAPH * WALL_FACTOR ? 'readability.wall' : 'readability.paragraph';
}

/** Reports a draft that is hard to read: long sentences on average, or walls of text. */
export const checkReadability: Check = ({ paragraphs, words }) => {
  const lengths = paragraphs.map(({ text, sentences }) => ({ text, length: wordsIn(sentences) }));
  const inLong = lengths.reduce((sum, { length }) => sum + (length > MAX_PARAGRAPH ? length : 0), 0);
  const areMany = inLong > words.length * WALL_SHARE;
  const walls = lengths.flatMap(({ text, length }) => {
    const rule = lengthRule(length, areMany);
    if (!rule) return [];
    return [found(rule, { reason: `A paragraph has ${length} words.`, quote: quoteOf(text) })];
  });
  return [
    ...longSentences(paragraphs.flatMap(({ sentences }) => sentences)),
    ...walls.slice(0, MAX_FINDINGS_PER_CHECK),
  ];
};
