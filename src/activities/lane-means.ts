import { ACCOUNTS, lanesOf } from '../contract/lanes';
import type { Lane } from '../contract/lanes';
import { accountBudget } from '../domain/providers/budget';
import type { Budgets } from '../domain/providers/budget';
import type { ChargedCalls, WaitingOrders } from '../domain/providers/mean-tokens';
import { meanTokensOf } from '../domain/providers/mean-tokens';
import type { ActivityDeps, StageModel } from './deps';

type Models = ActivityDeps['models'];

/** Seconds of calls by which the mean charge of what waits is judged; limits are set anew before they are over. */
const AHEAD_SECONDS = 5;

/** The models that the calls on a lane are made to, by stage. */
const MODELS: Partial<Record<Lane, (models: Models) => Record<string, StageModel>>> = {
  ideas: ({ ideas }) => ({ ideas }),
  writing: ({ content, component }) => ({ content, component }),
  quality: ({ quality }) => ({ quality }),
};

/** The most tokens that a call of a stage is charged; of a stage without a model of its own, that any call on the lane is. */
export function ceilingOf(models: Models, lane: Lane, stage?: string): number {
  const ofLane = MODELS[lane]?.(models) ?? {};
  const own = stage === undefined ? undefined : ofLane[stage];
  const ceilings = (own ? [own] : Object.values(ofLane)).map((model) => model.maxCompletionTokens);
  return Math.max(1, ...ceilings);
}

/**
 * For how long the means of past calls are kept, in milliseconds: they are taken over minutes, and taking them reads every call of
 * that time.
 */
const KEPT_MS = 5_000;

/** Reads what past calls were charged, at most once in `KEPT_MS`. */
function createChargedLately({ db, now }: Pick<ActivityDeps, 'db' | 'now'>) {
  let kept: { at: number; charged: Awaited<ReturnType<typeof db.lanes.chargedLately>> } | undefined;
  return async () => {
    const at = now();
    if (!kept || at - kept.at >= KEPT_MS || at < kept.at)
      kept = { at, charged: await db.lanes.chargedLately() };
    return kept.charged;
  };
}

/** Tells what the next calls of the lanes of all accounts are charged on average; null where nothing tells. */
export function createLaneMeans(deps: Pick<ActivityDeps, 'db' | 'models' | 'now'> & { budgets: Budgets }) {
  const chargedLately = createChargedLately(deps);
  return async (): Promise<Map<Lane, number | null>> => {
    const [waiting, charged] = await Promise.all([deps.db.lanes.waitingOrders(), chargedLately()]);
    return meansOf(deps, { waiting, charged });
  };
}

function meansOf(
  deps: Pick<ActivityDeps, 'models'> & { budgets: Budgets },
  { waiting, charged }: { waiting: readonly WaitingOrders[]; charged: readonly ChargedCalls[] },
): Map<Lane, number | null> {
  return new Map(
    ACCOUNTS.flatMap((account) => {
      const { requestsPerMinute } = accountBudget(deps.budgets, account);
      const calls = Math.ceil((requestsPerMinute / 60) * AHEAD_SECONDS);
      return lanesOf(account).map((lane): [Lane, number | null] => {
        const ceiling = (stage: string): number => ceilingOf(deps.models, lane, stage);
        return [lane, meanTokensOf(lane, { waiting, charged, ceilingOf: ceiling, calls })];
      });
    }),
  );
}
