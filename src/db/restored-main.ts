import { processConfig } from '../config/process-config';
import { runMain } from '../config/run-main';
import { createPool } from './pool';
import { prepareRestored } from './restore';

runMain(async () => {
  const { database } = processConfig();
  const pool = createPool({
    url: database.url,
    ssl: database.ssl,
    max: 1,
    min: 0,
    applicationName: 'galley-restored',
    onIdleError: () => undefined,
  });
  try {
    process.stdout.write(`${JSON.stringify({ restored: await prepareRestored(pool) })}\n`);
  } finally {
    await pool.end();
  }
});
