import { CancellationScope, defineSignal, patched, setHandler, sleep, uuid4 } from '@temporalio/workflow';
import type { SignalDefinition } from '@temporalio/workflow';
import { ACTION_SIGNALS, SIGNAL_DESCRIPTIONS, UNHEARD_DESCRIPTION } from '../contract/messages';
import type { ActionName, SignalledAction, TakenAction } from '../contract/messages';
import type { records as orderRecords } from './activity-options';
import { pauseBefore } from './run';
import type { RunKey } from './run';

/** Runs from before this patch believed the identifier and the content that a signal brought. */
const LOOKED_UP = 'actions-are-looked-up';

/** Actions looked up at once. */
const MOST_AT_ONCE = 50;

/** Length of the longest word that means something in a signal; longer ones are dropped. */
const LONGEST_WORD = 64;

/** Tries at looking actions up before they are dropped, and the pause after the first, in milliseconds. */
const TRIES = 6;
const PAUSE_MS = 2_000;

/** An action that has arrived, and what follows once it is known to hold. */
interface Arrived {
  action: SignalledAction;
  then: (taken: TakenAction) => unknown;
}

/** What a signal brought, reduced to what has a meaning; whatever else was sent goes no further. */
function read(name: ActionName, sent: unknown): SignalledAction {
  const given = (typeof sent === 'object' && sent !== null ? sent : {}) as Record<string, unknown>;
  const words = (['actId', 'ideaId', 'part', 'resolution'] as const).flatMap((field) => {
    const word = given[field];
    return typeof word === 'string' && word.length <= LONGEST_WORD ? [[field, word] as const] : [];
  });
  const { priority } = given;
  return {
    name,
    newId: uuid4(),
    ...Object.fromEntries(words),
    ...(typeof priority === 'number' ? { priority } : {}),
  };
}

/**
 * Hears the actions that signals bring. A signal can be sent by anybody with a command line, so each is looked up in Postgres before it
 * counts, by one activity for many: neither nonsense nor thousands of signals stop a run.
 */
export class Actions {
  private readonly arrived: Arrived[] = [];
  private readonly heard = new Set<string>();
  private readonly seen = new Set<string>();
  private isBusy = false;

  constructor(
    private readonly key: RunKey,
    private readonly records: Pick<typeof orderRecords, 'takeActions'>,
    private readonly form: number,
  ) {}

  /** Whether signals are looked up: in runs since the second form, and in those that were patched. */
  private looksUp(): boolean {
    return this.form >= 2 || patched(LOOKED_UP);
  }

  /** Hears a signal: `then` gets what Postgres has of an action, once for each. `before` is what runs did before they looked. */
  hear<A>(
    signal: SignalDefinition<[A]>,
    then: (taken: TakenAction) => unknown,
    before: (sent: A | undefined) => unknown,
  ): void {
    const name = signal.name as ActionName;
    this.handle(signal, async (sent) => {
      if (this.looksUp()) await this.take(name, sent, then);
      else await before(sent);
    });
  }

  /** Hears a signal that only wakes the run, which then asks Postgres itself. */
  hearWake<A>(signal: SignalDefinition<[A]>, wake: () => void): void {
    this.handle(signal, wake);
  }

  /**
   * Hears a signal whose action is in Postgres before it is sent: it only wakes the run, which then asks Postgres. One that somebody typed, which
   * names no action, is looked at and recorded first.
   */
  hearRecorded<A extends { actId?: string }>(signal: SignalDefinition<[A]>, wake: () => void): void {
    const name = signal.name as ActionName;
    this.handle(signal, async (sent) => {
      if (typeof sent?.actId === 'string') wake();
      else await this.take(name, sent, wake);
    });
  }

  /** Hears the signals that only orders of other kinds know, so that somebody is told. No default handler: a reserved name would stop the run. */
  hearOthers(): void {
    for (const { name } of ACTION_SIGNALS)
      if (!this.heard.has(name))
        setHandler(defineSignal(name), () => this.ignore(name as ActionName), {
          description: UNHEARD_DESCRIPTION,
        });
  }

  private handle<A>(
    signal: SignalDefinition<[A]>,
    handler: (sent: A | undefined) => void | Promise<void>,
  ): void {
    const name = signal.name as ActionName;
    this.heard.add(name);
    setHandler(signal, handler, { description: SIGNAL_DESCRIPTIONS[name] });
  }

  /** Has it written on the timeline that a signal had no effect. */
  async ignore(name: ActionName): Promise<void> {
    if (this.looksUp()) await this.take(name, undefined, () => undefined);
  }

  /** Looks an action up. Never throws: a signal handler that does would end the run. */
  private async take(name: ActionName, sent: unknown, then: Arrived['then']): Promise<void> {
    this.arrived.push({ action: read(name, sent), then });
    // Whoever is at it takes this one too.
    if (this.isBusy) return;
    this.isBusy = true;
    while (this.arrived.length > 0) await this.takeSome(this.arrived.splice(0, MOST_AT_ONCE));
    this.isBusy = false;
  }

  private async takeSome(some: Arrived[]): Promise<void> {
    const taken = await CancellationScope.nonCancellable(() => this.look(some.map(({ action }) => action)));
    some.forEach(({ then }, n) => {
      const action = taken[n];
      if (!action || this.seen.has(action.actId)) return;
      this.seen.add(action.actId);
      then(action);
    });
  }

  private async look(actions: SignalledAction[]): Promise<Array<TakenAction | null>> {
    for (let failures = 0; failures < TRIES; failures += 1) {
      if (failures > 0)
        await sleep(pauseBefore(failures + 1, PAUSE_MS), {
          summary: 'Pause before actions are looked up again',
        });
      const answer = await this.records.takeActions({ ...this.key, actions }).catch(() => undefined);
      if (Array.isArray(answer?.taken)) return answer.taken;
    }
    return [];
  }
}
