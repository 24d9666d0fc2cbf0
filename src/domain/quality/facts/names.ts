import { comparableWord, uniform } from '../../text/compare';
import type { TextReader } from '../../text/text';
import type { Passage } from '../draft';
import { stopWordsOf } from '../language';
import {
  FIRST_NAMES,
  GERMAN_DETERMINERS,
  GERMAN_MEASURES,
  GERMAN_NOUN,
  GERMAN_TITLES,
  NO_NAMES,
  PLACES,
} from './known-names';

/** A name in a text. `isSure` is false where it may as well be a noun, as in German every noun has a capital. */
export interface FoundName {
  text: string;
  /** Its words in the form in which words are compared. */
  words: readonly string[];
  isSure: boolean;
}

/** A word of a sentence as names are looked for. */
interface Token {
  text: string;
  form: string;
  /** It begins a sentence, a quotation, or what follows a colon, so that its capital says nothing. */
  isFirst: boolean;
  /** Only a space stands between it and the word before. */
  isNext: boolean;
  isCapital: boolean;
}

/** Names that are looked at in one text; a text with more is a list of them. */
export const MOST_NAMES = 60;

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]{0,60}(?:'\p{L}{1,60})?/gu;

/** French articles and the like before a vowel. */
const ELISION = /^(?:[ldjmntsc]|qu|jusqu|lorsqu|puisqu)'/iu;

/** After these a capital may begin a sentence. */
const OPENING = /["(:¿¡…[\]•*|>\n\/]|(?<=\s)-|[.!?]/u;

/** Capitals within a word, or letters with figures behind them: "iPhone", "V60". */
const SHAPED = /^(?=.{0,60}\p{L})(?:\p{L}{0,60}\p{Ll}\p{Lu}\p{L}{0,60}|\p{L}{1,10}\d[\p{L}\d]{0,20})$/u;

/** A word of capitals only, as abbreviations are. */
const ALL_CAPITALS = /^\p{Lu}{2,6}$/u;

/** Titles whose full stop ends no sentence. */
const TITLE = /(?<!\p{L})(Dr|Prof|Mr|Mrs|Ms|St|Sr|Sra|Mme)\.(?=\s)/gu;

/** Where this share of the words of a line without an end have capitals, it is set like a title. */
const TITLE_SHARE = 0.7;

/** Where this share of the words of a sentence are in capitals, they are no abbreviations. */
const SHOUTED_SHARE = 0.5;

function tokensOf(sentence: string): Token[] {
  const text = uniform(sentence);
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const between = text.slice(end, match.index);
    end = match.index + match[0].length;
    const elided = ELISION.exec(match[0])?.[0] ?? '';
    const word = match[0].slice(elided.length).replace(/'s$/iu, '');
    const isFirst = elided === '' && (tokens.length === 0 || OPENING.test(between));
    const isCapital = /^\p{Lu}[\p{L}\p{M}]{0,60}\p{Ll}/u.test(word);
    tokens.push({ text: word, form: comparableWord(word), isFirst, isNext: between === ' ', isCapital });
  }
  return tokens;
}

/** The words of texts in the form in which those of names are compared. */
export function nameWords(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => tokensOf(text).map(({ form }) => form)));
}

/** Whether all words of a name are among those of a text, also with the "s" of a genitive, or without it. */
export function holdsName({ words }: FoundName, held: ReadonlySet<string>): boolean {
  return words.every((word) => held.has(word) || held.has(`${word}s`) || held.has(word.replace(/s$/u, '')));
}

/** What is known of the whole text when one of its sentences is read. */
interface Known {
  /** Words that occur without a capital. */
  small: ReadonlySet<string>;
  /** German words with an article or the like before them. */
  nouns: ReadonlySet<string>;
  stopWords: ReadonlySet<string>;
}

function isShaped(token: Token, sentence: readonly Token[], known: Known): boolean {
  if (SHAPED.test(token.text)) return true;
  if (!ALL_CAPITALS.test(token.text) || known.small.has(token.form) || known.stopWords.has(token.form))
    return false;
  const shouted = sentence.filter(({ text }) => /^\p{Lu}{2,60}$/u.test(text)).length;
  return shouted < sentence.length * SHOUTED_SHARE;
}

function isTitleLike({ kind, text }: Passage, tokens: readonly Token[]): boolean {
  if (kind !== 'paragraph') return true;
  if (/[.!?…"]\s*$/u.test(uniform(text))) return false;
  const long = tokens.filter((token) => token.form.length > 3);
  return long.filter(({ isCapital }) => isCapital).length >= long.length * TITLE_SHARE;
}

const nameOf = (tokens: readonly Token[], isSure: boolean): FoundName => ({
  text: tokens.map(({ text }) => text).join(' '),
  words: tokens.map(({ form }) => form),
  isSure,
});

/** Groups the tokens that are parts of names, those that follow one another as one. */
function grouped(tokens: readonly Token[], isPart: (token: Token, at: number) => boolean): Token[][] {
  const groups: Token[][] = [];
  tokens.forEach((token, at) => {
    if (!isPart(token, at)) return;
    const last = groups.at(-1);
    if (last && token.isNext && last.at(-1) === tokens[at - 1]) last.push(token);
    else groups.push([token]);
  });
  return groups;
}

/** Names in a sentence of a language in which only names have capitals. */
function byCapitals(tokens: readonly Token[], known: Known, isTitle: boolean): FoundName[] {
  const isName = (token: Token): boolean =>
    !NO_NAMES.has(token.form) &&
    (isShaped(token, tokens, known) ||
      PLACES.has(token.form) ||
      (token.isCapital &&
        !token.isFirst &&
        !isTitle &&
        !known.small.has(token.form) &&
        token.form.length > 1));
  return grouped(tokens, (token) => /[\p{Lu}\p{N}]/u.test(token.text) && isName(token)).map((group) =>
    nameOf(group, true),
  );
}

/** Names in a German sentence: a capital alone says nothing there, so that another sign is needed. */
function byOtherSigns(tokens: readonly Token[], known: Known): FoundName[] {
  const mayBe = (token: Token): boolean =>
    token.isCapital &&
    !NO_NAMES.has(token.form) &&
    !known.stopWords.has(token.form) &&
    !known.small.has(token.form) &&
    !GERMAN_DETERMINERS.has(token.form);
  const isSurely = (token: Token, at: number): boolean => {
    if (isShaped(token, tokens, known) && !NO_NAMES.has(token.form)) return true;
    if (!mayBe(token)) return false;
    if (PLACES.has(token.form) || FIRST_NAMES.has(token.form)) return true;
    const before = tokens[at - 1];
    if (!before || !token.isNext || GERMAN_MEASURES.has(token.form) || GERMAN_NOUN.test(token.form))
      return false;
    return (GERMAN_TITLES.has(before.form) || FIRST_NAMES.has(before.form)) && before.isCapital;
  };
  const isPossibly = (token: Token): boolean =>
    mayBe(token) &&
    !token.isFirst &&
    !known.nouns.has(token.form) &&
    !GERMAN_MEASURES.has(token.form) &&
    !GERMAN_TITLES.has(token.form) &&
    !GERMAN_NOUN.test(token.form);
  const sure = grouped(tokens, isSurely).map((group) => nameOf(group, true));
  const runs = grouped(tokens, isPossibly)
    .filter((group) => group.length > 1 && group.length < 5)
    .map((group) => nameOf(group, false));
  return [...sure, ...runs];
}

function knownOf(sentences: ReadonlyArray<readonly Token[]>, language: string | undefined): Known {
  const small = new Set<string>();
  const nouns = new Set<string>();
  for (const tokens of sentences) {
    tokens.forEach((token, at) => {
      if (/^\p{Ll}+$/u.test(token.text)) small.add(token.form);
      const before = tokens[at - 1];
      if (token.isCapital && before && token.isNext && GERMAN_DETERMINERS.has(before.form))
        nouns.add(token.form);
    });
  }
  return { small, nouns, stopWords: stopWordsOf(language ?? '') };
}

/** Languages in which a capital within a sentence makes a name. */
const NAMES_ONLY: readonly string[] = ['en', 'fr', 'es', 'it', 'nl'];

/**
 * The names in the passages of a text, each once, at most sixty. `language` is the code of the text's own language. Where capitals mean names,
 * a word is one that has a capital within a sentence and is never written without; in German and in unknown languages it needs another
 * sign: its shape, a title before it, or that it is a well-known place or first name. Two capitals in a row are a name that is not sure
 * there, unless they recur.
 */
export function namesIn(
  passages: readonly Passage[],
  { language, reader }: { language: string | undefined; reader: TextReader },
): FoundName[] {
  const read = passages.map((passage) => ({
    passage,
    sentences: reader.sentences(passage.text.replace(TITLE, '$1')).map(tokensOf),
  }));
  const known = knownOf(
    read.flatMap(({ sentences }) => sentences),
    language,
  );
  const capitals = NAMES_ONLY.includes(language ?? '');
  const found = read.flatMap(({ passage, sentences }) => {
    const isTitle = isTitleLike(passage, sentences.flat());
    return sentences.flatMap((tokens) =>
      capitals ? byCapitals(tokens, known, isTitle) : byOtherSigns(tokens, known),
    );
  });
  const names = new Map<string, FoundName>();
  for (const name of found) {
    const key = name.words.join(' ');
    const earlier = names.get(key);
    // By chance, two nouns hardly follow one another twice.
    names.set(key, earlier ? { ...earlier, isSure: true } : name);
  }
  return [...names.values()].slice(0, MOST_NAMES);
}
