import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { backoffMs } from '../contract/backoff';
import type { OrderPolicy } from '../contract/orders';
import { orderStatusAttribute } from '../contract/search-attributes';

/** Where a run is, for operators' queries. */
export interface RunState {
  stage: string;
  attempt: number;
  waitingFor: string | null;
}

/** Names a run towards Postgres. */
export interface RunKey {
  orderId: string;
  startNo: number;
}

/** What shared stages need of a run. */
export interface Run {
  key: RunKey;
  policy: OrderPolicy;
  state: RunState;
}

/** Shows the order's status in Temporal's lists. Postgres stays the truth. */
export function showStatus(status: string): void {
  upsertSearchAttributes([{ key: orderStatusAttribute, value: status }]);
}

/** Notes which stage the run has entered. */
export function enterStage(run: Run, stage: string, status: string): void {
  run.state.stage = stage;
  run.state.attempt = 1;
  run.state.waitingFor = null;
  showStatus(status);
}

/** Pause before attempt number `attempt` (from 2 on) in milliseconds: the base, then doubled each time, up to an hour. */
export function pauseBefore(attempt: number, baseMs: number): number {
  // The SDK replaces Math.random in a workflow, so that a replay gets the same numbers.
  return backoffMs({ baseMs, failures: attempt - 1, maxMs: 3_600_000, random: Math.random() });
}

/** Thrown where a run waits whose history has grown long: it goes on as a new run, which reads from Postgres what was decided. */
export class HistoryFull extends Error {}

/** Whether the server wants the history to end here. A run that waits takes no more than 10,000 signals. */
export function isHistoryFull(): boolean {
  return workflowInfo().continueAsNewSuggested;
}
