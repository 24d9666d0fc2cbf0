import { deliveryProblem, isOver } from '../../src/dispatch/temporal-requests';
import type { OutboxKind } from '../../src/db/outbox/outbox';

/** An error as the client throws it for a gRPC status. */
const grpcError = (code: number, details = 'refused'): Error =>
  Object.assign(new Error(details), { code, details, metadata: {} });

const message = (kind: OutboxKind, tries = 0) => ({ kind, tries });

/** Every status that gRPC has besides OK, and what follows for a message that decides what a run does. */
const STATUSES: Array<[string, number, 'later' | 'dead']> = [
  ['CANCELLED', 1, 'later'],
  ['UNKNOWN', 2, 'later'],
  ['INVALID_ARGUMENT', 3, 'dead'],
  ['DEADLINE_EXCEEDED', 4, 'later'],
  ['NOT_FOUND, of the namespace', 5, 'later'],
  ['ALREADY_EXISTS', 6, 'later'],
  ['PERMISSION_DENIED', 7, 'later'],
  ['RESOURCE_EXHAUSTED', 8, 'later'],
  ['FAILED_PRECONDITION', 9, 'later'],
  ['ABORTED', 10, 'later'],
  ['OUT_OF_RANGE', 11, 'dead'],
  ['UNIMPLEMENTED', 12, 'later'],
  ['INTERNAL', 13, 'later'],
  ['UNAVAILABLE', 14, 'later'],
  ['DATA_LOSS', 15, 'later'],
  ['UNAUTHENTICATED', 16, 'later'],
];

test.each(STATUSES)(
  '%s: what decides is delivered again unless it is refused for good',
  (_, code, outcome) => {
    const result = deliveryProblem(message('signal', 1_000), grpcError(code, 'Namespace not found'));
    expect(result).toMatchObject({ outcome, problem: `grpc_${code}` });
  },
);

test('a search attribute that nobody has created yet is no refusal', () => {
  const details = 'Namespace default has no mapping defined for search attribute OrderPhase';
  expect(deliveryProblem(message('start', 1_000), grpcError(3, details))).toMatchObject({ outcome: 'later' });
});

test('an error of another kind is no refusal', () => {
  expect(deliveryProblem(message('start', 1_000), new TypeError('odd'))).toMatchObject({
    outcome: 'later',
    problem: 'unexpected',
  });
});

test.each<[OutboxKind, 'later' | 'dead']>([
  ['start', 'later'],
  ['signal', 'later'],
  ['cancel', 'later'],
  ['reprioritise', 'later'],
  ['deliver', 'later'],
  ['wake', 'dead'],
  ['raise', 'dead'],
])('after many failures, %s is %s', (kind, outcome) => {
  expect(deliveryProblem(message(kind, 50), grpcError(14))).toMatchObject({ outcome });
});

test('a run is over when it is not found, and not when its namespace is not', () => {
  expect(isOver(grpcError(5, 'workflow execution already completed'))).toBe(true);
  expect(isOver(grpcError(5, 'Namespace default is not found.'))).toBe(false);
});
