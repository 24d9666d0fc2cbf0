import type { Chance } from '../../core/random';
import type { Prompt } from '../prompt';
import type { Theme } from './bank';
import { createDeck } from './compose';
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

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

/** Five ideas with different titles, none of them a title to avoid. */
export function writeIdeas(input: { prompt: Prompt; chance: Chance }): Idea[] {
  const { prompt, chance } = input;
  const { bank, fill, keyword } = createVoice({ prompt, chance });
  const taken = new Set(prompt.avoidTitles.map(plain));
  const nextTitle = createDeck(chance, bank.titles);
  const nextAngle = createDeck(chance, bank.angles);
  const nextReason = createDeck(chance, bank.reasons);
  const freshTitle = (): string => {
    let title = fill(nextTitle());
    for (let tries = 0; taken.has(plain(title)) && tries < 200; tries++) title = fill(nextTitle());
    taken.add(plain(title));
    return title;
  };
  return Array.from({ length: 5 }, () => {
    const chosen = new Set(chance.shuffle(themes).slice(0, chance.between(4, 6)));
    const outline = themes
      .filter((theme) => chosen.has(theme))
      .map((theme) => fill(chance.pick(bank.headings[theme])));
    return { title: freshTitle(), angle: fill(nextAngle()), outline, keyword, reason: fill(nextReason()) };
  });
}
