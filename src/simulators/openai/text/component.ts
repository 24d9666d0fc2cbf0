import type { Chance } from '../../core/random';
import { createChance } from '../../core/random';
import { slugify } from '../../core/slug';
import type { Prompt } from '../prompt';
import type { Theme } from './bank';
import { english } from './bank-en';
import { capitalise, countWords, createDeck, cutAtWord } from './compose';
import { createMemory } from './memory';
import { describe, includesText, themeOrder } from './post';
import { writeTone, writeUsedWords } from './requests';
import type { Voice } from './voice';
import { createVoice } from './voice';

/** A component as a `page_component` answer carries it; the first one of a page names the page, too. */
export interface Component {
  heading: string;
  bodyMarkdown: string;
  title?: string;
  /** At most 60 characters. */
  metaTitle?: string;
  /** At most 155 characters. */
  metaDescription?: string;
  slug?: string;
}

/** Sentences that are kept for one component of a page: more than the longest one needs. */
const sentencesEach = 16;

/** Points of the list that are kept for one component. */
const itemsEach = 3;

/** How often one more sentence is drawn that the page does not have yet. */
const mostTries = 40;

/** Words to use that one component brings in; the next one brings in others. */
const usedWordsEach = 3;

/** From this many words on a component has room for a list. */
const wordsForList = 100;

/** What one component has to say that no other one of its page says. */
interface Share {
  heading: string;
  opening: string;
  /** Brings in words to use; empty where there are none, or all ways to say so are used up. */
  usedWords: string;
  sentences: string[];
  lead: string;
  items: string[];
}

function themeOf(name: string, place: number): Theme {
  return (
    themeOrder.find((theme) => english.themeSigns[theme].some((sign) => includesText(name, sign))) ??
    themeOrder[place % themeOrder.length]!
  );
}

/** Draws texts until one is new to the page, which then has it; empty where none is. */
function createNew(): (draw: () => string) => string {
  const said = new Set<string>();
  return (draw) => {
    for (let tries = 0; tries < mostTries; tries++) {
      const text = draw();
      const key = (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ');
      if (key === '' || said.has(key)) continue;
      said.add(key);
      return text;
    }
    return '';
  };
}

/** Shares the sentences of a page out to its components in order, the same for every request for one of them. */
function createShares(input: { prompt: Prompt; voice: Voice }): (name: string, place: number) => Share {
  const { prompt, voice } = input;
  const { bank, chance, draw, wording } = voice;
  const fresh = createNew();
  const usable = [...new Set(prompt.useWords.filter((word) => wording.isClean(word)))];
  const useWords = chance.shuffle(usable);
  return (name, place) => {
    const theme = themeOf(name, place);
    const others = createDeck(chance, [...bank.any, ...themeOrder.flatMap((other) => bank.themes[other])]);
    const own = createDeck(chance, bank.themes[theme]);
    const one = (templates: readonly string[]): string => fresh(() => draw(() => chance.pick(templates)));
    const named = prompt.language === 'en' ? wording.cleaned(name) : '';
    const heading = named || one(bank.headings[theme]) || one(Object.values(bank.headings).flat());
    const from = (place * usedWordsEach) % Math.max(1, useWords.length);
    const words = [...useWords.slice(from), ...useWords.slice(0, from)].slice(0, usedWordsEach);
    const withKeyword = () => {
      const text = draw(() => chance.pick(bank.openings));
      return includesText(text, voice.keyword) ? text : '';
    };
    return {
      heading: heading || capitalise(voice.keyword),
      opening: fresh(withKeyword),
      usedWords: words.length === 0 ? '' : fresh(() => writeUsedWords({ prompt, voice, words })),
      sentences: Array.from({ length: sentencesEach }, (_, at) => {
        let tries = 0;
        return fresh(() => draw(at % 3 < 2 && tries++ < mostTries / 2 ? own : others));
      }),
      lead: one(bank.listLeads),
      items: Array.from({ length: itemsEach }, () => one(bank.listItems)),
    };
  };
}

/** The share of the component asked for. */
function shareOf(input: { prompt: Prompt; seed: number; place: number; names: readonly string[] }): Share {
  const { prompt, seed, place, names } = input;
  const { language, keyword, tone, useWords, avoidWords, sample, component } = prompt;
  const { pageType, keywords } = component ?? {};
  const key = JSON.stringify([pageType, keywords, language, keyword, tone, useWords, avoidWords, sample]);
  const chance = createChance('page', seed, key);
  const next = createShares({ prompt, voice: createVoice({ prompt, chance }) });
  return names
    .slice(0, place + 1)
    .map(next)
    .at(-1)!;
}

function writeBody(input: {
  prompt: Prompt;
  chance: Chance;
  voice: Voice;
  share: Share;
  place: number;
}): string {
  const { prompt, chance, voice, share, place } = input;
  const memory = createMemory('');
  const tone = place === 0 ? writeTone({ prompt, voice }) : '';
  const start = [share.opening, tone, share.usedWords].filter((sentence) => sentence !== '');
  const items = share.items.filter((item) => item !== '');
  const hasList = prompt.words >= wordsForList && share.lead !== '' && chance.next() < 0.5;
  const list = hasList ? [share.lead, items.map((item) => `- ${item}`).join('\n')] : [];
  for (const sentence of [...start, ...(hasList ? items : [])]) memory.keep(sentence);
  let left = prompt.words - countWords([...start, ...list].join(' '));
  const rest: string[] = [];
  for (const sentence of chance.shuffle(share.sentences)) {
    if (sentence === '' || memory.isWorn(sentence)) continue;
    // A text of one paragraph is a wall.
    if (left < 7 && rest.length > 0) break;
    memory.keep(sentence);
    rest.push(sentence);
    left -= countWords(sentence);
  }
  const half = Math.floor(rest.length / 2);
  const paragraphs = [[...start, ...rest.slice(0, half)], rest.slice(half)]
    .map((sentences) => sentences.join(' '))
    .filter((paragraph) => paragraph !== '');
  return [...paragraphs, ...list].join('\n\n');
}

/** A title with the keyword in it. */
function writeTitle({ bank, chance, draw, keyword }: Voice): string {
  for (let tries = 0; tries < mostTries; tries++) {
    const title = draw(() => chance.pick(bank.titles));
    if (includesText(title, keyword)) return title;
  }
  return capitalise(keyword);
}

/** Writes one component of a page, about as long as wanted; no two components of a page share a sentence. */
export function writeComponent(input: { prompt: Prompt; chance: Chance; seed: number }): Component {
  const { prompt, chance, seed } = input;
  const earlier = prompt.component?.earlier ?? [];
  const place = earlier.length;
  const names = [...earlier, prompt.component?.name ?? prompt.subject];
  const share = shareOf({ prompt, seed, place, names });
  const voice = createVoice({ prompt, chance });
  const written = {
    heading: share.heading,
    bodyMarkdown: writeBody({ prompt, chance, voice, share, place }),
  };
  if (place > 0 || prompt.title !== undefined) return written;
  const title = writeTitle(voice);
  return {
    ...written,
    title,
    metaTitle: cutAtWord(title, 60),
    metaDescription: describe(voice, chance),
    slug: slugify(title),
  };
}
