import { setCurrentDetails } from '@temporalio/workflow';
import type { WhereQueryResult } from '../contract/messages';
import type { OrderKind } from '../contract/orders';
import { statusMeanings } from '../domain/orders/lifecycle';

/** What time alone brings about where a run waits. */
export interface Due {
  what: 'reminder' | 'deadline' | 'publication' | 'next item';
  /** When, in milliseconds since 1970. */
  atMs: number;
}

/** The last time that can be written as a date, in milliseconds since 1970. */
const LAST_TIME_MS = 8.64e15;

/** Where a run is, for operators: it answers their query, and each change shows in the run's current details, which costs no event. */
export class RunState {
  private readonly at: WhereQueryResult = { stage: 'opening', attempt: 1, waitingFor: null };
  private status: string | undefined;
  private due: Due | undefined;

  /** `about`: the first line of the details, where the run has no summary of its own. */
  constructor(
    private readonly kind: OrderKind,
    private readonly about?: string,
  ) {
    this.tell();
  }

  get stage(): string {
    return this.at.stage;
  }
  set stage(stage: string) {
    this.at.stage = stage;
    this.tell();
  }

  set attempt(attempt: number) {
    this.at.attempt = attempt;
    this.tell();
  }

  /** The run waits for this, and for nothing else; null where it goes on. */
  set waitingFor(what: string | null) {
    this.at.waitingFor = what;
    this.due = undefined;
    this.tell();
  }

  /** The order has this status. */
  show(status: string): void {
    this.status = status;
    this.tell();
  }

  /** What comes next if nobody does anything. A time that no calendar has is left out. */
  expect(due: Due): void {
    this.due = Math.abs(due.atMs) <= LAST_TIME_MS ? due : undefined;
    this.tell();
  }

  /** The answer to the query. */
  where(): WhereQueryResult {
    return { ...this.at };
  }

  private tell(): void {
    const { stage, attempt, waitingFor } = this.at;
    const meaning = statusMeanings(this.kind).find(({ status }) => status === this.status)?.says;
    // A list begins after an empty line.
    const lines = [
      ...(this.about ? [this.about] : []),
      ...(this.status ? [`**${this.status}**${meaning ? `: ${meaning}` : ''}`] : []),
      '',
      `- stage \`${stage}\`, attempt ${attempt}`,
      ...(waitingFor === null ? [] : [`- waits for \`${waitingFor}\``]),
      ...(this.due ? [`- ${this.due.what} at ${new Date(this.due.atMs).toISOString()}`] : []),
    ];
    setCurrentDetails(lines.join('\n').trim());
  }
}
