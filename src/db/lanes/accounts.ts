import type { Account } from '../../contract/lanes';
import type { AccountState } from '../../domain/providers/account-feedback';
import type { Queryable } from '../pool';

interface AccountRow {
  state: AccountState['state'];
  reason: string | null;
  factor: number;
  coolingUntil: Date | null;
  probeAt: Date | null;
  probes: number;
}

const COLUMNS = `state, reason, factor, cooling_until as "coolingUntil", probe_at as "probeAt", probes`;

function toAccountState(row: AccountRow): AccountState {
  return {
    ...row,
    coolingUntil: row.coolingUntil?.getTime() ?? null,
    probeAt: row.probeAt?.getTime() ?? null,
  };
}

/** The current state of a provider account. */
export async function readAccount(db: Queryable, key: { account: Account }): Promise<AccountState> {
  const result = await db.query<AccountRow>(`select ${COLUMNS} from provider_accounts where provider = $1`, [
    key.account,
  ]);
  return toAccountState(result.rows[0]!);
}

/** Locks a provider account and changes its state by a rule. Returns the states before and after. */
export async function changeAccount(
  tx: Queryable,
  key: { account: Account },
  rule: (state: AccountState) => AccountState,
): Promise<{ before: AccountState; after: AccountState }> {
  const result = await tx.query<AccountRow>(
    `select ${COLUMNS} from provider_accounts where provider = $1 for no key update`,
    [key.account],
  );
  const before = toAccountState(result.rows[0]!);
  const after = rule(before);
  const date = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
  await tx.query(
    `update provider_accounts set state = $2, reason = $3, factor = $4, cooling_until = $5, probe_at = $6, probes = $7,
            since = case when state = $2 then since else clock_timestamp() end where provider = $1`,
    [
      key.account,
      after.state,
      after.reason,
      after.factor,
      date(after.coolingUntil),
      date(after.probeAt),
      after.probes,
    ],
  );
  return { before, after };
}
