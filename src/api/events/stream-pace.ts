import { comparePositions } from '../../domain/events/position';
import type { EventPosition } from '../../domain/events/position';

/** Something to tell a reader of the stream. */
export interface Update<U = unknown> {
  /** What it is about, e.g. `item:<id>`; of one subject at most one update goes out in a while. */
  subject: string;
  name: string;
  /** Whether whatever comes next about the subject makes it needless, should it still wait by then. */
  collapses: boolean;
  /** What is due as soon as this one has been told. */
  then?: U;
}

interface Waiting<U> {
  update: U;
  /** Up to here nothing depends on this update. */
  before: EventPosition;
  turn: number;
}

/** Least time between two updates about one subject, in milliseconds. */
const PACE_MS = 1_000;

/**
 * When a reader is told what: one update a second about each subject, those of a subject in their order, progress only in its newest
 * form. It also knows the mark: the greatest position up to which everything was told or superseded, from which a reader that comes
 * back misses nothing. Times are milliseconds of any clock that does not go back.
 */
export class StreamPace<U extends Update<U>> {
  private readonly queues = new Map<string, Array<Waiting<U>>>();
  private readonly toldAt = new Map<string, number>();
  private turns = 0;

  constructor(
    /** How far the sequence was taken in. */
    private reached: EventPosition,
    private readonly everyMs: number = PACE_MS,
  ) {}

  /** Updates that wait for their turn. */
  get waiting(): number {
    let sum = 0;
    for (const queue of this.queues.values()) sum += queue.length;
    return sum;
  }

  /** The position from which a reader would have to go on now. */
  get mark(): EventPosition {
    let mark = this.reached;
    for (const queue of this.queues.values())
      for (const { before } of queue) if (comparePositions(before, mark) < 0) mark = before;
    return mark;
  }

  /** Takes in what stands at a position; what does not lie beyond all that was taken in is known already. */
  take(update: U, at: EventPosition): void {
    if (comparePositions(at, this.reached) <= 0) return;
    this.queue(update, this.reached);
    this.reached = at;
  }

  /** Notes that nothing more for this reader stands up to the position. */
  pass(upTo: EventPosition): void {
    if (comparePositions(upTo, this.reached) > 0) this.reached = upTo;
  }

  /** What may go out now, in the order it came. It waits until {@link told}. */
  due(now: number): U[] {
    return [...this.queues]
      .filter(([subject]) => now >= this.freeAt(subject))
      .map(([, queue]) => queue[0]!)
      .sort((a, b) => a.turn - b.turn)
      .map(({ update }) => update);
  }

  /** When the next update may go out; undefined where none waits. */
  nextAt(): number | undefined {
    let next: number | undefined;
    for (const subject of this.queues.keys())
      next = next === undefined ? this.freeAt(subject) : Math.min(next, this.freeAt(subject));
    return next;
  }

  /** Notes that these, all of them due, go out now one after the other. Answers the mark that each leaves behind. */
  told(updates: readonly U[], now: number): EventPosition[] {
    for (const [subject, at] of this.toldAt) if (now - at >= this.everyMs) this.toldAt.delete(subject);
    const befores = updates.map((update) => this.leave(update, now));
    // Only now, as one of these may be what another one is followed by.
    updates.forEach(({ then }, n) => then && this.queue(then, befores[n]!));
    // A connection may break between any two of them: each one's mark is held back by those that follow.
    let mark = this.mark;
    return befores
      .reverse()
      .map((before) => {
        const own = mark;
        if (comparePositions(before, mark) < 0) mark = before;
        return own;
      })
      .reverse();
  }

  private leave(update: U, now: number): EventPosition {
    const queue = this.queues.get(update.subject);
    const head = queue?.shift();
    if (!queue || head?.update !== update) throw new Error('What was told was not due.');
    if (queue.length === 0) this.queues.delete(update.subject);
    this.toldAt.set(update.subject, now);
    return head.before;
  }

  private queue(update: U, before: EventPosition): void {
    const queue = this.queues.get(update.subject) ?? [];
    if (queue.at(-1)?.update.collapses) queue.pop();
    queue.push({ update, before, turn: (this.turns += 1) });
    this.queues.set(update.subject, queue);
  }

  private freeAt(subject: string): number {
    const at = this.toldAt.get(subject);
    return at === undefined ? 0 : at + this.everyMs;
  }
}
