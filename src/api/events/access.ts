import type { Pool } from 'pg';
import { principalName } from '../../contract/tenancy';
import type { Principal, Role } from '../../contract/tenancy';
import { findEnded } from '../../db/tenants/sessions';

/** What somebody reads by: a key or member as it was, and the session that stands for it. */
export interface Access {
  by: Principal;
  role: Role;
  sessionId?: string | undefined;
  /** How long the session has left, in milliseconds. */
  leftMs?: number | undefined;
}

interface Entry {
  access: Access;
  onEnded: () => void;
  /** Whether it was valid at a moment from which on its end is told to us. */
  isKnown: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** Longest time that a timer can be set to, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function isMeant({ access }: Entry, name: string): boolean {
  return name === principalName(access.by) || name === `session:${access.sessionId}`;
}

/**
 * Ends what is being sent to keys, members and sessions as soon as these end. While nobody tells of ends, because the connection that does is
 * not there, `confirm` asks the database each time.
 */
export class AccessWatch {
  private readonly entries = new Set<Entry>();
  private isListening = false;
  /** Grows whenever listening begins or ends. */
  private era = 0;

  constructor(private readonly pool: Pool) {}

  /** Calls `onEnded` once when the access ends, until it is told to stop. */
  watch(access: Access, onEnded: () => void): () => void {
    const entry: Entry = { access, onEnded, isKnown: false, timer: undefined };
    this.entries.add(entry);
    if (access.leftMs !== undefined)
      entry.timer = setTimeout(() => this.end(entry), Math.min(Math.max(0, access.leftMs), LONGEST_TIMER_MS));
    return () => this.drop(entry);
  }

  /** Takes in that a key (`key:<id>`), member (`member:<id>`) or session (`session:<id>`) has changed or ended. */
  tell(name: string): void {
    for (const entry of this.entries) if (isMeant(entry, name)) this.end(entry);
  }

  /** Ends are told from now on, or no longer; what was told before may have been missed. */
  setListening(isListening: boolean): void {
    this.isListening = isListening;
    this.era += 1;
    for (const entry of this.entries) entry.isKnown = false;
  }

  /** Ends whatever may have ended without our having been told. Throws what the database throws. */
  async confirm(): Promise<void> {
    const due = [...this.entries].filter(({ isKnown }) => !isKnown);
    if (due.length === 0) return;
    const { era, isListening } = this;
    const ended = await findEnded(this.pool, {
      principals: due.map(({ access: { by, role } }) => ({ by, role })),
      sessions: due.flatMap(({ access: { by, sessionId } }) =>
        sessionId === undefined ? [] : [{ sessionId, by }],
      ),
    });
    for (const entry of due)
      if (ended.some((name) => isMeant(entry, name))) this.end(entry);
      else entry.isKnown = isListening && era === this.era;
  }

  private end(entry: Entry): void {
    if (!this.entries.has(entry)) return;
    this.drop(entry);
    entry.onEnded();
  }

  private drop(entry: Entry): void {
    clearTimeout(entry.timer);
    this.entries.delete(entry);
  }
}
