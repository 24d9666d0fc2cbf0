import type { Pool } from 'pg';
import { digestNext } from '../../db/mail/digest';
import { inTransaction } from '../../db/pool';
import type { Logger } from '../../telemetry/logger';
import type { Sweep } from './sweep';

/** Interval between looks for digests that are due, in milliseconds, and digests that one look makes at most. */
const EVERY_MS = 30_000;
const MOST_AT_ONCE = 500;

/** Makes the daily digests that are due, each in a transaction of its own; one that nobody made in time is made at the next look. */
export function digestsSweep(options: { pool: Pool; log: Logger; everyMs?: number | undefined }): Sweep {
  const { pool, log, everyMs = EVERY_MS } = options;
  return {
    name: 'make digests that are due',
    everyMs,
    async run() {
      let made = 0;
      while (made < MOST_AT_ONCE && (await inTransaction(pool, digestNext))) made += 1;
      if (made > 0) log.debug('looked at digests that were due', { subscriptions: made });
    },
  };
}
