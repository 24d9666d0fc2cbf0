import { stopWordsOf } from '../../quality/language';
import { comparable } from '../../text/compare';

/** A word of a title with its weight in comparisons. */
export interface TitleWord {
  text: string;
  weight: number;
}

/** Words that say nothing about a post's subject: numbers and question words, which vary freely between titles. */
const EMPTY = new Set(
  (
    'how why which who where warum welche welcher welches unser unsere comment pourquoi quel quelle quels quelles ' +
    'cómo cuál cuáles quale quali come hoe waarom welke ' +
    'one two three four five six seven eight nine ten eleven twelve ' +
    'ein eine zwei drei vier fünf sechs sieben acht neun zehn ' +
    'un une deux trois quatre cinq sept huit neuf dix ' +
    'uno dos tres cuatro cinco seis siete ocho nueve diez ' +
    'due tre quattro cinque sei sette otto nove dieci ' +
    'een twee drie vijf zes zeven negen tien'
  ).split(' '),
);

/** Filler words common in titles; they distinguish two posts less than other words do. */
const DRESS = new Set(
  (
    'guide ultimate complete best right perfect simple easy practical short honest tips everything need needs matter matters know really make step steps ' +
    'ratgeber leitfaden schritt empfehlungen beste besten bester richtige richtigen perfekte einfach einfache tipps alles wissen sollten ' +
    'meilleur meilleure meilleurs bon bonne bien parfait simple pratique conseils savoir faut ' +
    'guía mejor mejores correcta correcto perfecto sencilla práctica consejos paso pasos saber debes ' +
    'guida migliore migliori giusto giusta perfetto semplice pratica consigli sapere ' +
    'gids stappen juiste perfecte eenvoudige tips weten beste'
  ).split(' '),
);

const DRESS_WEIGHT = 0.5;

/** Scripts written without spaces are compared by pairs of characters. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2,}$/u;

const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]+|[\p{L}\p{M}\p{N}]+/gu;

function bare(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}+/gu, '');
}

function pairs(word: string): string[] {
  const letters = [...word];
  return letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
}

/** Of a title with its angle, as much is read, in UTF-16 units: each of its words is compared with each of another one. */
export const LONGEST_TEXT = 1_000;

/** The distinct meaningful words of a text, without numbers, stop words and diacritics. */
export function titleWords(text: string, language: string): TitleWord[] {
  const stopWords = stopWordsOf(language);
  const words = comparable(text.slice(0, LONGEST_TEXT)).replaceAll("'", ' ').match(WORD);
  return [...new Set(words)]
    .filter((word) => !/^\p{N}+$/u.test(word) && !EMPTY.has(word) && !stopWords.has(word))
    .filter((word) => UNSPACED.test(word) || [...word].length > 1)
    .flatMap((word) =>
      UNSPACED.test(word)
        ? pairs(word).map((text) => ({ text, weight: 1 }))
        : [{ text: bare(word), weight: DRESS.has(word) ? DRESS_WEIGHT : 1 }],
    );
}

/** Shorter words must match exactly. */
const MIN_STEM = 4;

/** The longest ending in which two forms of a word may differ ("choose", "choosing"). */
const MAX_ENDING = 3;

/** Whether two words are forms of the same word, differing only in their endings. */
export function isSameTitleWord(a: string, b: string): boolean {
  if (a === b) return true;
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  const [rest, otherRest] = [a.length - same, b.length - same];
  if (Math.max(rest, otherRest) > MAX_ENDING) return false;
  // If both words continue after the shared part, the shared part must be longer: "trail" and "train" are two words.
  return same >= (Math.min(rest, otherRest) === 0 ? MIN_STEM : MIN_STEM + 1);
}
