import { isGrpcServiceError } from '@temporalio/client';
import type { Delivery, OutboxMessage } from '../db/outbox/outbox';

/** Deadline of one request to the server, in milliseconds; a later delivery repeats it with the same request id. */
export const REQUEST_DEADLINE_MS = 5_000;

/** gRPC status codes, from the gRPC specification. */
const GRPC = { notFound: 5, alreadyExists: 6 } as const;

/** Sends a request with a deadline, in milliseconds. */
export type Within = <T>(request: () => Promise<T>, deadlineMs?: number) => Promise<T>;

/** Pause after a number of failed deliveries, in milliseconds. */
export function deliveryDelay(tries: number): number {
  return Math.min(30_000, 250 * 2 ** Math.min(tries, 10));
}

/** A failed delivery that will be retried. */
export function deliveryProblem(message: OutboxMessage, error: unknown): Delivery {
  const problem = isGrpcServiceError(error) ? `grpc_${error.code}` : 'unexpected';
  return { outcome: 'later', problem, delayMs: deliveryDelay(message.tries) };
}

/** Whether an error means that the run has ended (as opposed to an unknown namespace). */
export function isOver(error: unknown): boolean {
  return isGrpcServiceError(error) && error.code === GRPC.notFound && !/namespace/i.test(error.details);
}

/** Whether an error means that another run uses the workflow id. */
export function isAlreadyStarted(error: unknown): boolean {
  return isGrpcServiceError(error) && error.code === GRPC.alreadyExists;
}
