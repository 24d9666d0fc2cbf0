/** Which words a text may use. */
export interface Wording {
  /** Whether the text contains no avoided word. */
  isClean(text: string): boolean;
  /** The text without its avoided words. */
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

/** Creates the rules for avoided words; one that is part of a name is allowed. */
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
    // Removing one word can bring together the parts of another phrase.
    while (!isClean(rest))
      rest = tidied(patterns.reduce((left, pattern) => left.replace(pattern, ''), rest.normalize('NFC')));
    return rest;
  };
  return { isClean, cleaned };
}
