import { processConfig } from '../config/process-config';
import { runMain } from '../config/run-main';
import { migrate } from './migrate';

runMain(async () => {
  const { migrateUrl, ssl } = processConfig().database;
  const ran = await migrate({ url: migrateUrl, ssl, log: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`${JSON.stringify({ migrated: ran })}\n`);
});
