import { createHash } from 'node:crypto';

// Cached, because global look-ups are slow in a sandboxed context and random numbers are drawn often.
const { floor, imul } = Math;

/** A reproducible random generator: the same key gives the same sequence. */
export interface Chance {
  /** The next number, from 0 to below 1. */
  next(): number;
  /** An integer from `from` to `to`, inclusive. */
  between(from: number, to: number): number;
  /** A random element of a list; throws a RangeError if the list is empty. */
  pick<T>(list: readonly T[]): T;
  /** The list in random order. */
  shuffle<T>(list: readonly T[]): T[];
}

/** Creates a generator from a key (mulberry32, seeded with SHA-256). */
export function createChance(...key: (string | number)[]): Chance {
  let state = createHash('sha256').update(key.join('\u0000')).digest().readUInt32LE(0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (from: number, to: number): number => from + floor(next() * (to - from + 1));
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError('nothing to pick from');
    return list[floor(next() * list.length)] as T;
  };
  const shuffle = <T>(list: readonly T[]): T[] => {
    const copy = [...list];
    for (let index = copy.length - 1; index > 0; index--) {
      const other = between(0, index);
      [copy[index], copy[other]] = [copy[other] as T, copy[index] as T];
    }
    return copy;
  };
  return { next, between, pick, shuffle };
}

/** A UUID that is always the same for the same key. */
export function stableUuid(...key: (string | number)[]): string {
  const hex = createHash('sha256').update(key.join('\u0000')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
