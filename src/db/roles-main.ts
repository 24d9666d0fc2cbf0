import { ConfigError } from '../config/config';
import { processConfig } from '../config/process-config';
import { runMain } from '../config/run-main';
import { createRoles } from './roles';

runMain(async () => {
  const { url: runUrl, migrateUrl, adminUrl, temporalUrl, ssl } = processConfig().database;
  if (!adminUrl) throw new ConfigError(['ADMIN_DATABASE_URL is not set']);
  await createRoles({ adminUrl, ssl, migrateUrl, runUrl, temporalUrl });
  process.stdout.write(`${JSON.stringify({ roles: 'ready' })}\n`);
});
