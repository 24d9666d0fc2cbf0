import type { Chance } from '../../core/random';
import { slugify } from '../../core/slug';
import type { Prompt } from '../prompt';
import type { Theme } from './bank';
import { capitalise, countWords, createDeck, cutAtWord } from './compose';
import { createMemory } from './memory';
import { writeRequested } from './requests';
import type { Voice } from './voice';
import { createVoice } from './voice';

/** A finished post as in a `blog_post` answer. */
export interface Post {
  title: string;
  /** At most 200 characters. */
  excerpt: string;
  /** At most 60 characters. */
  metaTitle: string;
  /** 120 to 155 characters. */
  metaDescription: string;
  slug: string;
  /** Three to five. */
  tags: string[];
  imageAlt: string;
  imagePrompt: string;
  bodyMarkdown: string;
}

/** The order of themes in a text without an outline. */
export const themeOrder: readonly Theme[] = ['why', 'choose', 'use', 'care', 'cost', 'compare', 'mistakes'];

/** Maximum attempts to draw a sentence that has not been said before. */
const maxTries = 24;

/** Whether a text contains another, ignoring case. */
export function includesText(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

/** Creates a source of sentences that repeats neither itself nor an earlier draft. */
function createSentences(input: { prompt: Prompt; chance: Chance; voice: Voice }): {
  of: (deck: () => string) => string;
  themed: (theme: Theme) => string;
} {
  const { prompt, chance, voice } = input;
  const { bank, draw, fill, wording } = voice;
  const memory = createMemory(prompt.draft);
  const of = (deck: () => string, ...others: (() => string)[]): string => {
    const decks = [deck, ...others];
    let sentence = draw(deck);
    for (let tries = 1; memory.isOverused(sentence) && tries < decks.length * maxTries; tries++)
      sentence = draw(decks[Math.floor(tries / maxTries)]!);
    memory.remember(sentence);
    return sentence;
  };
  const themes = new Map(themeOrder.map((theme) => [theme, createDeck(chance, bank.themes[theme])]));
  const any = createDeck(chance, bank.any);
  const factTemplates = createDeck(chance, bank.facts);
  const usable = [...prompt.facts, ...(voice.product?.facts ?? [])]
    .map((fact) =>
      fact
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .replace(/[\s.;,]+$/, '')
        .trim(),
    )
    .filter((fact) => fact.length >= 4 && fact.length <= 110 && wording.isClean(fact));
  const facts = chance.shuffle([...new Set(usable)]);
  const themed = (theme: Theme): string => {
    const roll = chance.next();
    if (roll < 0.14 && facts.length > 0) return fill(factTemplates(), { fact: facts.pop()! });
    const own = themes.get(theme)!;
    return roll < 0.4 ? of(any, own, ...themes.values()) : of(own, any, ...themes.values());
  };
  return { of, themed };
}

/** The headings requested, or generated ones; at least four, at least one with the keyword. */
function chooseHeadings(input: {
  prompt: Prompt;
  chance: Chance;
  voice: Voice;
}): { text: string; theme: Theme }[] {
  const { prompt, chance, voice } = input;
  const { bank, draw, keyword, wording } = voice;
  const themeOf = (text: string, at: number): Theme =>
    themeOrder.find((theme) => bank.themeSigns[theme].some((sign) => includesText(text, sign))) ??
    themeOrder[at % themeOrder.length]!;
  const given = prompt.outline
    .map((line) => wording.cleaned(line.replace(/^#+\s*|^\d+[.)]\s*/g, '').trim()))
    .filter((line) => line !== '');
  const headings = given.slice(0, 9).map((text, at) => ({ text, theme: themeOf(text, at) }));
  for (const theme of chance.shuffle(themeOrder)) {
    if (headings.length >= 4) break;
    if (headings.every((heading) => heading.theme !== theme))
      headings.push({ text: draw(() => chance.pick(bank.headings[theme])), theme });
  }
  if (headings.some((heading) => includesText(heading.text, keyword))) return headings;
  const first = headings[0]!;
  headings[0] = { ...first, text: `${capitalise(keyword)}: ${first.text}` };
  return headings;
}

function writeBody(input: { prompt: Prompt; chance: Chance; voice: Voice }): string {
  const { prompt, chance, voice } = input;
  const { bank, keyword } = voice;
  const sentences = createSentences(input);
  const headings = chooseHeadings(input);
  const requested = writeRequested({ prompt, voice });
  const blocks: string[] = [];
  let written = 0;
  const add = (block: string): void => {
    blocks.push(block);
    written += countWords(block.replace(/^(?:#+|[-*]|\d+\.)\s+/gm, ''));
  };
  const paragraphs = (next: () => string, budget: number): void => {
    let left = budget;
    while (left > 12) {
      const wanted = chance.between(3, 5);
      const paragraph: string[] = [];
      while (paragraph.length < wanted && (left > 7 || paragraph.length < 2)) {
        const asked = paragraph.length === 1 ? requested.anywhere.shift() : undefined;
        const sentence = asked ?? next();
        paragraph.push(sentence);
        left -= countWords(sentence);
      }
      add(paragraph.join(' '));
    }
  };
  const openings = createDeck(chance, bank.openings);
  const followUps = createDeck(chance, bank.followUps);
  let opening = sentences.of(openings);
  for (let tries = 0; !includesText(opening, keyword) && tries < 40; tries++)
    opening = sentences.of(openings);
  const more = Array.from({ length: prompt.words < 400 ? 1 : 3 }, () => sentences.of(followUps));
  add([opening, requested.hint, ...more].filter((sentence) => sentence !== '').join(' '));
  const closingHeading = voice.draw(() => chance.pick(bank.closingHeadings));
  const closingDeck = createDeck(chance, bank.closings);
  const lastWords = Array.from({ length: prompt.words < 400 ? 2 : 4 }, () => sentences.of(closingDeck)).join(
    ' ',
  );
  // The one habit that can be copied from a sample without understanding it: exclamation marks.
  const closing = prompt.sample.includes('!') ? lastWords.replace(/\.$/, '!') : lastWords;
  const closingWords = countWords(`${closingHeading} ${closing}`);
  const listsAt = new Set(headings.length > 5 && prompt.words > 1200 ? [1, 4] : [1]);
  const items = createDeck(chance, bank.listItems);
  const leads = createDeck(chance, bank.listLeads);
  headings.forEach((heading, at) => {
    const budget = (prompt.words - written - closingWords) / (headings.length - at);
    const before = written;
    add(`## ${heading.text}`);
    const list = listsAt.has(at);
    const lead = sentences.of(leads);
    const lines = Array.from({ length: prompt.words < 500 ? 3 : chance.between(4, 5) }, () =>
      sentences.of(items),
    );
    const listWords = list ? countWords(`${lead} ${lines.join(' ')}`) : 0;
    paragraphs(() => sentences.themed(heading.theme), budget - (written - before) - listWords);
    if (!list) return;
    add(lead);
    add(lines.map((line) => `- ${line}`).join('\n'));
  });
  if (requested.anywhere.length > 0) add(requested.anywhere.join(' '));
  add(`## ${closingHeading}`);
  add(closing);
  return blocks.join('\n\n');
}

/** A meta description of 120 to 155 characters, as far as the sentences allow. */
export function describe(voice: Voice, chance: Chance): string {
  const { bank, draw } = voice;
  let text = draw(() => chance.pick(bank.descriptions));
  for (const ending of chance.shuffle(bank.descriptionEndings)) {
    if (text.length >= 120) break;
    text = `${text} ${voice.fill(ending)}`;
  }
  return text.length <= 155 ? text : `${cutAtWord(text, 154).replace(/[.!?]+$/, '')}…`;
}

/** Writes a complete post about the requested subject, close to the requested length. */
export function writePost(input: { prompt: Prompt; chance: Chance }): Post {
  const { prompt, chance } = input;
  const voice = createVoice(input);
  const { bank, draw, fill, keyword, wording } = voice;
  const pickFrom = (templates: readonly string[]): string => draw(() => chance.pick(templates));
  const title = wording.cleaned(prompt.title ?? '') || pickFrom(bank.titles);
  const tags = [
    cutAtWord(keyword.toLowerCase(), 50),
    ...chance.shuffle(bank.tags).map((tag) => fill(tag).toLowerCase()),
  ].filter((tag) => tag !== '');
  return {
    title,
    excerpt: cutAtWord(pickFrom(bank.excerpts), 200),
    metaTitle: cutAtWord(title, 60),
    metaDescription: describe(voice, chance),
    slug: slugify(title),
    tags: [...new Set(tags)].slice(0, chance.between(3, 5)),
    imageAlt: cutAtWord(pickFrom(bank.imageAlts), 120),
    imagePrompt: `A calm editorial photograph about ${keyword}: ${pickFrom(bank.imageAlts)}, ${chance.pick(['soft daylight', 'warm evening light', 'a clear morning'])}, ${chance.pick(['shallow depth of field', 'wide composition', 'close detail'])}, no lettering`,
    bodyMarkdown: writeBody({ prompt, chance, voice }),
  };
}
