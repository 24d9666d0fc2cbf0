/** A token bucket over the time it is told (milliseconds). */
export interface TokenBucket {
  /** What may be taken now; below zero while a large earlier charge is being paid back. */
  available(nowMs: number): number;
  /** True when a charge would be admitted; one above the capacity is admitted by a full bucket. */
  admits(cost: number, nowMs: number): boolean;
  /** Takes a charge whether or not it is admitted, never deeper than `floor`. */
  charge(cost: number, nowMs: number, floor?: number): void;
  /** Milliseconds until a charge would be admitted; 0 when it would be now. */
  msUntil(cost: number, nowMs: number): number;
  /** Milliseconds until the bucket is full. */
  msUntilFull(nowMs: number): number;
  /** The most that the bucket holds. */
  readonly capacity: number;
}

/** Makes a full token bucket: `perMinute` refills evenly, `burstSeconds` worth of it fits in. */
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

/** Counts calls in the last minute, separately for each key. */
export interface MinuteWindows {
  /** Counts a call and tells whether it is within the limit; refused calls are not counted. */
  admit(key: string, nowMs: number): boolean;
  /** Forgets every count. */
  clear(): void;
}

/** Makes sliding one-minute windows of at most `perMinute` calls a key. */
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
