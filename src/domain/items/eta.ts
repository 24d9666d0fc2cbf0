import { etaOfMoments } from '../orders/eta';
import type { Eta } from '../orders/eta';

/** How long the steps of generation items take, in milliseconds, from the step before until it is saved. */
export interface StepTimes {
  measured: number;
  meanMs: number;
  deviationMs: number;
  /** Items that these steps are of. */
  items: number;
  /** How far whole items lie apart, by the mean of their steps, beyond what chance makes of single steps. */
  commonMs: number;
}

/** Steps that a measurement takes; until then two minutes for ten steps, and four for nine items in ten. */
const ENOUGH = 20;
const PLANNED: StepTimes = { measured: 0, items: 5, meanMs: 13_000, deviationMs: 7_000, commonMs: 7_000 };

/** How many items of a tenant are worked on at once, and let in within a minute. */
export interface ItemLimits {
  atOnce: number;
  perMinute: number;
}

/** What a tenant's items wait behind. */
export interface ItemQueueStanding extends ItemLimits {
  /** Steps left of each item that is being worked on. */
  busy: readonly number[];
  /** Items let in within the last minute. */
  recent: number;
}

interface Moments {
  mean: number;
  variance: number;
}

const NOTHING: Moments = { mean: 0, variance: 0 };

function timesOf(measured: StepTimes): StepTimes {
  return measured.measured >= ENOUGH ? measured : PLANNED;
}

/** So many steps in a row, of one item: chance adds up by squares, what all steps of it share adds up whole. */
function momentsOfSteps(steps: number, times: StepTimes): Moments {
  return {
    mean: steps * times.meanMs,
    variance: steps * times.deviationMs ** 2 + (steps * times.commonMs) ** 2,
  };
}

/**
 * How far the pace itself moves while an item waits, as a share of it: what steps took just now they need not take later, when others
 * order, too. Of the statements about a thousand items in one batch, which are all off by the same, 81 in a hundred held within the
 * stated nine in ten without it, 97 or 98 with 2 or 3 %, 99 with 5 %.
 */
const DRIFT = 0.02;

/** How unsure the mean itself is, as a share of it: a long wait is off by as much, whatever chance makes of single items. */
function doubtOf(times: StepTimes): number {
  const ofMean =
    times.deviationMs ** 2 / Math.max(1, times.measured) + times.commonMs ** 2 / Math.max(1, times.items);
  return Math.hypot(Math.sqrt(ofMean) / times.meanMs, DRIFT);
}

/**
 * Until so many items before it have been let in, and one has made room for it: slots come free in turn, those that are busy when what
 * they have is done. A minute's limit only adds time.
 */
function momentsOfWait(ahead: number, steps: number, queue: ItemQueueStanding, times: StepTimes): Moments {
  const { atOnce, perMinute, busy, recent } = queue;
  const slots = Array.from({ length: atOnce }, (_, n) => busy[n] ?? 0).sort((a, b) => a - b);
  const rounds = Math.floor(ahead / atOnce);
  const item = momentsOfSteps(steps, times);
  const first = momentsOfSteps(slots[ahead % atOnce]!, times);
  const beyond = Math.max(0, ahead + 1 - (perMinute - recent));
  return {
    mean: Math.max(first.mean + rounds * item.mean, (beyond * 60_000) / perMinute),
    // Whichever slot is free first is taken, so that one slow item delays the others by its part only.
    variance: first.variance / atOnce + (rounds * item.variance) / atOnce,
  };
}

/** The time until an item is written; `ahead` items come before it, or null where it is being worked on. Milliseconds. */
export function itemEta(item: {
  ahead: number | null;
  stepsLeft: number;
  totalSteps: number;
  /** Of the pause that follows a failed attempt. */
  pauseMs: number;
  queue: ItemQueueStanding;
  times: StepTimes;
}): Eta {
  const times = timesOf(item.times);
  const work = momentsOfSteps(item.stepsLeft, times);
  const wait = item.ahead === null ? NOTHING : momentsOfWait(item.ahead, item.totalSteps, item.queue, times);
  const mean = Math.max(wait.mean, item.pauseMs) + work.mean;
  return etaOfMoments(mean, wait.variance + work.variance + (mean * doubtOf(times)) ** 2);
}

/** The time until the last of a batch is written, by those that may come last. */
export function batchEta(etas: readonly Eta[]): Eta {
  return {
    p50Ms: Math.max(0, ...etas.map(({ p50Ms }) => p50Ms)),
    p90Ms: Math.max(0, ...etas.map(({ p90Ms }) => p90Ms)),
  };
}
