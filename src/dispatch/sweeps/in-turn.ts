import type { Pool } from 'pg';
import { takeTurn } from '../../db/outbox/turns';
import type { Sweep } from './sweep';

/**
 * A sweep that one process does for all, `everyMs` after the last one. Processes look more often whether it is due where `lookEveryMs`
 * is shorter.
 */
export function inTurn(
  pool: Pool,
  { name, everyMs, lookEveryMs = everyMs }: { name: string; everyMs: number; lookEveryMs?: number },
  run: () => Promise<void>,
): Sweep {
  return {
    name,
    everyMs: lookEveryMs,
    async run() {
      if (await takeTurn(pool, { name, everyMs })) await run();
    },
  };
}
