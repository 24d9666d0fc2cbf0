import type { OrderKind } from '../../contract/orders';
import { LABELLED_STAGES, logNames } from './lifecycle';

/** Orders in a stage since the last look, and of how many stores; `atWork`: those that are still in it. */
export interface Work {
  kind: OrderKind;
  status: string;
  orders: number;
  atWork: number;
  stores: number;
}

/** An entry of a timeline that tells of a stage. Times in milliseconds since 1970. */
export interface StageEntry {
  kind: OrderKind;
  stage: string;
  orderId: string;
  /** When it began and when it was complete, once it is. */
  took?: { from: number; to: number };
}

/** An order that was in a stage. */
export interface StageVisit {
  orderId: string;
  kind: OrderKind;
  status: string;
}

/** Orders that a stage has completed and no line has told of. Times in milliseconds since 1970. */
interface Completed {
  orders: number;
  from: number;
  to: number;
  heldSince: number;
}

/** For how long completed orders are held back while others are still in their stage, so that one line tells of them together. */
const HOLD_MS = 60_000;

/** A duration for people: whole seconds, tenths below one. */
function inSeconds(ms: number): string {
  return ms < 950 ? (Math.max(100, ms) / 1000).toFixed(1) : String(Math.round(ms / 1000));
}

/**
 * Keeps what the timelines tell of stages between two looks, so that a stage which begins and ends between them has its lines too.
 * `visits` are the orders noted since the last lines; `lines` says what is and was in each stage, and what is complete.
 */
export function createStageLines(): {
  note: (entry: StageEntry) => void;
  visits: () => StageVisit[];
  lines: (work: readonly Work[], now: number) => string[];
} {
  const visited = new Map<string, Set<string>>();
  const completed = new Map<string, Completed>();
  const keyOf = (kind: OrderKind, step: string): string => `${kind}:${step}`;

  function completeLine(stage: (typeof LABELLED_STAGES)[number], atWork: number, now: number): string[] {
    const key = keyOf(stage.kind, stage.step);
    const held = completed.get(key);
    if (!held || (atWork > 0 && now - held.heldSince < HOLD_MS)) return [];
    completed.delete(key);
    const { worker, order } = logNames(stage.kind);
    const ms = held.to - held.from;
    const rate = (held.orders / Math.max(0.1, ms / 1000)).toFixed(1);
    return [
      `[${worker}] ${stage.label} complete: ${held.orders} ${order}s in ${inSeconds(ms)}s (${rate} ${order}s/sec)`,
    ];
  }

  return {
    note({ kind, stage, orderId, took }) {
      const key = keyOf(kind, stage);
      visited.set(key, (visited.get(key) ?? new Set()).add(orderId));
      if (!took) return;
      const held = completed.get(key);
      completed.set(key, {
        orders: (held?.orders ?? 0) + 1,
        from: Math.min(held?.from ?? took.from, took.from),
        to: Math.max(held?.to ?? took.to, took.to),
        heldSince: held?.heldSince ?? took.to,
      });
    },
    visits: () =>
      LABELLED_STAGES.flatMap(({ kind, status, step }) =>
        [...(visited.get(keyOf(kind, step)) ?? [])].map((orderId) => ({ orderId, kind, status })),
      ),
    lines(work, now) {
      visited.clear();
      return LABELLED_STAGES.flatMap((stage) => {
        const { worker, order } = logNames(stage.kind);
        const at = work.find((one) => one.kind === stage.kind && one.status === stage.status);
        const processing = at
          ? [`[${worker}] ${stage.label}: Processing ${at.orders} ${order}s from ${at.stores} store(s)`]
          : [];
        return [...processing, ...completeLine(stage, at?.atWork ?? 0, now)];
      });
    },
  };
}

/** What an account was asked in the last minute, against what it lets through. */
export interface Asked {
  requests: number;
  maxRPM: number;
}

/** The line that tells every half minute that all is at work. */
export function heartbeatLine(beat: {
  ticks: number;
  queue: number;
  openai: Asked;
  replicate: Asked;
}): string {
  const share = ({ requests, maxRPM }: Asked): string =>
    `${requests}/${maxRPM} (${Math.round((requests / maxRPM) * 100)}%)`;
  return [
    `[Blog Worker] Heartbeat - cycle ${beat.ticks}`,
    `Queue: ${beat.queue}`,
    `OpenAI RPM: ${share(beat.openai)}`,
    `Replicate RPM: ${share(beat.replicate)}`,
  ].join(' | ');
}
