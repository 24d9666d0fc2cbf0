import { cancellationSignal, sleep } from '@temporalio/activity';
import { hostname } from 'node:os';
import type { QueueState, TaskQueues } from '../clients/task-queues';
import { ACCOUNTS, LANE_PROVIDER, LANES, lanesOf } from '../contract/lanes';
import type { Account, Lane } from '../contract/lanes';
import type { LaneRow, ObservedLane } from '../db/lanes/lanes';
import { afterProbe, afterTime, usableFactor } from '../domain/providers/account-feedback';
import type { AccountState } from '../domain/providers/account-feedback';
import { accountBudget, dispatchRate, nextCorrection, shareBudget } from '../domain/providers/budget';
import type { AccountBudget, Budgets } from '../domain/providers/budget';
import { heartbeatLine, STAGE_NAMES, stageLines } from '../domain/orders/stage-lines';
import type { ToldStages } from '../domain/orders/stage-lines';
import type { ActivityDeps } from './deps';

/** What the rate controller works with. */
export type RateControllerDeps = Pick<
  ActivityDeps,
  'db' | 'model' | 'models' | 'pictures' | 'classify' | 'now' | 'log'
> & { queues: TaskQueues; budgets: Budgets };

/** The limits are looked at this often, in milliseconds. */
const TICK_MS = 1_000;

/** Calls of a lane that have to be seen before their mean is believed. */
const ENOUGH_CALLS = 5;

/** A limit that is this near to the one wanted is left alone; setting one costs the server a tenth of a second. */
const CLOSE_ENOUGH = 0.01;

/** A probe may take this long, in milliseconds. */
const PROBE_MS = 15_000;

/** What was used is measured over so many seconds, and only where there was work in all of them. */
const USED_SECONDS = 15;

/**
 * Requests that one activity of lane `publishing` makes at most, a renewed token apart: the upload of a picture, and a draft that another
 * worker was faster with.
 */
const MOST_STORE_REQUESTS = 2;

/** Silent workers are forgotten, and the heartbeat is told, after so many ticks; what is at work in each stage after so many. */
const SWEEP_TICKS = 30;
const STAGE_TICKS = 10;

/** What one look brought: each lane as the database and the server know it. */
type Observed = Map<Lane, LaneRow & { server: QueueState }>;

/** Why a lane's limit is what it is, in the server's records. */
function reasonOf(row: LaneRow): string {
  return row.isPaused ? 'paused' : 'budget';
}

/** Whether the server's limit is not the wanted one. */
function differs(set: number | null, wanted: number | null): boolean {
  if (set === null || wanted === null) return set !== wanted;
  return Math.abs(set - wanted) > CLOSE_ENOUGH * Math.max(wanted, set) || (wanted === 0) !== (set === 0);
}

/** The one activity of lane `rate-controller`. */
export function createRateControllerActivities(deps: RateControllerDeps) {
  const { db, queues, budgets, log } = deps;

  /** For each account: how far limits are set beside what they should let through, and for how long it has had work. */
  const corrections = new Map(ACCOUNTS.map((account) => [account, { by: 1, workSeconds: 0 }]));

  /** Learns from what was used while there was work how far limits have to be set beside it. */
  async function correct(account: Account, observed: Observed, seconds: number): Promise<void> {
    const state = corrections.get(account)!;
    const hasWork = lanesOf(account).some((lane) => (observed.get(lane)?.server.backlog ?? 0) > 0);
    state.workSeconds = hasWork ? state.workSeconds + seconds : 0;
    if (state.workSeconds < USED_SECONDS) {
      state.by = nextCorrection(state.by, undefined);
      return;
    }
    const used = await db.lanes.readUsage({ account, seconds: USED_SECONDS });
    const whole = budgetOf(account, 1);
    const minutes = USED_SECONDS / 60;
    const ofRequests = used.calls / (whole.requestsPerMinute * minutes);
    const ofTokens = whole.tokensPerMinute ? used.tokens / (whole.tokensPerMinute * minutes) : 0;
    state.by = nextCorrection(state.by, Math.max(ofRequests, ofTokens));
  }

  function budgetOf(account: Account, factor: number): AccountBudget {
    // The server lets one task more through than a minute is worth, for each of the lanes.
    const spare = lanesOf(account).length;
    const { requestsPerMinute: requests, tokensPerMinute: tokens } = accountBudget(budgets, account);
    return {
      // A very small account must not be left with nothing.
      requestsPerMinute: Math.max(requests / 2, requests - spare) * factor,
      tokensPerMinute: tokens === null ? null : tokens * factor,
    };
  }

  /** What a call of a lane is charged before enough of them have been seen: the most it can be. */
  function ceilingOf(lane: Lane): number {
    const stage = { ideas: deps.models.ideas, writing: deps.models.content, quality: deps.models.quality };
    return lane in stage ? stage[lane as keyof typeof stage].maxCompletionTokens : 1;
  }

  async function observe(): Promise<Observed> {
    const [rows, servers] = await Promise.all([
      db.lanes.observeLanes(),
      Promise.all(
        LANES.filter((lane) => lane !== 'orders').map(
          async (lane) => [lane, await queues.describe(lane)] as const,
        ),
      ),
    ]);
    const known = new Map(rows.map((row) => [row.lane, row]));
    return new Map(
      servers.flatMap(([lane, server]) => {
        const row = known.get(lane);
        return row ? [[lane, { ...row, server }] as const] : [];
      }),
    );
  }

  /** Whether a shut provider takes a call again. */
  async function isTaken(account: Account): Promise<boolean> {
    const signal = AbortSignal.any([cancellationSignal(), AbortSignal.timeout(PROBE_MS)]);
    try {
      // A list of models would be answered with a used-up quota as well; only a completion shows it.
      if (account === 'openai')
        await deps.model.complete({
          model: deps.models.quality.model,
          system: 'Answer with an empty object.',
          user: '{}',
          schemaName: 'probe',
          schema: { type: 'object', additionalProperties: false, required: [], properties: {} },
          maxCompletionTokens: 1,
          signal,
        });
      // Asks for nothing that is paid for, so a used-up account may answer it; the next order finds that out.
      else await deps.pictures.recent({ signal });
      return true;
    } catch (error) {
      return deps.classify(error).type === 'Draft.Refused';
    }
  }

  async function reopen(account: Account): Promise<void> {
    const taken = await isTaken(account);
    const woken = await db.transaction(async (tx) => {
      const { before, after } = await tx.accounts.changeAccount({ account }, (standing) =>
        afterProbe(standing, { taken, now: deps.now() }),
      );
      return before.state === 'closed' && after.state === 'open' ? tx.wakes.wakeClosed() : undefined;
    });
    if (woken) log.info('a provider takes calls again', { provider: account, orders: woken.length });
  }

  /** How an account stands now that so much time has passed. */
  async function standingOf(account: Account, seconds: number): Promise<AccountState> {
    const standing = await db.accounts.readAccount({ account });
    const now = deps.now();
    if (standing.state === 'closed') {
      if (standing.probeAt === null || standing.probeAt > now) return standing;
      await reopen(account);
      return db.accounts.readAccount({ account });
    }
    if (standing.state === 'open' && standing.factor === 1) return standing;
    const { after } = await db.transaction((tx) =>
      tx.accounts.changeAccount({ account }, (locked) => afterTime(locked, { seconds, now })),
    );
    return after;
  }

  /** The limits that an account's lanes should have, in dispatches a second. */
  function divide(account: Account, standing: AccountState, observed: Observed): Map<Lane, number> {
    const lanes = lanesOf(account).flatMap((lane) => {
      const row = observed.get(lane);
      return row && !row.isPaused ? [row] : [];
    });
    const factor = usableFactor(standing, deps.now());
    const loads = lanes.map((row) => ({
      lane: row.lane,
      backlog: row.server.backlog,
      slots: row.slots,
      busy: row.busy,
      meanTokens: row.calls >= ENOUGH_CALLS ? Math.max(1, row.meanTokens ?? 1) : ceilingOf(row.lane),
      // What its slots give free in a second is what it has begun in one lately.
      meanSeconds: row.slots / Math.max(row.callsPerSecond, 0.01),
    }));
    const rates = shareBudget(budgetOf(account, factor), loads);
    const { by } = corrections.get(account)!;
    return new Map(lanes.map((row, n) => [row.lane, dispatchRate(rates[n]! * by)]));
  }

  /** Sets a lane's limit where it is another one, and answers what is to be kept of the lane. */
  async function apply(
    row: LaneRow & { server: QueueState },
    wanted: number | null,
    force: boolean,
  ): Promise<ObservedLane> {
    const { lane, meanTokens } = row;
    const { rate, backlog, oldestSeconds } = row.server;
    if (force || differs(rate, wanted)) await queues.setRate(lane, wanted, reasonOf(row));
    return { lane, rate: wanted, backlog, oldestSeconds, meanTokens };
  }

  /** One look at everything, and the limits that follow from it. `force` sets them whatever the server says. */
  async function tick(seconds: number, force: boolean): Promise<void> {
    const [observed, ...standings] = await Promise.all([
      observe(),
      ...ACCOUNTS.map((account) => standingOf(account, seconds)),
    ]);
    await Promise.all(ACCOUNTS.map((account) => correct(account, observed, seconds)));
    const shares = new Map(ACCOUNTS.flatMap((account, n) => [...divide(account, standings[n]!, observed)]));
    const results = await Promise.allSettled(
      [...observed.values()].map((row) => {
        const provider = LANE_PROVIDER[row.lane];
        const paced = provider === 'openai' || provider === 'replicate';
        const wanted = row.isPaused ? 0 : paced ? (shares.get(row.lane) ?? 0) : null;
        return apply(row, wanted, force);
      }),
    );
    const set = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    await db.lanes.saveLanes(set);
    const failed = results.length - set.length;
    // The server refuses a change for a while when an earlier one was cut off; the next tick tries again.
    if (failed > 0) log.debug('limits could not be set; trying again', { lanes: failed });
    const publishing = observed.get('publishing');
    const keyRate = dispatchRate(budgets.wixRpmPerStore / MOST_STORE_REQUESTS);
    if (publishing && (force || differs(publishing.server.keyRate, keyRate)))
      await queues.setKeyRate('publishing', keyRate, 'limit of each store');
    if (force && failed > 0) throw new Error('not every limit could be set');
  }

  let told: ToldStages = new Map();

  async function tellStages(): Promise<void> {
    const next = stageLines(told, await db.figures.stageWork(Object.keys(STAGE_NAMES)), deps.now());
    told = next.told;
    for (const line of next.lines) log.info(line);
  }

  async function sweep(ticks: number): Promise<void> {
    await db.lanes.dropDeadWorkers();
    await db.stageTimes.measureStages();
    const asked = async (account: Account) => ({
      requests: (await db.lanes.readUsage({ account, seconds: 60 })).calls,
      maxRPM: accountBudget(budgets, account).requestsPerMinute,
    });
    const [openai, replicate, lanes] = await Promise.all([
      asked('openai'),
      asked('replicate'),
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
    /** Governs the limits of all lanes until it is cancelled or a later rate controller takes over. */
    async govern(): Promise<{ left: 'replaced' }> {
      const signal = cancellationSignal();
      const epoch = await db.rateController.claimEpoch({ holder: `${hostname()}:${process.pid}` });
      let isFirst = true;
      let looked = deps.now() - TICK_MS;
      for (let ticks = 1; ; ticks += 1) {
        signal.throwIfAborted();
        const began = deps.now();
        try {
          if (!(await db.rateController.saveHeartbeat({ epoch }))) return { left: 'replaced' };
          await tick((began - looked) / 1000, isFirst);
          isFirst = false;
          if (ticks % SWEEP_TICKS === 0) await sweep(ticks);
          if (ticks % STAGE_TICKS === 0) await tellStages();
        } catch (error) {
          signal.throwIfAborted();
          // The last limits hold meanwhile.
          log.warn('the rate controller could not look; trying again', { type: deps.classify(error).type });
        }
        looked = began;
        await sleep(Math.max(10, TICK_MS - (deps.now() - began)));
      }
    },
  };
}

export type RateControllerActivities = ReturnType<typeof createRateControllerActivities>;
