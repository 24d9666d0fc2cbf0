import { Client } from 'pg';
import { sharedServers } from './servers';

/** Makes a test's database read-only, or writable again, for all connections, as a failover does. */
export async function setReadOnly(databaseUrl: string, isReadOnly: boolean): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const admin = new Client({ connectionString: sharedServers().postgresUrl });
  await admin.connect();
  try {
    await admin.query(
      `alter database ${name} set default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`,
    );
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  } finally {
    await admin.end();
  }
}
