import type { Pool } from 'pg';
import { until } from './api-client';
import type { TestDatabase } from './database';

/** A mail as it was queued. */
export interface QueuedMail {
  kind: string;
  about: string;
  round: number;
  tenantId: string | null;
  to: string;
  locale: string;
  facts: Record<string, string | number>;
  /** The token for its link. */
  secret: string;
}

/** Makes the table that `queueMail` writes to. */
export async function createQueuedMail(owner: Pool): Promise<void> {
  await owner.query(
    `create table if not exists queued_mail (
       id uuid primary key, kind text not null, about text not null, round integer not null, tenant_id uuid, order_id uuid,
       recipient text not null, locale text not null, facts jsonb not null, secret text,
       queued_at timestamptz not null default clock_timestamp(), unique (kind, about, round))`,
  );
}

/** The mails to an address, oldest first. */
export async function mailsTo(database: Pick<TestDatabase, 'pool'>, address: string): Promise<QueuedMail[]> {
  const { rows } = await database.pool.query<QueuedMail>(
    `select kind, about, round, tenant_id as "tenantId", recipient as "to", locale, facts, secret
       from queued_mail where recipient = $1 order by queued_at`,
    [address],
  );
  return rows;
}

/** The newest mail of a kind to an address, once it is there. */
export async function lastMailTo(
  database: Pick<TestDatabase, 'pool'>,
  address: string,
  kind: string,
): Promise<QueuedMail> {
  let mail: QueuedMail | undefined;
  await until(`a mail to ${address}`, async () => {
    mail = (await mailsTo(database, address)).filter((one) => one.kind === kind).at(-1);
    return mail !== undefined;
  });
  return mail!;
}
