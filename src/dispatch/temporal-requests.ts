import { isGrpcServiceError } from '@temporalio/client';
import { backoffMs } from '../contract/backoff';
import type { Delivery, OutboxKind, OutboxMessage } from '../db/outbox/outbox';

/** Deadline of one request to the server, in milliseconds; a later delivery repeats it with the same request id. */
export const REQUEST_DEADLINE_MS = 5_000;

/** gRPC status codes, from the gRPC specification. */
const GRPC = { invalidArgument: 3, notFound: 5, alreadyExists: 6, outOfRange: 11 } as const;

/**
 * The codes with which the server refuses a request for good, whatever its own state: the request itself is wrong, or the run takes no
 * more of its kind (a run accepts 10,000 signals). Everything else is tried again.
 */
const FINAL_CODES: readonly number[] = [GRPC.invalidArgument, GRPC.outOfRange];

/** Deliveries after which a message is dropped whose work comes about without it, only later. */
const MAX_TRIES: Partial<Record<OutboxKind, number>> = { wake: 20, raise: 20 };

/** Sends a request with a deadline, in milliseconds. */
export type Within = <T>(request: () => Promise<T>, deadlineMs?: number) => Promise<T>;

/** Pause before the next delivery after so many failed ones (from 1), in milliseconds. */
export function deliveryDelay(failures: number, random: number): number {
  return backoffMs({ baseMs: 250, failures, maxMs: 30_000, random });
}

/** A failed delivery: whether it is retried, and when. */
export function deliveryProblem(message: Pick<OutboxMessage, 'kind' | 'tries'>, error: unknown): Delivery {
  const problem = isGrpcServiceError(error) ? `grpc_${error.code}` : 'unexpected';
  if (isRefused(error)) return { outcome: 'dead', problem };
  const tries = message.tries + 1;
  if (tries >= (MAX_TRIES[message.kind] ?? Infinity))
    return { outcome: 'dead', problem: `${problem}_too_often` };
  return { outcome: 'later', problem, delayMs: deliveryDelay(tries, Math.random()) };
}

/** How the server says that a search attribute does not exist, which somebody still has to create; it is no fault of the request. */
const ATTRIBUTE_MISSING = /search attribute/i;

/** Whether the server refuses a request for good. */
export function isRefused(error: unknown): boolean {
  if (!isGrpcServiceError(error) || !FINAL_CODES.includes(error.code)) return false;
  return error.code !== GRPC.invalidArgument || !ATTRIBUTE_MISSING.test(error.details);
}

/** Whether an error means that the run has ended (as opposed to an unknown namespace). */
export function isOver(error: unknown): boolean {
  return isGrpcServiceError(error) && error.code === GRPC.notFound && !/namespace/i.test(error.details);
}

/** Whether an error means that another run uses the workflow id. */
export function isAlreadyStarted(error: unknown): boolean {
  return isGrpcServiceError(error) && error.code === GRPC.alreadyExists;
}
