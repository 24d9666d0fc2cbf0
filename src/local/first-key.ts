import { parseArgs } from 'node:util';
import { makeFirstKey } from '../api/tenants/first-key';
import { processConfig } from '../config/process-config';
import { createPool } from '../db/pool';
import { assertMayPrintSecrets } from './secret-output';

/**
 * Makes the first administrator key and prints it, to a terminal only unless `--print` is given. Fails if there is a valid one
 * already.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { print: { type: 'boolean', default: false } } });
  assertMayPrintSecrets({ asked: values.print });
  const { database } = processConfig();
  const pool = createPool({
    ...database,
    max: 1,
    min: 0,
    applicationName: 'galley-first-key',
    onIdleError: () => undefined,
  });
  try {
    const key = await makeFirstKey(pool);
    if (!key)
      throw new Error(
        'There is a valid administrator key already. Create others with it, or see "The first key" in docs/operations.md if it is lost.',
      );
    process.stdout.write(`${key}\n`);
    process.stderr.write('This is the first administrator key. It is not shown again.\n');
  } finally {
    await pool.end();
  }
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message || 'The database cannot be reached.'}\n`);
    process.exit(1);
  },
);
