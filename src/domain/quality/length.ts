import type { Check } from './draft';
import type { Finding } from './findings';
import { found } from './rules';
import { MAX_LENGTH_SHARE, MIN_LENGTH_SHARE } from './thresholds';

/** UTF-16 units for each word ordered, markup and addresses included, above which a text is not even read, and the least of them. */
const MAX_UNITS_PER_WORD = 60;
const MIN_UNREAD = 5_000;

/** The finding on a text that is so much longer than ordered that nothing else is looked at; undefined for any other. */
export function farTooLong(input: { markdown: string; targetWords: number }): Finding | undefined {
  const { markdown, targetWords } = input;
  const isRead = markdown.length <= Math.max(MIN_UNREAD, targetWords * MAX_UNITS_PER_WORD);
  if (!(targetWords > 0) || isRead) return undefined;
  return found('length.long', {
    reason: `The text has ${markdown.length} characters; ${targetWords} words were ordered.`,
    hint: `Shorten the text to about ${targetWords} words.`,
  });
}

/** Reports a draft that is much shorter or longer than ordered. */
export const checkLength: Check = ({ words, input: { targetWords } }) => {
  if (!(targetWords > 0)) return [];
  const least = Math.ceil(targetWords * MIN_LENGTH_SHARE);
  const most = Math.floor(targetWords * MAX_LENGTH_SHARE);
  const count = words.length;
  if (count < least) {
    return [
      found('length.short', {
        reason: `The text has ${count} words; ${targetWords} were ordered and at least ${least} are needed.`,
        hint: `Write about ${targetWords} words: add facts, examples and explanations to the sections, not repetitions.`,
      }),
    ];
  }
  if (count > most) {
    return [
      found('length.long', {
        reason: `The text has ${count} words; ${targetWords} were ordered and at most ${most} are allowed.`,
        hint: `Shorten the text to about ${targetWords} words: remove repetitions and digressions, but keep every section.`,
      }),
    ];
  }
  return [];
};
