import type { Root } from 'mdast';
import { uniform } from '../text/compare';
import { parseMarkdown, walk } from '../text/markdown/parse';
import { placesOfPhrase } from '../text/phrase';
import { textReader } from '../text/text';
import { lineProblem, linkTo } from './anchor';
import type { OrderedLink } from './anchor';
import type { Span } from './places';
import { endsSentence } from './sentence-end';

/** The longest sentence that is added to an article, in UTF-16 units. */
export const LONGEST_SENTENCE = 500;

/** Why a sentence is not added to an article. */
export type SentenceProblem =
  | 'sentence-empty'
  | 'sentence-too-long'
  | 'line-break'
  | 'control'
  | 'anchor-missing'
  | 'anchor-repeated'
  | 'anchor-only'
  | 'link'
  | 'html'
  | 'markup'
  | 'address'
  | 'several-sentences'
  | 'unfinished';

/** A sentence in two parts, before the text of its link and behind it; or why it is not added. */
export type SentenceCheck =
  { ok: true; before: string; after: string } | { ok: false; problem: SentenceProblem };

/** The text of a link in a sentence, in whatever way its accents are composed; or what is wrong with it. */
function placeOfAnchor(sentence: string, anchor: string): Span | 'anchor-missing' | 'anchor-repeated' {
  const places = placesOfPhrase(sentence, anchor);
  const exact = sentence.indexOf(anchor);
  if (places.length > 1 || (exact >= 0 && sentence.indexOf(anchor, exact + 1) >= 0)) return 'anchor-repeated';
  const [place] = places;
  if (!place) return 'anchor-missing';
  // A text that begins or ends with spaces, or is longer than what is looked for.
  if (exact >= 0 && exact <= place.start && exact + anchor.length >= place.end)
    return { start: exact, end: exact + anchor.length };
  const found = sentence.slice(place.start, place.end);
  return found.normalize('NFC') === anchor.normalize('NFC') ? place : 'anchor-missing';
}

function markupIn(root: Root): 'link' | 'html' | 'markup' | undefined {
  const types = new Set<string>();
  walk(root, ({ type }) => types.add(type));
  for (const type of ['link', 'linkReference', 'image', 'imageReference', 'footnoteReference'])
    if (types.has(type)) return 'link';
  if (types.has('html')) return 'html';
  return [...types].every((type) => ['root', 'paragraph', 'text'].includes(type)) ? undefined : 'markup';
}

/** What begins a tag or a comment, also one that never ends. */
const TAG = /<[a-z!/?]/i;

/** Whether a line is the same read as Markdown and as plain text; the reason where it is not. */
function plainProblem(line: string): 'link' | 'html' | 'markup' | undefined {
  // A word in front, as the sentence will not begin a block.
  const written = `x ${line}`;
  const root = parseMarkdown(written);
  const problem = markupIn(root);
  if (problem) return problem;
  if (TAG.test(line)) return 'html';
  const [only] = root.children;
  const [text] = only?.type === 'paragraph' ? only.children : [];
  // Escapes and character references are read as something else than they are.
  return text?.type === 'text' && text.value === written ? undefined : 'markup';
}

/** What reads as the address of a site or a mailbox, whether or not it is made a link of. */
const ADDRESS =
  /:\/\/|@|(?<![\p{L}\p{N}])www\.|[\p{L}\p{M}\p{N}-]\.(?:xn--[a-z0-9-]+|\p{L}[\p{L}\p{M}]{1,23})(?![\p{L}\p{N}])/iu;

/** A part that ends like this ends no sentence: an initial, or a title before a name. */
const ABBREVIATED = /(?<![\p{L}\p{M}\p{N}])(?:\p{L}\p{M}*|mr|mrs|ms|dr|st|nr|vs|prof|bzw|mme|sr|sra)\.$/iu;

function countSentences(text: string, language: string): number {
  const parts = textReader(language).sentences(text);
  return parts.filter((part, at) => at === parts.length - 1 || !ABBREVIATED.test(part)).length;
}

/**
 * Whether a text from outside can be added to an article as one sentence with one link: on one line, plain, with the text of the link in it
 * exactly once as whole words, nothing that leads elsewhere, one sentence that ends as one.
 */
export function checkSentence(
  given: string,
  anchor: string,
  { language = 'en' }: { language?: string } = {},
): SentenceCheck {
  const refused = (problem: SentenceProblem): SentenceCheck => ({ ok: false, problem });
  if (given.length > 2 * LONGEST_SENTENCE) return refused('sentence-too-long');
  const sentence = given.trim();
  if (sentence === '') return refused('sentence-empty');
  if (sentence.length > LONGEST_SENTENCE) return refused('sentence-too-long');
  const problem = lineProblem(sentence);
  if (problem) return refused(problem);
  const place = placeOfAnchor(sentence, anchor);
  const [start, end] = typeof place === 'string' ? [0, 0] : [place.start, place.end];
  const [before, after] = [sentence.slice(0, start), sentence.slice(end)];
  // The link's text may have any marks; a letter stands for it, a capital where its own first letter may begin a sentence.
  const neutral = `${before}${/^\p{Ll}/u.test(anchor) ? 'x' : 'X'}${after}`;
  const markup = plainProblem(typeof place === 'string' ? sentence : neutral);
  if (markup) return refused(markup);
  if (typeof place === 'string') return refused(place);
  if (ADDRESS.test(uniform(before)) || ADDRESS.test(uniform(after))) return refused('address');
  if (!/[\p{L}\p{N}]/u.test(before + after)) return refused('anchor-only');
  if (countSentences(neutral, language) > 1) return refused('several-sentences');
  if (!endsSentence(after === '' ? anchor : after)) return refused('unfinished');
  return { ok: true, before, after };
}

/** What Markdown would make more of than text, at any place of a line but its beginning. */
const ACTIVE = /[\\`*_[\]<~|]|&(?=#?\w+;)/g;

/** Plain text as Markdown, for a place within a paragraph that is not the beginning of a line nor before a link. */
export function escapeText(text: string): string {
  return text.replace(ACTIVE, '\\$&');
}

/** Markdown of a sentence that {@link checkSentence} has let in. */
export function sentenceMarkdown(
  { before, after }: { before: string; after: string },
  { anchorText, targetUrl }: OrderedLink,
): string {
  // An exclamation mark before a link would make a picture of it.
  return `${escapeText(before).replace(/!$/, '\\!')}${linkTo(anchorText, targetUrl)}${escapeText(after)}`;
}
