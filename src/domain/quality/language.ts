import { comparableWord } from '../text/compare';
import type { Check, Draft } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { found } from './rules';
import {
  MIN_WORDS_FOR_LANGUAGE,
  MIN_WORDS_FOR_PASSAGE,
  FOREIGN_SHARE,
  FOREIGN_WORDS,
  FOREIGN_WORDS_UNQUOTED,
  LANGUAGE_LEAD,
  MIN_STOP_WORD_SHARE,
  SURE_STOP_WORD_SHARE,
} from './thresholds';

interface Language {
  name: string;
  stopWords: ReadonlySet<string>;
}

function language(name: string, stopWords: string): Language {
  return { name, stopWords: new Set(stopWords.split(' ').map(comparableWord)) };
}

/** The languages that can be detected, each with its most frequent small words. */
const LANGUAGES: Readonly<Record<string, Language>> = {
  en: language(
    'English',
    'the of and to a in is it you that he was for on are with as his they be at this have from or one had by but not what all were we when your can there an which their if will how each about up out them then she many some so these would other into has more her two like him see than been its who now my over did only very after our any through before here because should could while do no',
  ),
  de: language(
    'German',
    'der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde wenn können ihre ihr kann dann ich wir diese dieser dieses damit sehr schon wo was hier alle ohne',
  ),
  fr: language(
    'French',
    "le la les de des du un une et à en est que qui dans pour pas sur au aux par plus ce cette ces avec il elle ils elles on nous vous ne se son sa ses leur leurs ou où mais comme si sont été être avoir ont fait tout tous toute même aussi bien sans peut entre votre vos notre nos c'est d'un d'une qu'il l'on très dont ainsi lorsque chaque",
  ),
  es: language(
    'Spanish',
    'el la los las de del un una unos unas y a en es que por para con no se su sus al lo como más o pero sus le ya este esta estos estas entre cuando muy sin sobre también me hasta hay donde quien desde todo todos todas nos durante uno ni contra ese eso ante ellos e esto mí antes algunos qué son ser está están tiene puede tu tus si porque',
  ),
  it: language(
    'Italian',
    'il lo la i gli le di del della dei delle dello degli un una uno e a al alla ai alle in nel nella nei nelle è che per con non si da dal dalla su sul sulla come più o ma se anche sono questo questa questi queste ha hanno suo sua suoi sue loro ci cui quando molto senza tra fra essere può dove ogni tutto tutti così già solo ed vostro perché',
  ),
  nl: language(
    'Dutch',
    'de het een van en in is dat op te voor met zijn niet aan er om ook als dan maar bij of uit nog naar door over hebben heeft worden wordt deze dit die je jij u uw we wij ze zij hij haar hun kan kunnen meer al zo wat wel geen tot tegen onder omdat waar hoe veel zeer elke ons onze was waren moet zonder tijdens alle',
  ),
};

const NO_WORDS: ReadonlySet<string> = new Set();

/** The primary language of a BCP 47 tag, in lower case. */
export function languageCode(language: string): string {
  return language.toLowerCase().split(/[-_]/)[0] ?? '';
}

/** The stop words of a language (a BCP 47 tag), in the form in which words are compared; empty for an unknown language. */
export function stopWordsOf(language: string): ReadonlySet<string> {
  return LANGUAGES[languageCode(language)]?.stopWords ?? NO_WORDS;
}

/** Fraction of words that are stop words of a language, 0 to 1. */
function share(words: string[], { stopWords }: Language): number {
  return words.filter((word) => stopWords.has(word)).length / words.length;
}

/** The known language, other than the expected one, that clearly dominates the words. */
function otherLanguage(words: string[], expected: Language): Language | undefined {
  const own = share(words, expected);
  const [best] = Object.values(LANGUAGES)
    .filter((other) => other !== expected)
    .map((other) => ({ other, share: share(words, other) }))
    .sort((a, b) => b.share - a.share);
  if (!best || best.share < MIN_STOP_WORD_SHARE || best.share < own * LANGUAGE_LEAD) return undefined;
  return best.other;
}

/**
 * The known language with the most small words in a text, as its code; undefined for a short text, one with few of them, and one that
 * may as well be German, where capitals mean something else.
 */
export function languageOf(words: string[]): string | undefined {
  if (words.length < MIN_WORDS_FOR_LANGUAGE) return undefined;
  const [best] = Object.entries(LANGUAGES)
    .map(([code, known]) => ({ code, share: share(words, known) }))
    .sort((a, b) => b.share - a.share);
  if (!best || best.share < MIN_STOP_WORD_SHARE) return undefined;
  const mayBeGerman = share(words, LANGUAGES['de']!) * LANGUAGE_LEAD > best.share;
  return best.code === 'de' || !mayBeGerman ? best.code : undefined;
}

function foreignPassages({ paragraphs, words }: Draft, expected: Language): Finding[] {
  const foreign = paragraphs
    .map(({ text, sentences, isQuoted }) => ({
      text,
      isQuoted,
      words: sentences.flatMap((sentence) => sentence.words),
    }))
    .filter((paragraph) => paragraph.words.length >= MIN_WORDS_FOR_PASSAGE)
    .map((paragraph) => ({ ...paragraph, language: otherLanguage(paragraph.words, expected) }))
    .filter((paragraph) => paragraph.language !== undefined);
  const wordsIn = (paragraphs: typeof foreign) =>
    paragraphs.reduce((sum, paragraph) => sum + paragraph.words.length, 0);
  const count = wordsIn(foreign);
  const isMuch =
    count >= FOREIGN_WORDS || wordsIn(foreign.filter(({ isQuoted }) => !isQuoted)) >= FOREIGN_WORDS_UNQUOTED;
  const [first] = foreign;
  if (!first?.language || !isMuch || count < words.length * FOREIGN_SHARE) return [];
  return [
    found('language.passage', {
      reason: `${count} of the ${words.length} words are in ${first.language.name}; ${expected.name} was ordered.`,
      hint: `Write every paragraph in ${expected.name}; keep quotations in other languages short.`,
      quote: quoteOf(first.text),
    }),
  ];
}

/** A model that does not know the language ordered falls back to English, which is recognisable on its own. */
function englishInstead({ words, input }: Draft): Finding[] {
  const english = LANGUAGES['en']!;
  const isLanguage = /^[a-z]{2,3}$/.test(languageCode(input.language));
  if (!isLanguage || share(words, english) < SURE_STOP_WORD_SHARE) return [];
  return [
    found('language.other', {
      reason: `The text is in ${english.name}; "${input.language}" was ordered.`,
      hint: `Write the whole text, headings included, in the language "${input.language}".`,
    }),
  ];
}

/** Reports a draft in the wrong language, but only if another known language clearly dominates. */
export const checkLanguage: Check = (draft) => {
  const { words, input } = draft;
  const expected = LANGUAGES[languageCode(input.language)];
  if (words.length < MIN_WORDS_FOR_LANGUAGE) return [];
  if (!expected) return englishInstead(draft);
  const other = otherLanguage(words, expected);
  if (!other) return foreignPassages(draft, expected);
  return [
    found('language.other', {
      reason: `The text is in ${other.name}; ${expected.name} was ordered.`,
      hint: `Write the whole text, headings included, in ${expected.name}.`,
    }),
  ];
};
