import type { Pool } from 'pg';
import { secondsSinceHeartbeat } from '../../db/lanes/rate-controller';
import type { Dispatcher } from '../temporal';
import type { Sweep } from './sweep';

/** Interval between checks of the rate controller, in milliseconds, and the silence after which it is started again. */
const EVERY_MS = 5_000;
const SILENT_SECONDS = 10;

/** Keeps a rate controller running. */
export function rateControllerSweep(options: {
  pool: Pool;
  dispatcher: Pick<Dispatcher, 'ensureRateController'>;
}): Sweep {
  return {
    name: 'check the rate controller',
    everyMs: EVERY_MS,
    async run() {
      const silent = await secondsSinceHeartbeat(options.pool);
      if (silent === null || silent > SILENT_SECONDS) await options.dispatcher.ensureRateController();
    },
  };
}
