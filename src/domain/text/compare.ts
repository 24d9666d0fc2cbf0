/** Characters that have no shape of their own: soft hyphens, joiners, zero-width spaces, variation selectors, direction marks. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * More marks on one letter than any language has: those beyond thirty (UAX #15, stream-safe text format) are left out, as they are put in
 * order in time by the square of their number.
 */
const MANY_MARKS = /(\p{M}{30})\p{M}+/gu;

/** Signs that are typed for an apostrophe. */
const APOSTROPHES = /[‘’‚‛`´ʹʻʼʽʾʿˈ՚׳＇′]/gu;

/** Signs that are typed for a double quotation mark. */
const QUOTES = /[“”„‟«»″״＂]/gu;

/** Hyphens, dashes and the minus sign. */
const DASHES = /[‐-―⁃−﹘﹣－־]/gu;

/** Full-width forms of ASCII, and Latin ligatures, which mean the same as the characters that they stand for. */
const FORMS = /[\uff01-\uff5e\ufb00-\ufb06]/gu;

/** Arabic elongation and vowel signs, and Hebrew points, which texts may have or leave out. */
const OPTIONAL_MARKS = /[\u0640\u064b-\u0652\u0670\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]/gu;

/** Only characters of ASCII, of which most words consist. */
const ASCII = /^[\0-\x7f]*$/;

/** Letters that are written in two ways but by case: the final sigma, Russian yo, and the Persian forms of Arabic letters. */
const SAME_LETTERS: Readonly<Record<string, string>> = { ς: 'σ', ё: 'е', ی: 'ي', ى: 'ي', ک: 'ك' };
const SAME_LETTER = new RegExp(`[${Object.keys(SAME_LETTERS).join('')}]`, 'gu');

/**
 * A text as patterns search it: without invisible characters, with one sign each for apostrophes, quotation marks and hyphens, with
 * accents composed and full-width forms narrowed. Case is kept.
 */
export function uniform(text: string): string {
  // Of the characters below, this alone is in ASCII.
  if (ASCII.test(text)) return text.replaceAll('`', "'");
  return text
    .replace(INVISIBLE, '')
    .replace(MANY_MARKS, '$1')
    .replace(FORMS, (form) => form.normalize('NFKC'))
    .replace(APOSTROPHES, "'")
    .replace(QUOTES, '"')
    .replace(DASHES, '-')
    .normalize('NFC');
}

/**
 * The form in which two texts are compared everywhere: what `uniform` does, and without differences of case in any script, of
 * compatibility forms and of optional marks, and with every run of whitespace as one space. Two spellings of a word have one form.
 */
export function comparable(text: string): string {
  if (ASCII.test(text)) return uniform(text).toLowerCase().replace(/\s+/g, ' ').trim();
  return (
    uniform(uniform(text).normalize('NFKC'))
      .replace(OPTIONAL_MARKS, '')
      // Through capitals, because "ß" and "ı" are lower case already, and first to small letters, because "ẞ" is a capital.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .normalize('NFC')
      // The dot that a Turkish capital I with dot leaves behind.
      .replace(/i\u0307/gu, 'i')
      .replace(SAME_LETTER, (letter) => SAME_LETTERS[letter] ?? letter)
      .replace(/\s+/gu, ' ')
      .trim()
  );
}

/** The form in which two words are compared: that of texts, and without apostrophes ("men's", "mens"). */
export function comparableWord(word: string): string {
  return comparable(word).replaceAll("'", '');
}

/** Whether two texts are the same but for their spelling. */
export function isSameText(a: string, b: string): boolean {
  return a === b || comparable(a) === comparable(b);
}

/** The texts without those that only spell an earlier one differently. */
export function distinctTexts(texts: readonly string[]): string[] {
  const seen = new Set<string>();
  return texts.filter((text) => {
    const form = comparable(text);
    return !seen.has(form) && Boolean(seen.add(form));
  });
}
