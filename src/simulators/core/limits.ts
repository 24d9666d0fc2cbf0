/** A token bucket on a clock passed in by the caller, in milliseconds. */
export interface TokenBucket {
  /** The amount available now; negative while a large earlier charge is being paid back. */
  available(nowMs: number): number;
  /** Whether a charge would be admitted; a full bucket admits one that exceeds its capacity. */
  admits(cost: number, nowMs: number): boolean;
  /** Takes a charge whether or not it would be admitted, but never goes below `floor`. */
  charge(cost: number, nowMs: number, floor?: number): void;
  /** Milliseconds until a charge would be admitted; 0 if it would be now. */
  msUntil(cost: number, nowMs: number): number;
  /** Milliseconds until the bucket is full. */
  msUntilFull(nowMs: number): number;
  /** The maximum the bucket holds. */
  readonly capacity: number;
}

/** Creates a full token bucket that refills evenly at `perMinute` and holds `burstSeconds` worth of it. */
export function createTokenBucket(input: {
  perMinute: number;
  burstSeconds: number;
  nowMs: number;
}): TokenBucket {
  const perMs = input.perMinute / 60_000;
  const capacity = Math.max(1, perMs * 1000 * input.burstSeconds);
  let level = capacity;
  let filledAt = input.nowMs;
  const available = (nowMs: number): number => {
    if (nowMs > filledAt) {
      level = Math.min(capacity, level + (nowMs - filledAt) * perMs);
      filledAt = nowMs;
    }
    return level;
  };
  const missing = (cost: number, nowMs: number): number => Math.min(cost, capacity) - available(nowMs);
  return {
    available,
    admits: (cost, nowMs) => missing(cost, nowMs) <= 1e-9,
    charge: (cost, nowMs, floor = Number.NEGATIVE_INFINITY) => {
      level = Math.max(Math.min(available(nowMs), floor), available(nowMs) - cost);
    },
    msUntil: (cost, nowMs) => Math.max(0, Math.ceil(missing(cost, nowMs) / perMs)),
    msUntilFull: (nowMs) => Math.max(0, Math.ceil((capacity - available(nowMs)) / perMs)),
    capacity,
  };
}

/** Counts calls in the last minute, separately per key. */
export interface MinuteWindows {
  /** Counts a call and returns whether it is within the limit; rejected calls are not counted. */
  admit(key: string, nowMs: number): boolean;
  /** Resets all counts. */
  clear(): void;
}

/** Creates sliding one-minute windows of at most `perMinute` calls per key. */
export function createMinuteWindows(input: { perMinute: number }): MinuteWindows {
  const windows = new Map<string, number[]>();
  return {
    admit: (key, nowMs) => {
      const times = windows.get(key) ?? [];
      windows.set(key, times);
      const firstInside = times.findIndex((time) => time > nowMs - 60_000);
      times.splice(0, firstInside === -1 ? times.length : firstInside);
      if (times.length >= input.perMinute) return false;
      times.push(nowMs);
      return true;
    },
    clear: () => windows.clear(),
  };
}
