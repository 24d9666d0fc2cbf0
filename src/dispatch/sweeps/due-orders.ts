import type { Pool } from 'pg';
import { KIND_RULES } from '../../db/orders/kinds';
import { eachAlone } from '../../db/pool';
import type { Sweep } from './sweep';

/** Interval between looks for orders that are due, in milliseconds: a limit per minute frees room as time passes. */
const EVERY_MS = 1_000;

/** Begins the orders of kinds that wait for their turn, where time alone has made room for them. */
export function dueOrdersSweep(options: { pool: Pool; everyMs: number }): Sweep {
  return {
    name: 'start orders that are due',
    everyMs: Math.min(EVERY_MS, options.everyMs),
    async run() {
      await eachAlone(
        Object.values(KIND_RULES).map(
          ({ startDue }) =>
            async () =>
              startDue?.(options.pool),
        ),
      );
    },
  };
}
