/** What an order is, in the words that people, the API, Postgres and Temporal share. */

/** Every kind of order Galley takes, with the workflow type that runs it. */
export const WORKFLOW_OF_KIND = {
  blog: 'blogOrder',
  item: 'generationItem',
  article: 'articleOrder',
  backlink: 'backlinkOrder',
  content: 'contentItem',
  bulk: 'bulkJob',
} as const;

export type OrderKind = keyof typeof WORKFLOW_OF_KIND;

/** The kinds that visitors buy: an article that is written for them, and a link in a published one. */
export const PRODUCTS = ['article', 'backlink'] as const satisfies readonly OrderKind[];
export type Product = (typeof PRODUCTS)[number];

/** The kinds as a list. */
export const ORDER_KINDS = Object.keys(WORKFLOW_OF_KIND) as [OrderKind, ...OrderKind[]];

/** The one phase all kinds of order share; queues are counted by it. */
export const PHASES = [
  'accepted',
  'queued',
  'running',
  'waiting_person',
  'done',
  'failed',
  'cancelled',
] as const;
export type Phase = (typeof PHASES)[number];

/** Rounds of one order in all, retries and everything that people send back included. */
export const MOST_ROUNDS = 20;

/**
 * How long an order waits for people and how often it tries, saved with the order so that a test or a store can
 * shorten it. All times in milliseconds.
 */
export interface OrderPolicy {
  /** After this long without an answer a reminder is written. */
  reminderAfterMs: number;
  /** After this long without an answer the wait is over. */
  deadlineMs: number;
  /** Drafts written before quality control gives up. */
  draftAttempts: number;
  /** Pause before the second draft, doubled for each further one; up to half of it is left to chance. */
  draftBackoffMs: number;
  /** Pause between the two look-ups that follow a lost answer from the store. */
  lookupPauseMs: number;
  /** Times that each of the two look-ups is tried while the store does not answer. */
  lookupTries: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The policy of an order that asks for nothing else. */
export const DEFAULT_POLICY: OrderPolicy = {
  reminderAfterMs: DAY_MS,
  deadlineMs: 14 * DAY_MS,
  draftAttempts: 3,
  draftBackoffMs: 2_000,
  lookupPauseMs: 5_000,
  lookupTries: 8,
};

/**
 * The form of the histories that new runs write. Code that changes what a run writes raises it and keeps to the older form for runs that
 * were started with it, which costs no event, unlike a patch.
 */
export const HISTORY_FORM = 2;

/** What a run's first activity may do besides opening the run. */
export const FIRST_WORK = ['ideas', 'subject'] as const;
export type FirstWork = (typeof FIRST_WORK)[number];

/** How an order's first run begins: with work whose activity opens the run, too, and with what that activity needs to be queued. */
export interface Beginning {
  work: FirstWork;
  /** The tenant's share of busy lanes. */
  weight: number;
  /** Fairness key of the store's own lane. */
  storeKey: string;
}

/** Input of every order workflow: identifiers and what its first activity is queued with; all other facts are in Postgres. */
export interface OrderInput {
  orderId: string;
  tenantId: string;
  /** 1–10, larger is sooner. */
  priority: number;
  /** Counts the starts of this order, from 1. A run whose number is not the order's current one is stale. */
  startNo: number;
  /** The form of the run's history. Absent in runs of the first one, and where somebody started a run by hand. */
  form?: number;
  /** Absent in runs that ask how their order stands before they do anything, such as those of a retry. */
  begins?: Beginning | undefined;
}
