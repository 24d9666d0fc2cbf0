import { ACCOUNTS } from '../../contract/lanes';
import type { Store } from '../../db/db';
import { accountBudget } from '../../domain/providers/budget';
import type { Budgets } from '../../domain/providers/budget';
import type { Watched } from '../../telemetry/metrics';

/** Reads what operators watch, for a scrape. */
export async function readWatched(deps: { store: Store; budgets: Budgets }): Promise<Watched> {
  const { store, budgets } = deps;
  const { pool } = store;
  const [lanes, figures, openOrders, rateControllerSilentSeconds, ...accounts] = await Promise.all([
    store.laneStats.listLanes(pool),
    store.figures.readFigures(pool),
    store.openOrders.countOpen(pool, {}),
    store.rateController.silentSeconds(pool),
    ...ACCOUNTS.map(async (account) => {
      const [{ state, factor }, used] = await Promise.all([
        store.accounts.readAccount(pool, { account }),
        store.lanes.usedOf(pool, { account, seconds: 60 }),
      ]);
      const { requestsPerMinute, tokensPerMinute } = accountBudget(budgets, account);
      return {
        ...{ provider: account, state, factor },
        requests: used.calls,
        tokens: used.tokens,
        maxRequests: requestsPerMinute,
        maxTokens: tokensPerMinute,
      };
    }),
  ]);
  return { lanes, accounts, openOrders, rateControllerSilentSeconds, ...figures };
}
