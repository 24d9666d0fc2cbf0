import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { backoffMs } from '../contract/backoff';
import type { OrderKind, OrderPolicy } from '../contract/orders';
import { orderPhaseAttribute, orderStatusAttribute } from '../contract/search-attributes';
import { phaseOf } from '../domain/orders/lifecycle';
import type { RunState } from './run-state';

/** Names a run towards Postgres. */
export interface RunKey {
  orderId: string;
  startNo: number;
}

/** Shows operators in Temporal where the order stands. Postgres stays the truth. */
export type ShowStatus = (status: string) => void;

/** What shared stages need of a run. */
export interface Run {
  key: RunKey;
  policy: OrderPolicy;
  state: RunState;
  show: ShowStatus;
}

/**
 * How a run shows its order's status: the phase in Temporal's lists, written only when it changes, as each write is an event and costs the
 * server as much as an activity, and the status itself in the run's current details. Runs of the first form list the status.
 */
export function statusDisplay(kind: OrderKind, form: number, state: RunState): ShowStatus {
  return (status) => {
    state.show(status);
    if (form < 2) {
      upsertSearchAttributes([{ key: orderStatusAttribute, value: status }]);
      return;
    }
    const phase = phaseOf(kind, status);
    if (workflowInfo().typedSearchAttributes.get(orderPhaseAttribute) !== phase)
      upsertSearchAttributes([{ key: orderPhaseAttribute, value: phase }]);
  };
}

/** Notes which stage the run has entered. */
export function enterStage(run: Run, stage: string, status: string): void {
  run.state.stage = stage;
  run.state.attempt = 1;
  run.state.waitingFor = null;
  run.show(status);
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
