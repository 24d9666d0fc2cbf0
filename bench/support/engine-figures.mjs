// The arithmetic of the benchmark `engine`.
import { rounded, spread } from './measure.mjs';

/** Processor seconds an order by process: what each used between two readings, by the number of orders. */
export function secondsPerOrder({ before, after, orders, names }) {
  return Object.fromEntries(names.map((name) => [name, (after[name] - before[name]) / orders]));
}

export const sumOf = (values) => Object.values(values).reduce((sum, value) => sum + value, 0);

const spreadByName = (records) =>
  Object.fromEntries(
    Object.keys(records[0]).map((name) => [
      name,
      spread(
        records.map((record) => record[name]),
        4,
      ),
    ]),
  );

const pluck = (runs, side, name) => runs.map((run) => run[side][name]);

/** Median and spread of each figure over the runs with the same number of open orders. */
export function levelFigures({ open, runs }) {
  const perSecond = (side) => spread(pluck(runs, side, 'ordersPerSecond'), 2);
  const cpu = (side) =>
    spread(
      pluck(runs, side, 'cpuSecondsByProcess').map((used) => sumOf(used)),
      4,
    );
  return {
    open,
    ordersPerSecond: perSecond('galley'),
    bareOrdersPerSecond: perSecond('bare'),
    engineOverBare: spread(runs.map(({ galley, bare }) => galley.ordersPerSecond / bare.ordersPerSecond)),
    cpuSecondsPerOrder: cpu('galley'),
    bareCpuSecondsPerOrder: cpu('bare'),
    bareCpuOverEngine: spread(
      runs.map(({ galley, bare }) => sumOf(bare.cpuSecondsByProcess) / sumOf(galley.cpuSecondsByProcess)),
    ),
    cpuSecondsPerOrderByProcess: spreadByName(pluck(runs, 'galley', 'cpuSecondsByProcess')),
    bareCpuSecondsPerOrderByProcess: spreadByName(pluck(runs, 'bare', 'cpuSecondsByProcess')),
    notCounted: spreadByName(pluck(runs, 'galley', 'notCounted')),
    cpuBusy: spread([...pluck(runs, 'galley', 'cpuBusy'), ...pluck(runs, 'bare', 'cpuBusy')], 2),
    foreignCores: spread(
      [...pluck(runs, 'galley', 'foreignCores'), ...pluck(runs, 'bare', 'foreignCores')],
      2,
    ),
  };
}

/** How an order's cost with the most open orders compares with that with the fewest; null if there is only one number of them. */
export function costFlat(levels) {
  const [first, last] = [levels[0], levels.at(-1)];
  if (levels.length < 2) return null;
  const cost = (run) => sumOf(run.galley.cpuSecondsByProcess);
  return spread(last.runs.map((run, n) => cost(run) / cost(first.runs[n])));
}

/** The medians at the fewest open orders, by the names under which they are followed from version to version. */
export function headline(level) {
  return {
    ordersPerSecond: level.ordersPerSecond.median,
    bareOrdersPerSecond: level.bareOrdersPerSecond.median,
    engineOverBare: level.engineOverBare.median,
    cpuSecondsPerOrder: level.cpuSecondsPerOrder.median,
    cpuSecondsPerOrderByProcess: Object.fromEntries(
      Object.entries(level.cpuSecondsPerOrderByProcess).map(([name, value]) => [name, value.median]),
    ),
  };
}

/** Cores that processes of others kept busy meanwhile: all that were busy, without what ours used. */
export function foreignCores({ busyShare, cores, ours, seconds }) {
  return rounded(Math.max(0, busyShare * cores - ours / seconds), 2);
}
