import { condition } from '@temporalio/workflow';
import type { ActionInbox, IncomingAction } from '../inbox';
import { HistoryFull, isHistoryFull } from '../run';
import type { Run } from '../run';

/** What a run waits for a person with. */
export interface PersonWait<T extends IncomingAction, R> {
  /** Name of the signal, for operators' queries. */
  signal: string;
  inbox: ActionInbox<T>;
  /** The result of an act that holds in Postgres; undefined where it does not, and the wait goes on. */
  accept: (act: T) => Promise<R | undefined>;
  remind: () => Promise<void>;
  /** Whether the run may go on as a new one meanwhile, which finds its way back to this wait. */
  mayRenew: boolean;
  /** What follows when nobody acted in time; asks Postgres first, so that an act that came before the deadline wins. */
  expire: () => Promise<R>;
}

/** Waits for a person by the order's policy: one reminder, then the deadline. */
export async function waitForPerson<T extends IncomingAction, R>(
  run: Run,
  wait: PersonWait<T, R>,
): Promise<R> {
  run.state.waitingFor = wait.signal;
  const since = Date.now();
  const deadline = since + run.policy.deadlineMs;
  let wakeAt = Math.min(since + run.policy.reminderAfterMs, deadline);
  const isFull = (): boolean => wait.mayRenew && isHistoryFull();
  for (;;) {
    const what = wakeAt < deadline ? 'reminder' : 'deadline';
    run.state.expect({ what, atMs: wakeAt });
    const isOver = (): boolean => !wait.inbox.isEmpty || isFull();
    const woken = await condition(isOver, Math.max(1, wakeAt - Date.now()), {
      summary: `${what === 'reminder' ? 'Reminder' : 'Deadline'}: ${wait.signal}`,
    });
    const act = woken ? wait.inbox.take() : undefined;
    if (woken && !act) throw new HistoryFull();
    if (act) {
      const result = await wait.accept(act);
      if (result !== undefined) return result;
    } else if (wakeAt < deadline) {
      wakeAt = deadline;
      await wait.remind();
    } else {
      return wait.expire();
    }
  }
}
