import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { sharedServers } from './servers';

/** Makes a test's database read-only, or writable again, for all connections, as a failover does. */
export async function setReadOnly(databaseUrl: string, isReadOnly: boolean): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const admin = new Client({ connectionString: sharedServers().adminUrl });
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

/**
 * Makes a whole Postgres server refuse every change for a while, as during a failover to a standby; sessions stay open. Only for a server
 * of the test's own.
 */
export async function readOnlyFor(url: string, ms: number): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  const set = async (value: 'on' | 'off'): Promise<void> => {
    await admin.query('set default_transaction_read_only = off');
    await admin.query(`alter system set default_transaction_read_only = ${value}`);
    await admin.query('select pg_reload_conf()');
  };
  try {
    await set('on');
    await pause(ms);
  } finally {
    await set('off');
    await admin.end();
  }
}
