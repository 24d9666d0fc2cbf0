import { etaOfMoments } from '../orders/eta';
import type { Eta } from '../orders/eta';

/**
 * How long the steps of generation items take, in milliseconds, each measured from the end of the previous step until
 * it is saved.
 */
export interface StepTimes {
  measured: number;
  meanMs: number;
  deviationMs: number;
  /** Number of items these steps belong to. */
  items: number;
  /** Standard deviation between items' mean step times, beyond what the variation of single steps explains. */
  commonMs: number;
}

/**
 * Minimum number of measured steps. With fewer, a plan applies: two minutes for ten steps as the median, four as the
 * p90.
 */
const MIN_MEASURED = 20;
const PLANNED: StepTimes = { measured: 0, items: 5, meanMs: 13_000, deviationMs: 7_000, commonMs: 7_000 };

/** A tenant's limits: how many items are worked on at once, and how many are admitted per minute. */
export interface ItemLimits {
  atOnce: number;
  perMinute: number;
}

/** The state of the queue that a tenant's items wait in. */
export interface ItemQueueState extends ItemLimits {
  /** Steps left for each item being worked on. */
  busy: readonly number[];
  /** How long ago items were admitted within the last minute, in milliseconds, the first of them first. */
  startedAgoMs: readonly number[];
}

interface Moments {
  mean: number;
  variance: number;
}

const NOTHING: Moments = { mean: 0, variance: 0 };

function timesOf(measured: StepTimes): StepTimes {
  return measured.measured >= MIN_MEASURED ? measured : PLANNED;
}

/**
 * Mean and variance of consecutive steps of one item: independent variation adds up by variance, variation common to
 * the item by standard deviation.
 */
function momentsOfSteps(steps: number, times: StepTimes): Moments {
  return {
    mean: steps * times.meanMs,
    variance: steps * times.deviationMs ** 2 + (steps * times.commonMs) ** 2,
  };
}

/**
 * How much the pace itself changes while an item waits, as a fraction: later orders can slow down steps that were fast
 * so far. It affects all items of a batch alike. For a batch of a thousand items, 81 % fell within the stated p90
 * without it, 97 to 98 % with 2 or 3 %, and 99 % with 5 %.
 */
const DRIFT = 0.02;

/**
 * Relative uncertainty of the mean itself. On a long wait the error grows in proportion, however much the variation of
 * single items averages out.
 */
function uncertaintyOf(times: StepTimes): number {
  const ofMean =
    times.deviationMs ** 2 / Math.max(1, times.measured) + times.commonMs ** 2 / Math.max(1, times.items);
  return Math.hypot(Math.sqrt(ofMean) / times.meanMs, DRIFT);
}

/** The minute of the per-minute limit, in milliseconds. */
const WINDOW_MS = 60_000;

/**
 * The place that an item takes over when the per-minute limit admits it, counted from the first admission of the last minute: each
 * counts for a minute, and one beyond the limit follows the first of them. Negative where there is room.
 */
function placeOf(ahead: number, { perMinute, startedAgoMs }: ItemQueueState): number {
  return Math.min(startedAgoMs.length, perMinute) + ahead - perMinute;
}

/** How long ago the admission at a place was, in milliseconds; undefined where it is yet to come. */
function startedAgo(place: number, { perMinute, startedAgoMs }: ItemQueueState): number | undefined {
  return startedAgoMs.slice(-perMinute)[place];
}

/** The least time until the per-minute limit admits an item, in milliseconds. */
export function windowMs(ahead: number, queue: ItemQueueState): number {
  const place = placeOf(ahead, queue);
  if (place < 0) return 0;
  const minutes = Math.floor(place / queue.perMinute);
  const first = startedAgo(place % queue.perMinute, queue) ?? 0;
  return Math.max(0, WINDOW_MS - first) + minutes * WINDOW_MS;
}

/** The time until an item has a slot: they become free in turn, busy ones when their current item is done. */
function momentsOfSlots(ahead: number, steps: number, queue: ItemQueueState, times: StepTimes): Moments {
  const { atOnce, busy } = queue;
  const slots = Array.from({ length: atOnce }, (_, n) => busy[n] ?? 0).sort((a, b) => a - b);
  const rounds = Math.floor(ahead / atOnce);
  const item = momentsOfSteps(steps, times);
  const first = momentsOfSteps(slots[ahead % atOnce]!, times);
  return {
    mean: first.mean + rounds * item.mean,
    // An item takes whichever slot is free first, so a slow item delays the others only in part.
    variance: first.variance / atOnce + (rounds * item.variance) / atOnce,
  };
}

/** The time until an item is admitted: it has a slot, and the item whose place it takes over was admitted a minute ago. */
function momentsOfWait(ahead: number, steps: number, queue: ItemQueueState, times: StepTimes): Moments {
  const slots = momentsOfSlots(ahead, steps, queue, times);
  const place = placeOf(ahead, queue);
  if (place < 0) return slots;
  const ago = startedAgo(place, queue);
  const first = ago === undefined ? momentsOfWait(ahead - queue.perMinute, steps, queue, times).mean : -ago;
  return { ...slots, mean: Math.max(slots.mean, first + WINDOW_MS) };
}

/** Whether an item waits for the per-minute limit, which holds it back at least as long as the slots do. */
export function waitsForWindow(item: {
  ahead: number;
  totalSteps: number;
  queue: ItemQueueState;
  times: StepTimes;
}): boolean {
  const { ahead, totalSteps, queue } = item;
  const least = windowMs(ahead, queue);
  return least > 0 && least >= momentsOfSlots(ahead, totalSteps, queue, timesOf(item.times)).mean;
}

/**
 * Estimates the time until an item is written, in milliseconds. `ahead` is the number of items before it in the queue,
 * or null if it is being worked on.
 */
export function itemEta(item: {
  ahead: number | null;
  stepsLeft: number;
  totalSteps: number;
  /** Remaining pause after a failed attempt. */
  pauseMs: number;
  queue: ItemQueueState;
  times: StepTimes;
}): Eta {
  const times = timesOf(item.times);
  const work = momentsOfSteps(item.stepsLeft, times);
  const wait = item.ahead === null ? NOTHING : momentsOfWait(item.ahead, item.totalSteps, item.queue, times);
  const mean = Math.max(wait.mean, item.pauseMs) + work.mean;
  return etaOfMoments(mean, wait.variance + work.variance + (mean * uncertaintyOf(times)) ** 2);
}

/** Whether the step that an item is at takes twice as long as nine in ten did at most; `elapsedMs` since the step before was saved. */
export function isStepOverdue(elapsedMs: number, measured: StepTimes): boolean {
  const { meanMs, deviationMs } = timesOf(measured);
  return elapsedMs > etaOfMoments(meanMs, deviationMs ** 2).p90Ms * 2;
}
