import type { Platform } from './platforms';

/** A lane is a task queue named for the scarce resource its activities use. */
export const LANES = [
  'orders',
  'ideas',
  'writing',
  'quality',
  'images',
  'publishing',
  'webhooks',
  'mail',
  'payments',
  'records',
  'rate-controller',
] as const;
export type Lane = (typeof LANES)[number];

/** Providers whose one account several lanes share by its limits. */
export const ACCOUNTS = ['openai', 'replicate'] as const;
export type Account = (typeof ACCOUNTS)[number];

/** Whoever we send requests to that have to be accounted for. */
export type Provider = Account | Platform;

/**
 * What limits a lane: a provider's account, the sites of stores (each by limits of its own, whatever its platform), or null where
 * only our own machines do.
 */
export const LANE_PROVIDER: Record<Lane, Account | 'publisher' | null> = {
  orders: null,
  ideas: 'openai',
  writing: 'openai',
  quality: 'openai',
  images: 'replicate',
  publishing: 'publisher',
  webhooks: null,
  mail: null,
  payments: null,
  records: null,
  'rate-controller': null,
};

/** The lanes that share a provider's account. */
export function lanesOf(account: Account): Lane[] {
  return LANES.filter((lane) => LANE_PROVIDER[lane] === account);
}

/** Activities a worker runs at once on a lane unless configured otherwise. `orders` runs workflow tasks only. */
export const DEFAULT_SLOTS: Record<Exclude<Lane, 'orders'>, number> = {
  ideas: 50,
  writing: 50,
  quality: 50,
  images: 100,
  publishing: 50,
  webhooks: 20,
  mail: 5,
  payments: 5,
  records: 20,
  'rate-controller': 1,
};

/** Whether a word names a lane. */
export function isLane(word: string): word is Lane {
  return (LANES as readonly string[]).includes(word);
}

/** Whether this is a priority as people give it: 1–10, larger is sooner. */
export function isPriority(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 10;
}

/**
 * Temporal's priority level (1 first, 5 last) for a person's priority (1–10, larger is sooner).
 * Out-of-range numbers are brought into range.
 */
export function priorityLevel(priority: number): number {
  const bounded = Math.min(10, Math.max(1, Math.round(priority)));
  return 6 - Math.ceil(bounded / 2);
}
