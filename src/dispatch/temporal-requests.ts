import { isGrpcServiceError } from '@temporalio/client';
import { backoffMs } from '../contract/backoff';
import type { Delivery, OutboxMessage } from '../db/outbox/outbox';

/** One request to the server may take this long, in milliseconds; a later delivery repeats it under the same id. */
export const REQUEST_DEADLINE_MS = 5_000;

/** gRPC status codes, by their numbers in the gRPC specification. */
const GRPC = { notFound: 5, alreadyExists: 6 } as const;

/** Sends a request that must be answered before a deadline. */
export type Within = <T>(request: () => Promise<T>, deadlineMs?: number) => Promise<T>;

/** Pause before the next delivery after so many failed ones (from 1), in milliseconds. */
export function deliveryDelay(failures: number, random: number): number {
  return backoffMs({ baseMs: 250, failures, maxMs: 30_000, random });
}

/** A delivery that went wrong and is tried again. */
export function deliveryProblem(message: OutboxMessage, error: unknown): Delivery {
  const problem = isGrpcServiceError(error) ? `grpc_${error.code}` : 'unexpected';
  return { outcome: 'later', problem, delayMs: deliveryDelay(message.tries + 1, Math.random()) };
}

/** Whether the server says that this run is over (and not that it does not know the namespace). */
export function isOver(error: unknown): boolean {
  return isGrpcServiceError(error) && error.code === GRPC.notFound && !/namespace/i.test(error.details);
}

/** Whether the server says that another run has the workflow id. */
export function isAlreadyThere(error: unknown): boolean {
  return isGrpcServiceError(error) && error.code === GRPC.alreadyExists;
}
