import type { TitleWord } from './title-words';
import { isSameTitleWord, titleWords } from './title-words';

/** Titles with two words in three in common promise the same post; below that, at least one word of two or three makes another one of it. */
export const SAME_TITLE = 0.66;

/** Two ideas with different titles are still one when title and angle together are as like as this: the same plan, renamed. */
const SAME_PLAN = 0.75;

/** A word of the subject that only one of two titles has counts for more: it makes them posts about different things. */
const SUBJECT_WEIGHT = 2;

/** New ideas are compared with so many of the store's last titles, which is also as many as a prompt can list. */
export const MOST_AVOIDED_TITLES = 50;

/** What is compared of an idea. */
export interface ComparedIdea {
  title: string;
  angle: string;
  keyword: string;
}

/** Two titles that are too close; `with` is a title of the same set, or one that the store has or has declined. */
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

/** Words of both texts in pairs, and the words that only one of them has. */
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

/** The likeness of two texts, 0 to 1; words of the keyword count only where one of the two lacks them. */
function likeness(a: string, b: string, keyword: string, language: string): number {
  const subject = titleWords(keyword, language);
  const isSubject = (word: TitleWord): boolean =>
    subject.some((part) => isSameTitleWord(part.text, word.text));
  const { both, single } = pairUp(titleWords(a, language), titleWords(b, language));
  const shared = both.filter((word) => !isSubject(word));
  const sum = (words: TitleWord[]): number => words.reduce((total, { weight }) => total + weight, 0);
  const common = 2 * sum(shared);
  const apart = single.reduce(
    (total, word) => total + word.weight * (isSubject(word) ? SUBJECT_WEIGHT : 1),
    0,
  );
  // Nothing but the subject, in both: the same title with other small words.
  if (common + apart === 0) return both.length > 0 || plain(a) === plain(b) ? 1 : 0;
  return common / (common + apart);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * How like two titles are, 0 to 1: twice the words in common by all words (Dice), without small words, numbers and what the
 * keyword says anyway; endings are forgiven.
 */
export function titleLikeness(pair: { a: string; b: string; keyword: string; language: string }): number {
  if (plain(pair.a) === plain(pair.b)) return 1;
  return likeness(pair.a, pair.b, pair.keyword, pair.language);
}

function isSamePlan(a: ComparedIdea, b: ComparedIdea, language: string): boolean {
  const keyword = `${a.keyword} ${b.keyword}`;
  if (titleLikeness({ a: a.title, b: b.title, keyword, language }) >= SAME_TITLE) return true;
  return likeness(`${a.title} ${a.angle}`, `${b.title} ${b.angle}`, keyword, language) >= SAME_PLAN;
}

/** Every idea that is too close to one before it in its set, or to an old title; one finding an idea. */
export function findDuplicates(input: {
  ideas: readonly ComparedIdea[];
  oldTitles: readonly string[];
  language: string;
}): Duplicate[] {
  const { ideas, oldTitles, language } = input;
  return ideas.flatMap((idea, at): Duplicate[] => {
    const { title, keyword } = idea;
    const old = oldTitles
      .slice(0, MOST_AVOIDED_TITLES)
      .find((other) => titleLikeness({ a: title, b: other, keyword, language }) >= SAME_TITLE);
    if (old !== undefined) return [{ title, with: old, where: 'store' }];
    const twin = ideas.slice(0, at).find((other) => isSamePlan(other, idea, language));
    return twin ? [{ title, with: twin.title, where: 'set' }] : [];
  });
}

/** A duplicate as the next attempt is told of it. */
export function describeDuplicate({ title, with: other, where }: Duplicate): string {
  return where === 'store'
    ? `"${title}" is too close to "${other}", which the store has or has declined.`
    : `"${title}" is too close to "${other}" in the same set.`;
}
