import type { Trade } from '../../products';
import type { SlotWords } from './bank';
import { indoorWords } from './bank-en-indoors';
import { outdoorWords } from './bank-en-outdoors';

/** Words for subjects of no known trade. */
export const englishWords: SlotWords = {
  people: [
    'careful buyers',
    'people with little time',
    'first-time owners',
    'families',
    'regular customers',
    'people who buy once and keep things',
    'our own team',
  ],
  place: [
    'the hallway shelf',
    'the kitchen',
    'a small flat',
    'the workshop',
    'the spare room',
    'a busy household',
    'the office',
  ],
  moment: [
    'on an ordinary Tuesday',
    'at the end of a long day',
    'during the first week',
    'on a quiet Sunday',
    'in the middle of winter',
    'when guests are on their way',
    'after a few months',
  ],
  part: [
    'the finish',
    'the seams',
    'the moving parts',
    'the surface',
    'the fittings',
    'the material',
    'the underside',
  ],
  act: [
    'setting it up',
    'putting it away',
    'cleaning it',
    'comparing the options',
    'using it daily',
    'trying it out',
    'handing it on',
  ],
  goal: [
    'less fuss',
    'a longer life',
    'a calmer routine',
    'fewer returns',
    'a better fit',
    'honest value',
    'an easier start',
  ],
  rival: [
    'the cheapest offer',
    'an older model',
    'a borrowed one',
    'a quick fix',
    'the version from the discount aisle',
    'a look-alike',
  ],
  sign: [
    'a loose joint',
    'a label that explains nothing',
    'a faint smell of glue',
    'missing instructions',
    'a seam that pulls',
    'a wobble on a flat table',
  ],
};

/** Words for each trade. */
export const englishTradeWords: Record<Trade, SlotWords> = { ...indoorWords, ...outdoorWords };
