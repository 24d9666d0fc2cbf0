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
