import type { Check } from './draft';
import { found } from './rules';
import { MAX_LENGTH_SHARE, MIN_LENGTH_SHARE } from './thresholds';

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
