import type { Check } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import {
  FEWEST_SENTENCES_FOR_MEAN,
  LONGEST_MEAN_SENTENCE,
  LONGEST_PARAGRAPH,
  MOST_FINDINGS_PER_CHECK,
} from './thresholds';

/** Whether the draft can be read with ease: short sentences on the whole, no walls of text. */
export const checkReadability: Check = ({ paragraphs }) => {
  const sentences = paragraphs
    .flatMap((paragraph) => paragraph.sentences)
    .map(({ text, words }) => ({ text, words: words.length }))
    .filter(({ words }) => words > 0);
  const findings: Finding[] = [];
  const mean = sentences.reduce((sum, { words }) => sum + words, 0) / sentences.length;
  if (sentences.length >= FEWEST_SENTENCES_FOR_MEAN && mean > LONGEST_MEAN_SENTENCE) {
    const longest = sentences.reduce((a, b) => (b.words > a.words ? b : a));
    findings.push({
      id: 'readability.sentences',
      severity: 'minor',
      reason: `The sentences have ${Math.round(mean)} words on average; more than ${LONGEST_MEAN_SENTENCE} are hard to read.`,
      hint: `Split long sentences so that the average is below ${LONGEST_MEAN_SENTENCE} words.`,
      quote: quoteOf(longest.text),
    });
  }
  const walls = paragraphs.filter(
    (paragraph) => paragraph.sentences.reduce((sum, { words }) => sum + words.length, 0) > LONGEST_PARAGRAPH,
  );
  for (const { text } of walls.slice(0, MOST_FINDINGS_PER_CHECK)) {
    findings.push({
      id: 'readability.paragraph',
      severity: 'minor',
      reason: `A paragraph has more than ${LONGEST_PARAGRAPH} words.`,
      hint: `Split the paragraph that begins with this quotation into parts of at most ${LONGEST_PARAGRAPH / 2} words.`,
      quote: quoteOf(text),
    });
  }
  return findings;
};
