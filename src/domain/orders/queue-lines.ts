import type { OrderKind } from '../../contract/orders';
import { logNames } from './lifecycle';

/** How much work of a kind there is, and how much was done lately. */
export interface QueueFigures {
  kind: OrderKind;
  waiting: number;
  active: number;
  complete: number;
  failed: number;
}

/** The line that tells once a minute how much work of a kind there is. */
export function queueLine({ kind, waiting, active, complete, failed }: QueueFigures): string {
  return `[${logNames(kind).worker}] waiting ${waiting}, active ${active}, complete ${complete}, failed ${failed}`;
}
