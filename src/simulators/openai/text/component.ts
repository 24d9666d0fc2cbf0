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

/** A section as in a `page_component` answer; the first one of a page also names the page. */
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

/** Sentences reserved for each section of a page; more than the longest one needs. */
const sentencesEach = 16;

/** List items reserved for each section. */
const itemsEach = 3;

/** Maximum attempts to draw a sentence that the page does not have yet. */
const maxTries = 40;

/** Number of preferred words that one section uses; the next section uses others. */
const usedWordsEach = 3;

/** Length in words from which a section has room for a list. */
const wordsForList = 100;

/** Content reserved for one section of a page. */
interface Share {
  heading: string;
  opening: string;
  /** A sentence with preferred words; empty if there are none or all templates are used up. */
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

/** Creates a function that draws texts until one is new to the page; empty if none is. */
function createUniqueDraw(): (draw: () => string) => string {
  const said = new Set<string>();
  return (draw) => {
    for (let tries = 0; tries < maxTries; tries++) {
      const text = draw();
      const key = (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ');
      if (key === '' || said.has(key)) continue;
      said.add(key);
      return text;
    }
    return '';
  };
}

/** Distributes the sentences of a page among its sections in order, identically for every request for one of them. */
function createShares(input: { prompt: Prompt; voice: Voice }): (name: string, place: number) => Share {
  const { prompt, voice } = input;
  const { bank, chance, draw, wording } = voice;
  const fresh = createUniqueDraw();
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
        return fresh(() => draw(at % 3 < 2 && tries++ < maxTries / 2 ? own : others));
      }),
      lead: one(bank.listLeads),
      items: Array.from({ length: itemsEach }, () => one(bank.listItems)),
    };
  };
}

/** The content reserved for the requested section. */
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
  for (const sentence of [...start, ...(hasList ? items : [])]) memory.remember(sentence);
  let left = prompt.words - countWords([...start, ...list].join(' '));
  const rest: string[] = [];
  for (const sentence of chance.shuffle(share.sentences)) {
    if (sentence === '' || memory.isOverused(sentence)) continue;
    // A text of a single paragraph would be a wall of text.
    if (left < 7 && rest.length > 0) break;
    memory.remember(sentence);
    rest.push(sentence);
    left -= countWords(sentence);
  }
  const half = Math.floor(rest.length / 2);
  const paragraphs = [[...start, ...rest.slice(0, half)], rest.slice(half)]
    .map((sentences) => sentences.join(' '))
    .filter((paragraph) => paragraph !== '');
  return [...paragraphs, ...list].join('\n\n');
}

/** A title that contains the keyword. */
function writeTitle({ bank, chance, draw, keyword }: Voice): string {
  for (let tries = 0; tries < maxTries; tries++) {
    const title = draw(() => chance.pick(bank.titles));
    if (includesText(title, keyword)) return title;
  }
  return capitalise(keyword);
}

/** Writes one section of a page of about the requested length; no two sections of a page share a sentence. */
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
