/** Writing systems without spaces between words, in which a phrase may begin and end anywhere. */
const SPACELESS = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;

/** One character of a word in a writing system that separates words. */
const IN_WORD = String.raw`(?!${SPACELESS})[\p{L}\p{N}\p{M}]`;

const STARTS_IN_WORD = new RegExp(`^${IN_WORD}`, 'u');
const ENDS_IN_WORD = new RegExp(`${IN_WORD}$`, 'u');

/** Characters that are written one for the other. */
const ALIKE = ["'’‘ʼ", '-‐‑'];

function sourceOf(character: string): string {
  const alike = ALIKE.find((characters) => characters.includes(character));
  return alike ? `[${alike}]` : character.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
}

/** A text as phrases are looked for in it: accents composed, characters that nobody sees left out. */
export function searchable(text: string): string {
  return text.normalize('NFC').replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '');
}

/**
 * A global pattern for a phrase given by a person, for `searchable` texts: whole words in either case with any white space
 * between them, kinds of apostrophes and hyphens alike, no other endings. Undefined where nothing of the phrase can be seen.
 */
export function phrasePattern(phrase: string): RegExp | undefined {
  const words = searchable(phrase).trim().split(/\s+/);
  const body = words.map((word) => [...word].map(sourceOf).join('')).join(String.raw`\s+`);
  if (body === '') return undefined;
  const before = STARTS_IN_WORD.test(words[0] ?? '') ? `(?<!${IN_WORD})` : '';
  const after = ENDS_IN_WORD.test(words.at(-1) ?? '') ? `(?!${IN_WORD})` : '';
  return new RegExp(before + body + after, 'giu');
}

/** Whether a phrase stands in a text, by the rules of its pattern; a phrase of which nothing can be seen stands in none. */
export function holdsPhrase(text: string, phrase: string): boolean {
  const pattern = phrasePattern(phrase);
  return pattern !== undefined && pattern.test(searchable(text));
}
