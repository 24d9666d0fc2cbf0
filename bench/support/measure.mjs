// What several measurements count by: ticks of the processors, memory of processes, shares, percentiles.
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

/** Share of all processors that was busy since an earlier reading. */
export function cpuShare(before) {
  const after = cpuTicks();
  return (after.busy - before.busy) / (after.total - before.total);
}

/** Jain's index of equal shares: 1 where all are equal, 1/n where one has all (Jain, Chiu, Hawe 1984). */
export function jain(values) {
  const sum = values.reduce((all, value) => all + value, 0);
  const squares = values.reduce((all, value) => all + value ** 2, 0);
  return squares === 0 ? 1 : sum ** 2 / (values.length * squares);
}

/** The value that a share of all values (0 to 1) is not above; 0 of none. */
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
  // Numbers start again at the lowest some day, so a child's may be below its parent's.
  const family = new Set([root]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family];
}

/** Memory of a process and all it started, in MB, what they share counted once; 0 when it is gone. */
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

/** Resident memory of one process, in MB; 0 when it is gone. */
export function residentMb(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const TICKS_A_SECOND = 100;

/** Processor time that processes, by name and number, have taken so far, each with all it started and that still runs, in seconds. */
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
      familyOf(pid).reduce((sum, member) => sum + ticksOf(member), 0) / TICKS_A_SECOND,
    ]),
  );
}
