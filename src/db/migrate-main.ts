import { processConfig } from '../config/process-config';
import { runMain } from '../config/run-main';
import { migrate } from './migrate';

runMain(async () => {
  const { database } = processConfig();
  const ran = await migrate({ ...database, log: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`${JSON.stringify({ migrated: ran })}\n`);
});
