import { randomUUID } from 'node:crypto';
import type { FailureType } from '../../../src/contract/failures';
import { createDb } from '../../../src/db/db';
import type { Db } from '../../../src/db/db';
import { isFinal } from '../../../src/domain/providers/patience';
import { createTestDatabase } from '../../support/database';
import type { TestDatabase } from '../../support/database';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.pool);
}, 60_000);

afterAll(async () => {
  await database?.drop();
});

const MINUTE_MS = 60_000;

/** An execution of an activity whose attempts fail; `passes` moves what is on record into the past. */
function execution() {
  const name = randomUUID();
  const orderId = randomUUID();
  return {
    name,
    orderId,
    fail: (type: FailureType = 'Provider.Busy', reason = 'http_503', detail = 'x') =>
      db.activityFailures.saveActivityFailure({
        orderId,
        activity: 'writeDraft',
        workflowId: `blog:${orderId}`,
        execution: name,
        temporalAttempt: 1,
        tookMs: 50,
        longestPauseMs: 5 * MINUTE_MS,
        ...{ type, reason, detail },
      }),
    passes: (minutes: number) =>
      database.pool.query(
        `update activity_failures set at = at - make_interval(mins => $2), last_at = last_at - make_interval(mins => $2)
          where execution = $1`,
        [name, minutes],
      ),
    rows: async () =>
      (
        await database.pool.query<{ type: string; repeats: number; detail: string; minutes: number }>(
          `select type, repeats, detail, extract(epoch from last_at - at)::float8 / 60 as minutes
             from activity_failures where execution = $1 order by at`,
          [name],
        )
      ).rows,
  };
}

const isFinalBusy = (history: Awaited<ReturnType<ReturnType<typeof execution>['fail']>>): boolean =>
  isFinal({ type: 'Provider.Busy' }, { lane: 'writing', history });

test('failures that are alike share a row with their number, the first and the last time, and the latest detail', async () => {
  const { fail, passes, rows } = execution();
  for (let n = 1; n <= 20; n += 1) {
    expect(await fail('Provider.Busy', 'token_refused', `refused ${n}`)).toMatchObject({ repeats: n });
    await passes(30);
  }
  await fail('Provider.Closed', 'store_disconnected');
  await fail('Provider.Busy', 'token_refused', 'refused again');
  const [refused, ...others] = await rows();
  expect(refused).toMatchObject({ type: 'Provider.Busy', repeats: 21, detail: 'refused again' });
  expect(refused!.minutes).toBeCloseTo(600, 0);
  expect(others).toMatchObject([{ type: 'Provider.Closed', repeats: 1 }]);
});

test('failures of another execution have rows of their own', async () => {
  const [one, other] = [execution(), execution()];
  await one.fail();
  await other.fail();
  expect([await one.rows(), await other.rows()].map((rows) => rows[0]!.repeats)).toEqual([1, 1]);
});

test('a day in which nobody tried does not use up the patience with a busy provider', async () => {
  const { fail, passes } = execution();
  expect(isFinalBusy(await fail())).toBe(false);
  await passes(25 * 60);
  const after = await fail();
  expect(after.busyMs).toBeLessThanOrEqual(7 * MINUTE_MS);
  expect(isFinalBusy(after)).toBe(false);
});

test('a day of steady failures does, whatever they were called', async () => {
  const { fail, passes } = execution();
  const reasons = ['http_503', 'http_502', 'rate_limit'];
  for (let n = 0; n < 287; n += 1) {
    const failed = await fail('Provider.Busy', reasons[n % reasons.length]);
    expect([n, isFinalBusy(failed)]).toEqual([n, false]);
    await passes(5);
  }
  for (let n = 0; n < 2; n += 1) {
    await fail();
    await passes(5);
  }
  expect(isFinalBusy(await fail())).toBe(true);
});

test('waiting for a closed provider or a cap does not count', async () => {
  const { fail, passes } = execution();
  await fail();
  for (const type of ['Provider.Closed', 'Spending.Capped'] as const) {
    await passes(5);
    await fail(type, 'x');
    await passes(23 * 60);
  }
  expect((await fail()).busyMs).toBe(0);
  await passes(4);
  expect((await fail()).busyMs).toBeCloseTo(4 * MINUTE_MS, -4);
});

test('unexpected errors are counted over all their reasons', async () => {
  const { fail } = execution();
  await fail('Internal.Fault', 'unclassified');
  await fail();
  await fail('Internal.Fault', 'no_picture');
  expect(await fail('Internal.Fault', 'unclassified')).toMatchObject({ repeats: 2, faults: 3 });
});
