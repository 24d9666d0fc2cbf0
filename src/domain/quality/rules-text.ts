import type { DraftRule } from './findings';
import {
  CLOSE_SHARE,
  COPIED_RUN_WORDS,
  COPIED_SHARE,
  percent,
  REPEATED_RUN_TIMES,
  REPEATED_RUN_WORDS,
  REPEATED_SENTENCE_WORDS,
} from './thresholds';

const CLAIM_HINT =
  'Leave this claim out, or say soberly what the product does and for whom, without promising a result.';

/** The rules on passages of a draft: what must not stand in it, word for word. */
export const TEXT_RULES = {
  'leftovers.ai-voice': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'The text speaks as a language model.',
    hint: 'Write as the shop; never mention AI, a model or yourself.',
  },
  'leftovers.refusal': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'The text holds a refusal or an apology by the model.',
    hint: 'Write the text itself, without apologies or remarks on what you cannot do.',
  },
  'leftovers.chat': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'The text holds a remark addressed to whoever ordered it.',
    hint: 'Deliver the text alone, without greetings, announcements, word counts or offers of changes.',
  },
  'leftovers.filler': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'The text holds filler.',
    hint: 'Replace the filler by real text.',
  },
  'leftovers.note': {
    severity: 'blocking',
    threshold: 'any, in capitals',
    reason: 'The text holds a note that something is still to be done.',
    hint: 'Do what the note says and remove it.',
  },
  'leftovers.placeholder': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'The text holds a placeholder that was never filled.',
    hint: 'Replace the placeholder by the real thing, or write the sentence without it.',
  },
  'claims.cure': {
    severity: 'blocking',
    threshold: 'any, unless denied',
    reason: 'The text promises to heal, which only a medicine may do.',
    hint: CLAIM_HINT,
  },
  'claims.guarantee': {
    severity: 'blocking',
    threshold: 'any, unless denied',
    reason: 'The text guarantees something nobody has agreed to guarantee.',
    hint: CLAIM_HINT,
  },
  'claims.absolute': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'The text claims complete safety or effect, which nothing has.',
    hint: CLAIM_HINT,
  },
  'claims.miracle': {
    severity: 'blocking',
    threshold: 'any, unless denied',
    reason: 'The text promises a miracle.',
    hint: CLAIM_HINT,
  },
  'claims.proof': {
    severity: 'blocking',
    threshold: 'any, unless denied',
    reason: 'The text appeals to a proof or authority that it does not name.',
    hint: CLAIM_HINT,
  },
  'claims.banned-phrase': {
    severity: 'blocking',
    threshold: 'any, as whole words',
    reason: 'The text uses a phrase that the store has ruled out.',
    hint: 'Say it in other words or leave it out.',
  },
  'links.address': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'A link does not lead to a web address.',
    hint: 'Give every link a complete address beginning with https://, or write its text without a link.',
  },
  'links.empty-text': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'A link has no text, so that nobody can see it.',
    hint: 'Give the link a text that says where it leads, or remove it.',
  },
  'links.syntax': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'A link is not well formed and shows its brackets to the reader.',
    hint: 'Write links as [text](https://address) with no spaces in the address.',
  },
  'links.picture-address': {
    severity: 'minor',
    threshold: 'any',
    reason: 'A picture has no https address and will be left out.',
    hint: 'Leave the picture out, or give its complete https address.',
  },
  'links.picture-description': {
    severity: 'minor',
    threshold: 'any',
    reason: 'A picture has no description.',
    hint: 'Describe every picture in the square brackets before its address.',
  },
  'repetition.sentence': {
    severity: 'blocking',
    threshold: `a sentence of ${REPEATED_SENTENCE_WORDS} words or more, twice`,
    reason: 'The same sentence stands in the text more than once.',
    hint: 'Keep this sentence in one place and write something new, or nothing, in the others.',
  },
  'repetition.phrase': {
    severity: 'blocking',
    threshold: `the same ${REPEATED_RUN_WORDS} words in a row, ${REPEATED_RUN_TIMES} times`,
    reason: 'The text goes round in circles.',
    hint: 'Say this in one place only and use other words in the others.',
  },
  'similarity.copied': {
    severity: 'blocking',
    threshold: `${percent(COPIED_SHARE)} of the runs of ${COPIED_RUN_WORDS} words stand in one other post of the store`,
    reason: 'The text is in large part a copy of another post of the store.',
    hint: 'Write the text anew, in other words, with another order and other examples than the other post.',
  },
  'similarity.close': {
    severity: 'minor',
    threshold: `${percent(CLOSE_SHARE)} of the runs of ${COPIED_RUN_WORDS} words stand in one other post of the store`,
    reason: 'A good part of the text stands in another post of the store.',
    hint: 'Say what this quotation says in other words, or leave it out.',
  },
  'voice.avoided': {
    severity: 'blocking',
    threshold: 'any in the text or around it, as whole words, unless it is part of a name ordered',
    reason: 'The text holds a word or phrase that the store avoids.',
    hint: 'Say it in other words or leave it out.',
  },
  'voice.missing': {
    severity: 'minor',
    threshold: 'none of the words that the store likes to use, where it has named some',
    reason: 'The text uses none of the words that the store likes to use.',
    hint: 'Use at least one of these words where it comes naturally.',
  },
} as const satisfies Record<string, DraftRule>;
