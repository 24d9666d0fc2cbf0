/** What an order is, in the words that people, the API, Postgres and Temporal share. */

/** Every kind of order Galley takes, with the workflow type that runs it. */
export const WORKFLOW_OF_KIND = {
  blog: 'blogOrder',
  item: 'generationItem',
} as const;

export type OrderKind = keyof typeof WORKFLOW_OF_KIND;

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

/** Input of every order workflow: identifiers only, all facts are in Postgres. */
export interface OrderInput {
  orderId: string;
  tenantId: string;
  /** 1–10, larger is sooner. */
  priority: number;
  /** Counts the starts of this order, from 1. A run whose number is not the order's current one is stale. */
  startNo: number;
}
