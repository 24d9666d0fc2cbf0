import type { OrderKind } from '../../contract/orders';
import { LABELLED_STAGES } from './lifecycle';

/** Orders at work in a stage, and of how many stores. */
export interface Work {
  kind: OrderKind;
  status: string;
  orders: number;
  stores: number;
}

/** What has been told of the stages so far: since when each has work, in milliseconds since 1970. */
export type ToldStages = ReadonlyMap<string, number>;

/** The lines for what is at work now, one a stage that has work and one for each whose work is done, and what is told with them. */
export function stageLines(
  told: ToldStages,
  work: readonly Work[],
  now: number,
): { lines: string[]; told: ToldStages } {
  const next = new Map<string, number>();
  const lines: string[] = [];
  for (const { kind, status, label, worker, orders } of LABELLED_STAGES) {
    const at = work.find((one) => one.kind === kind && one.status === status);
    const stage = `${kind}:${status}`;
    const since = told.get(stage);
    if (at && at.orders > 0) {
      next.set(stage, since ?? now);
      lines.push(`[${worker}] ${label}: ${at.orders} ${orders} from ${at.stores} store(s)`);
    } else if (since !== undefined) {
      lines.push(`[${worker}] ${label} complete after ${Math.round((now - since) / 1000)}s`);
    }
  }
  return { lines, told: next };
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
