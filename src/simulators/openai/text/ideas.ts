import type { Chance } from '../../core/random';
import type { Prompt } from '../prompt';
import type { Theme } from './bank';
import { createDeck } from './compose';
import { topicOf } from './requests';
import { createVoice } from './voice';

/** An idea for a post. */
export interface Idea {
  title: string;
  angle: string;
  /** Four to six headings. */
  outline: string[];
  keyword: string;
  reason: string;
}

const themes: readonly Theme[] = ['why', 'choose', 'use', 'care', 'cost', 'mistakes', 'compare'];

/** Maximum attempts to find a fresh title. */
const maxTries = 400;

/** Number of ideas whose titles use the hint. */
const maxWithHint = 2;

/** Overlap of words above which two titles read as the same. */
const maxOverlap = 0.4;

/** Words that any title may contain. */
const smallWords = new Set(
  (
    'the and for what how from should know about with your you before when why own that ' +
    'die der das und vor dem was wie bei uber fur ein eine einem einer eines den ' +
    'les des une pour que est sur dans aux avec del los las una con por mas sobre lo en'
  ).split(' '),
);

/** The stems of the words, so that endings and accents do not count as a difference. */
function wordsOf(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
  return (plain.match(/\p{L}{3,}/gu) ?? [])
    .filter((word) => !smallWords.has(word))
    .map((word) => word.slice(0, 4));
}

/** The words of a title apart from the subject, which all titles share. */
function ownWords(title: string, subject: ReadonlySet<string>): Set<string> {
  return new Set(wordsOf(title).filter((word) => !subject.has(word)));
}

/** Overlap of two sets of words, 0 to 1. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  return a.size + b.size === 0 ? 1 : (2 * shared) / (a.size + b.size);
}

/** Writes five ideas whose titles differ from one another and from the titles to avoid. */
export function writeIdeas(input: { prompt: Prompt; chance: Chance }): Idea[] {
  const { prompt, chance } = input;
  const { bank, draw, keyword, subject, wording } = createVoice({ prompt, chance });
  const subjectWords = new Set(wordsOf(`${subject} ${keyword}`));
  const taken = prompt.avoidTitles.map((title) => ownWords(title, subjectWords));
  const nextTitle = createDeck(chance, bank.titles);
  const nextAngle = createDeck(chance, bank.angles);
  const nextReason = createDeck(chance, bank.reasons);
  const topic = topicOf(prompt.hint);
  const withHint =
    topic !== '' && wording.isClean(topic) ? (title: string) => `${title} – ${topic}` : undefined;
  const freshTitle = (dress = (title: string): string => title): string => {
    let best = { title: '', words: new Set<string>(), closeness: Number.POSITIVE_INFINITY };
    for (let tries = 0; tries < maxTries && best.closeness >= maxOverlap; tries++) {
      const title = dress(draw(nextTitle));
      const words = ownWords(title, subjectWords);
      const closeness = Math.max(0, ...taken.map((other) => overlap(words, other)));
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
    const title = freshTitle(at < maxWithHint ? withHint : undefined);
    return { title, angle: draw(nextAngle), outline, keyword, reason: draw(nextReason) };
  });
}
