import { lanesOf } from '../../contract/lanes';
import type { Account } from '../../contract/lanes';
import type { AccountState } from '../../domain/providers/account-feedback';
import { noteStop } from '../orders/work-time';
import type { Queryable } from '../pool';

/** A provider account, or with `model`, one of its models. */
export interface AccountKey {
  account: Account;
  model?: string;
}

type AccountRow = Omit<AccountState, 'coolingUntil' | 'probeAt'> & {
  coolingUntil: Date | null;
  probeAt: Date | null;
  now: Date;
};

// All times are compared with Postgres' clock, which all processes share.
const COLUMNS = `state, reason, factor, cooling_until as "coolingUntil", probe_at as "probeAt", probes, trial,
  (extract(epoch from changed_at) * 1000)::float8 as "changedAt", clock_timestamp() as now`;

function toAccountState({ now, ...row }: AccountRow): { state: AccountState; now: number } {
  return {
    state: {
      ...row,
      coolingUntil: row.coolingUntil?.getTime() ?? null,
      probeAt: row.probeAt?.getTime() ?? null,
    },
    now: now.getTime(),
  };
}

/** The table of a key, its condition, and the condition's values. */
function placeOf({ account, model }: AccountKey): { table: string; where: string; values: string[] } {
  return model === undefined
    ? { table: 'provider_accounts', where: 'provider = $1', values: [account] }
    : { table: 'provider_models', where: 'provider = $1 and model = $2', values: [account, model] };
}

/** The current state of a provider account, and Postgres' time in milliseconds since 1970. */
export async function readAccount(
  db: Queryable,
  key: { account: Account },
): Promise<{ state: AccountState; now: number }> {
  const { table, where, values } = placeOf(key);
  const result = await db.query<AccountRow>(`select ${COLUMNS} from ${table} where ${where}`, values);
  return toAccountState(result.rows[0]!);
}

/**
 * Locks a provider account and changes its state by a rule, which is given Postgres' time in milliseconds since 1970. Returns the
 * states before and after. The orders that the rule wakes are locked after the account.
 */
export async function changeAccount(
  tx: Queryable,
  key: AccountKey,
  rule: (state: AccountState, now: number) => AccountState | Promise<AccountState>,
): Promise<{ before: AccountState; after: AccountState; now: number }> {
  const { table, where, values } = placeOf(key);
  if (key.model !== undefined)
    await tx.query(
      'insert into provider_models (provider, model) values ($1, $2) on conflict (provider, model) do nothing',
      values,
    );
  const result = await tx.query<AccountRow>(
    `select ${COLUMNS} from ${table} where ${where} for no key update`,
    values,
  );
  const { state: before, now } = toAccountState(result.rows[0]!);
  const after = await rule(before, now);
  const date = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
  const changes = [
    after.state,
    after.reason,
    after.factor,
    date(after.coolingUntil),
    date(after.probeAt),
    after.probes,
    after.trial,
  ];
  const n = values.length;
  await tx.query(
    `update ${table} set state = $${n + 1}, reason = $${n + 2}, factor = $${n + 3}, cooling_until = $${n + 4},
            probe_at = $${n + 5}, probes = $${n + 6}, trial = $${n + 7},
            since = case when state = $${n + 1} then since else clock_timestamp() end,
            changed_at = case when (state = 'closed') = ($${n + 1} = 'closed') then changed_at else clock_timestamp() end
      where ${where}`,
    [...values, ...changes],
  );
  // A model that is closed leaves its lanes to others; the orders that it refuses say so themselves.
  if (key.model === undefined && (before.state === 'closed') !== (after.state === 'closed'))
    await noteStop(tx, {
      cause: key.account,
      lanes: lanesOf(key.account),
      stopped: after.state === 'closed',
    });
  return { before, after, now };
}

/** The closed models whose next probe is due. */
export async function modelsToProbe(db: Queryable): Promise<Array<Required<AccountKey>>> {
  const result = await db.query<Required<AccountKey>>(
    `select provider as account, model from provider_models where state = 'closed' and probe_at <= statement_timestamp()`,
  );
  return result.rows;
}
