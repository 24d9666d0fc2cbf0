import type { Chance } from '../../core/random';
import type { SampleProduct, Trade } from '../../products';
import { sampleProducts } from '../../products';
import type { Prompt } from '../prompt';
import type { Bank, SlotWords } from './bank';
import { german } from './bank-de';
import { english } from './bank-en';
import { spanish } from './bank-es';
import { french } from './bank-fr';
import type { Filler } from './compose';
import { capitalise, createFiller, cutAtWord } from './compose';
import type { Wording } from './wording';
import { createWording } from './wording';

/** The language, vocabulary and names used to answer one request. */
export interface Voice {
  chance: Chance;
  bank: Bank;
  /** Fills a template without using avoided words; a word of the template itself that is to be avoided is left out. */
  fill: Filler;
  /** Draws templates until one needs no avoided word, and fills it. */
  draw: (nextTemplate: () => string) => string;
  wording: Wording;
  /** The subject as written inside a sentence. */
  subject: string;
  keyword: string;
  product: SampleProduct | undefined;
}

const banks: Record<string, Bank> = { en: english, de: german, fr: french, es: spanish };

const tradeSigns: Record<Trade, RegExp> = {
  coffee: /coffee|espresso|brew|kettle|grinder|barista|kaffee|café/i,
  stationery: /notebook|pen\b|pens\b|planner|paper|journal|desk|ink\b|notizbuch|stylo/i,
  outdoor: /hik|camp|tent|trail|backpack|daypack|outdoor|bottle|stove|wander|rando/i,
  garden: /garden|plant|secateur|prun|seed|watering|vegetable|compost|lawn|jardin/i,
  textiles: /linen|wool|towel|bedding|blanket|throw|cotton|rug|curtain|cushion|leinen/i,
  skincare: /cream|skin|oil\b|soap|cleans|serum|balm|face|lotion|haut|peau/i,
};

/** Longer keywords are shortened in running text; in characters. */
const maxNameLength = 70;

function tradeOf(text: string): Trade | undefined {
  return (Object.keys(tradeSigns) as Trade[]).find((trade) => tradeSigns[trade].test(text));
}

/** Endings of English names of countable things, which need an article inside a sentence. */
const singleThing =
  /(?:er|or|set|pad|pen|pack|kit|tent|can|bottle|stove|kettle|desk|chair|table|bed|lamp|bag|book|throw|rug|bar|mat|bike|board|box|cup|knife|jacket|towel|machine|shoe|watch|guide|test)$/i;

/** Adds `a` or `an` where an English sentence needs it. */
function withArticle(name: string): string {
  if (!singleThing.test(name) || /^(?:an?|the|how|what|why|when|best|my|your|our)\b/i.test(name)) return name;
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}

/** Maximum attempts to produce a sentence without avoided words. */
const maxTries = 12;

/** A title without an outline was written by a person and counts as a name; the title of a page never does. */
function namesOf(prompt: Prompt): string[] {
  const own =
    prompt.component === undefined &&
    prompt.title !== undefined &&
    prompt.angle === undefined &&
    prompt.outline.length === 0;
  return [prompt.subject, prompt.keyword, ...(own ? [prompt.title!] : [])];
}

/** Chooses language, trade and vocabulary for a request; unknown languages are answered in English. */
export function createVoice(input: { prompt: Prompt; chance: Chance }): Voice {
  const { prompt, chance } = input;
  const bank = banks[prompt.language] ?? english;
  const name = prompt.subject.replace(/\s+/g, ' ').trim();
  const product = sampleProducts.find((known) => known.name.toLowerCase() === name.toLowerCase());
  const isProper = product !== undefined || /^\p{Lu}\S*(?: \S+)* \p{Lu}/u.test(name);
  const dress = (text: string): string => (bank === english ? withArticle(text) : text);
  const short = cutAtWord(name, maxNameLength);
  const subject = isProper && bank === english && !/^the\b/i.test(short) ? `the ${short}` : dress(short);
  // The keywords of a page must appear exactly as given.
  const sameAsSubject =
    prompt.component === undefined && prompt.keyword.toLowerCase() === prompt.subject.toLowerCase();
  const wording = createWording({ avoidWords: prompt.avoidWords, names: namesOf(prompt) });
  const known = sameAsSubject && bank === english ? product?.keyword : undefined;
  const keyword = known !== undefined && wording.isClean(known) ? known : prompt.keyword.trim();
  const trade = product?.trade ?? tradeOf(`${name} ${prompt.keyword} ${prompt.facts.join(' ')}`);
  const words: SlotWords = { ...bank.words, ...(trade ? bank.tradeWords[trade] : {}) };
  const plain = createFiller({ chance, words, fixed: { s: subject, name: short, kw: dress(keyword) } });
  const fill: Filler = (template, more) => {
    let text = plain(template, more);
    for (let tries = 1; !wording.isClean(text) && tries < maxTries; tries++) text = plain(template, more);
    return capitalise(wording.cleaned(text));
  };
  const draw = (nextTemplate: () => string): string => {
    for (let tries = 0; tries < maxTries; tries++) {
      const text = plain(nextTemplate());
      if (wording.isClean(text)) return text;
    }
    return fill(nextTemplate());
  };
  return { chance, bank, fill, draw, wording, subject, keyword, product };
}
