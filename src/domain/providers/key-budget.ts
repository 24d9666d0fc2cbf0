import type { AccountBudget } from './budget';

/** A key's part in what a provider takes of all of them. */
export interface KeyLimits {
  isSetting: boolean;
  /** Whether it is given calls: not paused and not shut. */
  isUsable: boolean;
  /** What an administrator says that it bears; null for the key of the setting. */
  requestsPerMinute: number | null;
  tokensPerMinute: number | null;
  /** What its answers said, by model. */
  readLimits: Record<string, { requests: number; tokens: number }>;
}

/** What a key bears a minute: the least of what was said of it and what its answers said of the models it was used for. */
export function budgetOfKey(key: KeyLimits, ofSetting: AccountBudget): AccountBudget {
  if (key.isSetting) return ofSetting;
  const read = Object.values(key.readLimits);
  return {
    requestsPerMinute: Math.min(key.requestsPerMinute ?? Infinity, ...read.map(({ requests }) => requests)),
    tokensPerMinute: Math.min(key.tokensPerMinute ?? Infinity, ...read.map(({ tokens }) => tokens)),
  };
}

/** What all usable keys bear together; what the setting bears if none is, as the account as a whole is closed then. */
export function budgetOfKeys(keys: readonly KeyLimits[], ofSetting: AccountBudget): AccountBudget {
  const budgets = keys.filter(({ isUsable }) => isUsable).map((key) => budgetOfKey(key, ofSetting));
  if (budgets.length === 0) return ofSetting;
  return {
    requestsPerMinute: budgets.reduce((sum, budget) => sum + budget.requestsPerMinute, 0),
    tokensPerMinute: budgets.some(({ tokensPerMinute }) => tokensPerMinute === null)
      ? null
      : budgets.reduce((sum, { tokensPerMinute }) => sum + (tokensPerMinute ?? 0), 0),
  };
}

/** How long a call uses up a key, in seconds: as long as it takes until as much may be sent again. */
export function secondsOfCall(budget: AccountBudget, tokens: number): number {
  const ofTokens = budget.tokensPerMinute === null ? 0 : tokens / budget.tokensPerMinute;
  return 60 * Math.max(1 / budget.requestsPerMinute, ofTokens);
}
