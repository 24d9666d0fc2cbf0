import type { DraftRule } from './findings';
import {
  CLOSE_SHARE,
  COPIED_RUN_WORDS,
  COPIED_SHARE,
  ECHOED_SHARE,
  ECHOED_TIMES,
  LONG_TEXT_WORDS,
  LONGER_RUN_WORDS,
  MIN_RESTATED_WORDS,
  percent,
  REPEATED_RUN_TIMES,
  REPEATED_RUN_WORDS,
  REPEATED_SENTENCE_WORDS,
  RESTATED_SHARE,
} from './thresholds';

const CLAIM_HINT =
  'Remove this claim, or state plainly what the product does and for whom, without promising a result.';

/** Rules for passages of a draft. */
export const TEXT_RULES = {
  'leftovers.ai-voice': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'The text speaks in the voice of a language model.',
    hint: 'Write as the shop; never mention AI, a model or yourself.',
  },
  'leftovers.refusal': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'The text contains a refusal or an apology by the model.',
    hint: 'Write only the text, without apologies or remarks about what you cannot do.',
  },
  'leftovers.chat': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'The text contains a remark addressed to the person who ordered it.',
    hint: 'Write only the text, without greetings, announcements, word counts or offers to change it.',
  },
  'leftovers.prompt': {
    severity: 'blocking',
    threshold: 'any, unless the text is about writing',
    reason: 'The text contains instructions that were meant for its writer.',
    hint: 'Follow the instructions without repeating them; no labels, word counts or notes on keywords.',
  },
  'leftovers.filler': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'The text contains filler.',
    hint: 'Replace the filler with real text.',
  },
  'leftovers.note': {
    severity: 'blocking',
    threshold: 'any, in capitals; "TODO" alone, in brackets or before a colon',
    reason: 'The text contains a note that something still needs to be done.',
    hint: 'Do what the note says and remove it.',
  },
  'leftovers.placeholder': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'The text contains a placeholder that was never filled in.',
    hint: 'Replace the placeholder with real content, or rewrite the sentence without it.',
  },
  'markup.visible': {
    severity: 'blocking',
    threshold:
      'emphasis, strikethrough or code that begins and never ends; "##" without a space; a visible tag',
    reason: 'The text shows marks that were meant as formatting.',
    hint: 'Write **bold**, ~~struck~~ and `code` with both marks and no spaces inside them, "## " with a space, and no HTML.',
  },
  'claims.cure': {
    severity: 'blocking',
    threshold: 'any, unless denied or called possible',
    reason: 'The text promises a cure, which only medicines may do.',
    hint: CLAIM_HINT,
  },
  'claims.guarantee': {
    severity: 'blocking',
    threshold: 'any, unless denied',
    reason: 'The text guarantees something that nobody has agreed to guarantee.',
    hint: CLAIM_HINT,
  },
  'claims.absolute': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'The text claims absolute safety or effectiveness, which no product has.',
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
    reason: 'The text cites evidence or an authority without naming it.',
    hint: CLAIM_HINT,
  },
  'claims.banned-phrase': {
    severity: 'blocking',
    threshold: 'any, as whole words',
    reason: 'The text uses a phrase that the store has banned.',
    hint: 'Rephrase it or leave it out.',
  },
  'links.address': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'A link does not point to a public web address.',
    hint: 'Give every link a complete public address starting with https://, or keep its text without the link.',
  },
  'links.not-public': {
    severity: 'minor',
    threshold: 'an address in the text itself',
    reason: 'An address in the text is not in the public internet, so it is shown without a link.',
    hint: 'Remove the address, or give one that readers can reach.',
  },
  'links.look-alike': {
    severity: 'blocking',
    threshold: 'letters of several scripts in one name, or letters that only look Latin',
    reason: 'A link points to a name that passes for another.',
    hint: 'Remove the link, or give the true address in Latin letters.',
  },
  'links.example': {
    severity: 'blocking',
    threshold: 'a name such as example.com or your-site.com',
    reason: 'A link points to an address that only stands for another.',
    hint: 'Give the true address, or keep the text without the link.',
  },
  'links.invented': {
    severity: 'blocking',
    threshold: 'an address that is not among those given with the order, if any were given',
    reason: 'A link points to an address that was not given with the order, so it may not exist.',
    hint: 'Link only to the addresses given; keep other texts without links.',
  },
  'links.empty-text': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'A link has no text, so it is invisible.',
    hint: 'Give the link a text that says where it goes, or remove it.',
  },
  'links.syntax': {
    severity: 'blocking',
    threshold: 'any',
    reason: 'A link is malformed, so readers see its brackets.',
    hint: 'Write links as [text](https://address) with no spaces in the address.',
  },
  'links.picture-address': {
    severity: 'minor',
    threshold: 'any',
    reason: 'A picture has no public https address, so only its description is shown.',
    hint: 'Remove the picture, or give its complete https address.',
  },
  'links.picture-description': {
    severity: 'minor',
    threshold: 'any',
    reason: 'A picture has no description.',
    hint: 'Describe every picture in the square brackets before its address.',
  },
  'repetition.sentence': {
    severity: 'blocking',
    threshold: `a sentence of ${REPEATED_SENTENCE_WORDS} or more words, twice; not short lines with a label`,
    reason: 'The same sentence appears more than once.',
    hint: 'Keep this sentence in one place; elsewhere write something new or remove it.',
  },
  'repetition.phrase': {
    severity: 'blocking',
    threshold: `the same ${REPEATED_RUN_WORDS} words in a row, ${REPEATED_RUN_TIMES} times; in a text of more than ${LONG_TEXT_WORDS} words, ${LONGER_RUN_WORDS} words, or one time more`,
    reason: 'The text repeats the same phrase again and again.',
    hint: 'Say this in one place only and rephrase it elsewhere.',
  },
  'repetition.restated': {
    severity: 'blocking',
    threshold: `a paragraph with ${MIN_RESTATED_WORDS} meaningful words that is ${percent(RESTATED_SHARE)} like an earlier one (Dice coefficient), or ${ECHOED_TIMES} that are ${percent(ECHOED_SHARE)} like one`,
    reason: 'A paragraph says the same as an earlier one in nearly the same words.',
    hint: 'Remove the paragraph, or say something new in it.',
  },
  'similarity.copied': {
    severity: 'blocking',
    threshold: `${percent(COPIED_SHARE)} of the ${COPIED_RUN_WORDS}-word runs also appear in one other post of the store`,
    reason: 'The text is largely a copy of another post of the store.',
    hint: 'Write a new text with different words, structure and examples from the other post.',
  },
  'similarity.close': {
    severity: 'minor',
    threshold: `${percent(CLOSE_SHARE)} of the ${COPIED_RUN_WORDS}-word runs also appear in one other post of the store`,
    reason: 'A good part of the text also appears in another post of the store.',
    hint: 'Rephrase this passage or leave it out.',
  },
  'voice.avoided': {
    severity: 'blocking',
    threshold: 'any in the text or around it, as whole words, unless it is part of a name that was ordered',
    reason: 'The text contains a word or phrase that the store avoids.',
    hint: 'Rephrase it or leave it out.',
  },
  'voice.missing': {
    severity: 'minor',
    threshold: 'none of the words that the store likes to use, if it has listed any',
    reason: 'The text uses none of the words that the store likes to use.',
    hint: 'Use at least one of these words where it fits naturally.',
  },
} as const satisfies Record<string, DraftRule>;
