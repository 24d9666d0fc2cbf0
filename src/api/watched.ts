import { ACCOUNTS } from '../contract/lanes';
import type { Store } from '../db/store';
import type { Watched } from '../telemetry/metrics';

/** Reads what operators watch, for a scrape. */
export async function readWatched(deps: {
  store: Store;
  budgets: { openaiRpm: number; openaiTpm: number; replicateRpm: number };
}): Promise<Watched> {
  const { store, budgets } = deps;
  const { pool } = store;
  const [lanes, figures, ...accounts] = await Promise.all([
    store.laneStats.listLanes(pool),
    store.figures.readFigures(pool),
    ...ACCOUNTS.map(async (account) => {
      const [{ state, factor }, used] = await Promise.all([
        store.accounts.readAccount(pool, { account }),
        store.lanes.usedOf(pool, { account, seconds: 60 }),
      ]);
      const isOpenAi = account === 'openai';
      return {
        ...{ provider: account, state, factor },
        requests: used.calls,
        tokens: used.tokens,
        maxRequests: isOpenAi ? budgets.openaiRpm : budgets.replicateRpm,
        maxTokens: isOpenAi ? budgets.openaiTpm : null,
      };
    }),
  ]);
  return { lanes, accounts, ...figures };
}
