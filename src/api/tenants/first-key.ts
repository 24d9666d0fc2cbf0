import type { Pool } from 'pg';
import { insertFirstAdminKey } from '../../db/tenants/keys';
import { inTransaction } from '../../db/pool';
import type { Logger } from '../../telemetry/logger';
import { newApiKey } from '../http/auth';
import { whenReachable } from '../http/when-reachable';

/** Makes an administrator's key where none is valid, and answers it; undefined where there is one. */
export async function makeFirstKey(pool: Pool): Promise<string | undefined> {
  const { key, hash } = newApiKey();
  const made = await inTransaction(pool, (tx) => insertFirstAdminKey(tx, { hash, label: 'first' }));
  return made ? key : undefined;
}

/** Sees to it that there is an administrator's key, however long the database is away; a new one is handed to `show` once. */
export async function ensureFirstKey(options: {
  pool: Pool;
  show: (line: string) => void;
  log: Logger;
  stopped: AbortSignal;
}): Promise<void> {
  const { pool, show, log, stopped } = options;
  await whenReachable({
    what: 'whether there is an admin key',
    log,
    stopped,
    async work() {
      const key = await makeFirstKey(pool);
      if (key) show(`First admin key, shown this once: ${key}`);
    },
  });
}
