import { isGrpcServiceError } from '@temporalio/client';
import { backoffMs } from '../contract/backoff';
import type { Delivery, OutboxMessage } from '../db/outbox/outbox';

/** Deadline of one request to the server, in milliseconds; a later delivery repeats it with the same request id. */
export const REQUEST_DEADLINE_MS = 5_000;

/** gRPC status codes, from the gRPC specification. */
const GRPC = { notFound: 5, alreadyExists: 6 } as const;

/** Sends a request with a deadline, in milliseconds. */
export type Within = <T>(request: () => Promise<T>, deadlineMs?: number) => Promise<T>;

/** Pause before the next delivery after so many failed ones (from 1), in milliseconds. */
export function deliveryDelay(failures: number, random: number): number {
  return backoffMs({ baseMs: 250, failures, maxMs: 30_000, random });
}

/** A failed delivery that will be retried. */
export function deliveryProblem(message: OutboxMessage, error: unknown): Delivery {
  const problem = isGrpcServiceError(error) ? `grpc_${error.code}` : 'unexpected';
  return { outcome: 'later', problem, delayMs: deliveryDelay(message.tries + 1, Math.random()) };
}

/** Whether an error means that the run has ended (as opposed to an unknown namespace). */
export function isOver(error: unknown): boolean {
  return isGrpcServiceError(error) && error.code === GRPC.notFound && !/namespace/i.test(error.details);
}

/** Whether an error means that another run uses the workflow id. */
export function isAlreadyStarted(error: unknown): boolean {
  return isGrpcServiceError(error) && error.code === GRPC.alreadyExists;
}
