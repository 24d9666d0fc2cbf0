import { GalleyError } from '../../contract/failures';
import type { Account } from '../../contract/lanes';
import { afterFailedTrial, afterSuccess } from '../../domain/providers/account-feedback';
import { wakeClosed } from '../outbox/wakes';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { changeAccount } from './accounts';

/** A call that a provider account may be sent now. */
export interface Admission {
  account: Account;
  model?: string;
  /** Whether its result decides about the account or the model, which was not known to be open. */
  isTrial: boolean;
  /** Postgres' time in milliseconds since 1970. */
  askedAt: number;
}

/** The rate controller counts as alive for this many seconds after its last heartbeat. */
const CONTROLLER_ALIVE_SECONDS = 15;

/** Pause before a call that was not admitted is tried again, unless it is woken, in milliseconds: the first one, and the longest. */
const CLOSED_DELAY_MS = 30_000;
const LONGEST_CLOSED_DELAY_MS = 30 * 60_000;

/** A trial whose result has not come after this many seconds is repeated: its worker was killed. */
const TRIAL_SECONDS = 300;

function closed(key: { account: Account; model?: string }, reason: string | null): GalleyError {
  return new GalleyError({
    type: 'Provider.Closed',
    reason: reason ?? 'closed',
    fromRecord: true,
    ...(key.model === undefined ? {} : { model: key.model }),
    delayMs: CLOSED_DELAY_MS,
    longestDelayMs: LONGEST_CLOSED_DELAY_MS,
    detail: `the ${key.account} account is closed${key.model === undefined ? '' : ` for ${key.model}`}`,
  });
}

/**
 * Admits a call to a provider account. Throws `Provider.Closed` if the account or the model is closed, except for the one call that
 * may try. Without a live rate controller nobody would reopen them, so calls are admitted and their responses tell.
 */
export async function admitCall(
  db: Queryable,
  key: { account: Account; model?: string | undefined },
): Promise<Admission> {
  const { account, model } = key;
  const result = await db.query<{
    state: string;
    reason: string | null;
    modelState: string | null;
    modelReason: string | null;
    isOffered: boolean;
    isDoubted: boolean;
    isControlled: boolean;
    now: Date;
  }>(
    `select a.state, a.reason, m.state as "modelState", m.reason as "modelReason",
            coalesce(a.trial = 'offered', false) as "isOffered",
            a.probes > 0 or coalesce(m.probes, 0) > 0 as "isDoubted",
            coalesce(g.beat_at > statement_timestamp() - make_interval(secs => $3), false) as "isControlled",
            clock_timestamp() as now
       from provider_accounts a cross join rate_controller g
       left join provider_models m on m.provider = a.provider and m.model = $2
      where a.provider = $1`,
    [account, model ?? null, CONTROLLER_ALIVE_SECONDS],
  );
  const row = result.rows[0]!;
  const named = model === undefined ? { account } : { account, model };
  const admission = { ...named, askedAt: row.now.getTime() };
  const isClosed = row.state === 'closed' || row.modelState === 'closed';
  if (!isClosed || !row.isControlled) return { ...admission, isTrial: isClosed || row.isDoubted };
  if (row.modelState === 'closed') throw closed(named, row.modelReason);
  if (!row.isOffered || !(await takeTrial(db, account))) throw closed({ account }, row.reason);
  return { ...admission, isTrial: true };
}

/** Takes the trial of a closed account, which only one call gets. */
async function takeTrial(db: Queryable, account: Account): Promise<boolean> {
  const result = await db.query(
    `update provider_accounts set trial = 'taken', probe_at = clock_timestamp() + make_interval(secs => $2)
      where provider = $1 and state = 'closed' and trial = 'offered'`,
    [account, TRIAL_SECONDS],
  );
  return result.rowCount === 1;
}

/** Saves the result of a call that was a trial. If it was served, the account is open, and the orders that wait for it are woken. */
export async function settleTrial(
  db: Queryable,
  trial: Admission & { isServed: boolean },
): Promise<{ isOpened: boolean }> {
  const { account, model, isServed, askedAt } = trial;
  const keys = model === undefined ? [{ account }] : [{ account }, { account, model }];
  return atomically(db, async (tx) => {
    let isOpened = false;
    for (const key of keys)
      await changeAccount(tx, key, async (state, now) => {
        if (!isServed) return afterFailedTrial(state, { now, askedAt });
        const after = afterSuccess(state, { askedAt });
        if (state.state !== 'closed' || after.state === 'closed') return after;
        isOpened = true;
        await wakeClosed(tx, { account, of: 'model' in key ? 'model' : 'account' });
        return after;
      });
    return { isOpened };
  });
}
