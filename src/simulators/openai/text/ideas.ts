import type { Chance } from '../../core/random';
import type { Prompt } from '../prompt';
import type { Theme } from './bank';
import { createDeck } from './compose';
import { topicOf } from './requests';
import { createVoice } from './voice';

/** One idea for a post. */
export interface Idea {
  title: string;
  angle: string;
  /** Four to six headings. */
  outline: string[];
  keyword: string;
  reason: string;
}

const themes: readonly Theme[] = ['why', 'choose', 'use', 'care', 'cost', 'mistakes', 'compare'];

/** How many titles are tried for one that is fresh enough. */
const mostTries = 400;

/** How many of the ideas take a hint up in their titles. */
const mostWithWish = 2;

/** Above this share of words in common, two titles read as one. */
const mostInCommon = 0.4;

/** Words that any title may have. */
const smallWords = new Set(
  (
    'the and for what how from should know about with your you before when why own that ' +
    'die der das und vor dem was wie bei uber fur ein eine einem einer eines den ' +
    'les des une pour que est sur dans aux avec del los las una con por mas sobre lo en'
  ).split(' '),
);

/** The beginnings of the words: endings and accents do not make a title another one. */
function wordsOf(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
  return (plain.match(/\p{L}{3,}/gu) ?? [])
    .filter((word) => !smallWords.has(word))
    .map((word) => word.slice(0, 4));
}

/** The words of a title that are not the subject's, which all titles about it have. */
function ownWords(title: string, subject: ReadonlySet<string>): Set<string> {
  return new Set(wordsOf(title).filter((word) => !subject.has(word)));
}

/** The share of words in common, 0 to 1. */
function inCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  return a.size + b.size === 0 ? 1 : (2 * shared) / (a.size + b.size);
}

/** Five ideas with titles that are not like one another, nor like a title to avoid. */
export function writeIdeas(input: { prompt: Prompt; chance: Chance }): Idea[] {
  const { prompt, chance } = input;
  const { bank, draw, keyword, subject, wording } = createVoice({ prompt, chance });
  const subjectWords = new Set(wordsOf(`${subject} ${keyword}`));
  const taken = prompt.avoidTitles.map((title) => ownWords(title, subjectWords));
  const nextTitle = createDeck(chance, bank.titles);
  const nextAngle = createDeck(chance, bank.angles);
  const nextReason = createDeck(chance, bank.reasons);
  const topic = topicOf(prompt.hint);
  const withWish =
    topic !== '' && wording.isClean(topic) ? (title: string) => `${title} – ${topic}` : undefined;
  const freshTitle = (dress = (title: string): string => title): string => {
    let best = { title: '', words: new Set<string>(), closeness: Number.POSITIVE_INFINITY };
    for (let tries = 0; tries < mostTries && best.closeness >= mostInCommon; tries++) {
      const title = dress(draw(nextTitle));
      const words = ownWords(title, subjectWords);
      const closeness = Math.max(0, ...taken.map((other) => inCommon(words, other)));
      if (closeness < best.closeness) best = { title, words, closeness };
    }
    taken.push(best.words);
    return best.title;
  };
  return Array.from({ length: 5 }, (_, at) => {
    const chosen = new Set(chance.shuffle(themes).slice(0, chance.between(4, 6)));
    const outline = themes
      .filter((theme) => chosen.has(theme))
      .map((theme) => draw(() => chance.pick(bank.headings[theme])));
    const title = freshTitle(at < mostWithWish ? withWish : undefined);
    return { title, angle: draw(nextAngle), outline, keyword, reason: draw(nextReason) };
  });
}
