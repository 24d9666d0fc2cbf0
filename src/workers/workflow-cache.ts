import { totalmem } from 'node:os';

/** Memory that a waiting run takes, in bytes: 236 KB were measured (docs/performance.md). */
const BYTES_PER_RUN = 256 * 1024;

/** Part of the memory that runs may take; the rest is for the worker itself and whatever else is on the machine. */
const SHARE_OF_MEMORY = 1 / 4;

/** Runs that are kept however little memory there is. */
const FEWEST = 500;

/**
 * Runs that a worker of lane `orders` keeps in memory unless configured: all that may be open, so that none is replayed when it goes on,
 * or as many as a quarter of the memory holds.
 */
export function cachedRuns({ openOrders, memoryBytes }: { openOrders: number; memoryBytes: number }): number {
  const fitting = Math.floor((memoryBytes * SHARE_OF_MEMORY) / BYTES_PER_RUN);
  return Math.max(FEWEST, Math.min(openOrders, fitting));
}

/** The memory of this process's container, or of the machine where the container has no limit of its own; in bytes. */
export function availableMemory(): number {
  const machine = totalmem();
  const container = process.constrainedMemory();
  // Without a limit, Node answers nothing, 0 or a number beyond any machine, depending on the system.
  return container > 0 && container < machine ? container : machine;
}
