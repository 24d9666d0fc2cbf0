// The mails that the system has queued; the table is made for these tests only.
import { createRequire } from 'node:module';
import { shared, until } from './panel.mjs';

const { Client } = createRequire(import.meta.url)('pg');

/** Makes the table that mails are queued in. */
export async function createQueuedMail() {
  const owner = new Client({ connectionString: shared.system.stack.migrateUrl });
  await owner.connect();
  await owner.query(
    `create table if not exists queued_mail (
       id uuid primary key, kind text not null, about text not null, round integer not null, tenant_id uuid, order_id uuid,
       recipient text not null, locale text not null, facts jsonb not null, secret text,
       queued_at timestamptz not null default clock_timestamp(), unique (kind, about, round))`,
  );
  await owner.end();
}

/** The token of the newest mail of a kind to an address. */
export const mailedToken = (address, kind) =>
  until(`a mail to ${address}`, async () => {
    const { rows } = await shared.system.pool.query(
      'select secret from queued_mail where recipient = $1 and kind = $2 order by queued_at desc limit 1',
      [address, kind],
    );
    return rows[0]?.secret;
  });
