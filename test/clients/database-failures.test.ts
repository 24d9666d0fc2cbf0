import type { Request, Response } from 'express';
import { errorHandler } from '../../src/api/http/errors';
import { classifyUnknown } from '../../src/clients/failures';
import { isFinal } from '../../src/domain/providers/patience';
import { silentLogger } from '../../src/telemetry/logger';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

/** What the API answers when a route throws this. */
function answerTo(error: unknown): { status: number; retryAfter: string | undefined; body: unknown } {
  const answer = { status: 0, retryAfter: undefined as string | undefined, body: undefined as unknown };
  const res = {
    req: { originalUrl: '/api/lanes' },
    locals: { requestId: 'r' },
    headersSent: false,
    setHeader: (_name: string, value: string) => (answer.retryAfter = value),
    status(status: number) {
      answer.status = status;
      return res;
    },
    json: (body: unknown) => (answer.body = body),
  };
  errorHandler(silentLogger())(error, {} as Request, res as unknown as Response, () => undefined);
  return answer;
}

/** Those that end one connection, while another one may be had at once. */
const CUT = ['25P03', '57P01', '57P02', '57P05', 'ECONNRESET', 'EPIPE'];

/** Errors of Postgres by SQLSTATE and of the operating system, and what follows. */
const PASSING: ReadonlyArray<[code: string, what: string]> = [
  ['25006', 'a server that only reads, as after a failover'],
  ['28P01', 'a password that was changed'],
  ['28000', 'a role that may not log in'],
  ['3D000', 'a database that is missing'],
  ['42P01', 'a table that is missing'],
  ['42703', 'a column that is missing'],
  ['42883', 'a function that is missing'],
  ['42501', 'a missing right'],
  ['08000', 'a broken connection'],
  ['08006', 'a failed connection'],
  ['08P01', 'a broken protocol'],
  ['0A000', 'something that this server does not support'],
  ['25P02', 'a transaction that has failed'],
  ['25P03', 'a transaction that was idle for too long'],
  ['26000', 'a prepared statement that is gone, as behind a pooler'],
  ['40001', 'a serialization failure'],
  ['40P01', 'a deadlock'],
  ['53100', 'a full disk'],
  ['53200', 'too little memory'],
  ['53300', 'too many connections'],
  ['55006', 'an object in use'],
  ['55P03', 'a lock that is not available'],
  ['57014', 'a statement that took too long'],
  ['57P01', 'a shutdown'],
  ['57P02', 'a crash'],
  ['57P03', 'a server that is starting up'],
  ['57P04', 'a database that was dropped'],
  ['57P05', 'a session that was idle for too long'],
  ['58030', 'an error of its disk'],
  ['GA001', 'a full queue'],
  ['P0001', 'an error raised by a trigger'],
  ['XX000', 'a fault of Postgres'],
  ['XX001', 'damaged data'],
  ['ECONNREFUSED', 'nobody listening'],
  ['ECONNRESET', 'a reset'],
  ['EPIPE', 'a closed connection'],
  ['ETIMEDOUT', 'a time-out'],
  ['ENOTFOUND', 'an unknown host'],
  ['EAI_AGAIN', 'a resolver that does not respond'],
  ['EHOSTUNREACH', 'an unreachable host'],
  ['ENETUNREACH', 'an unreachable network'],
  ['EADDRNOTAVAIL', 'no free port'],
  ['EMFILE', 'too many open files'],
  ['ENFILE', 'too many open files on the machine'],
  ['ENOMEM', 'too little memory'],
  ['ENOSPC', 'a full disk'],
  ['EDQUOT', 'a full share of a disk'],
  ['EROFS', 'a disk that only reads'],
  ['EIO', 'an error of a disk'],
  ['EACCES', 'a missing right'],
];

const FINAL: ReadonlyArray<[code: string, what: string]> = [
  ['22001', 'a text that is too long'],
  ['22021', 'a character that cannot be stored'],
  ['22P02', 'a text that is no number or id'],
  ['22P05', 'a character without a translation'],
  ['23502', 'a missing value'],
  ['23503', 'a reference to nothing'],
  ['23505', 'a duplicate'],
  ['23514', 'a value that is not allowed'],
  ['42601', 'a statement that cannot be read'],
  ['54000', 'a text that is too long for an index'],
  ['54001', 'a statement that is too complex'],
  ['ENOENT', 'a file that does not exist'],
  ['ERR_INVALID_ARG_TYPE', 'a mistake in a call of Node'],
];

test.each(PASSING)('%s (%s) passes: every activity is retried, and the API answers 503', (code) => {
  const failure = classifyUnknown(withCode(code));
  const delayMs = CUT.includes(code) ? 100 : 1_000;
  expect(failure).toMatchObject({ type: 'Database.Unavailable', reason: code, delayMs });
  const history = { repeats: 10_000, busyMs: 0, faults: 0 };
  for (const lane of ['writing', 'publishing', 'webhooks', 'records'])
    expect(isFinal(failure, { lane, history })).toBe(false);
  expect(answerTo(withCode(code))).toEqual({
    status: 503,
    retryAfter: '5',
    body: { error: 'unavailable', message: expect.any(String) as string, requestId: 'r' },
  });
});

test.each(FINAL)(
  '%s (%s) does not: it is retried a few times, except by Postgres-only work, and the API answers 500',
  (code) => {
    const failure = classifyUnknown(withCode(code));
    expect(failure).toMatchObject({ type: 'Internal.Fault', reason: 'unclassified' });
    const after = (faults: number) => ({ repeats: faults, busyMs: 0, faults });
    for (const lane of ['writing', 'publishing', 'webhooks']) {
      expect(isFinal(failure, { lane, history: after(4) })).toBe(false);
      expect(isFinal(failure, { lane, history: after(5) })).toBe(true);
    }
    expect(isFinal(failure, { lane: 'records', history: after(10_000) })).toBe(false);
    expect(answerTo(withCode(code))).toMatchObject({ status: 500, body: { error: 'internal' } });
  },
);
