import type { Phase, Product } from '../../contract/orders';
import type { PurchaseStatus } from './lifecycle';
import type { Outcome } from './outcome';

/** What the pieces of work of each product are called, as those know them who watched queues of jobs. */
export const JOB_NAMES = {
  article: { type: 'generate-article', id: 'article-gen', queue: 'article-generation' },
  backlink: { type: 'integrate-backlink', id: 'backlink-int', queue: 'backlink-integration' },
} as const satisfies Record<Product, { type: string; id: string; queue: string }>;

/** States of a piece of work. */
export const JOB_STATES = ['waiting', 'active', 'completed', 'failed'] as const;

/** One piece of work on an order: its first text, or one that was asked for instead of the last. */
export interface Job {
  id: string;
  type: (typeof JOB_NAMES)[Product]['type'];
  status: (typeof JOB_STATES)[number];
  /** At how many texts it has been tried, the one that is tried now included. */
  attempt: number;
  createdAt: Date;
}

/** When a text was sent back, and from which round on the order makes another one. */
export interface SentBack {
  at: Date;
  round: number;
}

/** How many texts were tried in a round. */
export interface RoundAttempts {
  round: number;
  attempts: number;
}

/** The name of an order's piece of work: the first one, or the one that was asked for at a time. */
export function jobId(order: { product: Product; orderId: string }, sentBackAt?: Date): string {
  const first = `${JOB_NAMES[order.product].id}-${order.orderId}`;
  return sentBackAt ? `${first}-regen-${sentBackAt.getTime()}` : first;
}

/** What tells the pieces of work of an order, and how its last one is doing. */
export interface JobFacts {
  orderId: string;
  product: Product;
  status: PurchaseStatus;
  phase: Phase;
  outcome: Outcome | null;
  /** When its work was asked for; null where it was not yet. */
  askedAt: Date | null;
  /** In the order of their rounds. */
  sentBack: readonly SentBack[];
  attempts: readonly RoundAttempts[];
}

function lastState({ status, phase, outcome }: JobFacts): Job['status'] {
  if (status === 'PROCESSING') return phase === 'running' ? 'active' : 'waiting';
  return outcome === 'broke' ? 'failed' : 'completed';
}

/**
 * The pieces of work of an order, newest first. A retry goes on with the last one, as does what is written again because its article has
 * changed: nobody asked for a further one.
 */
export function jobsOf(facts: JobFacts): Job[] {
  const { product, askedAt, sentBack, attempts } = facts;
  if (!askedAt) return [];
  const begins = [{ at: undefined, round: 1 }, ...sentBack];
  return begins
    .map(({ at, round }, n): Job => {
      const next = begins[n + 1]?.round ?? Infinity;
      const tried = attempts.filter((one) => one.round >= round && one.round < next);
      const isLast = n === begins.length - 1;
      const status = isLast ? lastState(facts) : 'completed';
      const done = tried.reduce((sum, one) => sum + one.attempts, 0);
      return {
        ...{ id: jobId(facts, at), type: JOB_NAMES[product].type, status, createdAt: at ?? askedAt },
        attempt: status === 'active' || done === 0 ? done + 1 : done,
      };
    })
    .reverse();
}
