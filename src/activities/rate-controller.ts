import { cancellationSignal, sleep } from '@temporalio/activity';
import { hostname } from 'node:os';
import type { QueueState, TaskQueues } from '../clients/task-queues';
import { ACCOUNTS, LANE_PROVIDER, LANES, lanesOf } from '../contract/lanes';
import type { Account, Lane } from '../contract/lanes';
import type { LaneRow, ObservedLane } from '../db/lanes/lanes';
import { usableFactor } from '../domain/providers/account-feedback';
import { accountBudget, activitiesPerStore, dispatchRate } from '../domain/providers/budget';
import type { AccountBudget, Budgets } from '../domain/providers/budget';
import { budgetOfKeys } from '../domain/providers/key-budget';
import { enterTick, FRESH, limitsOf } from '../domain/providers/pace';
import type { Pace } from '../domain/providers/pace';
import { heartbeatLine } from '../domain/orders/stage-lines';
import type { ActivityDeps } from './deps';
import { createOrderLog } from './order-log';
import { createProbes } from './probes';
import type { AccountNow } from './probes';
import { ceilingOf, createLaneMeans } from './lane-means';

/** Dependencies of the rate controller. */
export type RateControllerDeps = Pick<
  ActivityDeps,
  'db' | 'opened' | 'model' | 'models' | 'pictures' | 'publishers' | 'classify' | 'now' | 'log'
> & {
  queues: TaskQueues;
  budgets: Budgets;
  /** Mails a minute, for all workers together; no limit where undefined. */
  mailPerMinute?: number | undefined;
};

/** Interval between updates of the limits, in milliseconds. */
const TICK_MS = 1_000;

/**
 * Relative difference up to which a limit is left alone, because changing it costs the server a tenth of a second. What that leaves over
 * is made up for.
 */
const CLOSE_ENOUGH = 0.05;

/** Ticks between sweeps (removing dead workers, logging the heartbeat), and between logs of the work in each stage and of what is sold. */
const SWEEP_TICKS = 30;
const STAGE_TICKS = 10;
const QUEUE_TICKS = 60;

/** A lane as seen by the database and the server. `meanTokens`: what its next calls are charged on average, if known. */
type ObservedRow = LaneRow & { server: QueueState; meanTokens: number | null };

type Observed = Map<Lane, ObservedRow>;

/** Reason for a lane's limit, as recorded on the server. */
function reasonOf(row: LaneRow): string {
  return row.isPaused ? 'paused' : 'budget';
}

/** Whether the server's limit differs from the wanted one. */
function differs(set: number | null, wanted: number | null): boolean {
  if (set === null || wanted === null) return set !== wanted;
  return Math.abs(set - wanted) > CLOSE_ENOUGH * Math.max(wanted, set) || (wanted === 0) !== (set === 0);
}

/** The only activity of lane `rate-controller`. */
export function createRateControllerActivities(deps: RateControllerDeps) {
  const { db, queues, budgets, log } = deps;
  const probes = createProbes(deps);
  const orderLog = createOrderLog(deps);
  const meanTokensByLane = createLaneMeans(deps);
  const mailRate = deps.mailPerMinute === undefined ? null : dispatchRate(deps.mailPerMinute);
  const perStore = activitiesPerStore(Object.values(deps.publishers).map(({ limits }) => limits));

  const paces = new Map<Account, Pace>();
  /** What all keys of OpenAI bear together. */
  let ofOpenAi = accountBudget(budgets, 'openai');
  /** Up to when calls have been entered, by Postgres' clock. */
  let enteredUntil: string | null = null;

  /** Enters what happened on the lanes of all accounts since the last tick. */
  async function enter(accountStates: readonly AccountNow[], observed: Observed): Promise<void> {
    const { until, seconds, lanes } = await db.charges.chargedSince({ after: enteredUntil });
    enteredUntil = until;
    ACCOUNTS.forEach((account, n) => {
      const ticks = lanesOf(account).map((lane) => ({
        ...{ calls: 0, tokens: 0, ...lanes.find((charged) => charged.lane === lane), lane },
        backlog: observed.get(lane)?.server.backlog ?? 0,
      }));
      const { state, now } = accountStates[n]!;
      const budget = budgetOf(account, usableFactor(state, now));
      paces.set(account, enterTick(paces.get(account) ?? FRESH, { budget, lanes: ticks, seconds }));
    });
  }

  function budgetOf(account: Account, factor: number): AccountBudget {
    // Per lane, the server may dispatch one task more than the limit allows for a minute.
    const spare = lanesOf(account).length;
    const { requestsPerMinute: requests, tokensPerMinute: tokens } =
      account === 'openai' ? ofOpenAi : accountBudget(budgets, account);
    return {
      // A very small account must keep a usable budget.
      requestsPerMinute: Math.max(requests / 2, requests - spare) * factor,
      tokensPerMinute: tokens === null ? null : tokens * factor,
    };
  }

  async function observe(): Promise<Observed> {
    const observed = LANES.filter((lane) => lane !== 'orders');
    const [rows, means, servers] = await Promise.all([
      db.lanes.observeLanes(),
      meanTokensByLane(),
      Promise.all(observed.map(async (lane) => [lane, await queues.describe(lane)] as const)),
    ]);
    const known = new Map(rows.map((row) => [row.lane, row]));
    return new Map(
      servers.flatMap(([lane, server]) => {
        const row = known.get(lane);
        return row ? [[lane, { ...row, meanTokens: means.get(lane) ?? null, server }] as const] : [];
      }),
    );
  }

  /** The limits of an account's lanes, in dispatches per second. */
  function divide(account: Account, { state, now }: AccountNow, observed: Observed): Map<Lane, number> {
    const lanes = lanesOf(account).flatMap((lane) => {
      const row = observed.get(lane);
      return row && !row.isPaused ? [row] : [];
    });
    const factor = usableFactor(state, now);
    const loads = lanes.map((row) => ({
      lane: row.lane,
      backlog: row.server.backlog,
      slots: row.slots,
      busy: row.busy,
      callsPerSecond: row.callsPerSecond,
      meanTokens: Math.max(1, row.meanTokens ?? ceilingOf(deps.models, row.lane)),
    }));
    const limits = limitsOf(paces.get(account) ?? FRESH, budgetOf(account, factor), loads);
    return new Map(lanes.map((row, n) => [row.lane, limits[n]!]));
  }

  /** Sets a lane's limit if it differs, and returns the observation to save. */
  async function apply(row: ObservedRow, wanted: number | null, force: boolean): Promise<ObservedLane> {
    const { lane, meanTokens } = row;
    const { rate, backlog, oldestSeconds } = row.server;
    if (force || differs(rate, wanted)) await queues.setRate(lane, wanted, reasonOf(row));
    return { lane, rate: wanted, backlog, oldestSeconds, meanTokens };
  }

  /** Observes all lanes and sets their limits. `force` sets them even if the server's already match. */
  async function tick(seconds: number, force: boolean): Promise<void> {
    const [observed, keys, ...accountStates] = await Promise.all([
      observe(),
      db.providerKeys.listKeys(),
      ...ACCOUNTS.map((account) => probes.refreshAccount(account, seconds)),
    ]);
    ofOpenAi = budgetOfKeys(keys, accountBudget(budgets, 'openai'));
    await Promise.all([probes.probeModels(), enter(accountStates, observed)]);
    const shares = new Map(
      ACCOUNTS.flatMap((account, n) => [...divide(account, accountStates[n]!, observed)]),
    );
    const results = await Promise.allSettled(
      [...observed.values()].map((row) => {
        const provider = LANE_PROVIDER[row.lane];
        const paced = ACCOUNTS.some((account) => account === provider);
        const own = row.lane === 'mail' ? mailRate : null;
        const wanted = row.isPaused ? 0 : paced ? (shares.get(row.lane) ?? 0) : own;
        return apply(row, wanted, force);
      }),
    );
    const set = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    await db.lanes.saveLanes(set);
    const failed = results.length - set.length;
    // The server rejects changes for a while after one was interrupted; the next tick retries.
    if (failed > 0) log.debug('could not set limits; retrying', { lanes: failed });
    const publishing = observed.get('publishing');
    const keyRate = dispatchRate(perStore);
    if (publishing && (force || differs(publishing.server.keyRate, keyRate)))
      await queues.setKeyRate('publishing', keyRate, 'limit of each store');
    if (force && failed > 0) throw new Error('could not set all limits');
  }

  async function sweep(ticks: number): Promise<void> {
    await db.lanes.dropDeadWorkers();
    await db.stageTimes.measureStages();
    const usageOf = async (account: Account) => ({
      requests: (await db.lanes.readUsage({ account, seconds: 60 })).calls,
      maxRPM: (account === 'openai' ? ofOpenAi : accountBudget(budgets, account)).requestsPerMinute,
    });
    const [openai, replicate, lanes] = await Promise.all([
      usageOf('openai'),
      usageOf('replicate'),
      db.laneStats.listLanes(),
    ]);
    log.info(
      heartbeatLine({
        ticks,
        queue: lanes.reduce((sum, { backlog }) => sum + backlog, 0),
        openai,
        replicate,
      }),
    );
  }

  return {
    /** Controls the limits of all lanes until cancelled or replaced by a later rate controller. */
    async controlRates(): Promise<{ left: 'replaced' }> {
      const signal = cancellationSignal();
      const epoch = await db.rateController.claimEpoch({ holder: `${hostname()}:${process.pid}` });
      let isFirst = true;
      let lastTickAt = deps.now() - TICK_MS;
      const trying = async (what: string, work: () => Promise<void>): Promise<void> => {
        try {
          await work();
        } catch (error) {
          signal.throwIfAborted();
          log.warn(`could not ${what}; retrying`, { type: deps.classify(error).type });
        }
      };
      for (let ticks = 1; ; ticks += 1) {
        signal.throwIfAborted();
        const began = deps.now();
        let isReplaced = false;
        // The last limits stay in force where this fails.
        await trying('update the limits', async () => {
          isReplaced = !(await db.rateController.saveHeartbeat({ epoch }));
          if (isReplaced) return;
          await tick((began - lastTickAt) / 1000, isFirst);
          isFirst = false;
          if (ticks % SWEEP_TICKS === 0) await sweep(ticks);
        });
        if (isReplaced) return { left: 'replaced' };
        await trying('log what happened to orders', async () => {
          await orderLog.follow({ epoch });
          if (ticks % STAGE_TICKS === 0) await orderLog.logStages();
          if (ticks % QUEUE_TICKS === 0) await orderLog.logQueues();
        });
        lastTickAt = began;
        await sleep(Math.max(10, TICK_MS - (deps.now() - began)));
      }
    },
  };
}

export type RateControllerActivities = ReturnType<typeof createRateControllerActivities>;
