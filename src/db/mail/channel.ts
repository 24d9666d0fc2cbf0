import type { Queryable } from '../pool';

/** Pause between two mails that try a server which refuses us, in seconds: the first one, and the longest. */
const FIRST_TRY_SECONDS = 5;
const LONGEST_TRY_SECONDS = 60;

/** A trial whose result has not come after this many seconds is repeated: its worker was killed. */
const TRIAL_SECONDS = 120;

/** Whether a mail may be sent now. */
export interface MailAdmission {
  isAdmitted: boolean;
  /** Whether its result decides about the server, which refused the mails before it. */
  isTrial: boolean;
  /** Why it is not admitted. */
  reason: string | null;
  /** When this was asked, by Postgres' clock. */
  askedAt: string;
}

/** Admits a mail: every one while the server takes mail; while it refuses us, one at a time, as a trial. */
export async function admitMail(db: Queryable): Promise<MailAdmission> {
  const result = await db.query<{ state: string; reason: string | null; isTrial: boolean; askedAt: string }>(
    `with trial as (
       update mail_channel set try_at = clock_timestamp() + make_interval(secs => $1)
        where state = 'closed' and try_at <= statement_timestamp() returning 1)
     select state, reason, exists (select 1 from trial) as "isTrial", clock_timestamp()::text as "askedAt" from mail_channel`,
    [TRIAL_SECONDS],
  );
  const { state, reason, isTrial, askedAt } = result.rows[0]!;
  return { isAdmitted: state === 'open' || isTrial, isTrial, reason, askedAt };
}

/**
 * Closes the channel, or keeps it closed after a trial in vain (without a reason, for the one it has). A refusal of a question that is
 * older than its opening changes nothing. Answers whether it was open before.
 */
export async function closeMailChannel(
  db: Queryable,
  refusal: { reason?: string | undefined; askedAt: string },
): Promise<{ isClosing: boolean }> {
  const result = await db.query<{ isClosing: boolean }>(
    `with before as (select state from mail_channel for no key update)
     update mail_channel c
        set state = 'closed', reason = coalesce($1, c.reason),
            since = case b.state when 'closed' then c.since else clock_timestamp() end,
            tries = case b.state when 'closed' then c.tries + 1 else 0 end,
            try_at = clock_timestamp() + make_interval(secs => least($3, $4 * 2 ^ case b.state when 'closed' then least(c.tries, 20) else 0 end))
       from before b where (b.state = 'closed' or c.since <= $2::timestamptz) and (b.state = 'closed' or $1::text is not null)
     returning b.state = 'open' as "isClosing"`,
    [refusal.reason ?? null, refusal.askedAt, LONGEST_TRY_SECONDS, FIRST_TRY_SECONDS],
  );
  return { isClosing: result.rows[0]?.isClosing ?? false };
}

/**
 * Opens the channel after a mail that the server judged. The time it was closed does not count towards the time after which mail is
 * given up. Answers whether it was closed.
 */
export async function openMailChannel(tx: Queryable): Promise<{ isOpened: boolean }> {
  const result = await tx.query(
    `with before as (select clock_timestamp() - since as closed from mail_channel where state = 'closed' for no key update),
     later as (
       update webhook_deliveries d set first_tried_at = d.first_tried_at + b.closed from before b
        where d.channel = 'mail' and d.state = 'pending' and d.first_tried_at is not null)
     update mail_channel set state = 'open', reason = null, since = clock_timestamp(), try_at = null, tries = 0
       from before where state = 'closed'`,
  );
  return { isOpened: result.rowCount === 1 };
}

/** The state of the channel, for operators. */
export async function readMailChannel(
  db: Queryable,
): Promise<{ state: 'open' | 'closed'; reason: string | null; tryAt: Date | null }> {
  const result = await db.query<{ state: 'open' | 'closed'; reason: string | null; tryAt: Date | null }>(
    'select state, reason, try_at as "tryAt" from mail_channel',
  );
  return result.rows[0]!;
}
