import { isGrpcServiceError } from '@temporalio/client';
import type { Delivery, OutboxMessage } from '../db/outbox/outbox';

/** One request to the server may take this long, in milliseconds; a later delivery repeats it under the same id. */
export const REQUEST_DEADLINE_MS = 5_000;

/** gRPC status codes, by their numbers in the gRPC specification. */
const GRPC = { notFound: 5, alreadyExists: 6 } as const;

/** Sends a request that must be answered before a deadline. */
export type Within = <T>(request: () => Promise<T>, deadlineMs?: number) => Promise<T>;

/** Pause before the next delivery after so many failed ones, in milliseconds. */
export function deliveryDelay(tries: number): number {
  return Math.min(30_000, 250 * 2 ** Math.min(tries, 10));
}

/** A delivery that went wrong and is tried again. */
export function deliveryProblem(message: OutboxMessage, error: unknown): Delivery {
  const problem = isGrpcServiceError(error) ? `grpc_${error.code}` : 'unexpected';
  return { outcome: 'later', problem, delayMs: deliveryDelay(message.tries) };
}

/** Whether the server says that this run is over (and not that it does not know the namespace). */
export function isOver(error: unknown): boolean {
  return isGrpcServiceError(error) && error.code === GRPC.notFound && !/namespace/i.test(error.details);
}

/** Whether the server says that another run has the workflow id. */
export function isAlreadyThere(error: unknown): boolean {
  return isGrpcServiceError(error) && error.code === GRPC.alreadyExists;
}
