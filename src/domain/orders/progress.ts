import type { OrderKind } from '../../contract/orders';
import { phaseOf, stepsOf } from './lifecycle';

/** How far an order is. */
export interface Progress {
  totalSteps: number;
  completedSteps: number;
  currentStep: string;
}

/** Progress from what is saved, so that it never goes back, whatever the order's status does. `done` names steps. */
export function progressOf(kind: OrderKind, order: { status: string; done: ReadonlySet<string> }): Progress {
  const steps: string[] = stepsOf(kind);
  const isDone = phaseOf(kind, order.status) === 'done';
  const completed = steps.filter((step) => isDone || order.done.has(step));
  return {
    totalSteps: steps.length,
    completedSteps: completed.length,
    currentStep: steps.find((step) => !completed.includes(step)) ?? 'done',
  };
}
