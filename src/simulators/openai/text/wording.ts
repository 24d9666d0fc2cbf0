/** What may be said in a text and what may not. */
export interface Wording {
  /** Whether none of the words to avoid stands in the text. */
  isClean(text: string): boolean;
  /** The text with the words to avoid left out. */
  cleaned(text: string): string;
}

const spaceless = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`;
const inWord = String.raw`(?!${spaceless})[\p{L}\p{N}\p{M}]`;
const startsInWord = new RegExp(`^${inWord}`, 'u');
const endsInWord = new RegExp(`${inWord}$`, 'u');

function patternOf(phrase: string): RegExp | undefined {
  const words = phrase.normalize('NFC').trim();
  if (words === '') return undefined;
  const body = words
    .replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
    .replace(/['’]/g, "['’]")
    .replace(/\s+/g, String.raw`\s+`);
  const before = startsInWord.test(words) ? `(?<!${inWord})` : '';
  const after = endsInWord.test(words) ? `(?!${inWord})` : '';
  return new RegExp(before + body + after, 'giu');
}

function tidied(text: string): string {
  return text
    .replace(/ {2,}/g, ' ')
    .replace(/ +([,.])/g, '$1')
    .trim();
}

/** Knows the words to avoid; one that is part of a name has to be said all the same. */
export function createWording(input: { avoidWords: readonly string[]; names: readonly string[] }): Wording {
  const names = input.names.map((name) => name.normalize('NFC'));
  const patterns = input.avoidWords
    .map(patternOf)
    .filter((pattern): pattern is RegExp => pattern !== undefined)
    .filter((pattern) => names.every((name) => name.search(pattern) < 0));
  const isClean = (text: string): boolean =>
    patterns.length === 0 || patterns.every((pattern) => text.normalize('NFC').search(pattern) < 0);
  const cleaned = (text: string): string => {
    let rest = text;
    // What is left out may bring the parts of another phrase together.
    while (!isClean(rest))
      rest = tidied(patterns.reduce((left, pattern) => left.replace(pattern, ''), rest.normalize('NFC')));
    return rest;
  };
  return { isClean, cleaned };
}
