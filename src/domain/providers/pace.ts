import type { Lane } from '../../contract/lanes';
import { dispatchRate, shareBudget } from './budget';
import type { AccountBudget, LaneLoad } from './budget';
import { enterCharges, EVEN, factorOf } from './ledger';
import type { Ledger } from './ledger';

/** What is known of a lane's queue: its length at the last look, and the tasks that join it per second. */
interface LaneFlow {
  backlog: number;
  arrivals: number;
}

/** What the rate controller remembers of an account from one update to the next. */
export interface Pace {
  ledger: Ledger;
  flows: ReadonlyMap<Lane, LaneFlow>;
}

/** The pace of an account of which nothing is known. */
export const FRESH: Pace = { ledger: EVEN, flows: new Map() };

/** Part of the latest second in the mean of a lane's arrivals. */
const LATEST = 0.5;

/** What happened on a lane since the last update. */
export interface LaneTick {
  lane: Lane;
  /** Tasks queued on the server now. */
  backlog: number;
  /** Calls begun, and the tokens they were charged. */
  calls: number;
  tokens: number;
}

function enterFlow(flow: LaneFlow | undefined, { backlog, calls }: LaneTick, seconds: number): LaneFlow {
  if (!flow || seconds <= 0) return { backlog, arrivals: flow?.arrivals ?? 0 };
  const arrived = Math.max(0, backlog - flow.backlog + calls) / seconds;
  return { backlog, arrivals: flow.arrivals + (arrived - flow.arrivals) * (1 - (1 - LATEST) ** seconds) };
}

/** Enters what happened on the lanes of an account within the last `seconds`. */
export function enterTick(
  pace: Pace,
  tick: { budget: AccountBudget; lanes: readonly LaneTick[]; seconds: number },
): Pace {
  const { budget, lanes, seconds } = tick;
  const charged = {
    calls: lanes.reduce((sum, { calls }) => sum + calls, 0),
    tokens: lanes.reduce((sum, { tokens }) => sum + tokens, 0),
  };
  return {
    ledger: enterCharges(pace.ledger, { account: budget, charged, seconds }),
    flows: new Map(lanes.map((now) => [now.lane, enterFlow(pace.flows.get(now.lane), now, seconds)])),
  };
}

/**
 * The limits of an account's lanes in dispatches per second, in the order given. They add up to more than the account lets through only
 * while there is work, to make up for what was left over.
 */
export function limitsOf(
  pace: Pace,
  budget: AccountBudget,
  lanes: ReadonlyArray<Omit<LaneLoad, 'arrivals'>>,
): number[] {
  const loads = lanes.map((lane) => ({ ...lane, arrivals: pace.flows.get(lane.lane)?.arrivals ?? 0 }));
  const most = lanes.some(({ backlog }) => backlog > 0) ? Infinity : 1;
  const factor = Math.min(most, factorOf(pace.ledger));
  return shareBudget(budget, loads).map((rate) => dispatchRate(rate * factor));
}
