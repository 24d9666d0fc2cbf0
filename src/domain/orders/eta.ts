import type { TimedStage } from './lifecycle';

/** How long a stage takes, in milliseconds: half of its runs, and nine in ten of them, end within. */
export interface StageTimes {
  p50Ms: number;
  p90Ms: number;
  /** Runs it was measured by. */
  measured: number;
}

/** Runs of a stage that a measurement takes; until then the times that were planned for. */
const ENOUGH = 20;

/** How much longer than half of its runs a planned stage may take: nobody has measured it. */
const PLANNED_SPREAD = 2;

/** The distance between the 50th and the 90th of a hundred in a normal distribution, in its standard deviations. */
const NINETIETH = 1.2816;

/** Measured times by stage. */
export type MeasuredTimes = Readonly<Partial<Record<string, StageTimes>>>;

/** The time that is left: half, and nine in ten, of orders like this one end within. Milliseconds. */
export interface Eta {
  p50Ms: number;
  p90Ms: number;
  /** True if what is under way takes longer than nine in ten did: nobody can say then how much longer. */
  isOverdue?: true;
}

function timesOf({ stage, plannedMs, plannedMostMs }: TimedStage, measured: MeasuredTimes): StageTimes {
  const known = measured[stage];
  if (known && known.measured >= ENOUGH) return known;
  return { p50Ms: plannedMs, p90Ms: plannedMostMs ?? plannedMs * PLANNED_SPREAD, measured: 0 };
}

/** Mean and variance of a time with this middle and this nine in ten, as such times spread: log-normally. */
function momentsOf(time: Eta): { mean: number; variance: number } {
  if (time.p50Ms <= 0) return { mean: 0, variance: 0 };
  const sigma = Math.log(Math.max(time.p90Ms, time.p50Ms) / time.p50Ms) / NINETIETH;
  const mean = time.p50Ms * Math.exp(sigma ** 2 / 2);
  return { mean, variance: mean ** 2 * (Math.exp(sigma ** 2) - 1) };
}

/**
 * The time that is left for these stages, the first of which may have begun. One stage takes long independently of the others, so
 * their means and variances add up; the sum spreads as they do (Fenton 1960). A wait in the queue counts in full at most, and half in
 * the middle.
 */
export function etaOf(order: {
  stages: readonly TimedStage[];
  /** Milliseconds since the first of them began; 0 while it waits. */
  elapsedMs: number;
  /** The longest that it may still wait in the queue, in milliseconds. */
  queueMs: number;
  measured: MeasuredTimes;
}): Eta {
  const parts = order.stages.map((stage, n): Eta => {
    const { p50Ms, p90Ms } = timesOf(stage, order.measured);
    // Of a stage that has begun what has passed is over; one that takes longer than most still takes a moment.
    const left = Math.max(p50Ms - (n === 0 ? order.elapsedMs : 0), p50Ms * 0.1);
    return { p50Ms: left, p90Ms: left + (p90Ms - p50Ms) };
  });
  const moments = [...parts, { p50Ms: order.queueMs / 2, p90Ms: order.queueMs }].map(momentsOf);
  const mean = moments.reduce((sum, part) => sum + part.mean, 0);
  const variance = moments.reduce((sum, part) => sum + part.variance, 0);
  const [first] = order.stages;
  const isOverdue = first !== undefined && order.elapsedMs > timesOf(first, order.measured).p90Ms;
  return { ...etaOfMoments(mean, variance), ...(isOverdue ? { isOverdue } : {}) };
}

/** The middle and the nine in ten of a time with this mean (milliseconds) and variance, spread log-normally. */
export function etaOfMoments(mean: number, variance: number): Eta {
  if (mean === 0) return { p50Ms: 0, p90Ms: 0 };
  const sigma = Math.sqrt(Math.log(1 + variance / mean ** 2));
  const middle = mean / Math.exp(sigma ** 2 / 2);
  return { p50Ms: Math.round(middle), p90Ms: Math.round(middle * Math.exp(NINETIETH * sigma)) };
}

/** The time until the last of these is done; none where there are none. */
export function batchEta(etas: readonly Eta[]): Eta {
  return {
    p50Ms: Math.max(0, ...etas.map(({ p50Ms }) => p50Ms)),
    p90Ms: Math.max(0, ...etas.map(({ p90Ms }) => p90Ms)),
  };
}
