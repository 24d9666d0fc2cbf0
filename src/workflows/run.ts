import { upsertSearchAttributes } from '@temporalio/workflow';
import { backoffMs } from '../contract/backoff';
import type { ItemStatus } from '../contract/items';
import type { BlogStatus, OrderPolicy } from '../contract/orders';
import { orderStatusAttribute } from '../contract/search-attributes';
import type { LaneActivities } from './activity-options';

/** Where a run stands, for operators' queries. */
export interface Standing {
  stage: string;
  attempt: number;
  waitingFor: string | null;
}

/** Names a run towards Postgres. */
export interface RunKey {
  orderId: string;
  startNo: number;
}

/** What every stage of a run works with. */
export interface Run {
  key: RunKey;
  /** Goes up when a person sends something back. */
  round: number;
  policy: OrderPolicy;
  /** The activities of provider lanes, with the share and the priority that the order has now. */
  lanes: () => LaneActivities;
  standing: Standing;
}

/** Shows the order's status in Temporal's lists. Postgres stays the truth. */
export function showStatus(status: BlogStatus | ItemStatus): void {
  upsertSearchAttributes([{ key: orderStatusAttribute, value: status }]);
}

/** Notes where the run stands. */
export function enterStage(run: Run, stage: string, status: BlogStatus): void {
  run.standing.stage = stage;
  run.standing.attempt = 1;
  run.standing.waitingFor = null;
  showStatus(status);
}

/** Pause before attempt number `attempt` (from 2 on) in milliseconds: the base, then doubled each time, up to an hour. */
export function pauseBefore(attempt: number, baseMs: number): number {
  // The SDK replaces Math.random in a workflow, so that a replay gets the same numbers.
  return backoffMs({ baseMs, failures: attempt - 1, maxMs: 3_600_000, random: Math.random() });
}
