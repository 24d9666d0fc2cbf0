import { placesOfPhrase } from '../text/phrase';
import { normaliseWhitespace } from '../text/text';

/**
 * Beginnings of words for people, bodies, underwear, medicine, drugs, violence and weapons in the languages that stores mostly write in
 * (English, German, French, Spanish). A word too many that is left out does no harm.
 */
const RISKY_BEGINNINGS = String.raw`
  people person human wom[ae]n m[ae]n\b girl boy child kid bab(y|ies) toddler teen model mother father
  lad(y|ies) celebrit face facial bod(y|ies) skin breast chest leg nud naked sex erotic adult lingerie
  underwear bikini bra\b bras\b pant(y|ies) swim intim massag tattoo pierc wax shav menstru pregnan
  nurs medic surg blood wound pill drug needle syringe inject vaccin pharma patient doctor hospital
  disease cancer therap cannabis cbd hemp marijuana tobacco cigar vap smok alcohol weapon gun rifle
  pistol ammun bullet knife knives blade sword kill dead death murder war\b bomb explos hunt shoot
  shot suicid terror nazi
  mensch frau mann männer mädchen junge kind säugling gesicht körper haut brust bein nackt unterw
  dessous bade rasier schwanger medizin arznei blut wunde tablette droge spritze nadel arzt krank
  krebs tabak zigar rauch waffe gewehr messer klinge tod tot\b jagd krieg
  femme homme fille garçon enfant bébé corps peau visage sein jambe nu\b nue soutien médic sang\b
  blessure aiguille seringue drogue arme fusil couteau lame mort chasse guerre
  mujer hombre niñ chic[ao] beb[eé] cuerpo piel cara\b rostro pecho pierna desnud sangre herida aguja
  jeringa droga arma pistola cuchillo muert caza guerra
`
  .trim()
  .split(/\s+/);

const RISKY = new RegExp(`^(?:${RISKY_BEGINNINGS.join('|')})`, 'iu');

/** Words joined by nothing, as German writes them, hide a risky one at their end. */
const RISKY_ENDINGS = /(?:messer|waffe|wäsche|körper|haut|tablette|spritze|kind|frau|mann)(?:e?n|e?s|er)?$/iu;

/** How brands are written: with a sign, in capitals, or with one inside; and what looks like a model's number. */
const BRANDED = /[®™©]|^\p{Lu}[\p{Lu}\d&.-]+$|\p{Ll}\p{Lu}|\p{L}\d|\d\p{L}/u;

/** Languages in which common nouns begin with a capital, too. */
const CAPITAL_NOUNS = /^(?:de|lb|nds)(?:-|$)/i;

/** Names are read as far as this, in UTF-16 units. */
const LONGEST_NAME = 2_000;

const LONGEST_WORD = 40;
const MOST_WORDS = 8;

/** Whether only some words begin with a capital, so that those are names. */
function hasNames(words: readonly string[], language: string): boolean {
  return !CAPITAL_NOUNS.test(language) && words.some((word) => /^\p{Ll}/u.test(word));
}

/** A text without a phrase, wherever it holds it. */
function withoutPhrase(text: string, phrase: string): string {
  let [kept, done] = ['', 0];
  for (const { start, end } of placesOfPhrase(text, phrase)) {
    // A phrase may be part of a single character, which stays.
    if (end <= start || start < done) continue;
    kept += `${text.slice(done, start)} `;
    done = end;
  }
  return kept + text.slice(done);
}

/**
 * The words of a name that a picture can safely show, in order: without the store's name, and without words for people, bodies,
 * medicine, violence and brands. Empty if nothing is left.
 */
export function neutralWords(name: string, { store, language }: { store: string; language: string }): string {
  const words = normaliseWhitespace(withoutPhrase(name.slice(0, LONGEST_NAME), store))
    .normalize('NFC')
    .replace(/['’‘ʼ]s\b/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}®™©&.-]+/gu, ' ')
    .split(' ')
    .filter((word) => !BRANDED.test(word))
    .flatMap((word) => word.split(/[^\p{L}\p{M}\p{N}]+/u))
    .filter((word) => /\p{L}/u.test(word) && word.length <= LONGEST_WORD)
    .filter((word) => !RISKY.test(word) && !RISKY_ENDINGS.test(word));
  const isName = hasNames(words, language) ? /^\p{Lu}/u : /$^/;
  return words
    .filter((word) => !isName.test(word))
    .slice(0, MOST_WORDS)
    .join(' ');
}
