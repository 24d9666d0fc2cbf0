import { comparable } from '../../text/compare';
import type { TitleWord } from './title-words';
import { isSameTitleWord, LONGEST_TEXT, titleWords } from './title-words';

/**
 * Similarity from which two titles promise the same post, about two words in three. Below it, at least one of two or
 * three words makes it a different post.
 */
export const SAME_TITLE = 0.66;

/** Similarity of title plus angle from which two ideas with different titles are the same plan under another name. */
const SAME_PLAN = 0.75;

/**
 * A subject word that appears in only one of two titles counts extra, because it means the posts are about different
 * things.
 */
const SUBJECT_WEIGHT = 2;

/** Number of the store's most recent titles that new ideas are compared with; also as many as fit in a prompt. */
export const MAX_AVOIDED_TITLES = 50;

/** The fields of an idea that are compared. */
export interface ComparedIdea {
  title: string;
  angle: string;
  keyword: string;
}

/**
 * Two titles that are too similar; `with` comes from the same set, or from the store's existing and declined titles.
 */
export interface Duplicate {
  title: string;
  with: string;
  where: 'set' | 'store';
}

function indexOfSame(words: TitleWord[], word: TitleWord, taken: ReadonlySet<number>): number {
  const exact = words.findIndex((one, at) => !taken.has(at) && one.text === word.text);
  if (exact >= 0) return exact;
  return words.findIndex((one, at) => !taken.has(at) && isSameTitleWord(one.text, word.text));
}

/** Pairs up the words that two texts share, and lists the words that only one of them has. */
function pairUp(a: TitleWord[], b: TitleWord[]): { both: TitleWord[]; single: TitleWord[] } {
  const taken = new Set<number>();
  const both: TitleWord[] = [];
  const single: TitleWord[] = [];
  for (const word of a) {
    const at = indexOfSame(b, word, taken);
    if (at < 0) single.push(word);
    else {
      taken.add(at);
      both.push(word);
    }
  }
  return { both, single: [...single, ...b.filter((_, at) => !taken.has(at))] };
}

/** What is compared of texts in one language. Each text is read once, however many others it is compared with. */
interface Reader {
  words: (text: string) => TitleWord[];
  plain: (text: string) => string;
}

function once<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? read(text);
    known.set(text, found);
    return found;
  };
}

function titleReader(language: string): Reader {
  return { words: once((text) => titleWords(text, language)), plain: once(plain) };
}

/** Similarity of two texts, 0 to 1. Keyword words count only if one of the texts lacks them. */
function likeness(reader: Reader, a: string, b: string, keyword: string): number {
  const subject = reader.words(keyword);
  const isSubject = (word: TitleWord): boolean =>
    subject.some((part) => isSameTitleWord(part.text, word.text));
  const { both, single } = pairUp(reader.words(a), reader.words(b));
  const shared = both.filter((word) => !isSubject(word));
  const sum = (words: TitleWord[]): number => words.reduce((total, { weight }) => total + weight, 0);
  const common = 2 * sum(shared);
  const apart = single.reduce(
    (total, word) => total + word.weight * (isSubject(word) ? SUBJECT_WEIGHT : 1),
    0,
  );
  // Both consist of the subject alone, so only small words can differ.
  if (common + apart === 0) return both.length > 0 || reader.plain(a) === reader.plain(b) ? 1 : 0;
  return common / (common + apart);
}

function plain(text: string): string {
  return comparable(text.slice(0, LONGEST_TEXT))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * Similarity of two titles, 0 to 1, as the Dice coefficient of their words. Ignores stop words, numbers and the
 * keyword, and tolerates different endings.
 */
export function titleLikeness(pair: { a: string; b: string; keyword: string; language: string }): number {
  return likenessOfTitles(titleReader(pair.language), pair.a, pair.b, pair.keyword);
}

function likenessOfTitles(reader: Reader, a: string, b: string, keyword: string): number {
  return reader.plain(a) === reader.plain(b) ? 1 : likeness(reader, a, b, keyword);
}

function isSamePlan(reader: Reader, a: ComparedIdea, b: ComparedIdea): boolean {
  const keyword = `${a.keyword} ${b.keyword}`;
  if (likenessOfTitles(reader, a.title, b.title, keyword) >= SAME_TITLE) return true;
  return likeness(reader, `${a.title} ${a.angle}`, `${b.title} ${b.angle}`, keyword) >= SAME_PLAN;
}

/** Finds ideas that are too similar to an earlier one in the set or to an old title; at most one finding per idea. */
export function findDuplicates(input: {
  ideas: readonly ComparedIdea[];
  oldTitles: readonly string[];
  language: string;
}): Duplicate[] {
  const { ideas, oldTitles, language } = input;
  const reader = titleReader(language);
  return ideas.flatMap((idea, at): Duplicate[] => {
    const { title, keyword } = idea;
    const old = oldTitles
      .slice(0, MAX_AVOIDED_TITLES)
      .find((other) => likenessOfTitles(reader, title, other, keyword) >= SAME_TITLE);
    if (old !== undefined) return [{ title, with: old, where: 'store' }];
    const twin = ideas.slice(0, at).find((other) => isSamePlan(reader, other, idea));
    return twin ? [{ title, with: twin.title, where: 'set' }] : [];
  });
}

/** Describes a finding to the model for its next attempt. */
export function describeDuplicate({ title, with: other, where }: Duplicate): string {
  return where === 'store'
    ? `"${title}" is too similar to "${other}", which the store already has or has declined.`
    : `"${title}" is too similar to "${other}" in the same set.`;
}
