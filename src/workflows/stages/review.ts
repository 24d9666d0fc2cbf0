import { condition } from '@temporalio/workflow';
import { HistoryFull, isHistoryFull } from '../run';
import type { Run } from '../run';

/** A wait for a person's word on a text, or for whatever else people do meanwhile. */
export interface ReviewWait {
  /** Who or what is waited for, for operators' queries. */
  of: string;
  /** Set by whatever may have changed how the order stands. */
  wake: { isWoken: boolean };
  /** What is due when nobody has acted for so long, in milliseconds; only woken where left out. */
  due?: { what: 'reminder' | 'deadline'; inMs: number; act: () => Promise<void> };
}

/**
 * Waits until the run is woken, or does what is due. How the order stands then is for Postgres to say, so that an act that came first wins
 * over a deadline. Where the history has grown long, the run goes on as a new one, which finds its way back here.
 */
export async function waitForReview(run: Run, { of, wake, due }: ReviewWait): Promise<void> {
  run.state.waitingFor = of;
  const isOver = (): boolean => wake.isWoken || isHistoryFull();
  if (due === undefined) await condition(isOver);
  else {
    const { what, inMs, act } = due;
    run.state.expect({ what, atMs: Date.now() + inMs });
    const summary = `${what === 'reminder' ? 'Reminder' : 'Deadline'}: ${of}`;
    if (!(await condition(isOver, Math.max(1, Math.ceil(inMs)), { summary }))) return act();
  }
  if (isHistoryFull()) throw new HistoryFull();
}
