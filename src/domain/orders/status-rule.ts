import type { Lane } from '../../contract/lanes';
import type { Phase } from '../../contract/orders';

/** What holds for an order in one status. */
export interface StatusRule {
  /** Phase of an order that enters this status. */
  phase: Phase;
  /** The step that people see while the order is here; a stage where it also has lanes. */
  step?: string;
  /** The task queues that the order needs here; the first is the one it mostly waits for. */
  lanes?: readonly [Lane, ...Lane[]];
  /** How long the stage was planned to take, in milliseconds, until it has been measured. */
  plannedMs?: number;
  /** What nine in ten were planned to take at most, in milliseconds; twice as long where left out. */
  plannedMostMs?: number;
  /** What it means, in a sentence for the API's documentation. */
  says?: string;
  /** The stage's name in log lines. */
  label?: string;
  /**
   * The activity that does the stage, where the stage is plain: one attempt after another at the text as it is, each an activity that
   * answers whether it passed. Other steps have code of their own in the workflow.
   */
  activity?: string;
  /** The status that follows when the step is complete. */
  then?: string;
  /** Other statuses that may follow. */
  also?: readonly string[];
  /** Whether a person may cancel here. Paid kinds never say so. */
  cancel?: true;
  /** Whether a person may start the order again from here. */
  retry?: true;
  /** True where nothing has been asked for yet: the order is not started here, and a restored one stays. */
  beforeStart?: true;
  /** Whether a person or a time may decide here before the order goes on. */
  gate?: true;
}

/** The statuses of a kind in the order in which its orders pass through them; the first is that of a new order. */
export interface Lifecycle {
  /** What log lines call the worker, one of its orders, and what has become of one that is done. */
  log: { worker: string; order: string; done: string };
  statuses: Readonly<Record<string, StatusRule>>;
}

/** Phases that an order leaves only by a person's retry. */
export const ENDING_PHASES: readonly Phase[] = ['done', 'failed', 'cancelled'];

/** Whether an order in this phase counts as open: nobody is waited for, and it takes a part of what all share. */
export function isOpenPhase(phase: Phase): boolean {
  return phase === 'accepted' || phase === 'queued' || phase === 'running';
}
