import type { LinkDifference } from './prove';
import { LONGEST_SENTENCE } from './sentence';
import type { SentenceProblem } from './sentence';

/** Why a proposal for a link was not carried out. Only the first four cannot be mended by another proposal. */
export type LinkRefusalReason =
  | 'bad-link'
  | 'article-too-long'
  | 'article-too-complex'
  | 'no-place'
  | 'words-not-there'
  | 'place-unknown'
  | 'place-not-allowed'
  | 'not-proved'
  | SentenceProblem;

/** What is told to whoever makes the next proposal, as instructions. */
const FINDINGS: Readonly<Record<LinkRefusalReason, string>> = {
  'bad-link': 'The text or the address of the link is not allowed.',
  'article-too-long': 'The article is longer than any that links are put into.',
  'article-too-complex': 'The article is nested deeper, or has more marks, than any that links are put into.',
  'no-place': 'No paragraph of the article can take this link.',
  'words-not-there':
    'The words are nowhere in the article where they could become the link: add a sentence instead.',
  'place-unknown':
    'The quote is not in the article: copy one of the places that are listed, letter by letter.',
  'place-not-allowed':
    'The quote is in the article, but the link may not stand there: copy one of the places that are listed.',
  'not-proved':
    'Put there, the link would change more of the article than one sentence: choose another place.',
  'sentence-empty': 'There is no sentence: write one that holds the text of the link.',
  'sentence-too-long': `Write a sentence of at most ${LONGEST_SENTENCE} characters.`,
  'line-break': 'Write the sentence on one line.',
  control: 'Write the sentence without control characters and characters that change the direction of text.',
  'anchor-missing': 'Use the text of the link in the sentence, letter by letter, as whole words.',
  'anchor-repeated': 'Use the text of the link in the sentence once only.',
  'anchor-only': 'Write a whole sentence around the text of the link.',
  link: 'Write the sentence without links, pictures and footnotes; the link is made of the words themselves.',
  html: 'Write the sentence without HTML.',
  markup: 'Write the sentence as plain text, without marks of formatting, escapes and character references.',
  address: 'Write the sentence without addresses of sites and mailboxes.',
  'several-sentences': 'Write one sentence only.',
  unfinished: 'End the sentence as sentences end in its language.',
};

/** Why a proposal was not carried out, and what to say of it in the next prompt. */
export interface LinkRefusal {
  ok: false;
  reason: LinkRefusalReason;
  finding: string;
  /** For what could not be proved: what else would have differed. */
  difference?: LinkDifference;
}

/** A refusal with its finding. */
export function linkRefusal(reason: LinkRefusalReason, difference?: LinkDifference): LinkRefusal {
  return { ok: false, reason, finding: FINDINGS[reason], ...(difference ? { difference } : {}) };
}

/** Refusals that no other proposal for the same article and link can mend. */
const FINAL: ReadonlySet<LinkRefusalReason> = new Set([
  'bad-link',
  'article-too-long',
  'article-too-complex',
  'no-place',
]);

/** Whether another proposal may do better. */
export function isMendable({ reason }: LinkRefusal): boolean {
  return !FINAL.has(reason);
}
