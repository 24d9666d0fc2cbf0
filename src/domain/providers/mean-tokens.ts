import type { Lane } from '../../contract/lanes';
import type { OrderKind, Phase } from '../../contract/orders';
import { lanesByStatus, stepAt, stepsOf } from '../orders/lifecycle';

/** Orders of one tenant in one state, at one level of priority. */
export interface WaitingOrders {
  kind: OrderKind;
  status: string;
  phase: Phase;
  tenantId: string;
  /** The tenant's share of busy lanes. */
  weight: number;
  /** The server's level of priority; 1 is first. */
  level: number;
  orders: number;
}

/** What the calls of one stage on a lane were charged lately. */
export interface ChargedCalls {
  lane: Lane;
  kind: OrderKind;
  stage: string;
  calls: number;
  meanTokens: number;
}

/** Number of calls of a stage from which their mean charge is used. */
const ENOUGH_CALLS = 5;

/** Mean charge of some calls, or undefined if they are too few to tell. */
function meanOf(charged: readonly ChargedCalls[]): number | undefined {
  const calls = charged.reduce((sum, group) => sum + group.calls, 0);
  if (calls < ENOUGH_CALLS) return undefined;
  return charged.reduce((sum, group) => sum + group.calls * group.meanTokens, 0) / calls;
}

/**
 * Whether orders in a state may have a task in the queue of a lane. The first lane of a status is awaited before the
 * work begins; for the others, the order is at work already.
 */
function mayAwait({ kind, status, phase }: WaitingOrders, lane: Lane): boolean {
  const at = ((lanesByStatus(kind)[status] ?? []) as readonly Lane[]).indexOf(lane);
  return at === 0 ? phase === 'queued' : at > 0 && (phase === 'queued' || phase === 'running');
}

/** Shares out `calls` among tenants by weight; none gets more than it has orders for. */
function shareOut(calls: number, tenants: ReadonlyArray<{ weight: number; orders: number }>): number[] {
  const shares = tenants.map(() => 0);
  let left = calls;
  for (;;) {
    const open = tenants.flatMap((tenant, n) => (shares[n]! < tenant.orders ? [n] : []));
    const weights = open.reduce((sum, n) => sum + tenants[n]!.weight, 0);
    if (open.length === 0 || left <= 1e-9) return shares;
    const each = left / weights;
    for (const n of open) {
      const more = Math.min(each * tenants[n]!.weight, tenants[n]!.orders - shares[n]!);
      shares[n]! += more;
      left -= more;
    }
  }
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

interface Group {
  level: number;
  tenantId: string;
  weight: number;
  orders: number;
  tokens: number;
}

/** Mean charge of the next calls of a lane, in the order in which the server dispatches them; undefined if none wait. */
function meanOfNext(groups: readonly Group[], calls: number): number | undefined {
  const levels = groupBy(groups, ({ level }) => level);
  let [left, taken, tokens] = [calls, 0, 0];
  for (const level of [...levels.keys()].sort((a, b) => a - b)) {
    const tenants = [...groupBy(levels.get(level)!, ({ tenantId }) => tenantId).values()].map((own) => {
      const orders = own.reduce((sum, group) => sum + group.orders, 0);
      const mean = own.reduce((sum, group) => sum + group.orders * group.tokens, 0) / orders;
      return { weight: own[0]!.weight, orders, mean };
    });
    shareOut(left, tenants).forEach((share, n) => {
      left -= share;
      taken += share;
      tokens += share * tenants[n]!.mean;
    });
  }
  return taken > 0 ? tokens / taken : undefined;
}

/**
 * Tokens that the next calls of a lane will be charged on average. What waits in the lane decides, because kinds of
 * orders and stages share lanes and differ widely: each counts with the mean of its own latest calls, or with its
 * ceiling while there are too few, for as many orders as are dispatched next, by priority and by the tenants' shares.
 * If nothing waits, the mean of the lane's latest calls; null if there are too few.
 */
export function meanTokensOf(
  lane: Lane,
  on: {
    waiting: readonly WaitingOrders[];
    charged: readonly ChargedCalls[];
    /** The most that a call of this stage on the lane is charged. */
    ceilingOf: (stage: string) => number;
    /** Calls that may begin before the limits are set anew. */
    calls: number;
  },
): number | null {
  const charged = on.charged.filter((group) => group.lane === lane);
  const tokensOf = (kind: OrderKind, step: string): number => {
    const ofKind = charged.filter((group) => group.kind === kind);
    const own = ofKind.filter(({ stage }) => stage === step);
    // A lane's part in another lane's stage has a name of its own: the review of a text is no step.
    const steps: readonly string[] = stepsOf(kind);
    const parts = own.length > 0 ? own : ofKind.filter(({ stage }) => !steps.includes(stage));
    return meanOf(parts) ?? on.ceilingOf(step);
  };
  const groups = on.waiting
    .filter((group) => group.orders > 0 && mayAwait(group, lane))
    .flatMap((group) => {
      const step = stepAt(group.kind, group.status);
      return step ? [{ ...group, tokens: tokensOf(group.kind, step) }] : [];
    });
  return meanOfNext(groups, on.calls) ?? meanOf(charged) ?? null;
}
