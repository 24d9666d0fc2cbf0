/** Writing systems without spaces between words, where a phrase may start and end anywhere. */
const SPACELESS = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;

/** A word character in a writing system that separates words. */
const IN_WORD = String.raw`(?!${SPACELESS})[\p{L}\p{N}\p{M}]`;

const STARTS_IN_WORD = new RegExp(`^${IN_WORD}`, 'u');
const ENDS_IN_WORD = new RegExp(`${IN_WORD}$`, 'u');

/** Characters that are used interchangeably. */
const ALIKE = ["'’‘ʼ", '-‐‑'];

function sourceOf(character: string): string {
  const alike = ALIKE.find((characters) => characters.includes(character));
  return alike ? `[${alike}]` : character.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
}

/** Normalises a text for phrase search: accents composed, invisible characters removed. */
export function searchable(text: string): string {
  return text.normalize('NFC').replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '');
}

/**
 * A global pattern that finds a user-supplied phrase in `searchable` texts: whole words, ignoring case, whitespace and
 * the variants of apostrophes and hyphens, but no other endings. Undefined if the phrase has no visible characters.
 */
export function phrasePattern(phrase: string): RegExp | undefined {
  const words = searchable(phrase).trim().split(/\s+/);
  const body = words.map((word) => [...word].map(sourceOf).join('')).join(String.raw`\s+`);
  if (body === '') return undefined;
  const before = STARTS_IN_WORD.test(words[0] ?? '') ? `(?<!${IN_WORD})` : '';
  const after = ENDS_IN_WORD.test(words.at(-1) ?? '') ? `(?!${IN_WORD})` : '';
  return new RegExp(before + body + after, 'giu');
}

/** Whether a text contains a phrase, by the rules of its pattern; false for a phrase without visible characters. */
export function holdsPhrase(text: string, phrase: string): boolean {
  const pattern = phrasePattern(phrase);
  return pattern !== undefined && pattern.test(searchable(text));
}
