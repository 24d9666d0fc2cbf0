/** An act as it arrives by signal; `actId` is absent when an operator signals by hand. */
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

  /** The oldest act not taken yet. */
  take(): T | undefined {
    return this.waiting.shift();
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }
}
