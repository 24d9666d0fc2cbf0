import type { FaultRule } from '../simulators/core/fault-types';
import { sampleProducts } from '../simulators/products';

/** The final state of an order of the sample week. */
export type SampleEnd =
  | { as: 'done' }
  | { as: 'open'; status: string; pick: boolean }
  | { as: 'cancelled'; at: 'AWAITING_SELECTION' }
  | { as: 'failed'; pick: boolean };

/** An order of the sample week. */
export interface SampleOrder {
  /** Index of the sample store. */
  store: number;
  /**
   * Subject of the post: a keyword or a product id. Faults match requests by it, so it must not be contained in another
   * order's.
   */
  keyword: string;
  sourceType?: 'product';
  publishMode?: 'publish' | 'approve' | 'draft';
  /** Days from now until publication. */
  publishInDays?: number;
  end: SampleEnd;
  /** Faults that the simulators inject. */
  faults?: readonly FaultRule[];
}

/** A response delay in milliseconds, longer than the client waits. */
const LONG_MS = 600_000;

const openai = (kind: string, action: FaultRule['action'], times = 1): FaultRule => ({
  provider: 'openai',
  kind,
  times,
  action,
});

const done = (store: number, ...keywords: string[]): SampleOrder[] =>
  keywords.map((keyword) => ({ store, keyword, end: { as: 'done' } }));

/** The blog orders of the sample week. Most are published, and every other status occurs as well. */
export const SAMPLE_ORDERS: readonly SampleOrder[] = [
  ...done(0, 'hand coffee grinder', 'pour-over at home', 'gooseneck kettle', 'cold brew in summer'),
  ...done(0, 'paper for fountain pens', 'planning a quiet week', 'letters by hand'),
  ...done(1, 'three-season tent', 'rain on the ridge', 'packing for two nights', 'kitchen herbs in pots'),
  ...done(1, 'pruning in late winter', 'a trowel that lasts'),
  ...done(2, 'Bettwäsche aus Leinen', 'Wolldecken im Herbst', 'Seife ohne Duft'),
  {
    store: 0,
    keyword: 'coffee for a small office',
    end: { as: 'open', status: 'AWAITING_SELECTION', pick: false },
  },
  {
    store: 0,
    keyword: 'notebooks that lie flat',
    publishInDays: 2,
    end: { as: 'open', status: 'SCHEDULED', pick: true },
  },
  {
    store: 0,
    keyword: 'ink for left-handed writers',
    end: { as: 'open', status: 'GENERATING_CONTENT', pick: true },
    faults: [openai('content', { type: 'hang', ms: LONG_MS }, 5)],
  },
  {
    store: 0,
    keyword: 'which beans cure a cold',
    end: { as: 'failed', pick: false },
    faults: [openai('ideas', { type: 'refusal', text: 'I cannot give medical advice.' })],
  },
  {
    store: 1,
    keyword: 'a balcony that feeds bees',
    publishMode: 'approve',
    end: { as: 'open', status: 'AWAITING_APPROVAL', pick: true },
  },
  {
    store: 1,
    keyword: 'first night in a hammock',
    publishMode: 'approve',
    end: { as: 'open', status: 'AWAITING_APPROVAL', pick: true },
  },
  {
    store: 1,
    keyword: 'seed swaps in spring',
    publishInDays: 5,
    end: { as: 'open', status: 'SCHEDULED', pick: true },
  },
  {
    store: 1,
    keyword: 'stoves for windy places',
    end: { as: 'open', status: 'GENERATING_IMAGE', pick: true },
    faults: [{ provider: 'replicate', kind: 'create', action: { type: 'prediction', ends: 'never' } }],
  },
  {
    store: 1,
    keyword: 'compost without smell',
    end: { as: 'open', status: 'UNCONFIRMED', pick: true },
    faults: [
      { provider: 'wix', kind: 'draft.create', action: { type: 'dropAfter' } },
      // Draft queries contain only the title, which may not contain the keyword literally; no other order makes one.
      { provider: 'wix', kind: 'draft.query', times: 2, match: {}, action: { type: 'html' } },
    ],
  },
  {
    store: 1,
    keyword: sampleProducts.find(({ slug }) => slug === 'dewdrop-watering-can')!.id,
    sourceType: 'product',
    end: { as: 'open', status: 'PENDING', pick: false },
    // A store at its rate limit states the pause itself, so no other order waits because of it.
    faults: [
      {
        provider: 'wix',
        kind: 'product',
        times: 2,
        action: {
          type: 'respond',
          status: 429,
          headers: { 'retry-after': '300' },
          body: { message: 'Too many requests' },
        },
      },
    ],
  },
  { store: 1, keyword: 'gloves for roses', end: { as: 'cancelled', at: 'AWAITING_SELECTION' } },
  {
    store: 2,
    keyword: 'Leinen kalt waschen',
    end: { as: 'open', status: 'GENERATING_IDEAS', pick: false },
    faults: [openai('ideas', { type: 'hang', ms: LONG_MS }, 5)],
  },
  {
    store: 2,
    keyword: 'Kissen für zwei',
    end: { as: 'open', status: 'PUBLISHING', pick: true },
    faults: [
      {
        provider: 'wix',
        kind: 'upload',
        times: 20,
        match: { contains: 'kissen' },
        action: { type: 'hang', ms: LONG_MS },
      },
    ],
  },
  { store: 2, keyword: 'Kerzen im Glas', end: { as: 'cancelled', at: 'AWAITING_SELECTION' } },
];

/** A page of the sample week. */
export interface SamplePage {
  pageType: 'product' | 'category' | 'brand' | 'inspire' | 'engage';
  keyword: string;
  faults?: readonly FaultRule[];
}

/** The pages of the sample week, ordered by the first store as one batch; one fails. */
export const SAMPLE_PAGES: readonly SamplePage[] = [
  { pageType: 'product', keyword: 'burr grinder' },
  { pageType: 'product', keyword: 'dotted notebook' },
  { pageType: 'category', keyword: 'filter coffee' },
  { pageType: 'brand', keyword: 'quayside roastery' },
  { pageType: 'inspire', keyword: 'slow mornings' },
  { pageType: 'engage', keyword: 'coffee tasting at home' },
  {
    pageType: 'product',
    keyword: 'miracle descaler',
    faults: [openai('component', { type: 'flaw', flaw: 'banned_claim' }, -1)],
  },
];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Working hours (UTC) in which orders of the sample week ended. */
const WORKED = { from: 8, to: 18 };

/**
 * Neighbours in a list end this many places apart, so that no store has a day to itself. It is prime, so that every
 * place is used once.
 */
const STRIDE = 11;

/**
 * End times of a number of orders in the week before `nowMs`, in milliseconds since 1970, spread evenly over the
 * working hours of the seven days before today. Always the same for the same moment.
 */
export function weekBefore(nowMs: number, orders: number): number[] {
  const span = (WORKED.to - WORKED.from) * HOUR_MS;
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  return Array.from({ length: orders }, (_, n) => {
    const place = orders % STRIDE === 0 ? n : (n * STRIDE) % orders;
    const worked = ((place + 0.5) / orders) * 7 * span;
    const day = Math.floor(worked / span);
    return today - (7 - day) * DAY_MS + WORKED.from * HOUR_MS + Math.floor(worked % span);
  });
}

/** End time of a batch in the middle of that week. */
export function middleOfWeek(nowMs: number): number {
  return weekBefore(nowMs, 1)[0]!;
}

/** Pages that are still being written when people first look at the sample week. */
export const SAMPLE_OPEN_PAGES: readonly SamplePage[] = [
  { pageType: 'product', keyword: 'copper kettle' },
  { pageType: 'product', keyword: 'travel mug' },
  { pageType: 'category', keyword: 'writing paper' },
  { pageType: 'inspire', keyword: 'a desk by the window' },
  { pageType: 'engage', keyword: 'swap your favourite mug' },
  { pageType: 'product', keyword: 'leather pen roll' },
  { pageType: 'category', keyword: 'gifts under twenty' },
];
