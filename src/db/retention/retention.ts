import type { Queryable } from '../pool';

/** Tables that grow with every order and of which old rows are deleted. Money, timelines, results and people's actions are kept. */
export const AGEING_TABLES = [
  'messages',
  'idempotencyKeys',
  'failures',
  'deliveries',
  'paymentEvents',
  'scheduleRuns',
  'schedules',
] as const;
export type AgeingTable = (typeof AGEING_TABLES)[number];

/** For how many days rows of each table are kept. */
export type KeepDays = Readonly<Record<AgeingTable, number>>;

interface Ageing {
  table: string;
  /** The time that a row's age is counted from; it has an index. */
  at: string;
  /** Rows that have an age at all. */
  where: string;
  /** Whether a row (`t`) that is older than `$1` days is needed by nobody any more. */
  unneeded: string;
}

const LIMIT = 'statement_timestamp() - make_interval(days => $1)';

const AGEING: Readonly<Record<AgeingTable, Ageing>> = {
  messages: {
    table: 'outbox',
    at: 'settled_at',
    where: 'settled_at is not null',
    // As long as an order is open, whether its run was ever asked for is read from its start (`hasStart`).
    unneeded: `t.kind <> 'start' or coalesce(
      (select o.start_no <> t.start_no or o.finished_at is not null from orders o where o.id = t.order_id), true)`,
  },
  idempotencyKeys: { table: 'idempotency_keys', at: 'created_at', where: 'true', unneeded: 'true' },
  failures: {
    table: 'activity_failures',
    at: 'at',
    where: 'true',
    // Those of an order that is open tell how long its provider has been busy.
    unneeded: `t.order_id is null or coalesce(
      (select coalesce(o.finished_at < ${LIMIT}, false) from orders o where o.id = t.order_id), true)`,
  },
  deliveries: {
    table: 'webhook_deliveries',
    at: 'created_at',
    where: `state <> 'pending'`,
    // One that was sent again counts from then.
    unneeded: `coalesce(t.last_tried_at, t.created_at) < ${LIMIT}`,
  },
  // Stripe sends an event again for three days, or when somebody asks it to within thirty.
  scheduleRuns: {
    table: 'bulk_schedule_runs',
    at: 'created_at',
    where: 'true',
    // As long as its job is open, other runs of its schedule may have to wait for it.
    unneeded: `t.state <> 'waiting' and coalesce(
      (select o.finished_at is not null from orders o where o.id = t.job_id), true)`,
  },
  // With what is left of their runs. Temporal has to have heard of the end.
  schedules: {
    table: 'bulk_schedules',
    at: 'deleted_at',
    where: 'deleted_at is not null',
    unneeded: 't.synced_version = t.version',
  },
  paymentEvents: { table: 'payment_events', at: 'received_at', where: 'true', unneeded: 'true' },
};

/**
 * Looks at up to `most` rows of a table that are old enough, oldest first, beginning after a time, and deletes those that nobody needs.
 * Rows that somebody holds are left for the next time. `after` is where the next look begins; undefined at the end.
 */
export async function deleteOld(
  db: Queryable,
  look: { table: AgeingTable; days: number; after: string | undefined; most: number },
): Promise<{ deleted: number; after: string | undefined }> {
  const { table, at, where, unneeded } = AGEING[look.table];
  const result = await db.query<{ looked: number; deleted: number; last: string | null }>(
    `with looked as (
       select t.ctid as row, t.${at} as at, ${unneeded} as unneeded from ${table} t
        where ${where} and t.${at} < ${LIMIT} and t.${at} > $2::timestamptz
        order by t.${at} limit $3 for update of t skip locked),
     gone as (delete from ${table} where ctid = any (array(select row from looked where unneeded)) returning 1)
     select (select count(*)::int from looked) as looked, (select count(*)::int from gone) as deleted,
            (select max(at)::text from looked) as last`,
    [look.days, look.after ?? '-infinity', look.most],
  );
  const { looked, deleted, last } = result.rows[0]!;
  return { deleted, after: looked < look.most ? undefined : (last ?? undefined) };
}
