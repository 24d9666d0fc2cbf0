import type { Pool } from 'pg';
import { hasAdminKey, insertFirstAdminKey } from '../../db/tenants/keys';
import { inTransaction } from '../../db/pool';
import type { Logger } from '../../telemetry/logger';
import { newApiKey } from '../http/auth';
import { whenReachable } from '../../db/when-reachable';

/** Makes an administrator's key where none is valid, and answers it; undefined where there is one. */
export async function makeFirstKey(pool: Pool): Promise<string | undefined> {
  const { key, hash } = newApiKey();
  const made = await inTransaction(pool, (tx) => insertFirstAdminKey(tx, { hash, label: 'first' }));
  return made ? key : undefined;
}

/** Says in the log how an administrator's key is made where there is none. The log itself never holds one. */
export async function askForFirstKey(options: {
  pool: Pool;
  log: Logger;
  stopped: AbortSignal;
}): Promise<void> {
  const { pool, log, stopped } = options;
  await whenReachable({
    what: 'whether there is an admin key',
    log,
    stopped,
    async work() {
      if (await hasAdminKey(pool)) return;
      log.warn('there is no administrator key: make the first one in a terminal', {
        run: 'node dist/local/first-key.js',
      });
    },
  });
}
