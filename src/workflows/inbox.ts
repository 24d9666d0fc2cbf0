/** An act as it is on record; `actId` is absent only in runs from before signals were looked up, where an operator signalled by hand. */
export interface IncomingAction {
  actId?: string;
}

/**
 * Collects the acts that signals bring. A signal may arrive before the run knows that it waits for one, so nothing is judged
 * here: known ids are dropped, the rest is kept until somebody takes it.
 */
export class ActionInbox<T extends IncomingAction> {
  private readonly waiting: T[] = [];
  private readonly seen = new Set<string>();

  /** Keeps an act unless its id is known. */
  add(act: T): void {
    if (act.actId) {
      if (this.seen.has(act.actId)) return;
      this.seen.add(act.actId);
    }
    this.waiting.push(act);
  }

  /** Drops an act that was learnt of in another way, whether it has come already or is still to come. */
  drop(actId: string): void {
    this.seen.add(actId);
    const at = this.waiting.findIndex((act) => act.actId === actId);
    if (at !== -1) this.waiting.splice(at, 1);
  }

  /** The oldest act not taken yet. */
  take(): T | undefined {
    return this.waiting.shift();
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }
}
