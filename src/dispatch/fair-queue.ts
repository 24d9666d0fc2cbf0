/** Values that wait, taken in turn by whom they belong to; each waits once. */
export interface FairQueue {
  /** Adds a value for an owner, unless the owner has too many waiting, or all together have. Answers whether it waits now. */
  add(owner: string, value: string): boolean;
  /** The next value: of the owner whose turn it is, the one that has waited longest. Undefined if none waits. */
  take(): { owner: string; value: string } | undefined;
  /** How many values wait. */
  size(): number;
  clear(): void;
}

/** Creates an empty queue, for at most `mostOfOne` values of an owner and `mostOfAll` together. */
export function createFairQueue(most: { mostOfOne: number; mostOfAll: number }): FairQueue {
  // The first owner is the next one; whoever had a turn goes to the end.
  const owners = new Map<string, Set<string>>();
  let size = 0;
  return {
    add(owner, value) {
      const own = owners.get(owner) ?? new Set();
      if (own.has(value)) return true;
      if (own.size >= most.mostOfOne || size >= most.mostOfAll) return false;
      owners.set(owner, own.add(value));
      size += 1;
      return true;
    },
    take() {
      const [next] = owners;
      if (!next) return undefined;
      const [owner, own] = next;
      const value = own.values().next().value!;
      own.delete(value);
      size -= 1;
      owners.delete(owner);
      if (own.size > 0) owners.set(owner, own);
      return { owner, value };
    },
    size: () => size,
    clear() {
      owners.clear();
      size = 0;
    },
  };
}
