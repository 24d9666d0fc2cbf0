import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hashApiKey, newApiKey } from '../api/http/auth';
import { processConfig } from '../config/process-config';
import { runMain } from '../config/run-main';
import { createDb } from '../db/db';
import { createPool, inTransaction } from '../db/pool';
import type { Queryable } from '../db/pool';
import { createTenantWithKey } from '../db/tenants/tenants';
import { SAMPLE_STORES } from '../simulators/products';
import { PRIVATE_FILE } from './private-files';
import { seedCatalogue } from './sample-articles';
import { assertMayPrintSecrets } from './secret-output';

/** A sample store with its API key. */
interface SampleKey {
  name: string;
  instanceId: string;
  apiKey: string;
}

/** The saved keys of a local stack. */
interface Keys {
  stores: SampleKey[];
  adminKey: string;
  operatorKey: string;
}

/** Keys of an earlier start, so that keys printed once keep working. */
function savedKeys(file: string | undefined): Partial<Keys> {
  if (!file || !existsSync(file)) return {};
  const saved = JSON.parse(readFileSync(file, 'utf8')) as Partial<Keys> | SampleKey[];
  // The file used to be a plain list of the stores.
  return Array.isArray(saved) ? { stores: saved } : saved;
}

function saveKeys(file: string | undefined, keys: Keys): void {
  if (!file) return;
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, JSON.stringify(keys, null, 2), { mode: PRIVATE_FILE });
  renameSync(`${file}.new`, file);
}

/** Creates the operators' tenant, if missing, and a key for it. */
async function makeOperator(tx: Queryable, key: string, role: 'operator' | 'admin'): Promise<void> {
  const operators = await tx.query<{ id: string }>(
    `select id from tenants where kind = 'operator' order by created_at, id limit 1`,
  );
  await createTenantWithKey(tx, {
    tenantId: operators.rows[0]?.id ?? randomUUID(),
    kind: 'operator',
    name: 'Operators',
    plan: 'standard',
    key: { id: randomUUID(), hash: hashApiKey(key), label: 'sample', role },
  });
}

/**
 * Creates the sample stores with a key each, one key each for an administrator and an operator, and the sample sites of the catalogue.
 * Saves the keys in the file of `--keys-file`, or else prints them, to a terminal only unless `--print` is given. Idempotent.
 */
runMain(async () => {
  const { values } = parseArgs({
    options: { 'keys-file': { type: 'string' }, print: { type: 'boolean', default: false } },
  });
  const file = values['keys-file'];
  if (!file) assertMayPrintSecrets({ asked: values.print });
  const { database } = processConfig();
  const pool = createPool({
    ...database,
    max: 1,
    min: 0,
    applicationName: 'galley-seed',
    onIdleError: () => undefined,
  });
  const known = savedKeys(file);
  const stores = SAMPLE_STORES.map(({ name, instanceId }) => ({
    name,
    instanceId,
    apiKey: known.stores?.find((store) => store.instanceId === instanceId)?.apiKey ?? newApiKey().key,
  }));
  const adminKey = known.adminKey ?? newApiKey().key;
  const operatorKey = known.operatorKey ?? newApiKey().key;
  await inTransaction(pool, (tx) => makeOperator(tx, adminKey, 'admin'));
  await inTransaction(pool, (tx) => makeOperator(tx, operatorKey, 'operator'));
  for (const [index, store] of stores.entries())
    await inTransaction(pool, async (tx) => {
      const existing = await tx.query<{ tenantId: string }>(
        'select tenant_id as "tenantId" from stores where instance_id = $1',
        [store.instanceId],
      );
      await createTenantWithKey(tx, {
        tenantId: existing.rows[0]?.tenantId ?? randomUUID(),
        kind: 'store',
        name: store.name,
        plan: index === 0 ? 'premium' : 'standard',
        key: { id: randomUUID(), hash: hashApiKey(store.apiKey), label: 'sample', role: 'store' },
        store: { id: randomUUID(), instanceId: store.instanceId, language: 'en' },
      });
    });
  await seedCatalogue(createDb(pool));
  saveKeys(file, { stores, adminKey, operatorKey });
  await pool.end();
  if (!file) process.stdout.write(`${JSON.stringify({ stores, adminKey, operatorKey })}\n`);
});
