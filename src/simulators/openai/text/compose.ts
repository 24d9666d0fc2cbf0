import type { Chance } from '../../core/random';
import type { SlotWords } from './bank';

/** Capitalises the first letter. */
export function capitalise(text: string): string {
  return text.replace(
    /^(["'“„«¿¡(]*)(\p{Ll})/u,
    (_, mark: string, letter: string) => mark + letter.toUpperCase(),
  );
}

/** Counts the words of a text, separated by spaces. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Truncates a text at a word boundary to at most `most` characters. */
export function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most + 1);
  const end = cut.lastIndexOf(' ');
  return cut.slice(0, end > most / 2 ? end : most).replace(/[\s,;:–-]+$/, '');
}

/** Fills a sentence template; `more` supplies words for slots that only this sentence has. */
export type Filler = (template: string, more?: Record<string, string>) => string;

/** Creates a template filler. Two slots of the same name in a sentence get different words if there are enough. */
export function createFiller(input: {
  chance: Chance;
  words: SlotWords;
  fixed: Record<string, string>;
}): Filler {
  const { chance, words, fixed } = input;
  return (template, more = {}) => {
    let text = template;
    for (let inner = /\[([^[\]]*)\]/.exec(text); inner; inner = /\[([^[\]]*)\]/.exec(text))
      text =
        text.slice(0, inner.index) +
        chance.pick(inner[1]!.split('|')) +
        text.slice(inner.index + inner[0].length);
    const used = new Set<string>();
    text = text.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = more[name] ?? fixed[name];
      if (value !== undefined) return value;
      const choices = (words[name] ?? []).filter((word) => !used.has(word));
      if (choices.length === 0) return words[name] ? chance.pick(words[name]) : place;
      const word = chance.pick(choices);
      used.add(word);
      return word;
    });
    return capitalise(text.replace(/ {2,}/g, ' ').trim());
  };
}

/** Deals the templates of a list in random order, and starts over when all have been used. */
export function createDeck(chance: Chance, templates: readonly string[]): () => string {
  let rest: string[] = [];
  return () => {
    if (rest.length === 0) rest = chance.shuffle(templates);
    return rest.pop()!;
  };
}
