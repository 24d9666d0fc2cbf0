import { ACCOUNTS } from '../../contract/lanes';
import type { Db } from '../../db/db';
import type { Budgets } from '../../domain/providers/budget';
import { budgetNow } from './budget-now';
import type { Watched } from '../../telemetry/metrics';

/** Reads what operators watch, for a scrape. */
export async function readWatched(deps: { db: Db; budgets: Budgets }): Promise<Watched> {
  const { db, budgets } = deps;
  const [lanes, figures, openOrders, rateControllerSilentSeconds, ...accounts] = await Promise.all([
    db.laneStats.listLanes(),
    db.figures.readFigures(),
    db.openOrders.countOpen({}),
    db.rateController.secondsSinceHeartbeat(),
    ...ACCOUNTS.map(async (account) => {
      const [{ state: current }, used, bears] = await Promise.all([
        db.accounts.readAccount({ account }),
        db.lanes.readUsage({ account, seconds: 60 }),
        budgetNow(db, budgets, account),
      ]);
      const { requestsPerMinute, tokensPerMinute } = bears;
      return {
        ...{ provider: account, state: current.state, factor: current.factor },
        requests: used.calls,
        tokens: used.tokens,
        maxRequests: requestsPerMinute,
        maxTokens: tokensPerMinute,
      };
    }),
  ]);
  return { lanes, accounts, openOrders, rateControllerSilentSeconds, ...figures };
}
