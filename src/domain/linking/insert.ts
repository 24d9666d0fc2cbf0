import { LONGEST_ARTICLE } from '../catalogue/article-file';
import { comparable } from '../text/compare';
import { isTooComplex } from '../text/markdown/hostile';
import { parseMarkdown } from '../text/markdown/parse';
import { toPlainText } from '../text/markdown/shown';
import { isLinkAllowed, linkTo } from './anchor';
import type { OrderedLink } from './anchor';
import { flatParagraphs } from './paragraphs';
import { findPlaces } from './places';
import type { FoundPlace, PlaceKind, Span } from './places';
import { proveOnlyLink } from './prove';
import type { LinkDifference } from './prove';
import { linkRefusal } from './refusals';
import type { LinkRefusal } from './refusals';
import { endsSentence, separatorAfter } from './sentence-end';
import { checkSentence, sentenceMarkdown } from './sentence';

/**
 * What somebody who is not trusted proposes for a link. `words`: make a link of words that are there; `quote` is their sentence, or empty
 * for wherever they are. `sentence`: add this sentence, in plain text, at the end of the paragraph that `quote` is from.
 */
export type LinkProposal =
  { how: 'words'; quote: string } | { how: 'sentence'; quote: string; sentence: string };

/** An article with a link more. */
export interface InsertedLink {
  ok: true;
  markdown: string;
  kind: PlaceKind;
  /** The sentence with the link, in UTF-16 units of the new text. */
  span: Span;
  /** The same proposal in the article's own words, to be carried out again on another version of it. */
  proposal: LinkProposal;
}

/** Longer quotes are none, in UTF-16 units. */
const LONGEST_QUOTE = 4_000;

/** A part of a paragraph shorter than this is no quote, unless it ends as a sentence does. */
const SHORTEST_PART = 6;

/** Places that are tried before a proposal is refused, as each is proved. */
const MAX_TRIES = 3;

/** The forms in which a quote is compared: as it is, and as Markdown. Empty where it says nothing. */
function formsOf(quote: string): string[] {
  if (quote.length > LONGEST_QUOTE) return [];
  const shown = flatParagraphs(parseMarkdown(quote), quote).text.replace(/\ufffc/g, ' ');
  return [...new Set([comparable(quote), comparable(shown)])].filter((form) => form !== '');
}

/** How well a text is what was quoted: 0 for exactly, 1 for in part; undefined for not at all. */
function rankOf(form: string, quotes: readonly string[]): 0 | 1 | undefined {
  if (form === '') return undefined;
  if (quotes.includes(form)) return 0;
  const isPart = quotes.some(
    (quote) =>
      (quote.length >= SHORTEST_PART || (quote.length > 1 && endsSentence(quote))) && form.includes(quote),
  );
  return isPart ? 1 : undefined;
}

/** Forms of parts of a text, each made once. */
function formReader(text: string): (span: Span) => string {
  const forms = new Map<number, string>();
  return ({ start, end }) => {
    const form = forms.get(start) ?? comparable(text.slice(start, end));
    forms.set(start, form);
    return form;
  };
}

const KINDS = { words: ['words', 'spelling'], sentence: ['sentence'] } as const satisfies Record<
  LinkProposal['how'],
  readonly PlaceKind[]
>;

interface Ranked {
  place: FoundPlace;
  rank: number;
}

/** The places that a proposal means, those that change least and are quoted best first. */
function meantPlaces(
  { text, places }: { text: string; places: readonly FoundPlace[] },
  { how, quote }: LinkProposal,
): FoundPlace[] {
  const kinds: readonly PlaceKind[] = KINDS[how];
  const [sentenceForm, paragraphForm] = [formReader(text), formReader(text)];
  const isAnywhere = how === 'words' && quote.trim() === '';
  const quotes = isAnywhere ? [] : formsOf(quote);
  const ranked = places.flatMap((place): Ranked[] => {
    if (!kinds.includes(place.kind)) return [];
    const base = kinds.indexOf(place.kind);
    if (isAnywhere) return [{ place, rank: base }];
    const inSentence = rankOf(sentenceForm(place.shown), quotes);
    if (inSentence === 0) return [{ place, rank: base }];
    const inWhole = place.paragraph ? rankOf(paragraphForm(place.paragraph), quotes) : undefined;
    const rank = inWhole ?? inSentence;
    return rank === undefined ? [] : [{ place, rank: base + 10 * (rank + 1) }];
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ place }) => place);
}

/** Why a proposal means no place. */
function missingPlace(
  article: string,
  all: readonly FoundPlace[],
  { how, quote }: LinkProposal,
): LinkRefusal {
  if (all.length === 0) return linkRefusal('no-place');
  const kinds: readonly PlaceKind[] = KINDS[how];
  if (how === 'words' && !all.some(({ kind }) => kinds.includes(kind))) return linkRefusal('words-not-there');
  const whole = comparable(toPlainText(article));
  const isThere = formsOf(quote).some((form) => whole.includes(form));
  return linkRefusal(isThere ? 'place-not-allowed' : 'place-unknown');
}

/**
 * Puts an ordered link into an article as somebody who is not trusted proposes it: their words are looked for, never followed, and
 * everything but the changed sentence stays byte for byte as it was, which is proved before it is answered. A sentence goes to the end of the
 * paragraph that is quoted. What is refused says what the next proposal has to do.
 */
export function insertLink(input: {
  markdown: string;
  link: OrderedLink;
  proposal: LinkProposal;
  language?: string;
}): InsertedLink | LinkRefusal {
  const { markdown, link, proposal, language = 'en' } = input;
  if (!isLinkAllowed(link)) return linkRefusal('bad-link');
  if (markdown.length > LONGEST_ARTICLE) return linkRefusal('article-too-long');
  if (isTooComplex(markdown)) return linkRefusal('article-too-complex');
  const check =
    proposal.how === 'sentence' ? checkSentence(proposal.sentence, link.anchorText, { language }) : undefined;
  if (check?.ok === false) return linkRefusal(check.problem);
  const found = findPlaces(markdown, link.anchorText, { language });
  const meant = meantPlaces(found, proposal);
  if (meant.length === 0) return missingPlace(markdown, found.places, proposal);
  let difference: LinkDifference | undefined;
  for (const place of meant.slice(0, MAX_TRIES)) {
    const { start, end, sentence, shown } = place;
    const separator = check ? separatorAfter(found.text.slice(shown.start, shown.end)) : '';
    const put = check ? separator + sentenceMarkdown(check, link) : linkTo(link.anchorText, link.targetUrl);
    const after = markdown.slice(0, start) + put + markdown.slice(end);
    const proof = proveOnlyLink(markdown, after, link, { language });
    if (!proof.ok) {
      difference = proof.difference;
      continue;
    }
    const quote = found.text.slice(shown.start, shown.end);
    return {
      ok: true,
      markdown: after,
      kind: proof.kind,
      span: check
        ? { start: start + separator.length, end: start + put.length }
        : { start: sentence.start, end: sentence.end + put.length - (end - start) },
      proposal: proposal.how === 'words' ? { how: 'words', quote } : { ...proposal, quote },
    };
  }
  return linkRefusal(difference === 'too-long' ? 'article-too-long' : 'not-proved', difference);
}
