// Measurements shared by several benchmarks: processor ticks, process memory, shares, percentiles, spreads.
import { readFileSync, readdirSync } from 'node:fs';

/** Seconds since a reading of `performance.now()`. */
export const seconds = (since) => (performance.now() - since) / 1000;

export const rounded = (value, digits = 3) => Number(value.toFixed(digits));

/** Busy and total ticks of all processors so far. */
export function cpuTicks() {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/);
  const ticks = fields.map(Number);
  const total = ticks.slice(0, 8).reduce((sum, n) => sum + n, 0);
  return { busy: total - ticks[3] - ticks[4], total };
}

/** Fraction of all processors that was busy since an earlier reading. */
export function cpuShare(before) {
  const after = cpuTicks();
  return (after.busy - before.busy) / (after.total - before.total);
}

/** Jain's fairness index: 1 if all shares are equal, 1/n if one has everything (Jain, Chiu, Hawe 1984). */
export function jain(values) {
  const sum = values.reduce((all, value) => all + value, 0);
  const squares = values.reduce((all, value) => all + value ** 2, 0);
  return squares === 0 ? 1 : sum ** 2 / (values.length * squares);
}

/** The given percentile (0 to 1) of the values; 0 if there are none. */
export function percentile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function familyOf(root) {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
      } catch {
        return [];
      }
    });
  // Process numbers wrap around eventually, so a child's may be lower than its parent's.
  const family = new Set([root]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family];
}

/** Memory of a process and all its descendants in MB, shared pages counted once; 0 if it is gone. */
export function memoryMb(pid) {
  const kilobytes = familyOf(pid).map((member) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${member}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return kilobytes.reduce((sum, n) => sum + n, 0) / 1024;
}

/** Resident memory of one process, in MB; 0 if it is gone. */
export function residentMb(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const TICKS_PER_SECOND = 100;

/**
 * Processor time used so far by the processes, given by name and number, each with its running descendants, in seconds.
 */
export function cpuSeconds(pids) {
  const ticksOf = (pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields.slice(11, 15).reduce((sum, n) => sum + Number(n), 0);
    } catch {
      return 0;
    }
  };
  return Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => [
      name,
      familyOf(pid).reduce((sum, member) => sum + ticksOf(member), 0) / TICKS_PER_SECOND,
    ]),
  );
}

/** The middle value; the mean of the middle two where their number is even. */
export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/** Median, least and greatest of the values of several runs. */
export function spread(values, digits = 3) {
  return {
    median: rounded(median(values), digits),
    min: rounded(Math.min(...values), digits),
    max: rounded(Math.max(...values), digits),
  };
}
