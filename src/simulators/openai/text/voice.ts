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

/** The language, words and names with which one request is answered. */
export interface Voice {
  chance: Chance;
  bank: Bank;
  /** Fills a template without words to avoid; where it has one of its own, that word is left out. */
  fill: Filler;
  /** Fills the first template of several that needs no word to avoid. */
  draw: (nextTemplate: () => string) => string;
  wording: Wording;
  /** The subject as it is written inside a sentence. */
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

/** A keyword that runs on for longer than this is shortened in running text (characters). */
const longestName = 70;

function tradeOf(text: string): Trade | undefined {
  return (Object.keys(tradeSigns) as Trade[]).find((trade) => tradeSigns[trade].test(text));
}

/** Ends of English names of single things, which need an article inside a sentence. */
const singleThing =
  /(?:er|or|set|pad|pen|pack|kit|tent|can|bottle|stove|kettle|desk|chair|table|bed|lamp|bag|book|throw|rug|bar|mat|bike|board|box|cup|knife|jacket|towel|machine|shoe|watch|guide|test)$/i;

/** The name with `a` or `an` where an English sentence needs one. */
function withArticle(name: string): string {
  if (!singleThing.test(name) || /^(?:an?|the|how|what|why|when|best|my|your|our)\b/i.test(name)) return name;
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}

/** How often a template is filled, or another one drawn, for a sentence without words to avoid. */
const mostTries = 12;

/** A title that nobody planned is a person's own, and as good as a name; the title of a page never is. */
function namesOf(prompt: Prompt): string[] {
  const own =
    prompt.component === undefined &&
    prompt.title !== undefined &&
    prompt.angle === undefined &&
    prompt.outline.length === 0;
  return [prompt.subject, prompt.keyword, ...(own ? [prompt.title!] : [])];
}

/** Chooses language, trade and words for a request; unknown languages are answered in English. */
export function createVoice(input: { prompt: Prompt; chance: Chance }): Voice {
  const { prompt, chance } = input;
  const bank = banks[prompt.language] ?? english;
  const name = prompt.subject.replace(/\s+/g, ' ').trim();
  const product = sampleProducts.find((known) => known.name.toLowerCase() === name.toLowerCase());
  const isProper = product !== undefined || /^\p{Lu}\S*(?: \S+)* \p{Lu}/u.test(name);
  const dress = (text: string): string => (bank === english ? withArticle(text) : text);
  const short = cutAtWord(name, longestName);
  const subject = isProper && bank === english && !/^the\b/i.test(short) ? `the ${short}` : dress(short);
  // The keywords of a page are to be met as they were given.
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
    for (let tries = 1; !wording.isClean(text) && tries < mostTries; tries++) text = plain(template, more);
    return capitalise(wording.cleaned(text));
  };
  const draw = (nextTemplate: () => string): string => {
    for (let tries = 0; tries < mostTries; tries++) {
      const text = plain(nextTemplate());
      if (wording.isClean(text)) return text;
    }
    return fill(nextTemplate());
  };
  return { chance, bank, fill, draw, wording, subject, keyword, product };
}
