import type { Lane } from './lanes';

/** One attempt at one stage of one order: what a paid result is saved under, and what its requests are charged to. */
export interface Step {
  orderId: string;
  tenantId: string;
  lane: Lane;
  stage: string;
  round: number;
  /** From 1. */
  attempt: number;
  /** What the result is made from, e.g. the idea or the version; empty where it is made from the order alone. */
  basis: string;
}

/** What an attempt at a plain stage brought: `rejected` means that another attempt may help, `refused` that none will. */
export type PlainOutcome = { outcome: 'passed' | 'rejected' } | { outcome: 'refused'; reason: string };

/** What the activity of a plain stage gets. */
export interface PlainAttempt {
  orderId: string;
  startNo: number;
  round: number;
  attempt: number;
  /** The text that the stage is about. */
  versionId: string;
}
