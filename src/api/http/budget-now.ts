import type { Account } from '../../contract/lanes';
import type { Db } from '../../db/db';
import { accountBudget } from '../../domain/providers/budget';
import type { AccountBudget, Budgets } from '../../domain/providers/budget';
import { budgetOfKeys } from '../../domain/providers/key-budget';

/** What a provider takes of us in a minute, with all keys that are in use. */
export async function budgetNow(
  db: Pick<Db, 'providerKeys'>,
  budgets: Budgets,
  account: Account,
): Promise<AccountBudget> {
  const ofSetting = accountBudget(budgets, account);
  return account === 'openai' ? budgetOfKeys(await db.providerKeys.listKeys(), ofSetting) : ofSetting;
}
