/** What an order is, in the words that people, the API, Postgres and Temporal share. */

/** Every kind of order Galley takes. Each kind has one workflow type. */
export const ORDER_KINDS = ['blog', 'item'] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

/** What people see of a blog order. `UNCONFIRMED` means that a person must say what happened at the store. */
export const BLOG_STATUSES = [
  'PENDING',
  'GENERATING_IDEAS',
  'AWAITING_SELECTION',
  'GENERATING_CONTENT',
  'GENERATING_IMAGE',
  'AWAITING_APPROVAL',
  'SCHEDULED',
  'PUBLISHING',
  'DONE',
  'FAILED',
  'CANCELLED',
  'UNCONFIRMED',
] as const;
export type BlogStatus = (typeof BLOG_STATUSES)[number];

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

/** Where a blog's subject comes from: a product of the store, a category of its products, or a keyword. */
export const SOURCE_TYPES = ['product', 'category', 'keyword'] as const;
export type SourceType = (typeof SOURCE_TYPES)[number];

/** What becomes of a finished post: it goes out, it stays a draft in the store, or a person approves it first. */
export const PUBLISH_MODES = ['publish', 'draft', 'approve'] as const;
export type PublishMode = (typeof PUBLISH_MODES)[number];

/** Rounds of ideas of one order, the first included. */
export const MOST_IDEA_ROUNDS = 5;

/** Rounds of one order in all, retries and everything that people send back included. */
export const MOST_ROUNDS = 20;

/** The stages of a blog order that do paid or outside work, in order. */
export const BLOG_STAGES = ['ideas', 'content', 'image', 'publishing'] as const;
export type BlogStage = (typeof BLOG_STAGES)[number];

/**
 * How long an order waits for people and how often it tries, saved with the order so that a test or a store can
 * shorten it. All times in milliseconds.
 */
export interface OrderPolicy {
  /** After this long without a pick a reminder event is written. */
  reminderAfterMs: number;
  /** After this long without a pick the order is cancelled ("no idea picked"). */
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
