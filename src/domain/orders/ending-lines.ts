import { isFailureType } from '../../contract/failures';
import type { OrderKind } from '../../contract/orders';
import { logNames } from './lifecycle';

/** The line for an order that has failed: its id and the type of its failure, never what a provider said. */
export function failedLine(failed: { kind: OrderKind; orderId: string; failureType: unknown }): string {
  const { worker, order } = logNames(failed.kind);
  const word = typeof failed.failureType === 'string' ? failed.failureType : undefined;
  const type = isFailureType(word) ? word : 'Internal.Fault';
  return `[${worker}] Error processing ${order} ${failed.orderId}: ${type}`;
}

/** The line for an order that is done. `asDraft`: what it made stays a draft in its store. */
export function doneLine(done: { kind: OrderKind; orderId: string; asDraft: boolean }): string {
  const { worker, order, done: word } = logNames(done.kind);
  const [verb, suffix] = done.asDraft ? ['Saved', ' as a draft'] : [word, ''];
  return `[${worker}] ✅ ${verb} ${order} ${done.orderId}${suffix}`;
}
